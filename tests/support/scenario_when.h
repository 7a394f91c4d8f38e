// What lives here: times as a scenario writes them: "2026-12-05 10:00-12:00", "day 2026-12-05".
// What may not: records (scenario.h). Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/time/when.h"

namespace sopu::test {

using Words = std::vector<std::string>;

// Nothing where a word is not understood:
//   2026-12-05 10:00-12:00 | 2026-12-05 10:00 (no end) | 2026-12-05 20:00 to 2026-12-06 02:00
//   all-day 2026-12-05 [to 2026-12-07] | undated
//   day 2026-12-05 | month|season|year|window 2026-12-01 to 2026-12-31, each with
//   [morning|afternoon|evening] [90 minutes]
// and after a clock time "in America/New_York".
std::optional<When> read_when(Words words);

std::optional<LocalTime> read_clock(const std::string& day, const std::string& clock);

}  // namespace sopu::test
