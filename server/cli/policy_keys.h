// What lives here: the name of each number of a Policy in a policy file, with the range that it may
// have, and the setting of one of them. What may not: files, municipalities, what the numbers do
// together (policy_file.cpp), what they mean (data/policies/default.toml says it).
// Invariants: one table; a key that is not in it is refused. What is refused changes nothing.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/conflict/policy.h"
#include "server/cli/toml_file.h"

namespace sopu::cli {

// Sets what `key` names ("score_warning", "reach_km.club", "lead_time.noise.days") to the value of
// the entry. Gives "" if it could, else the reason: unknown_setting, bad_number (no number, or out
// of range), unknown_value, bad_date, too_long.
std::string_view set_policy_key(std::string_view key, const TomlEntry& entry, Policy& policy);

// Every key, sorted; of tables that take any name, the name is "*": "lead_time.*.days".
std::vector<std::string> policy_keys();

}  // namespace sopu::cli
