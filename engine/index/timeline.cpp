#include "engine/index/timeline.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <type_traits>

#include "engine/base/copy_on_write.h"
#include "engine/base/invariant.h"

namespace sopu {
namespace {

// What is built leaves room in a chunk and a shelf, so that the next change does not split them.
constexpr std::size_t chunk_built = Timeline::chunk_max / 2;
constexpr std::size_t shelf_built = Timeline::shelf_max / 2;

auto order(const Occurrence& it) {
    return std::tuple(it.extent.start(), it.extent.end(), it.event, it.recurrence_id,
                      it.override_index);
}

bool before(const Occurrence& a, const Occurrence& b) {
    return order(a) < order(b);
}

// Parts of so many items each, the last of fewer.
template <class Part>
std::vector<std::shared_ptr<const Part>> parts_of(const Part& items, std::size_t many) {
    std::vector<std::shared_ptr<const Part>> parts;
    for (auto from = items.begin(); from != items.end();) {
        const auto left = static_cast<std::size_t>(items.end() - from);
        const auto to = from + static_cast<std::ptrdiff_t>(std::min(left, many));
        parts.push_back(std::make_shared<Part>(from, to));
        from = to;
    }
    return parts;
}

// Halves the part that has become too long.
template <class Parts>
void split(Parts& parts, typename Parts::iterator at) {
    auto& part = writable(*at);
    using Part = std::remove_reference_t<decltype(part)>;
    const auto middle = part.begin() + static_cast<std::ptrdiff_t>(part.size() / 2);
    auto upper = std::make_shared<Part>(middle, part.end());
    part.erase(middle, part.end());
    parts.insert(std::next(at), std::move(upper));
}

}  // namespace

template <class Parts>
typename Parts::iterator Timeline::part_of(Parts& parts, const Occurrence& entry) {
    const auto after = std::upper_bound(
        parts.begin(), parts.end(), entry,
        [](const Occurrence& it, const auto& part) { return before(it, first_of(*part)); });
    return after == parts.begin() ? after : std::prev(after);
}

std::size_t Timeline::class_of(const Occurrence& occurrence) {
    std::size_t length_class = 0;
    while (occurrence.extent.length() > length_max[length_class]) ++length_class;
    return length_class;
}

Timeline Timeline::build(std::vector<Occurrence> occurrences) {
    std::sort(occurrences.begin(), occurrences.end(), before);
    std::array<Chunk, class_count> sorted;
    for (const Occurrence& it : occurrences) sorted[class_of(it)].push_back(it);
    Timeline timeline;
    for (std::size_t c = 0; c < class_count; ++c)
        timeline.classes_[c] = parts_of(parts_of(sorted[c], chunk_built), shelf_built);
    return timeline;
}

void Timeline::insert(const Occurrence& occurrence) {
    Shelves& shelves = classes_[class_of(occurrence)];
    if (shelves.empty()) {
        shelves.push_back(std::make_shared<Shelf>(1, std::make_shared<Chunk>(1, occurrence)));
        return;
    }
    const auto at_shelf = part_of(shelves, occurrence);
    Shelf& shelf = writable(*at_shelf);
    const auto at_chunk = part_of(shelf, occurrence);
    Chunk& chunk = writable(*at_chunk);
    chunk.insert(std::upper_bound(chunk.begin(), chunk.end(), occurrence, before), occurrence);
    if (chunk.size() > chunk_max) split(shelf, at_chunk);
    if (shelf.size() > shelf_max) split(shelves, at_shelf);
}

void Timeline::remove(const Occurrence& occurrence) {
    Shelves& shelves = classes_[class_of(occurrence)];
    INVARIANT(!shelves.empty(), "what is removed was there");
    const auto at_shelf = part_of(shelves, occurrence);
    Shelf& shelf = writable(*at_shelf);
    const auto at_chunk = part_of(shelf, occurrence);
    Chunk& chunk = writable(*at_chunk);
    const auto entry = std::lower_bound(chunk.begin(), chunk.end(), occurrence, before);
    INVARIANT(entry != chunk.end() && *entry == occurrence, "what is removed was there");
    chunk.erase(entry);
    if (chunk.empty()) shelf.erase(at_chunk);
    if (shelf.empty()) shelves.erase(at_shelf);
}

Timeline Timeline::after(std::span<const Occurrence> removed,
                         std::span<const Occurrence> added) const {
    Timeline next = *this;
    // Added first: one run may add what it then removes (an event changed twice in a group).
    for (const Occurrence& it : added) next.insert(it);
    for (const Occurrence& it : removed) next.remove(it);
    return next;
}

Instant Timeline::latest_end() const {
    Instant latest = Instant::min();
    for (std::size_t c = 0; c < class_count; ++c) {
        const Shelves& shelves = classes_[c];
        if (shelves.empty()) continue;
        // Whatever began a class length before the last start has ended before that one began.
        const bool bounded = length_max[c] != seconds::max();
        const Instant last_start = last_of(*shelves.back()).extent.start();
        const auto too_early = [&](const auto& part) {
            return bounded && last_of(*part).extent.start() + length_max[c] < last_start;
        };
        for (auto shelf = shelves.rbegin(); shelf != shelves.rend() && !too_early(*shelf); ++shelf)
            for (auto chunk = (*shelf)->rbegin(); chunk != (*shelf)->rend() && !too_early(*chunk);
                 ++chunk)
                for (const Occurrence& it : **chunk) latest = std::max(latest, it.extent.end());
    }
    return latest;
}

bool Timeline::empty() const {
    return std::all_of(classes_.begin(), classes_.end(),
                       [](const Shelves& shelves) { return shelves.empty(); });
}

}  // namespace sopu
