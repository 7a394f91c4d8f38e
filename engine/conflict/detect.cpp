#include "engine/conflict/detect.h"

#include <algorithm>
#include <tuple>

#include "engine/conflict/travel.h"
#include "engine/model/lifecycle.h"

namespace sopu {
namespace {

// Everything that could clash with it, by what they have in common: space or person.
std::vector<EventNumber> candidates(const Snapshot& world, const Placed& mine) {
    std::vector<Occurrence> found;
    if (!mine.space.empty()) {
        const Interval window = buffered(mine);
        world.find(Dimension::space, mine.space.text(), window, found);
        for (const VenueId& other : world.venue_tree().related(mine.space))
            world.find(Dimension::space, other.text(), window, found);
    }
    const Interval extent = mine.times.extent();
    const seconds reach = travel_max(world.ground().policy);
    const Interval window(extent.start() - reach, extent.end() + reach);
    for (const std::string& person : mine.event->people)
        world.find(Dimension::person, person, window, found);

    std::vector<EventNumber> numbers;
    numbers.reserve(found.size());
    for (const Occurrence& it : found) numbers.push_back(it.event);
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

bool starts_first(const Placed& a, const Placed& b) {
    return std::tuple(a.times.extent().start(), a.id()) <
           std::tuple(b.times.extent().start(), b.id());
}

void judge(const Pair& pair, std::vector<Finding>& findings) {
    for (const Rule& rule : rules())
        if (auto finding = rule.judge(pair)) findings.push_back(std::move(*finding));
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

std::vector<Finding> detect(const Snapshot& world, const Placed& mine, Weakening weakening) {
    std::vector<Finding> findings;
    if (mine.times.undated() || !can_conflict(*mine.event)) return findings;
    for (const EventNumber number : candidates(world, mine)) {
        const Placed& other = world.placed(number);
        if (comparable(mine, other)) judge({mine, other, world, weakening}, findings);
    }
    sort_findings(findings);
    return findings;
}

std::vector<Finding> detect_all(const Snapshot& world) {
    std::vector<Finding> findings;
    world.events().for_each([&](EventNumber, const Placed& mine) {
        if (mine.times.undated() || !can_conflict(*mine.event)) return;
        for (const EventNumber number : candidates(world, mine)) {
            const Placed& other = world.placed(number);
            if (starts_first(mine, other) && comparable(mine, other))
                judge({mine, other, world, Weakening::either_side}, findings);
        }
    });
    sort_findings(findings);
    return findings;
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
