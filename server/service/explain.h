// What lives here: from kind and factors to one sentence in a language, with the names and times of
// the other side as the caller may see it.
// What may not: judgement; the sentences themselves (web/messages/*.json, keys conflict.*).
// Invariants: every kind and certainty has a sentence in each language (a test holds it); a hidden
// title is never in one, and a key person never.
// Thread-safety: pure functions.
#pragma once

#include <span>
#include <string>

#include "server/service/judgement.h"
#include "server/words/messages.h"

namespace sopu::service {

// A finding and its sides as the caller may see them.
struct Told {
    const Finding& finding;
    const Shown& other;
    std::span<const Shown> others = {};
};

// One sentence about the other side or the fact. `today` leaves the year out of near dates.
std::string sentence(std::string_view language, const Told& told, const Ground& ground,
                     const words::Messages& messages, std::optional<Date> today = {});

// In fi, sv and en.
LocalizedText sentences(const Told& told, const Ground& ground, const words::Messages& messages);

// The title a caller sees: the event's own in the language, or what stands for a hidden one.
std::string shown_title(std::string_view language, const Shown& shown,
                        const words::Messages& messages);

}  // namespace sopu::service
