// What lives here: events as lists show them: one as a row, many by day.
// What may not: which events (service/listing.h, choices.h), whole pages.
// Invariants: what a stranger may not see is not in a row. Thread-safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "server/pages/frame.h"

namespace sopu::pages {

struct Day {
    Date date;
    std::vector<const Placed*> events;
};

// By day, from the first asked for; what began before stands on the first day.
std::vector<Day> by_day(const std::vector<const Placed*>& events, Date from, const Zone& home);

// The local midnight at which a day begins.
Instant midnight(Date day, const Zone& home);

// One event of a list. Near `today` its year is left out.
words::Data row_data(const Context& context, const Language& language, const Snapshot& world,
                     const Placed& placed, Date today);

}  // namespace sopu::pages
