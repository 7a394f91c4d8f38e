// What lives here: whether a venue is open when an event wants it: its weekly hours and those of
// the whole it is part of. What may not: closures for once (fact_rules.cpp). Invariants: a venue
// without hours, in itself or above, is always open. Hours are local. Thread-safety: pure
// functions.
#pragma once

#include <optional>

#include "engine/conflict/instance.h"
#include "engine/world/snapshot.h"

namespace sopu {

// Certain, where no resolution of the event lies within the hours of its days (of an all-day event:
// no hour of some day is open), or it has an hour that is outside. Nothing where it fits, and where
// a day without an hour can be planned to fit.
std::optional<Certainty> outside_hours(const Instance& instance, const Venue& venue,
                                       const Snapshot& world);

// The hours that hold for a venue: its own, else those of what it is part of; null if none.
const std::vector<OpeningHours>* hours_of(const Venue& venue, const Snapshot& world);

}  // namespace sopu
