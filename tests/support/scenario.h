// What lives here: Scenario, a small calendar and what is expected of it, read from a text that
// somebody who writes no C++ can add (tests/golden/conflict/README.md says the words).
// What may not: judging (tests/engine/scenario_test.cpp).
// Invariants: a word that is not known is an error with the number of its line, never passed over.
// Thread-safety: pure but for reading files.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/conflict/policy.h"
#include "engine/conflict/verdict.h"
#include "engine/model/change.h"

namespace sopu::test {

// One finding, as a line says it; what a line leaves out may be anything, but for `times`.
struct ExpectedFinding {
    std::size_t line = 0;
    std::string head;  // "venue_overlap blocking certain: a - b"
    std::size_t times = 1;
    std::optional<std::string> others;  // ids, sorted, a blank between
    std::optional<std::string> days;    // of mine's clashing occurrences, a blank between
    std::map<std::string, std::string> factors;
};

// Everything that is found of one event, or, where `of` is empty, all stored conflicts.
struct Expectation {
    std::size_t line = 0;
    std::string of;
    std::vector<std::string> only;  // kinds looked at; empty: all
    std::string verdict;            // empty: not looked at
    std::vector<ExpectedFinding> findings;
};

struct Scenario {
    Records records;
    std::map<std::string, Event> questions;  // in no calendar, by the name the text gives
    Policies policies;
    std::vector<Expectation> expectations;
    std::vector<std::string> errors;  // "line 7: unknown word 'vneue'"
};

Scenario read_scenario(std::string_view text);

}  // namespace sopu::test
