// What lives here: single occurrences as pages tell them, and an event's time as one sentence
// whether it repeats or not; the coming occurrences of a series as a list.
// What may not: which occurrences a list has (service/listing.h), the words (words/repeats.h).
// Invariants: an occurrence that differs from its series says how, one that is left out says so.
// What a stranger may not see of an override is not in the data.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/pages/form_fields.h"
#include "server/pages/frame.h"
#include "server/service/commands.h"

namespace sopu::pages {

// The time of one occurrence, as an event of its own would say it.
When when_of(const Placed& placed, const Interval& extent, std::int32_t override_index,
             const Zones& zones);

// What an event says of its time in a window: each occurrence; its own words if it does not repeat.
std::vector<When> times_in(const Placed& placed, const Interval& window, const Zones& zones);

// "la 24.10. klo 10–15", or how it repeats. Without `today` every year is said.
std::string time_of(const Context& context, const Language& language, const Placed& placed,
                    const Zones& zones, std::optional<Date> today);

// The next occurrence, else the last one; nothing if the event does not repeat.
std::optional<When> next_when(const Placed& placed, Instant now, const Zones& zones);

// Where the buttons beside the occurrences post to, and what they carry; without an address there
// are none.
struct TimesForm {
    std::string href;
    std::vector<std::pair<std::string, std::string>> hidden;
};

// What times.mustache takes.
void add_times(words::Data& data, const Context& context, const Language& language,
               const Snapshot& world, const Placed& placed, const service::Caller& caller,
               const TimesForm& form = {});

// What such a button posted; nothing if it was another one or what it carried is none of ours.
std::optional<service::EditOccurrence> occurrence_command(const Typed& typed, const EventId& id,
                                                          const service::Caller& caller);

}  // namespace sopu::pages
