// What lives here: events from a file against the world: added, changed, unchanged or refused, by
// UID. What may not: reading files (ical/, import_file.h). Invariants: importing the same twice
// changes nothing. What a file does not say of an event that is here already (our own fields) is
// kept. What has neither a higher SEQUENCE nor a later LAST-MODIFIED than ours changes nothing,
// unless both are equal. Judging how they repeat costs no more than the command allows: what is too
// much is refused as too_much_work. Thread-safety: pure functions.
#pragma once

#include "server/service/carry_out.h"

namespace sopu::service {

Planned import_events(const Import& command, const Snapshot& world, Instant now);

}  // namespace sopu::service
