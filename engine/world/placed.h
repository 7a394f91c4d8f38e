// What lives here: Placed, an event with what follows from it and from the records around it: where
// it can lie in time, which municipalities, which space, whose. Derived, never stored.
// What may not: other events; findings.
// Invariants: a pure function of the event, the venues, the areas, the ground and the years in
// which endless series are kept; `municipalities` is sorted. An event whose area cannot be resolved
// (an area erased later) lies in none of it. Of an event that repeats, `times` is the first
// occurrence. Thread-safety: immutable once shared.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/conflict/profile.h"
#include "engine/index/occurrences.h"
#include "engine/model/event.h"
#include "engine/time/resolve.h"
#include "engine/world/series.h"

namespace sopu {

struct Placed {
    std::shared_ptr<const Event> event;
    Resolutions times;
    std::vector<MunicipalityCode> municipalities;
    VenueId space;  // listed, or the key of an unlisted venue; empty if nothing is known
    std::optional<Position> position;
    // Its position, else those of its municipalities; none for an online event.
    std::vector<Position> points;
    Profile profile;            // what the soft score looks at
    std::string organiser_key;  // organisation id, else the folded name of the organiser
    seconds setup{0};
    seconds teardown{0};
    std::shared_ptr<const PlacedSeries> series;  // null unless the event repeats

    const EventId& id() const { return event->id; }
    bool is_endless() const { return series && series->endless; }
    // What holds for one occurrence: the event itself, or the override it follows.
    const Placed& at(std::int32_t override_index) const {
        return override_index < 0 ? *this
                                  : *series->variants[static_cast<std::size_t>(override_index)];
    }
};

// Everything the index holds of it, buffers included in the space's extent: a query by one's own
// buffered extent then finds every event whose buffer could matter. Of a series: what is kept.
std::vector<Posting> postings_of(const Placed& placed, EventNumber number);

// Where an endless series lies beside what is kept, under each of its keys: before and after.
std::vector<Posting> open_postings_of(const Placed& placed, EventNumber number);

// One occurrence under a key, as the index would hold it; nothing if it is not under that key.
std::optional<Occurrence> posted(const Placed& placed, EventNumber number,
                                 const recur::Occurrence& occurrence, Dimension dimension,
                                 std::string_view key);

// A time with set-up before and tear-down after, and back.
Interval buffered(const Placed& placed, const Interval& time);
Interval unbuffered(const Placed& placed, const Interval& with_buffers);
// Of the whole event; requires a dated one.
Interval buffered(const Placed& placed);

}  // namespace sopu
