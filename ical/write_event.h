// What lives here: one event as a VEVENT of a feed.
// What may not: which events and zones a feed has (write.cpp).
// Invariants: an event shown only as busy tells its times, its place and nothing else; an e-mail
// address leaves only where the organiser made it public.
// Thread-safety: pure functions.
#pragma once

#include <string>

#include "ical/lines.h"
#include "ical/vevent.h"

namespace sopu::ical {

// Whether it goes into a feed at all: it says a day or finer, in a zone that is known.
bool is_shown(const Event& event, const Zones& zones);

// `url` is its page; "" if it has none.
void write_event(const Feed& feed, const Vevent& vevent, const std::string& url, LineWriter& out);

}  // namespace sopu::ical
