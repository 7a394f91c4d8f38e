// What lives here: Lookup, some keys of a world looked up once for many windows: the cells around
// an event, for all its occurrences. What may not: which keys (the caller's).
// Invariants: finds what Snapshot::find finds under each of its keys. The world outlives it.
// Thread-safety: share as const.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/world/snapshot.h"

namespace sopu {

class Lookup {
  public:
    explicit Lookup(const Snapshot& world) : world_(world) {}

    void add(Dimension dimension, std::string key);
    // Appends, in no particular order; what lies under two keys twice.
    void find(const Interval& window, std::vector<Occurrence>& out) const;

  private:
    const Snapshot& world_;
    std::vector<std::pair<Dimension, std::string>> keys_;
    OccurrenceIndex::Keys kept_;
};

}  // namespace sopu
