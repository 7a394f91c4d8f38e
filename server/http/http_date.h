// What lives here: dates of HTTP headers (RFC 9110 5.6.7).
// What may not: other dates (ical/, words/, json/ have their own forms); the clock.
// Invariants: what http_date writes, parse_http_date reads back. Thread-safety: pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sopu::http {

using SystemSeconds = std::chrono::time_point<std::chrono::system_clock, std::chrono::seconds>;

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(SystemSeconds instant);

// That form and the two old ones, which a recipient must still take; nullopt for anything else.
std::optional<SystemSeconds> parse_http_date(std::string_view text);

}  // namespace sopu::http
