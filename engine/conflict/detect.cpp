#include "engine/conflict/detect.h"

#include <algorithm>
#include <tuple>

#include "engine/conflict/encounters.h"
#include "engine/model/lifecycle.h"

namespace sopu {
namespace {

bool starts_first(const Placed& a, const Placed& b) {
    return std::tuple(a.times.extent().start(), a.id()) <
           std::tuple(b.times.extent().start(), b.id());
}

Instance instance_of(const Snapshot& world, const Occurrence& it) {
    const Placed& placed = world.placed(it.event);
    if (!it.repeats()) return Instance(placed);
    return Instance(placed, it.override_index, it.recurrence_id, it.extent);
}

// Worse comes first; what is certain is worse than what is possible.
auto weight(const Finding& finding) {
    return std::tuple(finding.certainty, finding.severity);
}

// What the rules say of two events, one finding a kind. It stands as its worst clash makes it, and
// has the factors of the first of those.
class Group {
  public:
    void add(Finding finding) {
        for (Finding& kept : findings_) {
            if (kept.kind != finding.kind) continue;
            kept.clashes.push_back(finding.clashes.front());
            if (weight(finding) < weight(kept)) {
                kept.severity = finding.severity;
                kept.certainty = finding.certainty;
                kept.factors = std::move(finding.factors);
            }
            return;
        }
        findings_.push_back(std::move(finding));
    }

    void finish(const Placed& mine, std::size_t clashes_max, std::vector<Finding>& out) {
        for (Finding& finding : findings_) {
            std::stable_sort(finding.clashes.begin(), finding.clashes.end(),
                             [](const Clash& a, const Clash& b) {
                                 return a.overlap.start() < b.overlap.start();
                             });
            finding.occurrence_count = finding.clashes.size();
            if (finding.clashes.size() > clashes_max) finding.clashes.resize(clashes_max);
            if (mine.series && !mine.is_endless())
                finding.factors["occurrences_of_mine"] =
                    static_cast<std::int64_t>(mine.series->kept.size());
            out.push_back(std::move(finding));
        }
        findings_.clear();
    }

  private:
    std::vector<Finding> findings_;
};

// Every pair of mine, or of the world each pair once, by the one that starts first.
enum class Pairs { all, mine_first };

void detect_into(const Snapshot& world, const Placed& mine, Weakening weakening, Pairs pairs,
                 std::size_t clashes_max, std::vector<Finding>& findings) {
    const std::vector<Instance> instances = instances_of(world, mine);
    const std::vector<Encounter> met = encounters(world, mine, instances);
    Group group;
    for (auto it = met.begin(); it != met.end();) {
        const EventNumber number = it->other.event;
        const bool wanted = pairs == Pairs::all || starts_first(mine, world.placed(number));
        for (; it != met.end() && it->other.event == number; ++it) {
            if (!wanted) continue;
            const Instance& my_own = instances[it->mine];
            const Instance other = instance_of(world, it->other);
            if (!comparable(*my_own, *other)) continue;
            for (const Rule& rule : rules())
                if (auto finding = rule.judge({my_own, other, world, weakening}))
                    group.add(std::move(*finding));
        }
        group.finish(mine, clashes_max, findings);
    }
}

bool takes_part(const Placed& placed) {
    return !placed.times.undated() && can_conflict(*placed.event);
}

}  // namespace

bool comparable(const Placed& mine, const Placed& other) {
    const Event& a = *mine.event;
    const Event& b = *other.event;
    if (a.id == b.id || !can_conflict(a) || !can_conflict(b)) return false;
    if (a.umbrella == b.id.text() && !b.id.empty()) return false;
    if (b.umbrella == a.id.text() && !a.id.empty()) return false;
    return true;
}

std::vector<Finding> detect(const Snapshot& world, const Placed& mine, Weakening weakening,
                            std::size_t clashes_max) {
    std::vector<Finding> findings;
    if (!takes_part(mine)) return findings;
    detect_into(world, mine, weakening, Pairs::all, clashes_max, findings);
    sort_findings(findings);
    return findings;
}

std::vector<Finding> detect_all(const Snapshot& world) {
    std::vector<Finding> findings;
    world.events().for_each([&](EventNumber, const Placed& mine) {
        if (takes_part(mine))
            detect_into(world, mine, Weakening::either_side, Pairs::mine_first,
                        limits::finding_occurrences_max, findings);
    });
    sort_findings(findings);
    return findings;
}

Interval looked_at(const Snapshot& world, const Placed& mine) {
    Interval span = mine.times.extent();
    if (mine.series && !mine.is_endless()) {
        for (const recur::Occurrence& it : mine.series->kept) span = hull(span, extent_of(it));
        return span;
    }
    for (const Instance& it : instances_of(world, mine)) span = hull(span, it.extent());
    return span;
}

void sort_findings(std::vector<Finding>& findings) {
    const auto order = [](const Finding& finding) {
        const Clash& clash = finding.clashes.front();
        return std::tuple(finding.severity, finding.certainty, clash.overlap.start(), finding.kind,
                          finding.mine, finding.other);
    };
    std::sort(findings.begin(), findings.end(),
              [&order](const Finding& a, const Finding& b) { return order(a) < order(b); });
}

}  // namespace sopu
