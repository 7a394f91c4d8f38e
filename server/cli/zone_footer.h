// What lives here: the reader of TZif footers that main hands to Zones::load (RFC 8536
// section 3.3). What may not: rules and offsets (engine/time). Invariants: only files below the
// system's zone directory are read. Thread-safety: pure but for reading files.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sopu::cli {

// The last line of the zone's TZif file, version 2 or later ("EET-2EEST,M3.5.0/3,M10.5.0/4");
// nothing if there is no such file, no footer, or the name could lead out of the directory.
std::optional<std::string> zone_footer(std::string_view zone);

}  // namespace sopu::cli
