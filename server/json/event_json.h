// What lives here: Event <-> JSON, one shape for the API, for exports and for the store (CONTRACT
// "A draft" and the fields that answers add).
// What may not: who may see what (an answer's handler takes out contacts and key persons), what
// comes from outside (draft_json.h).
// Invariants: event_from_json(to_record(event)) == event, but for digits of a position beyond the
// seventh. Thread-safety: pure functions.
#pragma once

#include <boost/json/object.hpp>

#include "engine/base/result.h"
#include "engine/model/event.h"
#include "server/json/reader.h"

namespace sopu::json {

// Every field that an answer may have, in the contract's order; what was not said is null.
boost::json::object to_json(const Event& event);

// The same and what is kept but never told (token_generation): for the store alone.
boost::json::object to_record(const Event& event);

// A record that we wrote. Errors: internal, broken_record (detail: the first thing wrong).
Result<Event> event_from_json(const boost::json::object& record);

// The fields that a person may say, read into `event`; shared by records and drafts. `weekday` as
// in when_json.h.
void read_content(ObjectReader& fields, Event& event, std::optional<std::string>& weekday);

}  // namespace sopu::json
