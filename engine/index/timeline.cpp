#include "engine/index/timeline.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "engine/base/invariant.h"

namespace sopu {
namespace {

constexpr seconds day{86'400};

// The longest occurrence of each class, and the width of its buckets. Evenings; festivals and
// exhibitions; seasons and year-long extents of vague dates, which are few and lie in one bucket.
constexpr std::array<seconds, 3> length_max{std::chrono::hours{8}, 46 * day, seconds::max()};
constexpr std::array<seconds, 2> bucket_width{28 * day, 92 * day};

auto order(const Occurrence& it) {
    return std::tuple(it.extent.start(), it.extent.end(), it.event, it.recurrence_id,
                      it.override_index);
}

bool before(const Occurrence& a, const Occurrence& b) {
    return order(a) < order(b);
}

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
    return value >= 0 ? value / by : -((-value + by - 1) / by);
}

}  // namespace

std::size_t Timeline::class_of(const Occurrence& occurrence) {
    std::size_t length_class = 0;
    while (occurrence.extent.length() > length_max[length_class]) ++length_class;
    return length_class;
}

std::int64_t Timeline::bucket_of(std::size_t length_class, Instant start) {
    if (length_class >= bucket_width.size()) return 0;
    return floor_divide(start.time_since_epoch().count(), bucket_width[length_class].count());
}

Timeline Timeline::build(std::vector<Occurrence> occurrences) {
    std::sort(occurrences.begin(), occurrences.end(), before);
    std::array<std::vector<std::pair<std::int64_t, Entries>>, class_count> gathered;
    for (const Occurrence& it : occurrences) {
        const std::size_t length_class = class_of(it);
        const std::int64_t number = bucket_of(length_class, it.extent.start());
        auto& buckets = gathered[length_class];
        if (buckets.empty() || buckets.back().first != number) buckets.push_back({number, {}});
        buckets.back().second.push_back(it);
    }
    Timeline timeline;
    for (std::size_t c = 0; c < class_count; ++c)
        for (auto& [number, entries] : gathered[c])
            timeline.classes_[c].push_back({number, std::make_shared<Entries>(std::move(entries))});
    return timeline;
}

// A copy of the bucket that this timeline owns alone; made if there is none.
Timeline::Entries& Timeline::writable(std::size_t length_class, std::int64_t number) {
    Buckets& buckets = classes_[length_class];
    auto at = std::lower_bound(buckets.begin(), buckets.end(), number,
                               [](const Bucket& b, std::int64_t n) { return b.number < n; });
    if (at == buckets.end() || at->number != number)
        at = buckets.insert(at, {number, std::make_shared<Entries>()});
    // A use count of one: copied in this run already. What other versions see counts them too.
    if (at->entries.use_count() != 1) at->entries = std::make_shared<Entries>(*at->entries);
    return const_cast<Entries&>(*at->entries);
}

void Timeline::drop_if_empty(std::size_t length_class, std::int64_t number) {
    std::erase_if(classes_[length_class], [number](const Bucket& bucket) {
        return bucket.number == number && bucket.entries->empty();
    });
}

void Timeline::insert(const Occurrence& occurrence) {
    const std::size_t length_class = class_of(occurrence);
    Entries& entries = writable(length_class, bucket_of(length_class, occurrence.extent.start()));
    entries.insert(std::upper_bound(entries.begin(), entries.end(), occurrence, before),
                   occurrence);
}

void Timeline::remove(const Occurrence& occurrence) {
    const std::size_t length_class = class_of(occurrence);
    const std::int64_t number = bucket_of(length_class, occurrence.extent.start());
    Entries& entries = writable(length_class, number);
    const auto at = std::lower_bound(entries.begin(), entries.end(), occurrence, before);
    INVARIANT(at != entries.end() && *at == occurrence, "what is removed was there");
    entries.erase(at);
    drop_if_empty(length_class, number);
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
        const bool bounded = c < bucket_width.size();
        // An entry that reaches into the window starts at most one class length before it.
        const Instant earliest = bounded ? window.start() - length_max[c] : Instant::min();
        const Buckets& buckets = classes_[c];
        auto bucket =
            std::lower_bound(buckets.begin(), buckets.end(), bounded ? bucket_of(c, earliest) : 0,
                             [](const Bucket& b, std::int64_t n) { return b.number < n; });
        const std::int64_t last = bucket_of(c, window.end());
        for (; bucket != buckets.end() && bucket->number <= last; ++bucket) {
            const Entries& entries = *bucket->entries;
            auto it = std::lower_bound(
                entries.begin(), entries.end(), earliest,
                [](const Occurrence& o, Instant start) { return o.extent.start() < start; });
            for (; it != entries.end() && it->extent.start() < window.end(); ++it)
                if (found_in(it->extent, window)) out.push_back(*it);
        }
    }
}

Instant Timeline::latest_end() const {
    Instant latest = Instant::min();
    for (std::size_t c = 0; c < class_count; ++c) {
        // Whatever began a class length before the last start has ended before that one began.
        std::optional<Instant> last_start;
        for (auto bucket = classes_[c].rbegin(); bucket != classes_[c].rend(); ++bucket) {
            const Entries& entries = *bucket->entries;
            if (!last_start) last_start = entries.back().extent.start();
            const bool bounded = c < bucket_width.size();
            if (bounded && entries.back().extent.start() + length_max[c] < *last_start) break;
            for (const Occurrence& it : entries) latest = std::max(latest, it.extent.end());
        }
    }
    return latest;
}

bool Timeline::empty() const {
    return std::all_of(classes_.begin(), classes_.end(),
                       [](const Buckets& buckets) { return buckets.empty(); });
}

}  // namespace sopu
