// What lives here: the two kinds of time, as types that do not convert into each other: Instant (a
// point on the UTC line, whole seconds) and LocalTime / Date (what a clock or wall calendar shows
// somewhere). Zones (zones.h) is the only bridge.
// What may not: clocks. Nobody below server/cli asks what time it is.
// Invariants: whole seconds; leap seconds do not exist, as in POSIX and RFC 5545 UTC values.
#pragma once

#include <chrono>

#include <date/date.h>

namespace sopu {

using std::chrono::minutes;
using std::chrono::seconds;

using Instant = date::sys_seconds;      // UTC
using LocalTime = date::local_seconds;  // local civil time, in a zone said elsewhere
using Date = date::local_days;          // a local calendar date

}  // namespace sopu
