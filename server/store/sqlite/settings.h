// What lives here: the few settings that belong to a calendar rather than to a run of the program:
// the address people reach it by, so that an export says the same as the server does. What may not:
// everything that a configuration file says; secrets. Invariants: a setting is on disk when
// keep_sqlite_setting returns. Thread-safety: connections of their own; whoever keeps a setting
// holds the writer's lock.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace sopu::store {

// Nothing if it was never kept. Errors: those of open_sqlite.
Result<std::optional<std::string>> sqlite_setting(const std::string& path, std::string_view name);

// Writes only where the value is another one.
Result<void> keep_sqlite_setting(const std::string& path, std::string_view name,
                                 std::string_view value);

}  // namespace sopu::store
