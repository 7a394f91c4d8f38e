// What lives here: Timeline, the occurrences of one key in order of time; internal to index/.
// What may not: keys, dimensions, anything but spans and numbers.
// Invariants: an entry lies in the class of its length; the entries of a class are sorted by
// (start, end, event, recurrence-id) through all its chunks; no chunk or shelf of chunks is empty,
// or longer than its max. Thread-safety: immutable once shared.
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
    // A change copies one chunk, the pointers to those of its shelf, and a pointer to each shelf:
    // few enough of all three for the whole country.
    static constexpr std::size_t chunk_max = 512;
    static constexpr std::size_t shelf_max = 128;

    static Timeline build(std::vector<Occurrence> occurrences);

    // Requires every removed occurrence to be here or among the added.
    Timeline after(std::span<const Occurrence> removed, std::span<const Occurrence> added) const;

    void find(const Interval& window, std::vector<Occurrence>& out) const;
    // Requires !empty().
    Instant latest_end() const;
    bool empty() const;

  private:
    using Chunk = std::vector<Occurrence>;
    using Shelf = std::vector<std::shared_ptr<const Chunk>>;
    using Shelves = std::vector<std::shared_ptr<const Shelf>>;
    static constexpr std::size_t class_count = 3;

    static std::size_t class_of(const Occurrence& occurrence);
    void insert(const Occurrence& occurrence);
    void remove(const Occurrence& occurrence);

    std::array<Shelves, class_count> classes_;
};

}  // namespace sopu
