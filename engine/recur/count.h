// What lives here: how many occurrences a long stretch of a plan's periods holds, by the calendar
// alone: there are fourteen kinds of years, so each is looked at once however many there are. COUNT
// needs it where a window lies far from DTSTART.
// What may not: rules below a day, BYSETPOS of weeks (walk.cpp counts those period by period), and
// how an INTERVAL that fits no year is counted, or weeks of the year (count_steps.h).
// Invariants: what it answers is what stepping through the periods would give. Thread-safety: pure
// but for the budget.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/recur/budget.h"
#include "engine/recur/plan.h"

namespace sopu::recur {

// Those that INTERVAL meets of the periods [first, last), by number. Nothing where stepping is as
// quick, or the only way.
std::optional<std::int64_t> count_by_calendar(const Plan& plan, std::int64_t first,
                                              std::int64_t last, Budget& budget);

}  // namespace sopu::recur
