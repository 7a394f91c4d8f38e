#include "engine/conflict/said_in_gap.h"

#include <algorithm>

namespace sopu {
namespace {

seconds clock_of(LocalTime local) {
    return local - LocalTime(date::floor<date::days>(local));
}

bool is_added(const Recurrence& recurrence, LocalTime local) {
    return std::any_of(recurrence.dates.begin(), recurrence.dates.end(),
                       [&](const recur::ExtraDate& it) {
                           const auto* start = std::get_if<LocalTime>(&it.start);
                           return start != nullptr && *start == local;
                       });
}

// Whether the rule's parts, those not said filled in from `start`, name this time of the day.
bool names_clock(const recur::Rule& rule, seconds clock, seconds start) {
    const auto named = [](const recur::Numbers& by, std::int64_t value, std::int64_t of_start) {
        if (by.empty()) return value == of_start;
        return std::find(by.begin(), by.end(), value) != by.end();
    };
    const std::int64_t at = clock.count(), then = start.count();
    return named(rule.by_hour, at / 3600, then / 3600) &&
           named(rule.by_minute, at / 60 % 60, then / 60 % 60) &&
           named(rule.by_second, at % 60, then % 60);
}

// The time that the clocks put off to `start`; `start` itself if they did not.
LocalTime put_off_from(Instant start, const Zone& zone) {
    const LocalTime before{start.time_since_epoch() + offset_at(start - date::days{1}, zone)};
    const LocalTime now = to_local(start, zone);
    return before != now && kind_of(before, zone) == LocalKind::gap ? before : now;
}

}  // namespace

bool said_in_gap(const Placed& mine, const Instance& it, const Zone& zone) {
    const LocalTime own = std::get<Timed>(it->event->when).start;
    if (!mine.series) return kind_of(own, zone) == LocalKind::gap;
    const LocalTime said = put_off_from(it.extent().start(), zone);
    const LocalTime read = to_local(it.extent().start(), zone);
    const Recurrence& recurrence = *mine.event->recurrence;
    if (said == read || is_added(recurrence, read)) return false;
    if (is_added(recurrence, said) || clock_of(said) == clock_of(own)) return true;
    const bool moved = it->event->when != mine.event->when;
    return !moved && recurrence.rule &&
           names_clock(*recurrence.rule, clock_of(said), clock_of(own));
}

}  // namespace sopu
