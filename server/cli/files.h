// What lives here: reading a whole file, up to a limit, and times as options say them.
// What may not: what files hold.
// Thread-safety: pure but for reading files.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/time/interval.h"
#include "engine/time/zones.h"

namespace sopu::cli {

constexpr std::size_t input_bytes_max = 64 * 1024 * 1024;  // a file to import or check
constexpr std::size_t settings_bytes_max = 1024 * 1024;    // a configuration or policy
constexpr std::size_t asset_bytes_max = 16 * 1024 * 1024;  // one file of web/
constexpr std::size_t logo_bytes_max = 32 * 1024;          // a page may weigh 60 kB with it
constexpr std::size_t password_bytes_max = 1024;           // from stdin; the service limits further

// Errors: not_found or invalid (file_unreadable: a folder, no permission), too_large
// (file_too_large); the path is the detail.
Result<std::string> read_file(const std::string& path, std::size_t bytes_max);

// CONTRACT's T: RFC 3339, or a date, which is its midnight in Helsinki. `option` is the field of
// the error (bad_instant).
Result<Instant> parse_moment(std::string_view text, std::string_view option, const Zones& zones);

// From two options that may be missing; unbounded where they are. Errors: end_before_start.
Result<std::optional<Interval>> parse_window(const std::string& from, const std::string& to,
                                             const Zones& zones);

}  // namespace sopu::cli
