// What lives here: when an occurrence is, as a VEVENT says it: from a start and a length, or from
// its two instants, to a When and, where DTEND cannot tell it, a DURATION.
// What may not: which occurrences there are.
// Invariants: what is said means the same instants again (RFC 5545 3.3.5): a local time that is the
// second of two is said in UTC, a length that ends there as a DURATION.
// Thread-safety: pure functions.
#pragma once

#include <optional>

#include "engine/recur/expand.h"
#include "engine/time/when.h"

namespace sopu::ical {

struct OccurrenceTime {
    LocalTime start;
    recur::Length length;
    const When& like;  // Timed (with the zone) or AllDay
    bool open_end;     // no end is said

    void tell(const Zones& zones, When& when, std::optional<recur::Length>& duration) const;
};

When when_of(const recur::Occurrence& occurrence, const When& like, bool open_end,
             const Zones& zones);

}  // namespace sopu::ical
