// What lives here: Context, what every page stands on. main builds it once.
// What may not: anything of one request.
// Invariants: it outlives every handler made from it; what it points to outlives it.
// Thread-safety: immutable after construction; new_key may be called from any thread.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "server/service/service.h"
#include "server/words/collate.h"
#include "server/words/messages.h"
#include "server/words/templates.h"

namespace sopu::pages {

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
};

}  // namespace sopu::pages
