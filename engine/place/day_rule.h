// What lives here: DayRule, when something falls each year, as one writes it in
// data/observances.csv: "12-06", "easter-2", "sat from 06-20", "week 8", "2027-04-18".
// What may not: what falls on those days and for whom (observance.h).
// Invariants: a rule gives the same days whoever asks; a day that not every year has (29 February,
// week 53) is refused when the rule is read, so that nothing falls away in silence.
// Thread-safety: plain values and pure functions.
#pragma once

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/result.h"
#include "engine/time/instant.h"

namespace sopu {

struct DaySpan {
    Date first{};
    Date last{};  // inclusive
    bool operator==(const DaySpan&) const = default;
};

// "2027-04-18" or "2026-10-14..2026-10-18": once.
struct OnDates {
    DaySpan days;
};
// "12-06", or "12-23..01-06", which ends in the next year.
struct OnMonthDays {
    date::month_day first{};
    date::month_day last{};
};
// "easter", "easter-2", "easter+39": days from Easter Sunday.
struct OnEaster {
    int days = 0;
};
// "sat from 06-20": the first Saturday on or after that day; "sun from 05-08" is the second Sunday
// of May.
struct OnWeekdayFrom {
    date::weekday weekday;
    date::month_day from{};
};
// "week 8": Monday to Sunday of that ISO 8601 week; "sat week 22": its Saturday.
struct OnWeek {
    int week = 1;
    std::optional<date::weekday> weekday;
};
// "every sun".
struct OnEvery {
    date::weekday weekday;
};

using DayRule = std::variant<OnDates, OnMonthDays, OnEaster, OnWeekdayFrom, OnWeek, OnEvery>;

// Errors: bad_day_rule, with what is wrong as the detail.
Result<DayRule> parse_day_rule(std::string_view text);

// What the rule gives for one year, in the order of days: spans that begin in it (of an ISO week:
// that are of its ISO year).
std::vector<DaySpan> spans_in(const DayRule& rule, int year);

}  // namespace sopu
