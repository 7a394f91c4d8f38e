// What lives here: small values that reading and writing share: web and mail addresses, positions
// as GEO says them, and the fingerprint that a missing UID is made of. What may not: whole
// properties (component.h), times (moment.h), texts (text.h). Invariants: numbers are written and
// read alike in every locale. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/place/position.h"

namespace sopu::ical {

// Whether it begins as an http(s) address: such a LOCATION is no venue.
bool is_web_address(std::string_view text);
// Whether it is one that may stand as an event's link: no spaces, no control characters, UTF-8 and
// within limits::short_text_bytes_max.
bool is_link(std::string_view text);
// A link fit for a URI value (RFC 5545 3.3.13 has no escaping): what RFC 3986 does not allow goes
// percent-encoded; "" for anything else than http(s).
std::string link_value(std::string_view text);

bool is_mail_address(std::string_view text);

// Latitude;longitude in degrees (RFC 5545 3.8.1.6), within the globe.
std::optional<Position> parse_position(std::string_view value);
bool is_on_earth(const Position& position);
// Six decimals, as the RFC recommends.
std::string degrees(double value);

// 32 hexadecimal digits: FNV-1a of 64 bits, twice with different starts. Tells a file's own events
// apart; no defence against somebody who wants two to be equal.
std::string fingerprint(std::string_view text);

}  // namespace sopu::ical
