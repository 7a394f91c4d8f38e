// What lives here: Recurrence <-> JSON: {"rrule","rdate","exdate","overrides","length"} (CONTRACT
// "A draft"), and moments: "2026-10-24T10:00" in the event's zone, "2026-10-24" a day, "…Z" an
// instant.
// What may not: whether the repeating makes sense (check_recurrence in world/series.h).
// Invariants: reading what was written gives the same Recurrence. Every error of form has its own
// field: rrule, rdate[2], overrides[3].title.fi.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "engine/base/boxed.h"
#include "engine/model/recurrence.h"
#include "server/json/reader.h"

namespace sopu::json {

boost::json::object to_json(const Recurrence& recurrence);
boost::json::object to_json(const Override& changed);

// Nothing where a person said of repeating that there is none: {"rrule":null,"rdate":[]}.
Boxed<Recurrence> read_recurrence(ObjectReader& fields);

// `takes_place` of one occurrence: "cancelled" or "scheduled"; nothing if it is not said.
std::optional<bool> read_cancelled(ObjectReader& fields);

std::string format_moment(const recur::Moment& moment);
std::optional<recur::Moment> parse_moment(std::string_view text);

}  // namespace sopu::json
