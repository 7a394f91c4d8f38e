#include "engine/conflict/verdict.h"

#include <algorithm>

namespace sopu {
namespace {

// 0 for clear, up to 3 for blocking.
int weight(Severity severity) {
    return 3 - static_cast<int>(severity);
}

}  // namespace

Verdict verdict_of(std::span<const Finding> findings, bool coverage_enough) {
    int certain = 0;
    int possible = 0;
    for (const Finding& finding : findings) {
        int& worst = finding.certainty == Certainty::certain ? certain : possible;
        worst = std::max(worst, weight(finding.severity));
    }
    if (possible >= weight(Severity::warning) && possible > certain) return Verdict::unclear;
    const auto verdict = static_cast<Verdict>(certain);
    const bool mild = verdict == Verdict::clear || verdict == Verdict::notice;
    return mild && !coverage_enough ? Verdict::unknown : verdict;
}

Counts count(std::span<const Finding> findings) {
    Counts counts{};
    for (const Finding& finding : findings)
        ++counts[static_cast<std::size_t>(finding.severity)]
                [static_cast<std::size_t>(finding.certainty)];
    return counts;
}

}  // namespace sopu
