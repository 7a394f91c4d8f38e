// What lives here: arithmetic on day numbers (days since 1970-01-01) and local seconds, and the
// facts of a calendar year that rules ask for.
// What may not: rules, zones.
// Invariants: a weekday is 0 (Sunday) to 6; years are those of limits.h and a few around them.
// Thread-safety: pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/time/instant.h"

namespace sopu::recur {

inline constexpr std::int64_t day_seconds = 86'400;

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}
constexpr std::int64_t floor_mod(std::int64_t a, std::int64_t b) {
    const std::int64_t rest = a % b;
    return rest < 0 ? rest + b : rest;
}
constexpr std::int64_t ceil_div(std::int64_t a, std::int64_t b) {
    return -floor_div(-a, b);
}

constexpr std::int64_t day_number(int year, int month, int day) {
    return Date{date::year{year} / month / day}.time_since_epoch().count();
}
constexpr date::year_month_day civil_day(std::int64_t day) {
    return date::year_month_day{Date{date::days{static_cast<int>(day)}}};
}
constexpr int weekday_of(std::int64_t day) {
    return static_cast<int>(floor_mod(day + 4, 7));  // 1970-01-01 was a Thursday
}

constexpr bool is_leap(int year) {
    return date::year{year}.is_leap();
}
constexpr int month_length(int year, int month) {
    constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

// A month's length and first weekday: 28 kinds of months.
inline constexpr std::size_t month_kinds = 4 * 7;
constexpr std::size_t kind_of_month(int length, int first_weekday) {
    return static_cast<std::size_t>((length - 28) * 7 + first_weekday);
}
constexpr std::size_t kind_of_month_in(int year, int month) {
    return kind_of_month(month_length(year, month), weekday_of(day_number(year, month, 1)));
}

// The first day of week one (3.3.10: the first week with at least four days in the year).
constexpr std::int64_t first_week(int year, int week_start) {
    const std::int64_t new_year = day_number(year, 1, 1);
    const std::int64_t into_week = floor_mod(weekday_of(new_year) - week_start, 7);
    return into_week <= 3 ? new_year - into_week : new_year + 7 - into_week;
}

}  // namespace sopu::recur
