// What lives here: a VTIMEZONE from a zone's POSIX rule (RFC 5545 3.6.5), as subscribers need one
// for every TZID (ICALENDAR 4: RRULE form, DTSTART not before 1970; Outlook guesses wrong
// otherwise). What may not: reading one: a file's VTIMEZONE is skipped by the splitter and never
// looked at. Invariants: it says the rule in force now for all years; times before the last change
// of law are exact in our own calendar only. Deterministic. Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "engine/time/zones.h"

namespace sopu::ical {

// From BEGIN:VTIMEZONE to END:VTIMEZONE, folded, lines ending in CRLF.
std::string vtimezone(const Zone& zone);
// The same from a name and a rule ("EET-2EEST,M3.5.0/3,M10.5.0/4"). A rule that cannot be read or
// said as an RRULE gives one STANDARD with `fallback`.
std::string vtimezone(std::string_view name, std::string_view posix_rule, seconds fallback);

}  // namespace sopu::ical
