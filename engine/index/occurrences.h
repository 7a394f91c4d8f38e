// What lives here: OccurrenceIndex, which occurrences lie in a window of time, by space,
// municipality, organisation, person or everywhere. An occurrence is an event's number in the
// catalogue and, of an event that repeats, its recurrence-id and the override it follows.
// What may not: events themselves, zones, judgement.
// Invariants: immutable; `after` shares all that did not change. Windows are half-open and found_in
// (interval.h) decides, to the second. build(p) and build(q).after({}, p - q) answer alike.
// Thread-safety: share freely as const.
//
// A timeline (one key of one dimension) keeps its entries in three classes of length, because one
// long exhibition in a sorted list makes every search look back by its length. Within a class they
// are sorted by start, in chunks; a change copies one chunk.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/time/interval.h"

namespace sopu {

using EventNumber = std::uint32_t;

struct Occurrence {
    Interval extent;  // where it can lie; for a fixed event, where it lies
    EventNumber event = 0;
    std::int32_t override_index = -1;  // into the event's overrides
    Instant recurrence_id = not_of_a_series;

    static constexpr Instant not_of_a_series = Instant::min();
    bool repeats() const { return recurrence_id != not_of_a_series; }

    bool operator==(const Occurrence&) const = default;
};

// A cell is a piece of the map (engine/world/cells.h); what goes on every week lies in cells of its
// own, so that a search for what does not need not pass it over.
enum class Dimension : std::uint8_t {
    everywhere,
    space,
    municipality,
    organisation,
    person,
    resource,
    cell,
    routine_cell,
};

// Occurrences of one event under one key; the key of `everywhere` is "".
struct Posting {
    Dimension dimension = Dimension::everywhere;
    std::string key;
    std::vector<Occurrence> occurrences;
};

class Timeline;

class OccurrenceIndex {
  public:
    OccurrenceIndex();

    static OccurrenceIndex build(std::span<const Posting> postings);

    // The same from postings that come bit by bit and need not be kept meanwhile.
    class Builder;

    // Requires every removed posting to be in the index or among the added.
    OccurrenceIndex after(std::span<const Posting> removed, std::span<const Posting> added) const;

    // Appends what the window finds, in no particular order.
    void find(Dimension dimension, std::string_view key, const Interval& window,
              std::vector<Occurrence>& out) const;

    // The same one by one, until `each` says false.
    using Each = std::function<bool(const Occurrence&)>;
    void visit(Dimension dimension, std::string_view key, const Interval& window,
               const Each& each) const;

    // What lies under some keys, looked up once for many windows.
    class Keys;

    // The latest end under a key; nothing where the key has nothing.
    std::optional<Instant> latest_end(Dimension dimension, std::string_view key) const;

  private:
    const Timeline* timeline(Dimension dimension, std::string_view key) const;

    using Shard = std::unordered_map<std::string, std::shared_ptr<const Timeline>>;
    static constexpr std::size_t shard_count = 1024;

    std::array<std::shared_ptr<const Shard>, shard_count> shards_;
};

// Holds while the index it was made of does.
class OccurrenceIndex::Keys {
  public:
    void add(const OccurrenceIndex& index, Dimension dimension, std::string_view key);
    void find(const Interval& window, std::vector<Occurrence>& out) const;

  private:
    std::vector<const Timeline*> timelines_;
};

class OccurrenceIndex::Builder {
  public:
    void add(std::span<const Posting> postings);
    // Leaves the builder empty.
    OccurrenceIndex finish();

  private:
    using Gathered = std::unordered_map<std::string, std::vector<Occurrence>>;
    std::array<Gathered, shard_count> shards_;
};

}  // namespace sopu
