// What lives here: the pages for staff, one handler a page; server/routes.cpp says at which
// address. What may not: who may do what (service/caller.h), the state tables
// (engine/model/lifecycle.h). Invariants: those of staff_door.h; what lies outside of the caller's
// area is a 404. A decision is one named person's act: each event gets its own line in the log.
// Thread-safety: handlers run on any thread; the context must outlive them.
#pragma once

#include "server/http/message.h"
#include "server/pages/context.h"
#include "server/pages/language.h"

namespace sopu::pages {

http::Handler show_sign_in(const Context& context, const Language& language);
http::Handler post_sign_in(const Context& context, const Language& language);
http::Handler post_sign_out(const Context& context, const Language& language);
http::Handler show_password(const Context& context, const Language& language);
http::Handler post_password(const Context& context, const Language& language);

// What needs a person; POST publishes those that were chosen of the ones without findings.
http::Handler staff_queue(const Context& context, const Language& language);
http::Handler post_batch(const Context& context, const Language& language);

// One event ("{id}") with its findings and its log; POST decides.
http::Handler staff_event(const Context& context, const Language& language);
http::Handler post_staff_decision(const Context& context, const Language& language);

// The stored conflicts of the caller's area, warning or worse; POST acknowledges or accepts one.
http::Handler staff_conflicts(const Context& context, const Language& language);
http::Handler post_conflict(const Context& context, const Language& language);

}  // namespace sopu::pages
