// What lives here: the spaces that may be offered instead of one: other sections of the same hall
// and other spaces of the municipality, of like size; and whether a space is open when an event
// wants it. What may not: whether they are free (the engine is asked like about any event).
// Invariants: listed spaces, none related to the wished one, at most
// limits::suggestion_spaces_max, nearest first. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "engine/world/snapshot.h"

namespace sopu {

struct OtherSpace {
    const Venue* venue = nullptr;
    bool same_whole = false;  // a section of the same hall
};

// None for an event that is online or at no listed space. A space is of like size if it holds those
// who are expected, or 0.7 to 3 times what the wished one holds; of no known size only as another
// section, where nothing says how many come or fit.
std::vector<OtherSpace> other_spaces(const Event& wish, const Snapshot& world);

// Neither closed nor outside its opening hours for any occurrence, even possibly.
bool is_open(const Placed& placed, const Snapshot& world);

}  // namespace sopu
