// What lives here: the soft kinds: events that take each other's people, busy times, too many of
// one kind in a weekend, opportunities, one event told twice. What may not: scores and distances
// (score.h, soft_search.h). Invariants: nothing soft ever blocks; routine against routine says
// nothing, an event against routine one grouped notice. Thread-safety: pure functions.
#pragma once

#include "engine/conflict/asked.h"

namespace sopu {

// Which of the soft findings are wanted: for a stored conflict only warnings.
enum class SoftDepth { all, warnings };

void soft_rules(const Asked& asked, SoftDepth depth, Gathering& found);

}  // namespace sopu
