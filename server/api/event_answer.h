// What lives here: events as answers: what the caller may see of one, and the answer to a change
// with its verdict. What may not: choosing events (events.cpp), carrying out changes (change.cpp).
// Invariants: whatever is told of an event goes through service/visible.h.
// Thread-safety: pure functions.
#pragma once

#include <boost/json/object.hpp>

#include "server/http/message.h"
#include "server/service/commands.h"
#include "server/service/listing.h"
#include "server/words/messages.h"

namespace sopu::api {

boost::json::object event_json(const Placed& placed, const service::Caller& caller);

// The event as it is after a change, as its caller may see it.
boost::json::object changed_json(const service::Done& done, const service::Caller& caller);

// {"event","recurrence_id","start","end","title","venue","municipality","state","takes_place"} and
// `when`, which tells a day whose time is open from one that lasts; of a series, what holds for
// this occurrence.
boost::json::object occurrence_json(const service::Listed& listed, const service::Caller& caller,
                                    const Zones& zones);

// Adds "verdict", "counts" and "conflicts" of what was just written.
void add_judgement(boost::json::object& answer, const service::Done& done,
                   const service::Caller& caller, const words::Messages& messages);

}  // namespace sopu::api
