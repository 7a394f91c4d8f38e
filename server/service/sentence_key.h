// What lives here: which of the sentences conflict.* of web/messages says a finding: its kind, or
// what its factors make of that (a deadline that has passed, a good thing rather than a warning).
// What may not: the arguments of a sentence (explain.h), the texts.
// Invariants: every key that is given has a text in each language (tests/service/explain_test.cpp).
// Thread-safety: pure functions.
#pragma once

#include <string>

#include "engine/conflict/finding.h"

namespace sopu::service {

// "conflict.venue_overlap.certain"
std::string sentence_key(const Finding& finding);

// The sentence on the other's weak claim, which is why a finding is no worse; "" if it has none.
std::string claim_key(const Finding& finding);

}  // namespace sopu::service
