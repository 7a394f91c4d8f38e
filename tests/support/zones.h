// What lives here: the zones that tests use, loaded once from this machine, as main does.
// What may not: expectations; they stand in the tests.
// Thread-safety: as Zones: immutable once loaded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/time/zones.h"

namespace sopu::test {

// The last line of a zone's TZif file. Apart from the one in server/cli, which tests of the engine
// do not link.
std::optional<std::string> system_footer(std::string_view zone);

// Ends the program with a sentence if this machine has no zone database.
const Zones& test_zones();

}  // namespace sopu::test
