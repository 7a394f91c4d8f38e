// What lives here: which events a commit's changes may have brought into a conflict, or out of one.
// What may not: the conflicts. Invariants: an event that is put or erased is touched; of a closure,
// a space or a thing to lend those that use it from now on; of a tick those whose deadlines come
// near. What such an event does to its neighbours is found from its own side.
// Thread-safety: pure functions of two snapshots.
#pragma once

#include <set>
#include <span>

#include "engine/world/snapshot.h"

namespace sopu::service {

std::set<EventId> touched_by(std::span<const Change> changes, const Snapshot& before,
                             const Snapshot& after, Instant now);

}  // namespace sopu::service
