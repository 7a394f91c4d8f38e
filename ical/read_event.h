// What lives here: from one VEVENT, as the splitter hands it over, to a Piece or a rejection: an
// event, a series as its master says it, or one changed occurrence of a series.
// What may not: other components of the file: what has one UID is put together in join.h.
// Invariants: texts of a piece are UTF-8 without control characters and within the engine's limits.
// Thread-safety: a pure function of its arguments.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/time/zones.h"
#include "ical/read.h"
#include "ical/read_recurrence.h"
#include "ical/split.h"

namespace sopu::ical {

struct EventContext {
    const Zones& zones;
    std::string_view floating_zone;  // an IANA name that zones knows
    std::string_view language;
    Purpose purpose = Purpose::calendar;
};

struct Piece {
    Taken taken;               // its event has no recurrence yet
    std::optional<SaidId> id;  // of an occurrence that differs from its series
    SaidRepeating repeating;   // never together with an id
    std::optional<recur::Length> length;
};

struct Refused {
    Rejected rejected;
    std::string uid;  // whole, as a Piece would have it
    bool of_occurrence = false;
};

tl::expected<Piece, Refused> read_event(const Component& vevent, const EventContext& context);

}  // namespace sopu::ical
