// What lives here: an event that repeats as the VEVENTs that every subscriber shows alike: masters
// with a portable rule and their overrides, and what no rule tells as single events
// (docs/decisions/0011-series-in-feeds.md says what becomes what).
// What may not: lines (write_event.h), choosing events.
// Invariants: what the VEVENTs say together has the occurrences of the series: masters all of
// theirs, single events those that the window finds. Deterministic. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "ical/vevent.h"

namespace sopu::ical {

struct SeriesForm {
    std::vector<Vevent> vevents;  // masters first, each before its overrides; then single events
    std::vector<Event> variants;  // the event at each override; the VEVENTs point into it
};

// Requires an event that repeats and passes check_recurrence, in a zone that is known.
SeriesForm series_form(const FeedItem& item, const Interval& window, const Zones& zones);

}  // namespace sopu::ical
