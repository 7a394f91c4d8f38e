// What lives here: from the pieces of a file to its events: one UID is one event. Of several
// masters the newest is taken; what has a RECURRENCE-ID becomes an override of its master, and
// without any master an event by itself.
// What may not: lines and values (read_event.h).
// Invariants: every piece is part of a taken event or is rejected with its line and a reason. For
// the calendar `check_recurrence` holds for what is taken. Time grows with the number of pieces,
// not with its square. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "ical/read_event.h"

namespace sopu::ical {

struct Pieces {
    std::vector<Piece> read;
    std::vector<Refused> refused;
};

// Fills `taken` and `rejected`, each by line. Reasons: duplicate_uid, duplicate_override,
// series_rejected, and those of check_recurrence. Notes: override_without_series,
// override_rejected, override_differs (what is left), override_not_public. `steps` (recur/budget.h)
// is the work that all of them may ask for.
void join(Pieces pieces, Purpose purpose, const Zones& zones, std::int64_t steps,
          Calendar& calendar);

}  // namespace sopu::ical
