// What lives here: Closure, a time for which a venue is closed: a renovation, an inventory, a
// summer break. What may not: opening hours of every week (venue.h).
// Invariants: `when` is Timed with an end, or AllDay. It closes the sections of its venue too.
// Thread-safety: a plain value.
#pragma once

#include <cstdint>

#include "engine/base/id.h"
#include "engine/base/text.h"
#include "engine/time/when.h"

namespace sopu {

struct Closure {
    ClosureId id;
    VenueId venue;
    When when = Undated{};
    LocalizedText name;  // why
    std::uint32_t revision = 1;

    bool operator==(const Closure&) const = default;
};

}  // namespace sopu
