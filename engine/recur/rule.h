// What lives here: Rule, a recurrence rule (RFC 5545 3.3.10) as types, its text form, and which
// rules are rules at all.
// What may not: what follows from DTSTART (plan.h), occurrences (expand.h).
// Invariants: parse_rule gives only rules that pass check_rule, their lists sorted and without
// duplicates; parse_rule(format_rule(r)) == r for these.
// Thread-safety: plain values, pure functions.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/names.h"
#include "engine/base/result.h"
#include "engine/recur/limits.h"
#include "engine/time/instant.h"

namespace sopu::recur {

// A DATE, a local date-time, or a UTC date-time: the three forms of RFC 5545 3.3.4 and 3.3.5.
using Moment = std::variant<Date, LocalTime, Instant>;

enum class Frequency : std::uint8_t { secondly, minutely, hourly, daily, weekly, monthly, yearly };

// BYDAY: ordinal 0 is every such weekday, 2 the second and -1 the last of the month or year.
struct ByDay {
    std::int16_t weekday = 0;  // 0 is Sunday
    std::int16_t ordinal = 0;
    auto operator<=>(const ByDay&) const = default;
};

using Numbers = std::vector<std::int16_t>;

struct Rule {
    Frequency frequency = Frequency::daily;
    std::int64_t interval = 1;
    std::optional<std::int64_t> count;
    std::optional<Moment> until;  // inclusive
    Numbers by_second;            // 60 means 59: leap seconds do not exist (3.3.12)
    Numbers by_minute;
    Numbers by_hour;
    std::vector<ByDay> by_day;
    Numbers by_month_day;
    Numbers by_year_day;
    Numbers by_week_number;
    Numbers by_month;
    Numbers by_set_position;
    std::int16_t week_start = 1;  // Monday

    bool operator==(const Rule&) const = default;
};

// The value of an RRULE property. Errors are invalid "rrule" with args.part naming the rule part:
// rule_too_long, rule_bad_part (no "NAME=value"), rule_unknown_part, rule_repeated_part,
// rule_no_frequency, rule_unknown_frequency, rule_bad_number, rule_bad_weekday, rule_bad_until, and
// those of check_rule.
Result<Rule> parse_rule(std::string_view rrule_value);

// In the order in which RFC 5545 lists the parts; what is as by default is left out.
std::string format_rule(const Rule& rule);

// Reasons: rule_out_of_range, rule_too_many_values, rule_count_and_until, rule_wrong_frequency (a
// part that RFC 5545 forbids with this FREQ), rule_position_of_nothing (BYSETPOS alone).
Result<void> check_rule(const Rule& rule);

}  // namespace sopu::recur

template <>
struct sopu::EnumNames<sopu::recur::Frequency> {
    static constexpr std::array<std::string_view, 7> names{
        "SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
};
