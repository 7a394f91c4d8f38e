// What lives here: Choices, what a reader of the lists narrows them to (category, audience,
// language), read from the address, kept in links, and offered in the form.
// What may not: places (place.h), which events there are (service/listing.h).
// Invariants: a value nobody knows narrows to nothing rather than being an error: links grow old.
// Thread-safety: plain values, pure functions.
#pragma once

#include <string>
#include <vector>

#include "server/http/message.h"
#include "server/pages/context.h"
#include "server/pages/language.h"
#include "server/service/listing.h"

namespace sopu::pages {

struct Choices {
    std::string category;
    std::string audience;
    std::string language;  // the event is held in it, or is at least announced in it

    bool any() const { return !category.empty() || !audience.empty() || !language.empty(); }
};

// Values longer than a short text may be (engine/base/limits.h) say nothing.
Choices choices_of(const http::Request& request);

// As they stand in an address, after other pairs.
void add_choices(http::Pairs& query, const Choices& choices);
// "?a=b&c=d", percent-encoded; "" if there are none.
std::string query_text(const http::Pairs& query);

bool matches(const Choices& choices, const Placed& placed);

// categories, audiences and event_languages: what the events have, and what is chosen, each with
// value, name and selected, in the order of the language.
void offer_choices(words::Data& data, const Context& context, const Language& language,
                   const Choices& choices, const std::vector<const Placed*>& events);

}  // namespace sopu::pages
