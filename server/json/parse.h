// What lives here: bytes -> JSON value and back, with the guards that every door needs.
// What may not: what the values mean (the codecs beside this), sizes of bodies (the caller's).
// Invariants: a parsed value is valid UTF-8 throughout and at most limits::depth_max deep; of equal
// keys the last one counts (RFC 8259 section 4 leaves it open). Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "engine/base/result.h"

namespace sopu::json {

// Errors: invalid with reason bad_json (also invalid UTF-8, an end missing, something after the
// end), or too_deep (args: max).
Result<boost::json::value> parse_json(std::string_view bytes);

std::string write_json(const boost::json::value& value);

}  // namespace sopu::json
