// What lives here: reading a flat TOML file: keys to texts, with the line of each for error
// messages. What may not: what the keys mean (config.cpp, policy_file.cpp). Invariants: toml++ and
// its exceptions stay in the .cpp. Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace sopu::cli {

struct TomlEntry {
    std::string key;    // "table.key" for what is in a table, and so on inwards
    std::string value;  // numbers and booleans as they are written; a list joined with commas
    std::size_t line = 0;
    bool is_number = false;
};

// In the order of lines. Errors: invalid with reason bad_toml or wrong_type (a date, more than four
// tables inside each other, a list of anything but texts); args: line.
Result<std::vector<TomlEntry>> read_toml(std::string_view text);

// An error about one line of such a file.
Error wrong_line(std::string key, std::string reason, std::size_t line, std::string value);

}  // namespace sopu::cli
