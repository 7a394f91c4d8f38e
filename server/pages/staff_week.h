// What lives here: the week of an event and of another that it clashes with, side by side, with
// what else is in their space; as staff_event.mustache shows it.
// What may not: whether they clash (engine/conflict).
// Invariants: seven days, Monday first, of the week in which they meet; titles are as the caller
// may see them. Thread-safety: pure functions.
#pragma once

#include "server/pages/staff_door.h"
#include "server/service/judgement.h"

namespace sopu::pages {

// caption, mine, other (heads of the columns), and days: list of date, name, mine, other (texts or
// ""), also (list of text, href), more.
words::Data week_data(const Context& context, const Language& language, const Snapshot& world,
                      const Placed& mine, const service::Judged& judged,
                      const service::Caller& caller);

// The Monday of a day's week.
Date monday_of(Date day);

}  // namespace sopu::pages
