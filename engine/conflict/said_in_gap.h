// What lives here: whether an occurrence was said to start at a local time that no clock shows. The
// instant that stands for it reads like another, later time, so what was said is asked. What may
// not: findings. Invariants: what is said at the later time itself is not in a gap, nor what lies
// in none. Thread-safety: pure functions.
#pragma once

#include "engine/conflict/instance.h"

namespace sopu {

// Requires that `it` is of `mine` and Timed, in `zone`.
bool said_in_gap(const Placed& mine, const Instance& it, const Zone& zone);

}  // namespace sopu
