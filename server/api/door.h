// What lives here: the door of the API: who asks (edit token, session and its CSRF token), in which
// language, with what body, and against which revision. Behind it handlers see typed values.
// What may not: what the caller wants (the handlers), who may do what (service/caller.h).
// Invariants: a request that changes something on the strength of a cookie alone is refused: the
// header X-CSRF-Token must fit the session. A token that fits no event makes nobody of the caller,
// so that an answer does not tell whether the event is there. A Door holds copies only and may
// outlive its request.
// Thread-safety: plain values, pure functions.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/json/value.hpp>

#include "server/api/context.h"
#include "server/http/message.h"
#include "server/service/caller.h"

namespace sopu::api {

struct Door {
    std::shared_ptr<const Snapshot> world;
    service::Caller caller;
    std::string language;
};

// What opens the door: an edit token counts for this event, and a session needs its CSRF token.
struct Knock {
    std::optional<EventId> event;
    bool csrf_needed = true;
};

Result<Door> open_door(const http::Request& request, const Context& context, const Knock& knock);

// ?lang, else Accept-Language (RFC 9110 12.5.4), of fi, sv and en; else fi.
std::string language_of(const http::Request& request);

// The token of "Authorization: Bearer …"; "" if there is none.
std::string_view bearer_token(const http::Request& request);

// Errors: unsupported_media_type, bad_json, too_deep.
Result<boost::json::value> json_body(const http::Request& request);

// The revision of If-Match that equals `current`, else the first one said, which then is stale.
// Errors: precondition_required. "*" is any (RFC 9110 13.1.1); a weak tag never matches.
Result<std::uint32_t> if_match(const http::Request& request, std::uint32_t current);

// The event of the path as far as the caller may see it. Errors: not_found.
Result<const Placed*> seen_event(const Door& door, const EventId& id);
// For a change: unauthorised where nobody is signed in and the event is public.
Result<const Placed*> changeable_event(const Door& door, const EventId& id);

// Handlers that answer at once. A Result's one error is a list of one.
using Answer = Checked<http::Response>;
using Answering = std::function<Answer(const http::Request&, const Door&)>;
http::Handler answering(const Context& context, Answering answer);
// The same for a path with {id}: the edit token of that event opens the door.
http::Handler answering_of_event(const Context& context, Answering answer);

// Handlers that answer later, and the door for {id} where `of_event`.
using Serving = std::function<void(const http::Request&, const Door&, const http::Reply&)>;
http::Handler serving(const Context& context, bool of_event, Serving serve);

template <class T>
Checked<T> listed(Result<T> result) {
    if (result) return std::move(*result);
    return tl::make_unexpected(Errors{std::move(result).error()});
}

EventId path_id(const http::Request& request);

}  // namespace sopu::api
