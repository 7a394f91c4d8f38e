// What lives here: how a change goes from the API to the writer and its answer back:
// Idempotency-Key, refusals, entity tags. What may not: what is changed (change.cpp, records.cpp).
// Invariants: what is remembered for a replay has no edit token in it; `finish` adds what is
// derived again each time. The answer is rendered once, in the writer, so that a replay gets the
// same. Thread-safety: the reply is given on the writer's thread, or at once on the caller's.
#pragma once

#include <functional>

#include <boost/json/object.hpp>

#include "server/api/answer.h"
#include "server/api/door.h"
#include "server/service/commands.h"

namespace sopu::api {

struct Write {
    service::Command command;
    int status = 200;
    // The answer without secrets; an empty object is an answer without a body (204).
    std::function<boost::json::object(const service::Done&)> render;
    // Adds to an answer, fresh or remembered, what is not to be stored. May be empty.
    std::function<void(boost::json::object&, http::Response&)> finish;
};

// Where a handler's reading ends in errors, the reply says them.
template <class T>
bool told(const Checked<T>& read, const Context& context, const Door& door,
          const http::Reply& reply) {
    if (read) return false;
    reply(problem(read.error(), door.language, context.messages));
    return true;
}

// The key's scope is the route and the caller. Errors go to the reply as problems: those of the
// writer, and Idempotency-Key too_long.
void carry_out(const Context& context, const http::Request& request, const Door& door, Write write,
               const http::Reply& reply);

}  // namespace sopu::api
