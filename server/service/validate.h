// What lives here: what a draft must satisfy that needs the world: required fields, known places,
// the organisation's own. The JSON door has checked shapes and lengths already (json/). What may
// not: conflicts: they never make a draft invalid. Invariants: every error at once, each with the
// field of CONTRACT's draft; an empty list means the writer may store it. Thread-safety: pure
// functions of a snapshot.
#pragma once

#include "engine/world/snapshot.h"
#include "server/service/caller.h"

namespace sopu::service {

enum class Purpose { question, submission };

// A question needs only `when` and one of municipality, areas, venue (or online).
Errors validate(const Event& draft, const Snapshot& world, const Caller& caller, Purpose purpose);

// Whether anything is left of a series; true of an event that does not repeat. Requires what
// check_recurrence holds it to.
bool has_occurrence(const Event& event, const Zones& zones);

// Of an event that came from a file: lengths and characters, like the JSON door. The importer
// rejects what has an error.
Errors validate_text(const Event& event);

}  // namespace sopu::service
