// What lives here: which occurrences of the world come near enough to those of an event for a rule
// to speak of the two: in its space or a related one, buffers included, or with a person in common,
// travel included. What may not: whether that is a conflict (rules.h).
// Invariants: nothing that a rule of two occurrences could find is missing. An endless event is
// followed to the latest end of anything bounded that it could meet; two endless ones by the
// occurrences that start before `endless_pair_end`. Both lists are in order of time.
// Thread-safety: pure functions of an immutable snapshot.
#pragma once

#include <vector>

#include "engine/conflict/instance.h"
#include "engine/world/snapshot.h"

namespace sopu {

struct Encounter {
    std::uint32_t mine = 0;  // into the list of instances
    Occurrence other;        // without buffers
    bool operator==(const Encounter&) const = default;
};

// Those of an event that are looked at; at most one where it does not repeat, none where it is
// undated.
std::vector<Instance> instances_of(const Snapshot& world, const Placed& mine);

// Each once, ordered by the other's event, then by mine, then by the other's recurrence-id; none of
// an event with mine's own id.
std::vector<Encounter> encounters(const Snapshot& world, const Placed& mine,
                                  const std::vector<Instance>& instances);

// 24 months past the later start or the last tick, whichever is later (decision 8 of the
// architecture): an endless pattern that has not clashed by then repeats itself.
Instant endless_pair_end(const Snapshot& world, const Placed& a, const Placed& b);

}  // namespace sopu
