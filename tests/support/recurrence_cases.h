// What lives here: the cases of tests/golden/recur/*.jsonl, one calendar with its window and the
// occurrences expected of it a line.
// What may not: expectations of its own.
// Thread-safety: pure but for reading files.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/time/interval.h"

namespace sopu::test {

struct RecurrenceCase {
    std::string id;
    std::string ics;
    std::string rrule;  // for messages
    Interval window;
    std::vector<std::pair<Instant, Instant>> expected;
};

// The path counts from the root of the sources.
std::vector<RecurrenceCase> recurrence_cases(std::string_view path);

}  // namespace sopu::test
