// What lives here: one event as its staff see it: everything said of it, its contact too, its
// findings with the weeks side by side, its log, and the decision as a text to copy.
// What may not: whether they may see it at all (staff_event.cpp asks that first).
// Invariants: the decision's text is in Finnish and Swedish, whatever the page's language
// (Kielilaki 423/2003). Thread-safety: pure functions.
#pragma once

#include <vector>

#include "server/pages/staff_door.h"
#include "server/service/judgement.h"

namespace sopu::pages {

// list of: label, value, href, lang (texts or "").
words::Data detail_rows(const Context& context, const Language& language, const Snapshot& world,
                        const Placed& placed, const service::Caller& caller);

// One section for each event that this one clashes with, the worst first: findings (as
// finding_data), has_week and week. `shown` counts the findings that are told.
words::Data clash_sections(const Context& context, const Language& language, const Snapshot& world,
                           const Placed& placed, const service::Judgement& judgement,
                           const service::Caller& caller, std::size_t& shown);

// list of: when, who, what, reason.
words::Data history_rows(const Context& context, const Language& language, const Snapshot& world,
                         const std::vector<store::Logged>& lines);

// list of: language, id, label, text; empty where nobody has decided.
words::Data decision_texts(const Context& context, const Language& language, const Snapshot& world,
                           const Placed& placed, const service::Caller& caller,
                           const std::vector<store::Logged>& lines);

}  // namespace sopu::pages
