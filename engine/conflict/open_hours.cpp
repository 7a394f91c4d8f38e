#include "engine/conflict/open_hours.h"

#include <algorithm>

namespace sopu {
namespace {

constexpr std::size_t tree_depth_max = 64;

// The hours of one local day, sorted and joined where they touch.
std::vector<Interval> open_on(Date day, const std::vector<OpeningHours>& hours, const Zone& home) {
    const unsigned bit = 1U << (date::weekday(day).iso_encoding() - 1);
    std::vector<std::pair<int, int>> spans;
    for (const OpeningHours& it : hours)
        if ((it.weekdays & bit) != 0) spans.emplace_back(it.from_minute, it.to_minute);
    std::sort(spans.begin(), spans.end());
    std::vector<Interval> open;
    for (const auto& [from, to] : spans) {
        const Instant start = to_instant(LocalTime(day) + minutes(from), home);
        const Instant end = std::max(start, to_instant(LocalTime(day) + minutes(to), home));
        if (!open.empty() && start <= open.back().end())
            open.back() = Interval(open.back().start(), std::max(open.back().end(), end));
        else
            open.emplace_back(start, end);
    }
    return open;
}

// All hours of the days a span touches, joined over midnight.
std::vector<Interval> open_within(const Interval& span, const std::vector<OpeningHours>& hours,
                                  const Zone& home) {
    std::vector<Interval> open;
    const Date last = date::floor<date::days>(to_local(span.end(), home));
    for (Date day = date::floor<date::days>(to_local(span.start(), home)); day <= last;
         day += date::days{1})
        for (const Interval& it : open_on(day, hours, home)) {
            if (!open.empty() && it.start() <= open.back().end())
                open.back() = Interval(open.back().start(), std::max(open.back().end(), it.end()));
            else
                open.push_back(it);
        }
    return open;
}

}  // namespace

const std::vector<OpeningHours>* hours_of(const Venue& venue, const Snapshot& world) {
    const Venue* at = &venue;
    for (std::size_t depth = 0; at != nullptr && depth < tree_depth_max; ++depth) {
        if (!at->opening_hours.empty()) return &at->opening_hours;
        at = at->part_of ? world.venue(*at->part_of) : nullptr;
    }
    return nullptr;
}

std::optional<Certainty> outside_hours(const Instance& instance, const Venue& venue,
                                       const Snapshot& world) {
    const std::vector<OpeningHours>* hours = hours_of(venue, world);
    if (hours == nullptr) return std::nullopt;
    const Zone& home = world.ground().zones.home();
    const Resolutions& times = instance.times();
    if (times.whole_days) {
        // Every day of it needs some hour.
        const Interval extent = times.extent();
        for (Date day = date::floor<date::days>(to_local(extent.start(), home));
             to_instant(LocalTime(day), home) < extent.end(); day += date::days{1})
            if (open_on(day, *hours, home).empty()) return Certainty::certain;
        return std::nullopt;
    }
    bool some_fit = false;
    bool all_fit = true;
    for (const Window& window : times.windows) {
        const auto open = open_within(window.span, *hours, home);
        const bool whole = std::any_of(open.begin(), open.end(), [&](const Interval& it) {
            return it.start() <= window.span.start() && window.span.end() <= it.end();
        });
        const bool room = std::any_of(open.begin(), open.end(), [&](const Interval& it) {
            return overlap(it, window.span) &&
                   intersection(it, window.span).length() >= times.duration;
        });
        some_fit = some_fit || whole || room;
        all_fit = all_fit && whole;
    }
    if (!some_fit) return Certainty::certain;
    // A day without a clock time is planned within the hours: that it need not be says nothing.
    if (!times.fixed() || all_fit) return std::nullopt;
    return Certainty::certain;
}

}  // namespace sopu
