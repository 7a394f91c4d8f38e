// What lives here: Series, all that a calendar says of one recurring event's times (RFC 5545 3.8.2,
// 3.8.4.4 and 3.8.5): start, length, rule, added dates, exceptions, overrides.
// What may not: texts, UIDs, how it was written; occurrences (expand.h).
// Invariants: none by construction; expand refuses what cannot be (see there).
// Thread-safety: plain values; the zone outlives it.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "engine/recur/rule.h"
#include "engine/time/zones.h"

namespace sopu::recur {

// How long an occurrence lasts. DTEND makes an exact length, {0, seconds}, for every occurrence;
// DURATION may have days that are nominal: the same time of day so many days later, then seconds
// (3.3.6, 3.8.5.3). A date with a DTEND lasts days.
struct Length {
    std::int64_t days = 0;
    seconds time{0};
    bool operator==(const Length&) const = default;
};

// One value of RDATE: a moment, or a PERIOD with an end or a length of its own.
struct ExtraDate {
    Moment start;
    std::variant<std::monostate, Moment, Length> end;
    bool operator==(const ExtraDate&) const = default;
};

enum class OverrideRange { this_one, this_and_future };

// A component with a RECURRENCE-ID. With this_and_future the later occurrences move by as much
// local time as this one does, and take its length.
struct Override {
    Moment recurrence_id;
    OverrideRange range = OverrideRange::this_one;
    bool cancelled = false;  // start and length are not looked at
    Moment start;
    Length length;
};

// A LocalTime anywhere in a series is in its zone. A Date stands for that day's occurrence in a
// timed series (in EXDATE: for all of them); a time in an all-day series for its local date.
struct Series {
    LocalTime start{};           // of a date: its midnight
    bool all_day = false;        // DTSTART is a DATE: days of the calendar's own zone
    const Zone* zone = nullptr;  // of DTSTART; null for floating times: the calendar's own
    Length length;
    std::optional<Rule> rule;
    std::vector<ExtraDate> dates;    // RDATE
    std::vector<Moment> exceptions;  // EXDATE
    std::vector<Override> overrides;
};

}  // namespace sopu::recur
