// What lives here: VenueTree, which spaces clash with a space: itself, what it is part of, what is
// part of it, and those it shares an exclusive space with. Siblings are fine.
// What may not: events, time.
// Invariants: related() is symmetric and never holds the space itself. A space nobody listed is
// related to nothing. Cycles are refused by `cycle_in` before they get in; even so, walks are
// bounded. Thread-safety: immutable.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/model/venue.h"

namespace sopu {

class VenueTree {
  public:
    VenueTree() = default;
    explicit VenueTree(const std::vector<const Venue*>& venues);

    // Other spaces whose use excludes the use of this one, sorted.
    const std::vector<VenueId>& related(const VenueId& space) const;
    bool are_related(const VenueId& a, const VenueId& b) const;

    // Sections directly below, sorted: `spaces` in the contract.
    const std::vector<VenueId>& sections(const VenueId& space) const;

  private:
    std::unordered_map<VenueId, std::vector<VenueId>> related_;
    std::unordered_map<VenueId, std::vector<VenueId>> sections_;
};

// Whether putting `venue` beside the others would make part_of a cycle.
bool makes_cycle(const Venue& venue, const std::vector<const Venue*>& others);

}  // namespace sopu
