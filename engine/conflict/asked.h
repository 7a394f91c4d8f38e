// What lives here: Asked, what a rule over one event is handed: the event, its occurrences, the
// world and the policy of its municipality; and the making of a finding with a fact.
// What may not: searching. Invariants: what it refers to outlives the judgement.
// Thread-safety: a plain value over immutable things.
#pragma once

#include <vector>

#include "engine/conflict/finding.h"
#include "engine/conflict/gathering.h"
#include "engine/conflict/instance.h"
#include "engine/conflict/rules.h"
#include "engine/world/snapshot.h"

namespace sopu {

struct Asked {
    const Snapshot& world;
    const Placed& mine;
    const std::vector<Instance>& instances;
    const Policy& policy;
    Weakening weakening;

    const Ground& ground() const { return world.ground(); }
};

// Blocking is a warning where the own claim weakens it: of a stored conflict only.
Severity weakened_by_mine(Severity severity, const Asked& asked);

// Of one occurrence with a fact that holds at `time`.
Finding fact_finding(Kind kind, Severity severity, Certainty certainty, const Asked& asked,
                     const Instance& instance, Fact fact, const Interval& time);

}  // namespace sopu
