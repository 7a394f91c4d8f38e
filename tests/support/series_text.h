// What lives here: reading the recurrence properties of known-clean calendars into a Series, for
// tests of engine/recur, which has no calendar reader below it. A VCALENDAR with one series, or the
// property lines of one component.
// What may not: anything lenient: it ends the program on text that is not clean (ical/ is the
// reader of the program).
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "engine/recur/series.h"
#include "engine/time/interval.h"

namespace sopu::test {

// "DTSTART;TZID=Europe/Helsinki:20260101T100000\nRRULE:FREQ=DAILY\n", lines ended by LF or CRLF,
// folded or not. Overrides stand in VEVENTs of their own.
recur::Series read_series(std::string_view calendar);

// 20260101, 20260101T100000 or 20260101T080000Z.
recur::Moment read_moment(std::string_view text);
Instant read_instant(std::string_view rfc3339);

}  // namespace sopu::test
