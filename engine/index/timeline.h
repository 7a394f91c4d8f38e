// What lives here: Timeline, the occurrences of one key in order of time; internal to index/.
// What may not: keys, dimensions, anything but spans and numbers.
// Invariants: an entry lies in the class of its length; the entries of a class are sorted by
// (start, end, event, recurrence-id) through all its chunks; no chunk or shelf of chunks is empty,
// or longer than its max. Thread-safety: immutable once shared.
#pragma once

#include <algorithm>
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

    // Those that the window finds, until `each` says false.
    template <class Each>
    void visit(const Interval& window, const Each& each) const;
    // Requires !empty().
    Instant latest_end() const;
    bool empty() const;

  private:
    using Chunk = std::vector<Occurrence>;
    using Shelf = std::vector<std::shared_ptr<const Chunk>>;
    using Shelves = std::vector<std::shared_ptr<const Shelf>>;
    static constexpr std::size_t class_count = 3;
    // The longest occurrence of each class: evenings; festivals and exhibitions; seasons and
    // year-long extents of vague dates, which are few.
    static constexpr std::array<seconds, class_count> length_max{std::chrono::hours{8},
                                                                 date::days{46}, seconds::max()};

    // The first and last entry of a chunk, and of a shelf of chunks.
    static const Occurrence& first_of(const Chunk& chunk) { return chunk.front(); }
    static const Occurrence& last_of(const Chunk& chunk) { return chunk.back(); }
    static const Occurrence& first_of(const Shelf& shelf) { return shelf.front()->front(); }
    static const Occurrence& last_of(const Shelf& shelf) { return shelf.back()->back(); }

    // The part where an entry is or belongs. Requires one part at least.
    template <class Parts>
    static typename Parts::iterator part_of(Parts& parts, const Occurrence& entry);

    static std::size_t class_of(const Occurrence& occurrence);
    void insert(const Occurrence& occurrence);
    void remove(const Occurrence& occurrence);

    std::array<Shelves, class_count> classes_;
};

template <class Each>
void Timeline::visit(const Interval& window, const Each& each) const {
    for (std::size_t c = 0; c < class_count; ++c) {
        // An entry that reaches into the window starts at most one class length before it.
        const bool bounded = length_max[c] != seconds::max();
        const Instant earliest = bounded ? window.start() - length_max[c] : Instant::min();
        const auto too_early = [earliest](const Occurrence& it) {
            return it.extent.start() < earliest;
        };
        const auto all_too_early = [&too_early](const auto& part) {
            return too_early(last_of(*part));
        };
        const auto over = [&window](const auto& part) {
            return first_of(*part).extent.start() >= window.end();
        };
        const Shelves& shelves = classes_[c];
        auto shelf = std::partition_point(shelves.begin(), shelves.end(), all_too_early);
        for (; shelf != shelves.end() && !over(*shelf); ++shelf) {
            auto chunk = std::partition_point((*shelf)->begin(), (*shelf)->end(), all_too_early);
            for (; chunk != (*shelf)->end() && !over(*chunk); ++chunk) {
                auto it = std::partition_point((*chunk)->begin(), (*chunk)->end(), too_early);
                for (; it != (*chunk)->end() && it->extent.start() < window.end(); ++it)
                    if (found_in(it->extent, window) && !each(*it)) return;
            }
        }
    }
}

}  // namespace sopu
