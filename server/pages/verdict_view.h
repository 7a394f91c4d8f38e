// What lives here: the answer to "is this a good date?" as verdict.mustache shows it.
// What may not: judgement; sentences (web/messages).
// Invariants: the sentences of CONFLICTS "What the check page says", with what always stands
// beneath. Thread-safety: pure functions.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/conflict/suggest.h"
#include "server/pages/context.h"
#include "server/pages/language.h"
#include "server/service/judgement.h"

namespace sopu::pages {

// The smallest change of a series that keeps the rest: days to leave out, and what the form's field
// of exceptions then says.
struct Skip {
    std::vector<Date> days;
    std::string field;
};

// `asked` is what was judged, in `world`; `better` other times for it, the best first.
words::Data verdict_data(const Context& context, const Language& language,
                         const service::Judgement& judgement, const Placed& asked,
                         const Snapshot& world, std::span<const Suggestion> better = {},
                         const Skip& skip = {});

// Who lets the space: its own keeper, that of the whole it is a part of, else the configured one.
std::string keeper_of(const Context& context, const Snapshot& world, const VenueId& space);

}  // namespace sopu::pages
