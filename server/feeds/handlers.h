// What lives here: the handlers of feeds, one function a kind; server/routes.cpp says at which
// address: "/feeds/{area}.ics", "/feeds/venues/{id}.csv" …
// What may not: what is in a feed (feed.h).
// Invariants: strong ETag of the bytes, another in gzip; 304 where the caller has them. An answer
// may be kept by anybody for feed_max_age: it holds nothing that a stranger may not see.
// Thread-safety: handlers may run on any thread; the context outlives them.
#pragma once

#include <chrono>
#include <string>

#include "server/feeds/feed.h"
#include "server/http/message.h"
#include "server/service/service.h"

namespace sopu::feeds {

// Subscribed calendars ask once an hour or less; five minutes keep a crowd off one event.
constexpr std::chrono::seconds feed_max_age{300};

struct Context {
    service::Service& service;
    const words::Messages& messages;
    std::string base_url;  // "https://sopu.example", without a slash at its end
};

// The subject is the parameter {area} for areas, {id} for the others.
http::Handler get_feed(const Context& context, Of of, Format format);

}  // namespace sopu::feeds
