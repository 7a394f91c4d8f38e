// What lives here: Brief, the little of an event that says whether it can matter to another: kept
// by number beside the occurrences, because a search meets thousands and asks most of them nothing
// else. What may not: anything that is read once the two are known to matter (Placed has it).
// Invariants: a pure function of the placed event and the gazetteer; half a line of cache.
// Thread-safety: a plain value.
#pragma once

#include <cstdint>

#include "engine/model/event.h"
#include "engine/place/gazetteer.h"
#include "engine/place/position.h"

namespace sopu {

struct Placed;

struct Brief {
    static constexpr std::uint16_t nowhere = 0xffff;
    enum class Points : std::uint8_t { none, one, several };

    Position point;                        // where there is one
    std::uint64_t audiences = 0;           // a bit for each specific one; two may have the same bit
    std::uint32_t format = 0;              // as in Profile; 0: not said
    std::uint16_t municipality = nowhere;  // the first of its municipalities, by its place in the
                                           // gazetteer's list
    std::uint8_t size_class = 0;
    Points points : 4 = Points::none;
    bool online : 1 = false;
    bool for_anybody : 1 = false;  // for everyone, or it is not said for whom
    bool lasts : 1 = false;        // Profile::long_lived

    SizeClass size() const { return static_cast<SizeClass>(size_class); }
    bool operator==(const Brief&) const = default;
};
static_assert(sizeof(Brief) == 32);

Brief brief_of(const Placed& placed, const Gazetteer& gazetteer);

// Whether an audience that is said of both may be the same; false is certain.
inline bool may_share_an_audience(const Brief& a, const Brief& b) {
    return (a.audiences & b.audiences) != 0;
}

// Whether they can take people from each other: their format is the same, or an audience, or one is
// for anybody. False is certain: the audience factor of the score is 0.
inline bool may_want_the_same(const Brief& a, const Brief& b) {
    return a.for_anybody || b.for_anybody || may_share_an_audience(a, b) ||
           (a.format != 0 && a.format == b.format);
}

}  // namespace sopu
