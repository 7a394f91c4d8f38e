// What lives here: the answer with a month's table, for addresses that only the slug tells apart
// ("/2026-12" is a month everywhere, "/suomussalmi" a place).
// What may not: routes. Invariants: a month that is none is a 404. Thread-safety: pure functions.
#pragma once

#include <string_view>

#include "server/http/message.h"
#include "server/pages/context.h"
#include "server/pages/place.h"

namespace sopu::pages {

http::Response month_answer(const Context& context, const Language& language,
                            const http::Request& request, Place place, std::string_view month);

}  // namespace sopu::pages
