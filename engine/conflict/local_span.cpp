#include "engine/conflict/local_span.h"

#include <algorithm>
#include <array>

namespace sopu {
namespace {

constexpr std::int64_t hour = 3'600;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t week = 7 * day;
// The epoch was a Thursday: the first weekend after it begins on the Friday at 17:00.
constexpr std::int64_t weekend_start = day + 17 * hour;
constexpr std::int64_t weekend_length = 7 * hour + 2 * day;
constexpr std::array<std::int64_t, 4> part_starts{6 * hour, 12 * hour, 17 * hour, 23 * hour};

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    const std::int64_t quotient = a / b;
    return a % b < 0 ? quotient - 1 : quotient;
}

// The first part of a day that ends after the moment, and the last that has begun by it. A moment
// in the night has the first after the last, unless an interval joins them.
std::int32_t part_from(std::int64_t moment) {
    const std::int64_t date = floor_div(moment, day);
    const std::int64_t in_day = moment - date * day;
    std::int64_t part = 0;
    while (part < 3 && in_day >= part_starts[static_cast<std::size_t>(part) + 1]) ++part;
    return static_cast<std::int32_t>(date * 3 + part);
}
std::int32_t part_until(std::int64_t moment) {
    const std::int64_t date = floor_div(moment, day);
    const std::int64_t in_day = moment - date * day;
    std::int64_t part = -1;
    while (part < 2 && in_day >= part_starts[static_cast<std::size_t>(part + 1)]) ++part;
    return static_cast<std::int32_t>(date * 3 + part);
}

Range weekends_between(std::int64_t first, std::int64_t last) {
    const std::int64_t week_of_first = floor_div(first - weekend_start, week);
    const std::int64_t into = first - weekend_start - week_of_first * week;
    const std::int64_t from = into < weekend_length ? week_of_first : week_of_first + 1;
    const std::int64_t until = floor_div(last - weekend_start, week);
    return {static_cast<std::int32_t>(from), static_cast<std::int32_t>(until)};
}

}  // namespace

LocalSpan local_span(const Interval& span, LocalTime start, LocalTime end) {
    const std::int64_t first = start.time_since_epoch().count();
    const std::int64_t last =
        std::max<std::int64_t>(first, end.time_since_epoch().count() - 1);  // its last second
    return {span,
            {static_cast<std::int32_t>(floor_div(first, day)),
             static_cast<std::int32_t>(floor_div(last, day))},
            {part_from(first), part_until(last)},
            weekends_between(first, last)};
}

LocalSpan local_span(const Interval& span, const Zone& zone) {
    return local_span(span, to_local(span.start(), zone), to_local(span.end(), zone));
}

Timing timing_of(const Resolutions& times, const Zone& zone) {
    Timing timing{times.duration, {}};
    timing.windows.reserve(times.windows.size());
    for (const Window& window : times.windows)
        timing.windows.push_back(local_span(window.span, zone));
    return timing;
}

Timing on_another_day(const Timing& timing, date::days away, const Zone& zone) {
    Timing then{timing.duration, {}};
    for (const LocalSpan& window : timing.windows) {
        const Instant start = to_instant(to_local(window.span.start(), zone) + away, zone);
        const Instant end = to_instant(to_local(window.span.end(), zone) + away, zone);
        then.windows.push_back(local_span({start, std::max(start, end)}, zone));
    }
    if (timing.fixed()) then.duration = then.windows.front().span.length();
    return then;
}

bool overlaps(const Timing& timing, const LocalSpan& span) {
    return std::any_of(timing.windows.begin(), timing.windows.end(),
                       [&span](const LocalSpan& it) { return overlap(it.span, span.span); });
}

bool shares_part(const Timing& timing, const LocalSpan& span) {
    return std::any_of(timing.windows.begin(), timing.windows.end(), [&span](const LocalSpan& it) {
        return common(it.parts, span.parts) || overlap(it.span, span.span);
    });
}

bool shares_day_or_weekend(const Timing& timing, const LocalSpan& span) {
    return std::any_of(timing.windows.begin(), timing.windows.end(), [&span](const LocalSpan& it) {
        return common(it.days, span.days) || common(it.weekends, span.weekends);
    });
}

bool has_weekend(const Timing& timing) {
    return std::any_of(timing.windows.begin(), timing.windows.end(),
                       [](const LocalSpan& it) { return !it.weekends.empty(); });
}

Interval days_around(const Interval& extent, int days_each_way, const Zone& zone) {
    const date::days margin(days_each_way);
    const Instant end = extent.empty() ? extent.end() : extent.end() - seconds{1};
    const Date first = date::floor<date::days>(to_local(extent.start(), zone)) - margin;
    const Date last = date::floor<date::days>(to_local(end, zone)) + margin;
    return {to_instant(LocalTime(first), zone), to_instant(LocalTime(last + date::days{1}), zone)};
}

LocalClock::LocalClock(const Interval& window, const Zone& zone) : zone_(zone) {
    const Interval wide(window.start() - date::days{4}, window.end() + date::days{4});
    offset_ = offset_at(wide.start(), zone);
    if (offset_ == offset_at(wide.end(), zone)) calm_ = wide;
}

LocalSpan LocalClock::span_of(const Interval& extent) const {
    if (calm_.start() <= extent.start() && extent.end() <= calm_.end())
        return local_span(extent, LocalTime(extent.start().time_since_epoch() + offset_),
                          LocalTime(extent.end().time_since_epoch() + offset_));
    return local_span(extent, zone_);
}

}  // namespace sopu
