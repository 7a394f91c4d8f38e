#include "ical/occurrence_time.h"

#include <algorithm>

#include "engine/base/invariant.h"
#include "engine/recur/calendar.h"

namespace sopu::ical {

namespace {

const Zone& zone_of(const Timed& timed, const Zones& zones) {
    const Zone* zone = zones.find(timed.zone);
    INVARIANT(zone != nullptr, "events in unknown zones are not shown");
    return *zone;
}

bool is_sayable(Instant instant, const Zone& zone) {
    return to_instant(to_local(instant, zone), zone) == instant;
}

}  // namespace

void OccurrenceTime::tell(const Zones& zones, When& when,
                          std::optional<recur::Length>& duration) const {
    const auto* timed = std::get_if<Timed>(&like);
    if (timed == nullptr) {
        const Date first = date::floor<date::days>(start);
        const std::int64_t days =
            length.days + recur::ceil_div(length.time.count(), recur::day_seconds);
        when = AllDay{first,
                      first + date::days{static_cast<int>(std::max<std::int64_t>(days, 1)) - 1}};
        return;
    }
    const Zone& zone = zone_of(*timed, zones);
    Timed told{start, std::nullopt, timed->zone};
    const Instant end = to_instant(start, zone) + length.time;
    const bool exact = length.days == 0 && is_sayable(end, zone) && to_local(end, zone) >= start;
    // What ends as it begins has no end (RFC 5545 3.6.1 wants a later DTEND).
    if (!open_end && exact && to_local(end, zone) > start) told.end = to_local(end, zone);
    if (!open_end && !exact) duration = length;
    when = told;
}

When when_of(const recur::Occurrence& occurrence, const When& like, bool open_end,
             const Zones& zones) {
    const Timed at_home{{}, std::nullopt, std::string(home_zone)};
    const auto* timed = std::get_if<Timed>(&like);
    if (timed == nullptr) {
        const LocalTime start = to_local(occurrence.start, zones.home());
        const LocalTime end = to_local(occurrence.end, zones.home());
        const Date first = date::floor<date::days>(start);
        const Date behind = date::floor<date::days>(end);
        // A this-and-future override may turn times into days; not every one that follows it is.
        if (start == LocalTime(first) && end == LocalTime(behind) && behind > first)
            return AllDay{first, behind - date::days{1}};
        timed = &at_home;
    }
    const Zone* zone = &zone_of(*timed, zones);
    Timed told{{}, std::nullopt, timed->zone};
    if (!is_sayable(occurrence.start, *zone) || (!open_end && !is_sayable(occurrence.end, *zone))) {
        told.zone = "UTC";
        zone = zones.find(told.zone);
        INVARIANT(zone != nullptr, "every zone database has UTC");
    }
    told.start = to_local(occurrence.start, *zone);
    if (!open_end && occurrence.end > occurrence.start) told.end = to_local(occurrence.end, *zone);
    return told;
}

}  // namespace sopu::ical
