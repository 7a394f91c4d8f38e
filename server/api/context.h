// What lives here: Context, what every handler of the API stands on. main builds it once.
// What may not: anything of one request (door.h).
// Invariants: it outlives every handler made from it; what it points to outlives it.
// Thread-safety: immutable after construction.
#pragma once

#include <memory>
#include <string>

#include "server/http/rate_limiter.h"
#include "server/service/service.h"
#include "server/words/messages.h"

namespace sopu::api {

struct Context {
    service::Service& service;
    const words::Messages& messages;
    std::string base_url;         // "https://sopu.example", without a slash at its end
    bool secure_cookies = false;  // the base URL is https; a request that came so is enough too
    // Sign-ins by address and name; null: no limit (SOPU_RATE_LIMIT=off).
    std::shared_ptr<http::RateLimiter> sign_in_limit;
};

}  // namespace sopu::api
