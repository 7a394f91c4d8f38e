// What lives here: the rules, one pure function a kind, in a table. A rule looks at two occurrences
// that may both be in conflict and says what it finds, with the one clash of the two. What may not:
// searching for pairs (encounters.h), putting the clashes of two series together (detect.h), what a
// caller may see (the service). Invariants: a rule finds the same pair from both sides, with mine
// and other changed about; only the weight of the claims may make the severities differ.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <span>

#include "engine/conflict/finding.h"
#include "engine/conflict/instance.h"
#include "engine/world/snapshot.h"

namespace sopu {

// Whose claim weakens a finding: a question is judged as if confirmed, a stored conflict by both
// (CONFLICTS "A question is judged as if confirmed").
enum class Weakening { other_side, either_side };

struct Pair {
    const Instance& mine;
    const Instance& other;
    const Snapshot& world;
    Weakening weakening;
};

struct Rule {
    Kind kind;
    std::optional<Finding> (*judge)(const Pair& pair);
};

// In the order in which findings of one pair are listed.
std::span<const Rule> rules();

}  // namespace sopu
