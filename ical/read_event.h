// What lives here: from one VEVENT, as the splitter hands it over, to an event or a rejection.
// What may not: other components of the file: equal UIDs are settled in read.cpp.
// Invariants: a property of recurrence rejects the event before any value is read. Texts of an
// event that is taken are UTF-8 without control characters and within the engine's limits.
// Thread-safety: a pure function of its arguments.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/time/zones.h"
#include "ical/read.h"
#include "ical/split.h"

namespace sopu::ical {

struct EventContext {
    const Zones& zones;
    std::string_view floating_zone;  // an IANA name that zones knows
    std::string_view language;
};

tl::expected<Taken, Rejected> read_event(const Component& vevent, const EventContext& context);

}  // namespace sopu::ical
