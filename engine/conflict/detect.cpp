#include "engine/conflict/detect.h"

#include <algorithm>
#include <tuple>

#include "engine/conflict/around_rules.h"
#include "engine/conflict/encounters.h"
#include "engine/conflict/fact_rules.h"
#include "engine/conflict/soft_rules.h"
#include "engine/model/lifecycle.h"

namespace sopu {
namespace {

bool starts_first(const Placed& a, const Placed& b) {
    return std::tuple(a.times.extent().start(), a.id()) <
           std::tuple(b.times.extent().start(), b.id());
}

bool reserves_for(const Event& reservation, const Event& event) {
    const auto& own = event.own_reservations;
    return std::find(own.begin(), own.end(), reservation.id) != own.end();
}

// Whether one of the two is the reservation of the space for the other.
bool are_one(const Event& a, const Event& b) {
    return reserves_for(a, b) || reserves_for(b, a);
}

// While the reservation has room for all of the event there is nothing to ask.
bool is_reserved(const Instance& mine, const Instance& other) {
    if (!are_one(*mine->event, *other->event)) return false;
    const bool mine_reserves = reserves_for(*mine->event, *other->event);
    const Instance& reservation = mine_reserves ? mine : other;
    const Instance& event = mine_reserves ? other : mine;
    return mine.times().fixed() && other.times().fixed() &&
           hull(reservation.extent(), event.extent()) == reservation.extent();
}

Instance instance_of(const Snapshot& world, const Occurrence& it) {
    const Placed& placed = world.placed(it.event);
    if (!it.repeats()) return Instance(placed);
    return Instance(placed, it.override_index, it.recurrence_id, it.extent);
}

// Both can conflict, are not one event told twice, and neither is the umbrella of the other.
bool apart(const Placed& mine, const Placed& other) {
    const Event& a = *mine.event;
    const Event& b = *other.event;
    if (a.id == b.id || !can_conflict(a) || !can_conflict(b)) return false;
    if (a.umbrella == b.id.text() && !b.id.empty()) return false;
    if (b.umbrella == a.id.text() && !a.id.empty()) return false;
    return true;
}

// Every pair of mine, or of the world each pair once, by the one that starts first.
enum class Pairs { all, mine_first };

void judge_pairs(const Asked& asked, Pairs pairs, Gathering& found) {
    const std::vector<Encounter> met = encounters(asked.world, asked.mine, asked.instances);
    for (auto it = met.begin(); it != met.end();) {
        const EventNumber number = it->other.event;
        const bool wanted =
            pairs == Pairs::all || starts_first(asked.mine, asked.world.placed(number));
        for (; it != met.end() && it->other.event == number; ++it) {
            if (!wanted) continue;
            const Instance& mine = asked.instances[it->mine];
            const Instance other = instance_of(asked.world, it->other);
            if (!apart(*mine, *other) || is_reserved(mine, other)) continue;
            for (const Rule& rule : rules())
                if (auto finding = rule.judge({mine, other, asked.world, asked.weakening}))
                    found.add(std::move(*finding));
        }
    }
}

// What cannot be held as it stands has no opportunity to offer; of a series other times may have.
void drop_vain_opportunities(const Placed& mine, std::vector<Finding>& findings) {
    const bool blocked = std::any_of(findings.begin(), findings.end(), [](const Finding& it) {
        return it.severity == Severity::blocking && it.certainty == Certainty::certain;
    });
    if (blocked && !mine.series)
        std::erase_if(findings, [](const Finding& it) { return it.kind == Kind::opportunity; });
}

std::vector<Finding> judge(const Snapshot& world, const Placed& mine, Weakening weakening,
                           Pairs pairs, std::size_t clashes_max,
                           const std::optional<Interval>& window = {}) {
    std::vector<Instance> instances = instances_of(world, mine);
    std::erase_if(instances, [](const Instance& it) { return !can_conflict(*it->event); });
    const Policy& policy = world.ground().policies.of(mine.municipalities);
    const Asked asked{world, mine, instances, policy, weakening};
    Gathering found(window);
    judge_pairs(asked, pairs, found);
    for (const FactRule rule : fact_rules()) rule(asked, found);
    for (const AroundRule rule : around_rules()) rule(asked, found);
    soft_rules(asked, pairs == Pairs::all ? SoftDepth::all : SoftDepth::warnings, found);
    const bool bounded = mine.series && !mine.is_endless();
    std::vector<Finding> findings =
        found.finish(bounded ? std::optional(mine.series->kept.size()) : std::nullopt, clashes_max);
    drop_vain_opportunities(mine, findings);
    if (pairs == Pairs::mine_first)
        std::erase_if(findings, [&](const Finding& it) {
            if (it.kind == Kind::audience_overlap && it.severity != Severity::warning) return true;
            // A soft pair is found from both sides.
            const Placed* other = it.other.empty() ? nullptr : world.event(it.other);
            return other != nullptr && other != &mine && !starts_first(mine, *other);
        });
    return findings;
}

bool takes_part(const Placed& placed) {
    return !placed.times.undated() && can_conflict(*placed.event);
}

}  // namespace

bool comparable(const Placed& mine, const Placed& other) {
    return apart(mine, other) && !are_one(*mine.event, *other.event);
}

std::vector<Finding> detect(const Snapshot& world, const Placed& mine, Weakening weakening,
                            std::size_t clashes_max, const std::optional<Interval>& window) {
    if (!takes_part(mine)) return {};
    std::vector<Finding> findings = judge(world, mine, weakening, Pairs::all, clashes_max, window);
    sort_findings(findings);
    return findings;
}

std::vector<Finding> detect_all(const Snapshot& world) {
    // Those of one place and time meet the same others, which are then still in the processor's
    // cache.
    std::vector<std::tuple<std::uint16_t, Instant, EventNumber>> order;
    world.events().for_each([&](EventNumber number, const Placed& mine) {
        if (takes_part(mine))
            order.emplace_back(world.brief(number).municipality, mine.times.extent().start(),
                               number);
    });
    std::sort(order.begin(), order.end());
    std::vector<Finding> findings;
    for (const auto& [municipality, start, number] : order)
        for (Finding& it : judge(world, world.placed(number), Weakening::either_side,
                                 Pairs::mine_first, limits::finding_occurrences_max))
            findings.push_back(std::move(it));
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
        const bool last = finding.factors.contains("long") || finding.factors.contains("routine");
        return std::tuple(finding.severity, finding.certainty, last, clash.overlap.start(),
                          finding.kind, finding.mine, finding.other,
                          finding.fact ? finding.fact->id : std::string());
    };
    std::sort(findings.begin(), findings.end(),
              [&order](const Finding& a, const Finding& b) { return order(a) < order(b); });
}

}  // namespace sopu
