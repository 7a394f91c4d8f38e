// What lives here: dates and times as people type them into a form or a table ("24.10.2026",
// "klo 10.30"), read into the engine's types.
// What may not: guessing: a year is never made up but for days of a series, whose first day says
// it; a time that could be two is none; when people speak of whole events (the free-text reader).
// Invariants: what format_date and format_local (engine/time/iso.h) write is read back.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/time/instant.h"

namespace sopu::words {

// "2026-10-24", "24.10.2026", "24. 10. 2026", "24/10/2026". Nothing for a day that is not in the
// calendar, for a year of two digits, and for a date without a year.
std::optional<Date> typed_date(std::string_view text);

// Days of a series as people list them: "24.12., 31.12.", "to 24.12. ja to 31.12.", "21.12.–6.1.",
// "24 Dec". A day without a year is the first such day from `from` on.
struct TypedDays {
    struct Span {
        Date first;
        Date last;  // inclusive
    };
    std::vector<Span> spans;
    std::string bad;  // the first part that could not be read; then there are no spans
};
TypedDays typed_days(std::string_view text, Date from);

// Time of day: "10:30", "10.30", "10", "klo 10", "kl. 10.30", "at 10:30". 24:00 is not a time of
// day here: an event that ends at midnight says 0:00 of the next day.
std::optional<seconds> typed_time(std::string_view text);

}  // namespace sopu::words
