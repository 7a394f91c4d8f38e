// What lives here: from the TZID a file says to the IANA zone we know, by name alone: IANA names,
// Windows names (Outlook), and paths that other programs put before an IANA name.
// What may not: VTIMEZONE: a file's own rules are never read (ICALENDAR 3.3, 5.14: the same rule
// that crashes an expander fits into one), so an unknown name is unknown, never UTC. Invariants: a
// returned name is one that Zones::find knows. Source of the Windows table: Unicode CLDR,
// windowsZones, territory 001; but FLE is Helsinki here. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/time/zones.h"

namespace sopu::ical {

std::optional<std::string> iana_name(std::string_view tzid, const Zones& zones);

// Whether an IANA name is another name of UTC: its times are written with a Z.
bool is_utc_name(std::string_view iana);

}  // namespace sopu::ical
