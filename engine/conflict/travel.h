// What lives here: how far apart two events are, and how long a person needs from one to the other.
// What may not: roads and timetables: crow distance times a factor, at a speed (policy.h).
// Invariants: symmetric; zero within one space and where either side is online or has no known
// place. Thread-safety: pure functions.
#pragma once

#include <optional>

#include "engine/world/ground.h"
#include "engine/world/placed.h"

namespace sopu {

struct Travel {
    std::optional<double> kilometres;  // as the crow flies; nothing where a place is not known
    seconds time{0};
};

// Kilometres between the places, or between the nearest two municipalities where a position is
// missing; nothing if either has neither.
std::optional<double> distance_between(const Placed& a, const Placed& b,
                                       const Gazetteer& gazetteer);

Travel travel_between(const Placed& a, const Placed& b, const Ground& ground);

// No two places in the country need longer: the widest window in which a person can clash.
seconds travel_max(const Policy& policy);

}  // namespace sopu
