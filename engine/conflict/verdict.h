// What lives here: the verdict on a question, one word, and the counts beneath it (CONFLICTS
// "Verdict").
// What may not: sentences; what a caller may see has been taken out before.
// Invariants: an opportunity leaves a date clear; the possible never makes it worse than `unclear`;
// too little coverage turns clear and notice into unknown, and nothing else.
// Thread-safety: pure functions.
#pragma once

#include <array>
#include <span>

#include "engine/conflict/finding.h"

namespace sopu {

enum class Verdict { clear, notice, warning, blocking, unclear, unknown };

Verdict verdict_of(std::span<const Finding> findings, bool coverage_enough);

// [severity][certainty]
using Counts = std::array<std::array<std::int64_t, 2>, 4>;
Counts count(std::span<const Finding> findings);

template <>
struct EnumNames<Verdict> {
    static constexpr std::array<std::string_view, 6> names{"clear",    "notice",  "warning",
                                                           "blocking", "unclear", "unknown"};
};

}  // namespace sopu
