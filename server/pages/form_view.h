// What lives here: the form as form.mustache shows it: what was typed, what is wrong with it, and
// the answer to it, if there is one; the answer alone too, for the page that asks while one types.
// What may not: judgement, storing.
// Invariants: what was typed is kept; a date or time that could be read is written as the browser's
// own fields want it, all else as it was typed. Thread-safety: pure functions of the context and
// the snapshot.
#pragma once

#include "server/pages/form_fields.h"
#include "server/pages/frame.h"

namespace sopu::pages {

// One showing of the form.
struct Shown {
    Typed typed;
    Errors errors;
    std::optional<words::Data> verdict;
    int status = 200;
};

http::Response form_with(const Context& context, const Language& language, Shown shown);

// The answer without a page around it; empty if there is none.
http::Response answer_alone(const Context& context, const Language& language,
                            const std::optional<words::Data>& verdict);

}  // namespace sopu::pages
