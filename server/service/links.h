// What lives here: the addresses of pages that answers, feeds and mail point to, so that all say
// the same one. What may not: routes (server/routes.cpp answers them), the base URL
// (configuration). Invariants: ids and tokens are percent-encoded. Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/id.h"

namespace sopu::service {

// RFC 3986 section 2.3: all but unreserved characters as %XX.
std::string percent_encoded(std::string_view text);

// "/events/{id}"
std::string event_path(const EventId& id);
// "/receipt/{id}?token=…": where a submitter sees, edits and cancels their event.
std::string edit_path(const EventId& id, std::string_view edit_token);

}  // namespace sopu::service
