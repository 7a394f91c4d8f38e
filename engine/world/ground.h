// What lives here: Ground, what the world stands on and never changes while the program runs:
// zones, the gazetteer, the observances, the policies, and the folding of names. main builds it
// once and hands it down. What may not: records; anything that a command can change. Invariants:
// what it points to outlives every snapshot. Thread-safety: immutable.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/conflict/policy.h"
#include "engine/place/gazetteer.h"
#include "engine/place/observance.h"
#include "engine/time/zones.h"

namespace sopu {

struct Ground {
    const Zones& zones;
    const Gazetteer& gazetteer;
    const Observances& observances;
    const Policies& policies;
    // NFC, case-folded, trimmed, a run of spaces as one. A port, because the tables of Unicode
    // belong to ICU and the engine stands on std and date alone.
    std::function<std::string(std::string_view)> fold;

    // What holds where no municipality has said otherwise.
    const Policy& policy() const { return policies.base(); }
};

}  // namespace sopu
