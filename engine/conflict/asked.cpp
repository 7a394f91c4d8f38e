#include "engine/conflict/asked.h"

#include <utility>

#include "engine/model/lifecycle.h"

namespace sopu {

Severity weakened_by_mine(Severity severity, const Asked& asked) {
    const bool weakens =
        asked.weakening == Weakening::either_side && has_weak_claim(*asked.mine.event);
    return severity == Severity::blocking && weakens ? Severity::warning : severity;
}

Finding fact_finding(Kind kind, Severity severity, Certainty certainty, const Asked& asked,
                     const Instance& instance, Fact fact, const Interval& time) {
    Finding finding;
    finding.kind = kind;
    finding.severity = weakened_by_mine(severity, asked);
    finding.certainty = certainty;
    finding.mine = asked.mine.id();
    finding.fact = std::move(fact);
    finding.occurrence_count = 1;
    const Interval extent = instance.extent();
    const Interval common = overlap(extent, time) ? intersection(extent, time) : time;
    finding.clashes.push_back({{instance.recurrence_id(), extent}, {{}, time}, common});
    return finding;
}

}  // namespace sopu
