// What lives here: Venue, one node of the tree of spaces: a hall, its sections, a library room;
// and the hours in which it is open. What may not: who overlaps whom (conflict/), when it is closed
// for once (closure.h).
// Invariants: part_of has no cycle and `shares` names exclusive spaces that several venues share (a
// car park); both are checked when a venue is put into the world, see world/venues.h.
// Thread-safety: a plain value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/id.h"
#include "engine/base/text.h"
#include "engine/place/position.h"

namespace sopu {

// On these weekdays (bit 0 is Monday), from minute to minute of the local day; `to` may be 1440.
struct OpeningHours {
    unsigned weekdays = 0;
    int from_minute = 0;
    int to_minute = 0;
    bool operator==(const OpeningHours&) const = default;
};

struct Venue {
    VenueId id;
    LocalizedText name;
    MunicipalityCode municipality;
    std::optional<Position> position;
    std::optional<int> capacity;
    std::optional<VenueId> part_of;    // the whole that this is a section of
    std::vector<VenueId> shares;       // exclusive spaces used together with this one
    std::vector<std::string> aliases;  // other spellings a person may type
    std::optional<int> setup_minutes;  // where the event says nothing
    std::optional<int> teardown_minutes;
    bool buffer_blocks = false;  // a too short gap is blocking here, not a warning
    // Nothing said: those of the whole it is part of, else always open.
    std::vector<OpeningHours> opening_hours;
    std::string keeper;  // who lets the room: said under every answer
    std::uint32_t revision = 1;

    bool operator==(const Venue&) const = default;
};

}  // namespace sopu
