// What lives here: MemoryStore, the contract of store.h in memory: for tests, simulation and trying
// out. Nothing survives it.
// What may not: anything that the SQLite store does differently; tests/store holds both to the
// same cases.
// Invariants: a failed append changes nothing; records come back in the order of their first put.
// Thread-safety: as Store; fail_appends may be called from any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/store/store.h"

namespace sopu::store {

class MemoryStore final : public Store {
  public:
    Result<Loaded> load() override;
    Result<void> append(std::span<const Commit> group) override;
    Result<std::optional<Remembered>> remembered(const std::string& scope,
                                                 const std::string& key) override;
    Result<std::vector<Letter>> letters(std::size_t limit) override;
    Result<std::vector<Notice>> notices_about(const EventId& event) override;
    Result<std::vector<Notice>> notices_in(const std::string& letter) override;
    Result<std::vector<Logged>> audit(const std::string& subject, std::size_t limit) override;

    // The next `count` appends fail as a full disk does; -1: all of them until told otherwise.
    void fail_appends(int count) { failures_left_ = count; }

  private:
    // Records by id that remember the order in which they came.
    template <class T>
    class Shelf {
      public:
        void put(std::shared_ptr<const T> record);
        void erase(const decltype(T::id)& id);
        std::vector<std::shared_ptr<const T>> all() const;

      private:
        std::map<std::uint64_t, std::shared_ptr<const T>> by_position_;
        std::unordered_map<std::string, std::uint64_t> positions_;
        std::uint64_t next_ = 0;
    };

    void apply(const Commit& commit);
    void apply(const Put<Event>& put) { events_.put(put.record); }
    void apply(const Put<Venue>& put) { venues_.put(put.record); }
    void apply(const Put<Organisation>& put) { organisations_.put(put.record); }
    void apply(const Put<Area>& put) { areas_.put(put.record); }
    void apply(const Put<Closure>& put) { closures_.put(put.record); }
    void apply(const Put<Resource>& put) { resources_.put(put.record); }
    void apply(const Erase<Event>& erase) { events_.erase(erase.id); }
    void apply(const Erase<Venue>& erase) { venues_.erase(erase.id); }
    void apply(const Erase<Organisation>& erase) { organisations_.erase(erase.id); }
    void apply(const Erase<Area>& erase) { areas_.erase(erase.id); }
    void apply(const Erase<Closure>& erase) { closures_.erase(erase.id); }
    void apply(const Erase<Resource>& erase) { resources_.erase(erase.id); }
    void apply(const Tick& tick) { last_tick_ = tick; }

    Shelf<Event> events_;
    Shelf<Venue> venues_;
    Shelf<Organisation> organisations_;
    Shelf<Area> areas_;
    Shelf<Closure> closures_;
    Shelf<Resource> resources_;
    Shelf<Account> accounts_;
    Shelf<SaidOfConflict> conflicts_;
    std::map<std::pair<std::string, std::string>, Remembered> remembered_;
    std::map<std::string, Letter> letters_;
    std::map<std::pair<ConflictId, std::string>, Notice> notices_;
    std::vector<Logged> audit_;
    Tick last_tick_;
    std::uint64_t version_ = 0;
    std::atomic<int> failures_left_ = 0;
};

}  // namespace sopu::store
