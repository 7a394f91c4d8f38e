// What lives here: DayFilter, which days of a month the BY parts of a rule allow.
// What may not: times of day, INTERVAL, BYSETPOS (periods.h).
// Invariants: a filter without any part allows every day. A day is allowed if it satisfies every
// part (3.3.10, read literally); lists within a part are alternatives.
// Thread-safety: immutable once made.
#pragma once

#include <bitset>
#include <cstdint>
#include <vector>

#include "engine/recur/calendar.h"
#include "engine/recur/rule.h"

namespace sopu::recur {

class DayFilter {
  public:
    // With the parts that FREQ leaves to DTSTART filled in from `start_day`.
    DayFilter(const Rule& rule, std::int64_t start_day);

    // Bit d - 1 is set if day d of the month is allowed.
    std::uint32_t month(int year, int month) const;
    // False if BYMONTH and BYMONTHDAY name no day that any year has (30 February).
    bool can_match() const;

    // No month has more allowed days.
    int days_a_month_max() const;

    bool everything() const { return kind_ == Kind::everything; }
    bool allows_month(int month) const { return (months_ >> month & 1U) != 0; }
    unsigned weekdays() const { return weekdays_; }
    std::uint32_t months() const { return months_; }
    bool limits_months() const { return months_ != all_months; }
    bool looks_at_weekdays() const { return has_week_days_; }
    bool looks_at_weeks() const { return has_weeks_; }  // BYWEEKNO: of neighbouring years as well
    // Whether a month's length and first weekday decide all of it.
    bool looks_at_months_only() const {
        return !has_year_days_ && !has_weeks_ &&
               (ordinals_.empty() || ordinals_in_ == OrdinalsIn::month);
    }

    // After what time the filter allows as many days again: it does not matter (every day), each
    // week, month, year, or only the 400 years of the Gregorian calendar.
    enum class Cycle { none, weeks, months, years, gregorian };
    Cycle cycle() const;

  private:
    enum class Kind { everything, months_only, weekdays_only, mixed };
    enum class OrdinalsIn { month, year };

    void fill_in(const Rule& rule, std::int64_t start_day);
    Kind kind() const;
    std::uint32_t by_day(int year, int month, int length, int first_weekday) const;
    std::uint32_t by_month_day(int length) const;
    std::uint32_t by_year_day(int year, int length, int day_of_year) const;
    std::uint32_t by_week(int year, int length, std::int64_t first_day) const;

    std::uint32_t months_ = all_months;      // bit m: month m
    std::uint32_t month_days_ = 0;           // bit d - 1: day d
    std::uint32_t month_days_from_end_ = 0;  // bit 31 - d: day -d
    unsigned weekdays_ = 0;                  // bit w
    std::vector<ByDay> ordinals_;            // BYDAY with a number
    OrdinalsIn ordinals_in_ = OrdinalsIn::month;
    std::bitset<367> year_days_;           // bit d: day d
    std::bitset<367> year_days_from_end_;  // bit d: day -d
    std::uint64_t weeks_ = 0;              // bit n: week n
    std::uint64_t weeks_from_end_ = 0;     // bit n: week -n
    bool has_month_days_ = false;
    bool has_week_days_ = false;
    bool has_year_days_ = false;
    bool has_weeks_ = false;
    int week_start_ = 1;
    Kind kind_ = Kind::everything;

    static constexpr std::uint32_t all_months = 0x1FFE;
};

}  // namespace sopu::recur
