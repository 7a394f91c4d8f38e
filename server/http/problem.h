// What lives here: the short answers this floor gives by itself (over a limit, unknown method, too
// many requests): problem+json (RFC 9457) below /api/, a line of plain text elsewhere.
// What may not: the errors of the API (api/), pages for people (pages/).
// Invariants: code and title are our own constants, so that no escaping is needed.
// Thread-safety: pure.
#pragma once

#include <string_view>

#include "server/http/message.h"

namespace sopu::http {

// `code` is a name as of sopu::Code ("too_large"), `title` a short English sentence.
Response problem(int status, std::string_view code, std::string_view title);

// The same as a problem or as text, by where the request was going.
Response refusal(std::string_view path, int status, std::string_view code, std::string_view title);

}  // namespace sopu::http
