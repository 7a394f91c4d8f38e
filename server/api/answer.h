// What lives here: the shapes every answer of the API has: JSON, and problem documents (RFC 9457).
// What may not: what an answer is about.
// Invariants: a problem's status comes from http/status.h alone; its sentences are in the caller's
// language, its codes are not. Nothing that depends on who asks may be kept by a shared cache.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "engine/base/result.h"
#include "server/http/message.h"
#include "server/words/messages.h"

namespace sopu::api {

http::Response json_answer(int status, const boost::json::value& body);
http::Response no_content();

// {"type","title","status","code","errors"}: `code` is the reason of what concerns the whole
// request
// ("stale"), or the name of the fields' code ("invalid"); `errors` are those of fields. Requires at
// least one error.
http::Response problem(const Errors& errors, std::string_view language,
                       const words::Messages& messages);
// With "conflicts": what stands in the way (409).
http::Response problem(const Errors& errors, const boost::json::array& conflicts,
                       std::string_view language, const words::Messages& messages);

// "\"r3\"": the entity tag of a record's revision.
std::string etag_of(std::uint32_t revision);

}  // namespace sopu::api
