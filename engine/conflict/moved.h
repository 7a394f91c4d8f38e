// What lives here: an event moved in time: a series with its rule, added dates, exceptions and
// overrides moved along. What may not: which times are worth a move (other_times.h), judgement.
// Invariants: every occurrence of the moved event is one of the event's, by as much local time
// later or earlier, and the other way round; where no rule says that, there is no moved event.
// Local time is the one said: what a gap of the clocks puts off is put off on that day only.
// Thread-safety: pure functions.
#pragma once

#include <optional>

#include "engine/model/event.h"
#include "engine/time/zones.h"

namespace sopu {

// With its first occurrence at `to`. Of a series `to` is of the kind and length of event.when.
std::optional<Event> moved_to(const Event& event, const When& to, const Zones& zones);

}  // namespace sopu
