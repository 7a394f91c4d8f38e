// What lives here: the parts of a recurrence rule as a table, for reading, checking and writing.
// What may not: anything that other folders need (rule.h).
// Invariants: in the order in which RFC 5545 3.3.10 lists them. Thread-safety: constants.
#pragma once

#include <array>
#include <string_view>

#include "engine/recur/rule.h"

namespace sopu::recur {

inline constexpr std::array<std::string_view, 7> weekday_names{"SU", "MO", "TU", "WE",
                                                               "TH", "FR", "SA"};

// A part that is a list of numbers. `by_end` lists may count from the end: -max..-1 besides.
struct NumberPart {
    std::string_view name;
    Numbers Rule::*values;
    int min;
    int max;
    bool by_end;
};

inline constexpr std::array<NumberPart, 8> number_parts{{
    {"BYSECOND", &Rule::by_second, 0, 60, false},
    {"BYMINUTE", &Rule::by_minute, 0, 59, false},
    {"BYHOUR", &Rule::by_hour, 0, 23, false},
    {"BYMONTHDAY", &Rule::by_month_day, 1, 31, true},
    {"BYYEARDAY", &Rule::by_year_day, 1, 366, true},
    {"BYWEEKNO", &Rule::by_week_number, 1, 53, true},
    {"BYMONTH", &Rule::by_month, 1, 12, false},
    {"BYSETPOS", &Rule::by_set_position, 1, 366, true},
}};
inline constexpr int weekday_ordinal_max = 53;

}  // namespace sopu::recur
