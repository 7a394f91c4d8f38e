// What lives here: what people say of stored conflicts, as commits: PATCH of one, and the word that
// publishing an event over its conflicts is. What may not: the life of a conflict
// (conflict_state.h), other commands (carry_out.cpp). Invariants: a conflict is accepted by a named
// person who has seen it as it is. Thread-safety: pure functions.
#pragma once

#include "server/service/carry_out.h"

namespace sopu::service {

// Errors: not_found, also for whoever may not see it; stale; reason missing or too_long.
Plan say_of_conflict(const SayOfConflict& command, const Snapshot& world,
                     const SaidOfConflicts& said, Instant now);

// What stands in the way of an event that is published all the same is accepted with that.
// `mine` as it is published; the time is the commit's.
void accept_conflicts_of(store::Commit& commit, const Placed& mine, const Act& command,
                         const Snapshot& world, const SaidOfConflicts& said);

}  // namespace sopu::service
