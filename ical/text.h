// What lives here: iCalendar's text: what TEXT values and parameter values look like on a line (RFC
// 5545 3.3.11, RFC 6868), both ways, and the cleaning that keeps a hostile text inside its line.
// What may not: lines and folding (lines.h), names of properties.
// Invariants: what the writing functions return has no control character and is valid UTF-8,
// whatever they were given: no text can begin a line of its own. unescape(escape(t)) == t for clean
// t. Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/text.h"

namespace sopu::ical {

// Bytes of the well-formed UTF-8 sequence that starts at `at`; 0 if there is none.
std::size_t sequence_length(std::string_view bytes, std::size_t at);

struct Cleaned {
    std::string text;
    bool removed_controls = false;  // or bytes that are not UTF-8
    bool joined_lines = false;      // Lines::one: line breaks became spaces
};

// Text that has_control() of the engine accepts. Every kind of line break (CR LF, CR, LF, U+2028,
// U+2029) becomes LF with Lines::many, a space with Lines::one; TAB likewise stays or becomes a
// space.
Cleaned clean(std::string_view text, Lines lines);

// A line of at most limits::detail_bytes_max, for reports.
std::string one_line(std::string_view text);

// A TEXT value: cleaned, line breaks as \n, with backslash, semicolon and comma escaped.
std::string escape(std::string_view text);
std::string unescape(std::string_view value);
// The members of a multi-valued TEXT (CATEGORIES), still escaped.
std::vector<std::string_view> text_values(std::string_view value);

// A parameter value: cleaned and always quoted, with RFC 6868's ^n ^^ ^' inside.
std::string quote_parameter(std::string_view text);

std::string ascii_upper(std::string_view text);

}  // namespace sopu::ical
