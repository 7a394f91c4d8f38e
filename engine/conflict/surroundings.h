// What lives here: Surroundings, what several searches around one event have in common: the cells
// around a place, and how far people go there (the scale of reaches), looked up once each. Most
// occurrences of an event are in one place.
// What may not: searching (soft_search.h).
// Invariants: answers do not depend on what was asked before. The world and every placed event that
// was asked about outlive it, where they are. Thread-safety: one thread.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <tuple>
#include <unordered_map>

#include "engine/world/lookup.h"

namespace sopu {

// Kilometres, by the size of what is looked for.
using Radii = std::array<double, 4>;

// The multiplier of reaches where an event lies, in the month of a local day.
double scale_of(const Snapshot& world, const Placed& placed, Date day);

class Surroundings {
  public:
    explicit Surroundings(const Snapshot& world) : world_(world) {}

    // What is online, and what lies within its radius and a little more; for an online event
    // everything. In `dimension`, cell or routine_cell.
    const Lookup& around(const Placed& placed, Dimension dimension, const Radii& radii);

    // scale_of what lies there. Requires that no municipality has a policy of its own.
    double scale(const Brief& there, Date day);

  private:
    const Snapshot& world_;
    std::map<std::tuple<const Placed*, Dimension, Radii>, Lookup> known_;
    std::unordered_map<std::int64_t, double> scales_;  // by municipality and month
};

}  // namespace sopu
