// What lives here: the draft in a body, with every error that there is: of its form, as the JSON
// door finds them, and of what the world knows (does the municipality exist, is a title required).
// What may not: the fields themselves (json/draft_json.h), what is required (service/validate.h).
// Invariants: a field is told of once: where its form is wrong, nothing else is said of it. What is
// returned has a clean form; the writer validates it again, against the newest world.
// Thread-safety: pure functions.
#pragma once

#include <span>
#include <string_view>

#include <boost/json/value.hpp>

#include "server/api/door.h"
#include "server/service/validate.h"

namespace sopu::api {

// `also_allowed` are keys that the handler reads itself.
Checked<Event> draft_in(const boost::json::value& body,
                        std::span<const std::string_view> also_allowed, const Door& door,
                        service::Purpose purpose);

}  // namespace sopu::api
