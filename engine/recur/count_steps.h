// What lives here: how many occurrences a long stretch of a plan's periods holds where INTERVAL
// meets only some of them. Years and months are met by number, so they are sorted by kind; which
// days of a month are met depends on how many days into a step it begins, and so do four years.
// What may not: rules below a day, BYSETPOS of weeks. Invariants: what it answers is what stepping
// through the periods would give. Thread-safety: pure but for the budget.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/recur/budget.h"
#include "engine/recur/plan.h"

namespace sopu::recur {

// Those that INTERVAL meets of the periods [first, last), by number. Nothing where stepping is as
// quick, or the only way.
std::optional<std::int64_t> count_by_steps(const Plan& plan, std::int64_t first, std::int64_t last,
                                           Budget& budget);

}  // namespace sopu::recur
