// What lives here: the first stage of reading, over raw bytes: line ends, unfolding (RFC 5545 3.1),
// which lines belong to which component, and the caps of limits.h. It knows no property but ATTACH,
// RDATE and EXDATE, which have caps of their own.
// What may not: values, zones, UTF-8 (folding may cut a character, so bytes are joined before
// anybody decodes them). Invariants: components are handed over one at a time, each VEVENT at its
// END and its VCALENDAR after it; lines of everything nested (VALARM) or beside (VTIMEZONE, VTODO)
// are never handed over. Memory is bounded by one component, and only lines with folds are copied
// at all: the others are views of the file. Every VEVENT is handed over, well-formed or not.
// Thread-safety: a pure function of its arguments, apart from what the visitor does.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace sopu::ical {

struct Line {
    std::string_view text;   // unfolded; lives as long as the visitor's call
    std::size_t number = 0;  // of its first physical line, counted from 1
    bool cut = false;        // longer than line_bytes_max or date_line_bytes_max
};

struct Component {
    std::string kind;          // "VCALENDAR" (its own lines only) or "VEVENT"
    std::size_t line = 0;      // of its BEGIN
    std::size_t calendar = 0;  // which VCALENDAR of the file, from 0
    std::vector<Line> lines;
    std::size_t date_lines = 0;        // those of RDATE and EXDATE among them
    std::size_t attachments = 0;       // ATTACH lines, dropped
    bool well_formed = true;           // BEGIN and END match
    bool too_many_properties = false;  // over limits::properties_max; the rest is not kept
    bool too_many_date_lines = false;  // over limits::dates_max; the same
};

struct SplitReport {
    std::size_t calendars = 0;
    std::map<std::string, std::size_t> skipped;  // components by kind: VALARM, VTIMEZONE, VTODO …
    bool text_outside = false;                   // something after the last END:VCALENDAR
};

using Visitor = std::function<void(const Component&)>;

// A CR that is not part of a line end is left in the line where the file has LF line ends (it is a
// control character then); a file without any LF is read as one with CR line ends.
// Errors: invalid with reason not_a_calendar, not_utf8 (UTF-16 by its byte order mark), truncated
// (a VCALENDAR without its END: what was read until then may lack its other half, so the whole file
// is refused); too_large with file_bytes_max, components_max or nesting_max.
Result<SplitReport> split(std::string_view bytes, const Visitor& visitor);

}  // namespace sopu::ical
