// What lives here: Whereabouts, the little of an event that says whether it can be near another:
// kept by number beside the occurrences, because a search meets thousands and asks most of them
// nothing else. What may not: anything that is read once the two are near (Placed has it).
// Invariants: a pure function of the placed event and the gazetteer. Thread-safety: a plain value.
#pragma once

#include <cstdint>

#include "engine/model/event.h"
#include "engine/place/gazetteer.h"
#include "engine/place/position.h"

namespace sopu {

struct Placed;

struct Whereabouts {
    static constexpr std::uint16_t nowhere = 0xffff;
    enum class Points : std::uint8_t { none, one, several };

    Position point;                        // where there is one
    std::uint16_t municipality = nowhere;  // the first of its municipalities, by its place in the
                                           // gazetteer's list
    Points points = Points::none;
    bool online = false;
    SizeClass size = SizeClass::village;

    bool operator==(const Whereabouts&) const = default;
};

Whereabouts whereabouts_of(const Placed& placed, const Gazetteer& gazetteer);

}  // namespace sopu
