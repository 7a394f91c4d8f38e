// What lives here: every limit of reading iCalendar, with its unit in the name and its reason
// beside it (ICALENDAR "ICS bombs"). Lengths of an event's own texts are the engine's
// (engine/base/limits.h). What may not: limits of HTTP bodies and of fetching. Invariants: each has
// a test one step past it. A limit of the file refuses the file, a limit of one event rejects that
// event by name; nothing is cut in silence. Thread-safety: constants.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/recur/limits.h"

namespace sopu::ical::limits {

// Of the file: over one of these the answer is Code::too_large with the limit's name as reason.
constexpr std::size_t file_bytes_max = 10 * 1024 * 1024;  // some ten thousand rich events
constexpr std::size_t components_max = 20'000;            // alarms and zones count too
constexpr std::size_t nesting_max = 4;  // VCALENDAR > VEVENT > VALARM is three (RFC 9074 adds one)

// Of one event: over one of these the event is rejected.
constexpr std::size_t line_bytes_max = 64 * 1024;  // unfolded; a description is a page, not a book
constexpr std::size_t properties_max = 1'000;      // a few hundred attendees are real
constexpr std::size_t parameters_max = 50;         // of one property
constexpr std::size_t values_max = 500;            // of one property, and of one parameter
// RDATE and EXDATE may be many, and never reach libical: as many values of each as the engine
// takes, in as many lines (they count apart from properties_max), or all of them in one line, each
// a PERIOD of 33 octets and a comma.
constexpr std::size_t dates_max = recur::limits::dates_max;
constexpr std::size_t date_line_bytes_max = dates_max * 34 + 1'000;

// Work of judging the repeating of all events of a file (recur/budget.h), so that a small file of
// dangerous rules costs little and a large file of real ones is read: 64 KiB come within 50 ms.
constexpr std::int64_t steps_base = 400'000;
constexpr std::int64_t steps_per_byte = 10;
constexpr std::int64_t steps_of(std::size_t file_bytes) {
    return steps_base + steps_per_byte * static_cast<std::int64_t>(file_bytes);
}

// A value quoted in a note or rejection, so that a report stays readable.
constexpr std::size_t detail_bytes_max = 200;

}  // namespace sopu::ical::limits
