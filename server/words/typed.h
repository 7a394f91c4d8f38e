// What lives here: dates and times as people type them into a form or a table ("24.10.2026",
// "klo 10.30"), read into the engine's types.
// What may not: guessing: a year is never made up, a time that could be two is none; when people
// speak of whole events (the free-text reader).
// Invariants: what format_date and format_local (engine/time/iso.h) write is read back.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "engine/time/instant.h"

namespace sopu::words {

// "2026-10-24", "24.10.2026", "24. 10. 2026", "24/10/2026". Nothing for a day that is not in the
// calendar, for a year of two digits, and for a date without a year.
std::optional<Date> typed_date(std::string_view text);

// Time of day: "10:30", "10.30", "10", "klo 10", "kl. 10.30", "at 10:30". 24:00 is not a time of
// day here: an event that ends at midnight says 0:00 of the next day.
std::optional<seconds> typed_time(std::string_view text);

}  // namespace sopu::words
