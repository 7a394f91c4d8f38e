// What lives here: a feed's content in each format: iCalendar (by ical/write.h), JSON, CSV, Atom.
// What may not: choosing events, HTTP.
// Invariants: the same content gives the same bytes; no text of an event can become a field, a line
// or an element of its own.
// Thread-safety: pure functions.
#pragma once

#include <string>

#include "engine/world/snapshot.h"
#include "server/feeds/content.h"
#include "server/words/messages.h"

namespace sopu::feeds {

std::string as_ics(const FeedContent& content, const Zones& zones, const words::Messages& messages);

// {"name","language","items":[event]}; events as the API shows them, one an occurrence of a series,
// with its "recurrence_id".
std::string as_json(const FeedContent& content);

// The columns that `sopu import` reads (seed_events.csv), ";" between them, CRLF at the end (RFC
// 4180). A text cell that a spreadsheet would take for a formula (it starts with = + - @ TAB or CR)
// begins with an apostrophe. Ids and times are ours and stay as they are. A series is a row an
// occurrence, each with the id that a single event of a calendar feed would have.
std::string as_csv(const FeedContent& content, const Snapshot& world);

// RFC 4287. A series is one entry that tells its next occurrence.
std::string as_atom(const FeedContent& content, const Zones& zones,
                    const words::Messages& messages);

}  // namespace sopu::feeds
