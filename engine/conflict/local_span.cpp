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

}  // namespace sopu
