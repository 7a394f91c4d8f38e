#include "engine/conflict/coverage.h"

#include <algorithm>
#include <set>

#include "engine/conflict/detect.h"

namespace sopu {
namespace {

constexpr seconds day{86'400};

// Codes within reach of any of the event's municipalities, themselves included.
std::vector<MunicipalityCode> within_reach(const Placed& mine, const Ground& ground) {
    std::vector<MunicipalityCode> near;
    for (const Municipality& candidate : ground.gazetteer.municipalities()) {
        const bool reached = std::any_of(
            mine.municipalities.begin(), mine.municipalities.end(), [&](const auto& code) {
                const auto km = ground.gazetteer.distance_km(code, candidate.code);
                return km && *km <= ground.policy().coverage_reach_km;
            });
        if (reached) near.push_back(candidate.code);
    }
    return near;
}

}  // namespace

Coverage look_around(const Snapshot& world, const Placed& mine, Instant at) {
    const Policy& policy = world.ground().policy();
    Coverage coverage;
    coverage.at = at;
    coverage.enough = true;
    if (mine.times.undated()) return coverage;
    const Interval extent = mine.times.extent();
    const seconds half = policy.coverage_window_days / 2 * day;
    const Interval around(extent.start() - half, extent.end() + half);
    coverage.window = mine.series ? hull(around, looked_at(world, mine)) : around;
    if (mine.municipalities.empty()) return coverage;

    coverage.judged = true;
    const Interval year(at - policy.coverage_contributors_days * day, at + day);
    std::set<std::string> contributors;
    std::set<EventNumber> seen;
    for (const MunicipalityCode& code : within_reach(mine, world.ground())) {
        std::vector<Occurrence> found;
        world.find(Dimension::municipality, code.text(), around, found);
        bool any = false;
        for (const Occurrence& it : found) {
            const Placed& other = world.placed(it.event);
            if (other.id() == mine.id()) continue;
            any = true;
            if (!seen.insert(it.event).second) continue;
            const Instant heard = other.event->updated;
            if (!other.organiser_key.empty() && year.start() <= heard && heard < year.end())
                contributors.insert(other.organiser_key);
        }
        if (any) ++coverage.municipalities;
    }
    coverage.occurrences = static_cast<std::int64_t>(seen.size());
    coverage.contributors = static_cast<std::int64_t>(contributors.size());
    coverage.enough = coverage.contributors >= policy.coverage_contributors_min &&
                      coverage.occurrences >= policy.coverage_events_min;
    return coverage;
}

}  // namespace sopu
