// What lives here: an event as a caller may see it, before it becomes JSON, a page or a feed.
// What may not: whether they may see it at all (caller.h), formats.
// Invariants: what a caller may not see is not in the event that comes out, so that no writer of a
// format can forget it. Key persons and a decision's reason are for staff and the submitter; of a
// busy-only event others learn when and where, and nothing else (CONFLICTS "Privacy").
// Thread-safety: pure functions.
#pragma once

#include "server/service/caller.h"

namespace sopu::service {

enum class Detail { whole, open, busy };

Detail detail_for(const Caller& caller, const Placed& placed);

Event visible(const Event& event, Detail detail);

}  // namespace sopu::service
