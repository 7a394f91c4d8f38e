// What lives here: every URL that the program answers, in one table, and what is put around all of
// them: security headers, rate limits, compression of pages.
// What may not: what handlers do (api/, feeds/, pages/).
// Invariants: a path is in the table or is answered 404: as a problem below /api/, as a page that
// helps elsewhere. Thread-safety: build once; the handler runs on any thread. The parts outlive it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/api/context.h"
#include "server/feeds/handlers.h"
#include "server/http/message.h"
#include "server/http/rate_limiter.h"
#include "server/pages/context.h"

namespace sopu {

struct Parts {
    api::Context api;
    feeds::Context feeds;
    pages::Context pages;
    // By the caller's address; null: no limit (SOPU_RATE_LIMIT=off).
    std::shared_ptr<http::RateLimiter> submissions;  // what strangers may have stored
    std::shared_ptr<http::RateLimiter> questions;    // what strangers may ask to be judged
    std::shared_ptr<http::RateLimiter> codes = {};   // codes of receipts, which could be guessed
};

http::Handler make_handler(const Parts& parts);

// "METHOD /pattern", sorted: what documents are held to.
std::vector<std::string> route_list(const Parts& parts);

}  // namespace sopu
