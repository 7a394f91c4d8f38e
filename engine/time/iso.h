// What lives here: the machine's text formats of time: RFC 3339 instants, local date-times without
// an offset, ISO 8601 dates. Strict: exactly one spelling each is written, few are read.
// What may not: dates as people write them (server/words), iCalendar's basic format (ical/).
// Invariants: parse(format(x)) == x for years 0-9999.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/time/instant.h"

namespace sopu {

std::string format_instant(Instant instant);  // 2026-10-24T07:00:00Z
std::string format_local(LocalTime local);    // 2026-10-24T10:00, with :05 only if not zero
std::string format_date(Date day);            // 2026-10-24

// RFC 3339 with seconds, with Z or an offset; a fraction of a second is dropped.
std::optional<Instant> parse_instant(std::string_view text);
// 2026-10-24T10:00 or with seconds; no offset.
std::optional<LocalTime> parse_local(std::string_view text);
std::optional<Date> parse_date(std::string_view text);

}  // namespace sopu
