// What lives here: When, what an event SAYS about its time, kept as it was said: timed, all-day,
// vague or undated. Zone rules change, so instants are derived (resolve.h), never stored.
// What may not: UTC, duration defaults (policy), text formats (iso.h).
// Invariants: none in the types themselves; `check` lists what is wrong with one that came from
// outside, and everything behind the service's door has passed it.
// Thread-safety: plain values.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <variant>

#include "engine/base/names.h"
#include "engine/base/result.h"
#include "engine/time/instant.h"

namespace sopu {

class Zones;

enum class Precision { day, month, season, year, window };
enum class PartOfDay { morning, afternoon, evening };  // 6-12, 12-17, 17-23 local

// A local start and end in a named zone (IANA). Without an end the category's default length is
// assumed (CONFLICTS, "Time said by an event").
struct Timed {
    LocalTime start{};
    std::optional<LocalTime> end;
    std::string zone = "Europe/Helsinki";
    bool operator==(const Timed&) const = default;
};

// Whole local days, both inclusive, in the calendar's own zone. Its buffers are included.
struct AllDay {
    Date first{};
    Date last{};
    bool operator==(const AllDay&) const = default;
};

// Some time of `duration` within the dates (both inclusive) and part of day.
struct Vague {
    Date from{};
    Date to{};
    Precision precision = Precision::day;
    std::optional<PartOfDay> part_of_day;
    std::optional<minutes> duration;
    bool operator==(const Vague&) const = default;
};

// An idea: listed, never in conflict.
struct Undated {
    bool operator==(const Undated&) const = default;
};

using When = std::variant<Timed, AllDay, Vague, Undated>;

// Every way in which it is wrong; fields are "when.start", "when.end", "when.zone", "when.first",
// "when.last", "when.from", "when.to", "when.duration_minutes". Reasons: end_before_start,
// unknown_zone, year_out_of_range, too_long, not_positive.
Errors check(const When& when, const Zones& zones);

// The first local date it speaks of; nothing for undated.
std::optional<Date> first_date(const When& when);
std::optional<Date> last_date(const When& when);

template <>
struct EnumNames<Precision> {
    static constexpr std::array<std::string_view, 5> names{"day", "month", "season", "year",
                                                           "window"};
};
template <>
struct EnumNames<PartOfDay> {
    static constexpr std::array<std::string_view, 3> names{"morning", "afternoon", "evening"};
};

}  // namespace sopu
