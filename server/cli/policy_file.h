// What lives here: a policy file (TOML) -> Policy, for `sopu check --policy`: the names of the
// numbers are those of engine/conflict/policy.h. What may not: what the numbers do. Invariants:
// what the file does not say keeps its default; an unknown name, a wrong type or a number out of
// range is an error with its line. Thread-safety: pure function.
#pragma once

#include <string_view>

#include "engine/base/result.h"
#include "engine/conflict/policy.h"

namespace sopu::cli {

// Lengths are in minutes: `length_default_minutes = 120`, and per category in a table:
// `[length_by_category_minutes]` `concert = 150`.
Result<Policy> parse_policy(std::string_view toml);

}  // namespace sopu::cli
