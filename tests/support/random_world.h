// What lives here: small random worlds and changes to them, by a seed: few places, few people, few
// days, so that everything meets everything.
// What may not: expectations; the oracle is beside the tests of conflicts.
// Thread-safety: one generator per thread.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "engine/model/change.h"
#include "engine/world/ground.h"

namespace sopu::test {

// Ground of the tests: real zones and gazetteer, the default policy, a plain folding of names.
const Ground& test_ground();

class RandomWorld {
  public:
    explicit RandomWorld(std::uint64_t seed) : random_(seed) {}

    Records records(int events);
    // A sequence of puts (new and in place), erasures, venue and area changes, and ticks.
    std::vector<Change> changes(int count);
    Event event();

  private:
    int below(int bound);
    bool chance(int percent) { return below(100) < percent; }
    template <class T, std::size_t N>
    const T& one_of(const T (&list)[N]) {
        return list[static_cast<std::size_t>(below(static_cast<int>(N)))];
    }
    When when();
    Recurrence recurrence(const When& first);
    void place(Event& event);
    void wishes(Event& event);
    Closure closure(int number);
    Venue venue(int number);
    Change change();

    std::mt19937_64 random_;
    int next_event_ = 0;
};

// The records with the changes applied, one by one: what build() must agree with.
Records applied(Records records, const std::vector<Change>& changes);

}  // namespace sopu::test
