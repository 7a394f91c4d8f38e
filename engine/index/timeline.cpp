#include "engine/index/timeline.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>

#include "engine/base/invariant.h"

namespace sopu {
namespace {

constexpr seconds day{86'400};

// The longest occurrence of each class: evenings; festivals and exhibitions; seasons and year-long
// extents of vague dates, which are few.
constexpr std::array<seconds, 3> length_max{std::chrono::hours{8}, 46 * day, seconds::max()};

// What is built leaves room in a chunk, so that the next change does not split it.
constexpr std::size_t chunk_built = Timeline::chunk_max / 2;

auto order(const Occurrence& it) {
    return std::tuple(it.extent.start(), it.extent.end(), it.event, it.recurrence_id,
                      it.override_index);
}

bool before(const Occurrence& a, const Occurrence& b) {
    return order(a) < order(b);
}

}  // namespace

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
        for (auto from = sorted[c].begin(); from != sorted[c].end();) {
            const auto left = static_cast<std::size_t>(sorted[c].end() - from);
            const auto to = from + static_cast<std::ptrdiff_t>(std::min(left, chunk_built));
            timeline.classes_[c].push_back(std::make_shared<Chunk>(from, to));
            from = to;
        }
    return timeline;
}

Timeline::Chunks::iterator Timeline::chunk_of(Chunks& chunks, const Occurrence& occurrence) {
    const auto after =
        std::upper_bound(chunks.begin(), chunks.end(), occurrence,
                         [](const Occurrence& it, const std::shared_ptr<const Chunk>& chunk) {
                             return before(it, chunk->front());
                         });
    return after == chunks.begin() ? after : std::prev(after);
}

// A copy of the chunk that this timeline owns alone.
Timeline::Chunk& Timeline::writable(std::shared_ptr<const Chunk>& chunk) {
    // A use count of one: copied in this run already. What other versions see counts them too.
    if (chunk.use_count() != 1) chunk = std::make_shared<Chunk>(*chunk);
    return const_cast<Chunk&>(*chunk);
}

void Timeline::insert(const Occurrence& occurrence) {
    Chunks& chunks = classes_[class_of(occurrence)];
    if (chunks.empty()) {
        chunks.push_back(std::make_shared<Chunk>(1, occurrence));
        return;
    }
    const auto at = chunk_of(chunks, occurrence);
    Chunk& chunk = writable(*at);
    chunk.insert(std::upper_bound(chunk.begin(), chunk.end(), occurrence, before), occurrence);
    if (chunk.size() <= chunk_max) return;
    const auto middle = chunk.begin() + static_cast<std::ptrdiff_t>(chunk.size() / 2);
    auto upper = std::make_shared<Chunk>(middle, chunk.end());
    chunk.erase(middle, chunk.end());
    chunks.insert(std::next(at), std::move(upper));
}

void Timeline::remove(const Occurrence& occurrence) {
    Chunks& chunks = classes_[class_of(occurrence)];
    INVARIANT(!chunks.empty(), "what is removed was there");
    const auto at = chunk_of(chunks, occurrence);
    Chunk& chunk = writable(*at);
    const auto entry = std::lower_bound(chunk.begin(), chunk.end(), occurrence, before);
    INVARIANT(entry != chunk.end() && *entry == occurrence, "what is removed was there");
    chunk.erase(entry);
    if (chunk.empty()) chunks.erase(at);
}

Timeline Timeline::after(std::span<const Occurrence> removed,
                         std::span<const Occurrence> added) const {
    Timeline next = *this;
    // Added first: one run may add what it then removes (an event changed twice in a group).
    for (const Occurrence& it : added) next.insert(it);
    for (const Occurrence& it : removed) next.remove(it);
    return next;
}

void Timeline::find(const Interval& window, std::vector<Occurrence>& out) const {
    for (std::size_t c = 0; c < class_count; ++c) {
        // An entry that reaches into the window starts at most one class length before it.
        const bool bounded = length_max[c] != seconds::max();
        const Instant earliest = bounded ? window.start() - length_max[c] : Instant::min();
        const auto too_early = [earliest](const Occurrence& it) {
            return it.extent.start() < earliest;
        };
        const Chunks& chunks = classes_[c];
        auto chunk =
            std::partition_point(chunks.begin(), chunks.end(),
                                 [&too_early](const auto& it) { return too_early(it->back()); });
        for (; chunk != chunks.end() && (*chunk)->front().extent.start() < window.end(); ++chunk) {
            auto it = std::partition_point((*chunk)->begin(), (*chunk)->end(), too_early);
            for (; it != (*chunk)->end() && it->extent.start() < window.end(); ++it)
                if (found_in(it->extent, window)) out.push_back(*it);
        }
    }
}

Instant Timeline::latest_end() const {
    Instant latest = Instant::min();
    for (std::size_t c = 0; c < class_count; ++c) {
        // Whatever began a class length before the last start has ended before that one began.
        std::optional<Instant> last_start;
        for (auto chunk = classes_[c].rbegin(); chunk != classes_[c].rend(); ++chunk) {
            const Occurrence& last = (*chunk)->back();
            if (!last_start) last_start = last.extent.start();
            const bool bounded = length_max[c] != seconds::max();
            if (bounded && last.extent.start() + length_max[c] < *last_start) break;
            for (const Occurrence& it : **chunk) latest = std::max(latest, it.extent.end());
        }
    }
    return latest;
}

bool Timeline::empty() const {
    return std::all_of(classes_.begin(), classes_.end(),
                       [](const Chunks& chunks) { return chunks.empty(); });
}

}  // namespace sopu
