// What lives here: the rules of an event and a fact: closures and opening hours, capacity,
// observances, deadlines, doubts about the time itself. What may not: other events, but for those
// that tell the same event again. Invariants: each finding has a fact and no other.
// Thread-safety: pure functions.
#pragma once

#include <span>

#include "engine/conflict/asked.h"

namespace sopu {

using FactRule = void (*)(const Asked& asked, Gathering& found);

std::span<const FactRule> fact_rules();

// Whether the event needs that permit or notice, however near its deadline is.
bool applies(const LeadTime& lead, const Event& event);

}  // namespace sopu
