// What lives here: a policy file (TOML) -> Policies, for `sopu serve` and `sopu check --policy`:
// the keys are those of policy_keys.h, at the top for all, and in [municipality.777] for one.
// What may not: what the numbers do. Invariants: what the file does not say keeps its default; a
// municipality starts from what the file says for all, wherever in the file its table stands. An
// unknown name, a wrong type, a number out of range or numbers that contradict each other are an
// error with its line. Thread-safety: pure function.
#pragma once

#include <string_view>

#include "engine/base/result.h"
#include "engine/conflict/policy.h"
#include "engine/place/gazetteer.h"

namespace sopu::cli {

// Every key with its default and what it does: data/policies/default.toml.
Result<Policies> parse_policies(std::string_view toml, const Gazetteer& gazetteer);

}  // namespace sopu::cli
