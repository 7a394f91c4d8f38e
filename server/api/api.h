// What lives here: every handler of the API, one function a route (CONTRACT "HTTP"); the table of
// routes is server/routes.cpp.
// What may not: paths, rate limits and security headers (routes.cpp puts them around), HTML.
// Invariants: a handler answers JSON or a problem document, in all cases. Paths with a record in
// them name it "{id}". The context outlives the handlers.
// Thread-safety: handlers may run on any thread.
#pragma once

#include "engine/model/lifecycle.h"
#include "server/api/context.h"
#include "server/http/message.h"

namespace sopu::api {

// events.cpp
http::Handler get_events(const Context& context);
http::Handler get_event(const Context& context);
http::Handler get_occurrences(const Context& context);

// change.cpp
http::Handler post_event(const Context& context);
http::Handler put_event(const Context& context);
// cancel, withdraw, confirm, release.
http::Handler post_action(const Context& context, Action action);
http::Handler post_decision(const Context& context);

// occurrence_change.cpp; the path names "{recurrence_id}" too.
http::Handler put_occurrence(const Context& context);

// imports.cpp
http::Handler post_import(const Context& context);

// conflicts.cpp
http::Handler post_check(const Context& context);
http::Handler post_suggestions(const Context& context);
http::Handler get_conflicts(const Context& context);
http::Handler patch_conflict(const Context& context);

// places.cpp
http::Handler get_municipalities(const Context& context);
http::Handler get_areas(const Context& context);
http::Handler get_area(const Context& context);
http::Handler get_venues(const Context& context);
http::Handler get_venue(const Context& context);
http::Handler get_organisations(const Context& context);
http::Handler get_organisation(const Context& context);
http::Handler get_closures(const Context& context);
http::Handler get_closure(const Context& context);
http::Handler get_resources(const Context& context);
http::Handler get_resource(const Context& context);

// observances.cpp
http::Handler get_observances(const Context& context);

// records.cpp
http::Handler post_venue(const Context& context);
http::Handler put_venue(const Context& context);
http::Handler delete_venue(const Context& context);
http::Handler post_organisation(const Context& context);
http::Handler put_organisation(const Context& context);
http::Handler delete_organisation(const Context& context);
http::Handler post_area(const Context& context);
http::Handler put_area(const Context& context);
http::Handler delete_area(const Context& context);
http::Handler post_closure(const Context& context);
http::Handler put_closure(const Context& context);
http::Handler delete_closure(const Context& context);
http::Handler post_resource(const Context& context);
http::Handler put_resource(const Context& context);
http::Handler delete_resource(const Context& context);

// sessions.cpp
http::Handler post_session(const Context& context);
http::Handler delete_session(const Context& context);

// health.cpp
http::Handler get_health(const Context& context);  // {"status":"ok","version":n}
http::Handler get_ready(const Context& context);   // {"status":"ready"}

}  // namespace sopu::api
