// What lives here: detect, which finds every pair that a rule could speak of, asks the rules, and
// puts what they say of the occurrences of two events together: one finding a pair and kind.
// What may not: the rules themselves (rules.h), what a caller may see (the service takes that out).
// Invariants: equal to asking every rule about every other event of the world (tests/engine holds
// it to that); findings are sorted by severity, certain before possible, then time, then id.
// Thread-safety: pure functions of an immutable snapshot.
#pragma once

#include <optional>
#include <vector>

#include "engine/base/limits.h"
#include "engine/conflict/finding.h"
#include "engine/conflict/rules.h"
#include "engine/world/snapshot.h"

namespace sopu {

// Findings of one event, or of a draft that is in no calendar yet, against the world. An event of
// the same id in the world is left out: it is this one, before the edit.
// A finding names its first `clashes_max` clashes; occurrence_count counts them all. With a window
// there are no clashes but those found in it.
std::vector<Finding> detect(const Snapshot& world, const Placed& mine, Weakening weakening,
                            std::size_t clashes_max = limits::finding_occurrences_max,
                            const std::optional<Interval>& window = {});

// Every conflict of the world, each pair once: mine is the one that starts first, then the lesser
// id.
std::vector<Finding> detect_all(const Snapshot& world);

// The span of what detect looks at for an event: an endless one has been followed to its end.
// Requires a dated event.
Interval looked_at(const Snapshot& world, const Placed& mine);

// Whether the two may be judged at all: both can conflict, they are not one event told twice, and
// neither is the umbrella of the other, nor the reservation of its space.
bool comparable(const Placed& mine, const Placed& other);

// The order of the invariant above.
void sort_findings(std::vector<Finding>& findings);

}  // namespace sopu
