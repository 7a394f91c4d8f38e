// What lives here: the limits of recurrence, with the unit in the name and the reason beside it.
// What may not: limits of files and requests (ical/, server/).
// Invariants: each has a test one step past it; exceeding one is an Error, never a silent cut.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sopu::recur::limits {

// Years in which occurrences are looked for: two and a half Gregorian cycles around the people of
// today. A rule without end goes on to the last day of year_max.
constexpr int year_min = 1600;
constexpr int year_max = 2600;

// Text of one RRULE. All 732 values of BYYEARDAY and of BYSETPOS fit into half of it.
constexpr std::size_t rule_bytes_max = 16'384;
// Values of one BY part; BYDAY has at most 749 different ones.
constexpr std::size_t list_values_max = 1'000;
// More than the seconds from year_min to year_max: a greater number says nothing more, and sums of
// it stay far from the end of 64 bits.
constexpr std::int64_t count_max = 100'000'000'000;
constexpr std::int64_t interval_max = 100'000'000'000;

// RDATE values, EXDATE values, overrides: of each that many in one series.
constexpr std::size_t dates_max = 100'000;
// One occurrence lasts a hundred years at the most.
constexpr std::int64_t length_days_max = 36'600;

// Steps of work (see budget.h) of one call. Enough for every day of 400 years (two steps each); at
// the tens of nanoseconds that a step takes, an answer or an error comes well within 50 ms.
constexpr std::int64_t steps_max = 400'000;

}  // namespace sopu::recur::limits
