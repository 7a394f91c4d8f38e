// What lives here: events from a file against the world: added, changed, unchanged or refused, by
// UID. What may not: reading files (ical/, import_file.h). Invariants: importing the same twice
// changes nothing. What a file does not say of an event that is here already (our own fields) is
// kept. An older SEQUENCE or LAST-MODIFIED than ours changes nothing. Thread-safety: pure
// functions.
#pragma once

#include "server/service/carry_out.h"

namespace sopu::service {

Planned import_events(const Import& command, const Snapshot& world, Instant now);

}  // namespace sopu::service
