// What lives here: events as lists show them: one as a row, many by day.
// What may not: which events (service/listing.h, choices.h), whole pages.
// Invariants: what a stranger may not see is not in a row. Thread-safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "server/pages/frame.h"
#include "server/service/listing.h"

namespace sopu::pages {

struct Day {
    Date date;
    std::vector<service::Listed> events;
    std::vector<service::Listed> routine;  // regular activities: they would drown the others
};

// By day, from the first asked for; what began before stands on the first day.
std::vector<Day> by_day(const std::vector<service::Listed>& occurrences, Date from,
                        const Zone& home);

// Each event of a list once.
std::vector<const Placed*> events_of(const std::vector<service::Listed>& occurrences);

// The local midnight at which a day begins.
Instant midnight(Date day, const Zone& home);

// One occurrence of a list. Near `today` its year is left out.
words::Data row_data(const Context& context, const Language& language, const Snapshot& world,
                     const service::Listed& listed, Date today);

}  // namespace sopu::pages
