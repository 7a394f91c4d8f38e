// What lives here: Coverage, what the calendar knows around a question: green in an empty calendar
// is the surest way to lose trust. What may not: what is said about it (server/words). Invariants:
// `enough` is policy and never lost by knowing more; where all is counted the figures only grow
// with the calendar. Thread-safety: pure functions.
#pragma once

#include <cstdint>

#include "engine/world/snapshot.h"

namespace sopu {

struct Coverage {
    Instant at{};                     // when it was asked
    Interval window;                  // what was looked at, to the last of its occurrences
    std::int64_t municipalities = 0;  // within reach, that have an event there
    std::int64_t occurrences = 0;     // events known in the window, within reach
    std::int64_t contributors = 0;    // organisers within reach, heard from in the last year
    bool all_counted = true;          // else there are as many events and contributors at the least
    bool judged = false;              // a municipality and a time are known
    bool enough = false;              // else clear and notice become unknown; true where not judged
};

// `at` is the time now. The window is the weeks around the event that policy says, widened to hold
// the event itself. Of an event that repeats, the figures are of the weeks around its first
// occurrence: a calendar is as full as that shows, and a window of years would always look full.
// Where it is enough, no more than limits::coverage_events_max events are counted.
// For an undated event nothing is judged.
Coverage look_around(const Snapshot& world, const Placed& mine, Instant at);

}  // namespace sopu
