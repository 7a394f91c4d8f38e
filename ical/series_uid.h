// What lives here: the UIDs of a series: the event's own, and those of what a feed says as events
// of their own: single occurrences, and what follows a this-and-future change.
// What may not: which occurrences those are (series_form.h).
// Invariants: they follow from the event's UID and a recurrence-id, so that they stay the same for
// life; at most limits::uid_bytes_max. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/model/event.h"

namespace sopu::ical {

// The UID of an event in every feed.
std::string uid_of(const Event& event);

std::string occurrence_uid(const std::string& series_uid, Instant recurrence_id);
std::string following_uid(const std::string& series_uid, Instant recurrence_id);

// The UID of the series that one of these two is made from; nothing for any other UID (and for
// those of series whose UID was too long to be in it).
std::optional<std::string> series_uid_in(std::string_view uid);

}  // namespace sopu::ical
