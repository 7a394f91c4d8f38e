#include "engine/conflict/coverage.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_set>

#include "engine/base/limits.h"
#include "engine/conflict/detect.h"

namespace sopu {
namespace {

constexpr seconds day{86'400};

// Codes within reach of any of the event's municipalities, themselves included; each once, the
// nearest first.
std::vector<MunicipalityCode> within_reach(const Placed& mine, const Ground& ground) {
    std::vector<Neighbour> near;
    for (const MunicipalityCode& code : mine.municipalities)
        for (const Neighbour& it : ground.gazetteer.neighbours(code)) {
            if (it.kilometres > ground.policy().coverage_reach_km) break;
            near.push_back(it);
        }
    std::stable_sort(near.begin(), near.end(), [](const Neighbour& a, const Neighbour& b) {
        return a.kilometres < b.kilometres;
    });
    std::vector<MunicipalityCode> codes;
    for (const Neighbour& it : near) {
        const MunicipalityCode& code = ground.gazetteer.municipalities()[it.number].code;
        if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
    }
    return codes;
}

// Events and the organisers behind them, each counted once.
class Census {
  public:
    Census(const Snapshot& world, const Placed& mine, Instant at)
        : world_(world),
          policy_(world.ground().policy()),
          own_(world.events().number(mine.id().text())),
          year_(at - policy_.coverage_contributors_days * day, at + day) {}

    void count(const MunicipalityCode& code, const Interval& window) {
        bool any = false;
        world_.visit(Dimension::municipality, code.text(), window, [&](const Occurrence& it) {
            if (it.event == own_) return true;
            any = true;
            if (events_.size() >= limits::coverage_events_max && enough()) {
                all_counted_ = all_counted_ && events_.contains(it.event);
                return all_counted_;
            }
            if (events_.insert(it.event).second) hear(world_.placed(it.event));
            return true;
        });
        if (any) ++municipalities_;
    }

    void tell(Coverage& coverage) const {
        coverage.municipalities = municipalities_;
        coverage.occurrences = static_cast<std::int64_t>(events_.size());
        coverage.contributors = static_cast<std::int64_t>(contributors_.size());
        coverage.all_counted = all_counted_;
        coverage.enough = enough();
    }

  private:
    void hear(const Placed& placed) {
        const Instant heard = placed.event->updated;
        if (!placed.organiser_key.empty() && year_.start() <= heard && heard < year_.end())
            contributors_.insert(placed.organiser_key);
    }
    bool enough() const {
        return static_cast<int>(contributors_.size()) >= policy_.coverage_contributors_min &&
               static_cast<int>(events_.size()) >= policy_.coverage_events_min;
    }

    const Snapshot& world_;
    const Policy& policy_;
    std::optional<EventNumber> own_;
    Interval year_;
    std::int64_t municipalities_ = 0;
    std::unordered_set<EventNumber> events_;
    std::unordered_set<std::string_view> contributors_;
    bool all_counted_ = true;
};

}  // namespace

Coverage look_around(const Snapshot& world, const Placed& mine, Instant at) {
    Coverage coverage;
    coverage.at = at;
    coverage.enough = true;
    if (mine.times.undated()) return coverage;
    const Interval extent = mine.times.extent();
    const seconds half = world.ground().policy().coverage_window_days / 2 * day;
    const Interval around(extent.start() - half, extent.end() + half);
    coverage.window = mine.series ? hull(around, looked_at(world, mine)) : around;
    if (mine.municipalities.empty()) return coverage;

    coverage.judged = true;
    Census census(world, mine, at);
    for (const MunicipalityCode& code : within_reach(mine, world.ground()))
        census.count(code, around);
    census.tell(coverage);
    return coverage;
}

}  // namespace sopu
