// What lives here: one event as event.mustache shows it, to a stranger or to whoever submitted it.
// What may not: whether they may see it at all (the handlers ask that first).
// Invariants: what the caller may not see is not in the data (service/visible.h).
// Thread-safety: pure functions.
#pragma once

#include "server/pages/frame.h"

namespace sopu::pages {

// The whole page's data. `here` is the page's own address in each language.
words::Data event_data(const Context& context, const Language& language, const Snapshot& world,
                       const Placed& placed, const service::Caller& caller, const HrefIn& here);

// The same for search engines, as anybody may see it (json/schema_org.h); nothing of a busy event,
// or of one without a day.
std::optional<std::string> event_json_ld(const Context& context, const Language& language,
                                         const Snapshot& world, const Placed& placed);

}  // namespace sopu::pages
