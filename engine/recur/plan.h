// What lives here: Plan, a rule together with its DTSTART, worked out so that the walk (walk.h)
// only has to step: what each period holds, which periods there are, when counts repeat. What may
// not: zones, windows, EXDATE and the like: a plan knows local time only. Invariants: made of rules
// that pass check_rule. Thread-safety: immutable once made.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/recur/day_filter.h"
#include "engine/recur/rule.h"
#include "engine/recur/times.h"

namespace sopu::recur {

// Periods are numbered: calendar years, months since year 0, weeks (by WKST), days, hours, minutes
// or seconds since 1970. An occurrence lies in the period whose number period_of gives.
class Plan {
  public:
    // With a date as the start BYHOUR, BYMINUTE and BYSECOND are ignored, as 3.3.10 demands.
    Plan(const Rule& rule, LocalTime start, bool start_is_date);

    std::int64_t period_of(std::int64_t local) const;
    std::int64_t week_begin(std::int64_t week) const { return week * 7 - 4 + week_start; }
    // Seconds of an hour, minute or second for FREQ below DAILY, else of a day.
    std::int64_t unit() const;
    // No period's set has more members, after BYSETPOS.
    std::int64_t set_size_max() const;
    // How many members of a set of that size BYSETPOS takes; all without one.
    std::int64_t picked(std::int64_t set_size) const;

    Frequency frequency;
    std::int64_t interval;
    std::int64_t start;         // local seconds since 1970
    std::int64_t first_period;  // that of DTSTART
    int week_start;
    std::optional<std::int64_t> count;  // with DTSTART
    DayFilter days;
    Times times;          // within a base: a day, or the hour, minute, second of the period
    std::uint32_t hours;  // limits for FREQ below DAILY
    std::uint64_t minutes;
    std::uint64_t seconds;
    Numbers positions;   // BYSETPOS, sorted: -2, -1, 1, 3
    bool never = false;  // nothing but DTSTART, by argument
    // After how many steps of INTERVAL a stretch of periods holds as many occurrences again; 0 if
    // that is longer than anything that is worth counting.
    std::int64_t cycle_steps = 0;

  private:
    struct Clock {
        std::uint32_t hours;
        std::uint64_t minutes;
        std::uint64_t seconds;
    };
    Plan(const Rule& rule, LocalTime start, const Clock& clock);
    static Clock clock_of(const Rule& rule, LocalTime start, bool start_is_date);
    static Times times_of(const Rule& rule, const Clock& clock);
    std::int64_t whole_set_max() const;
    bool has_positions_within_reach() const;
    std::int64_t find_cycle_steps() const;
    std::int64_t cycle_of_clock() const;
};

}  // namespace sopu::recur
