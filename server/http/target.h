// What lives here: a request target taken apart into path and query (RFC 9112 3.2, RFC 3986).
// What may not: what paths mean (router.h).
// Invariants: decoding happens exactly once; what comes out is UTF-8 without NUL. A "%2F" in the
// path is refused: decoded it would move the borders between segments.
// Thread-safety: pure.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "server/http/message.h"

namespace sopu::http {

struct Target {
    std::string path;
    Pairs query;  // "+" is a space, as forms send it; "a" without "=" has an empty value
};

// Takes origin-form ("/a?b=c") and absolute-form ("http://host/a?b=c"). Bytes that browsers and
// curl send unescaped though RFC 3986 asks for it (UTF-8, "[", "|" and their like) are taken as
// said. Errors: invalid: bad_target, bad_percent, not_utf8, control_character, encoded_slash.
Result<Target> decode_target(std::string_view target);

}  // namespace sopu::http
