// What lives here: Context, what every page stands on. main builds it once.
// What may not: anything of one request.
// Invariants: it outlives every handler made from it; what it points to outlives it.
// Thread-safety: immutable after construction; new_key may be called from any thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "server/http/rate_limiter.h"
#include "server/service/service.h"
#include "server/words/collate.h"
#include "server/words/messages.h"
#include "server/words/templates.h"

namespace sopu::pages {

// What a municipality makes its own (docs/operations.md).
struct Site {
    std::string name;           // of the calendar; "" is Sopu
    std::string operator_name;  // who answers for it; "" if nobody is named
    std::string authority;      // who supervises accessibility; "" if not said
    std::string logo;           // name of a static file; "" if none
    std::string theme;          // style sheet made from the colours (theme.h); "" if none
};

// How staff come in.
struct StaffAccess {
    bool secure_cookies = false;  // the base URL is https; a request that came so is enough too
    // Sign-ins by address and name, the API's own; null: no limit (SOPU_RATE_LIMIT=off).
    std::shared_ptr<http::RateLimiter> sign_in_limit = {};
};

struct Context {
    service::Service& service;
    const words::Messages& messages;
    const words::Templates& templates;
    const words::Collation& collation;
    std::string base_url;  // "https://sopu.example", without a slash at its end
    std::string keeper;    // who lets rooms, where the venue does not say; "" if nobody is named
    std::string contact;   // whom to ask where the calendar knows too little; "" if nobody is named
    std::map<std::string, std::string, std::less<>> static_files;  // "sopu.css" -> bytes
    std::function<std::string()> new_key;  // random, for one form: sent twice it counts once
    Site site = {};
    StaffAccess access = {};
    bool mails = false;  // receipts are sent by mail too, to whoever gave an address
};

}  // namespace sopu::pages
