// What lives here: Placed, an event with what follows from it and from the records around it: where
// it can lie in time, which municipalities, which space, whose. Derived, never stored.
// What may not: other events; findings.
// Invariants: a pure function of the event, the venues, the areas and the ground; `municipalities`
// is sorted. An event whose area cannot be resolved (an area erased later) lies in none of it.
// Thread-safety: immutable once shared.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/index/occurrences.h"
#include "engine/model/event.h"
#include "engine/time/resolve.h"

namespace sopu {

struct Placed {
    std::shared_ptr<const Event> event;
    Resolutions times;
    std::vector<MunicipalityCode> municipalities;
    VenueId space;  // listed, or the key of an unlisted venue; empty if nothing is known
    std::optional<Position> position;
    std::string organiser_key;  // organisation id, else the folded name of the organiser
    seconds setup{0};
    seconds teardown{0};

    const EventId& id() const { return event->id; }
};

// Everything the index holds of it, buffers included in the space's extent: a query by one's own
// buffered extent then finds every event whose buffer could matter.
std::vector<Posting> postings_of(const Placed& placed, EventNumber number);

// The extent with set-up before and tear-down after; requires a dated event.
Interval buffered(const Placed& placed);

}  // namespace sopu
