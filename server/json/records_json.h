// What lives here: Venue, Organisation, Area, Closure and Resource <-> JSON; one shape for the API
// and the store.
// What may not: what the world knows of them (a venue's `spaces`): the API adds that.
// Invariants: x_from_json(to_json(x)) == x, but for digits of a position beyond the seventh.
// Thread-safety: pure functions.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "engine/base/result.h"
#include "engine/model/area.h"
#include "engine/model/closure.h"
#include "engine/model/organisation.h"
#include "engine/model/resource.h"
#include "engine/model/venue.h"

namespace sopu::json {

boost::json::object to_json(const Venue& venue);
boost::json::object to_json(const Organisation& organisation);
boost::json::object to_json(const Area& area);
boost::json::object to_json(const Closure& closure);
boost::json::object to_json(const Resource& resource);

// Records that we wrote. Errors: internal, broken_record.
Result<Venue> venue_from_json(const boost::json::object& record);
Result<Organisation> organisation_from_json(const boost::json::object& record);
Result<Area> area_from_json(const boost::json::object& record);
Result<Closure> closure_from_json(const boost::json::object& record);
Result<Resource> resource_from_json(const boost::json::object& record);

// What came from outside, every error at once. The id may be left out (the service gives one);
// revision, and of a venue `spaces`, are accepted and ignored, so that an
// answer can be sent back. What needs the world is not checked here.
Checked<Venue> venue_input(const boost::json::value& input);
Checked<Organisation> organisation_input(const boost::json::value& input);
Checked<Area> area_input(const boost::json::value& input);
Checked<Closure> closure_input(const boost::json::value& input);
Checked<Resource> resource_input(const boost::json::value& input);

}  // namespace sopu::json
