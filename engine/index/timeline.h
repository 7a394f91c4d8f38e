// What lives here: Timeline, the occurrences of one key in order of time; internal to index/.
// What may not: keys, dimensions, anything but spans and numbers.
// Invariants: entries of a bucket are sorted by (start, end, event, recurrence-id); an entry lies
// in the class of its length and the bucket of its start; no bucket is empty. Thread-safety:
// immutable once shared.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/index/occurrences.h"

namespace sopu {

class Timeline {
  public:
    static Timeline build(std::vector<Occurrence> occurrences);

    // Requires every removed occurrence to be here or among the added.
    Timeline after(std::span<const Occurrence> removed, std::span<const Occurrence> added) const;

    void find(const Interval& window, std::vector<Occurrence>& out) const;
    // Requires !empty().
    Instant latest_end() const;
    bool empty() const;

  private:
    using Entries = std::vector<Occurrence>;
    struct Bucket {
        std::int64_t number = 0;
        std::shared_ptr<const Entries> entries;
    };
    using Buckets = std::vector<Bucket>;  // sorted by number
    static constexpr std::size_t class_count = 3;

    static std::size_t class_of(const Occurrence& occurrence);
    static std::int64_t bucket_of(std::size_t length_class, Instant start);
    Entries& writable(std::size_t length_class, std::int64_t number);
    void drop_if_empty(std::size_t length_class, std::int64_t number);
    void insert(const Occurrence& occurrence);
    void remove(const Occurrence& occurrence);

    std::array<Buckets, class_count> classes_;
};

}  // namespace sopu
