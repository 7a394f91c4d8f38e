// What lives here: findings as pages for staff show them, and how bad an event's are.
// What may not: judgement; sentences (web/messages).
// Invariants: titles are as the caller may see them. Thread-safety: pure functions.
#pragma once

#include "server/pages/staff_door.h"
#include "server/service/judgement.h"

namespace sopu::pages {

// One line: severity, severity_text, certainty (text), text (one sentence), href.
words::Data finding_data(const Context& context, const Language& language, const Snapshot& world,
                         const service::Judged& judged, const service::Caller& caller);

// At most `count` of them, in order; an opportunity is no finding that needs a person.
words::Data findings_data(const Context& context, const Language& language, const Snapshot& world,
                          const service::Judgement& judgement, const service::Caller& caller,
                          std::size_t count);

// All but opportunities and what another one says.
std::size_t finding_count(const service::Judgement& judgement);
// "Lisäksi 2 havaintoa" where more than `shown` were found; else "".
std::string more_findings(const Context& context, const Language& language,
                          const service::Judgement& judgement, std::size_t shown);

}  // namespace sopu::pages
