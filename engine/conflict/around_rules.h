// What lives here: the rules of an event and all that is around it, but for the soft ones:
// resources that many want at once, and a series that meets itself. What may not: pairs (rules.h),
// the soft score (soft_rules.h). Invariants: each finding has a fact, and in `others` whoever has a
// part in it. Thread-safety: pure functions.
#pragma once

#include <span>

#include "engine/conflict/asked.h"

namespace sopu {

using AroundRule = void (*)(const Asked& asked, Gathering& found);

std::span<const AroundRule> around_rules();

}  // namespace sopu
