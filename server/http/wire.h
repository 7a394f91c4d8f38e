// What lives here: an answer's head as bytes (RFC 9112 4, 6). Its own writer, because Beast's
// builds the head in pieces and copies the body; ours is one string beside the shared body. What
// may not: sockets. Invariants: no line is ever injected: a header that is not a token, or a value
// with CR, LF or NUL, gives no head at all. Date, Content-Length, Connection and Transfer-Encoding
// are written here only. Thread-safety: pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/http/http_date.h"
#include "server/http/message.h"

namespace sopu::http {

struct Framing {
    bool head_request = false;  // the length is told, the body is not sent
    bool http_1_0 = false;      // a connection kept must be said so
    bool keep = true;
};

// Whether a body follows the head (not for HEAD, 204 and 304: RFC 9110 6.4.1).
bool has_body(const Response& response, const Framing& framing);

// nullopt: the handler's answer cannot be sent as it is (RFC 9110 5.5).
std::optional<std::string> response_head(const Response& response, const Framing& framing,
                                         SystemSeconds now);

}  // namespace sopu::http
