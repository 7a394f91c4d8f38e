// What lives here: what is put around handlers or done to their answers, whatever these are about:
// security headers, rate limits, conditional GET. Its sister is compression.h.
// What may not: routes, caching, cookies.
// Invariants: functions on answers leave alone what they do not understand.
// Thread-safety: pure functions; the handlers returned may run on any thread.
#pragma once

#include <memory>

#include "server/http/compression.h"
#include "server/http/message.h"
#include "server/http/rate_limiter.h"

namespace sopu::http {

// Adds Content-Security-Policy (ours alone, no inline), X-Content-Type-Options and Referrer-Policy
// to each answer that does not name them itself.
Handler with_security_headers(Handler handler);

// Answers 429 with Retry-After (problem+json) where the caller's address has no turn left. Without
// a limiter (SOPU_RATE_LIMIT=off) it is the handler itself.
Handler with_rate_limit(Handler handler, std::shared_ptr<RateLimiter> limiter);

// The 304 that the request's If-None-Match (weak comparison, list, "*") or, without one, its
// If-Modified-Since earns; else the response as it was. GET and HEAD, status 200 only.
Response conditional(const Request& request, Response response);

}  // namespace sopu::http
