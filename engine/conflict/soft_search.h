// What lives here: SoftSearch, which finds the occurrences near one of mine in time and place and
// scores what they do to it. What may not: what is made of the scores (soft_rules.h).
// Invariants: every occurrence whose score is not zero is found, in order of event and time, each
// once; none of mine's own event, of an umbrella it belongs to, or of one that does not count.
// Routine is looked for where it is wanted and mine is not routine. Thread-safety: one thread.
#pragma once

#include <functional>
#include <map>
#include <tuple>
#include <vector>

#include "engine/conflict/asked.h"
#include "engine/conflict/score.h"
#include "engine/world/lookup.h"

namespace sopu {

struct SoftHit {
    Occurrence other;      // without buffers
    const Placed* placed;  // what holds for it
    SoftScore score;
    double kilometres = 0;  // of the nearest points; 0 where either is online
};

// The multiplier of reaches where and when an occurrence is.
double scale_of(const Snapshot& world, const Placed& then, Instant at);

// What lies around the occurrences of one event: most are in one place, and so are looked up once.
class Surroundings {
  public:
    explicit Surroundings(const Snapshot& world) : world_(world) {}

    // What is online, and what lies within so many kilometres and a little more; for an online
    // event everything. In `dimension`, cell or routine_cell. Requires that `placed` stays where it
    // is.
    const Lookup& around(const Placed& placed, Dimension dimension, double kilometres);

  private:
    const Snapshot& world_;
    std::map<std::tuple<const Placed*, Dimension, double>, Lookup> known_;
};

class SoftSearch {
  public:
    // What goes on every week can never be a warning: whoever wants no more does without.
    enum class Routine { looked_for, left_out };
    SoftSearch(const Asked& asked, const Instance& instance, Routine routine,
               Surroundings& surroundings);

    // Those on the same days and weekend, by the score of what they do to mine; of stored pairs by
    // the larger of both directions.
    const std::vector<SoftHit>& hits() const { return hits_; }
    // Those of the days before and after, and of the same day, within `kilometres`, that are
    // wanted, whatever their score. Not routine.
    using Wanted = std::function<bool(const Occurrence&, const Placed&)>;
    std::vector<SoftHit> nearby(double kilometres, int days_apart, const Wanted& wanted) const;
    // What goes on at another time, had mine been then: events that take from it in the same part
    // of the day, and the sum of their scores.
    struct Load {
        int events = 0;
        double score = 0;
        std::vector<EventId> ids;
    };
    Load load_at(date::days away) const;

  private:
    struct Side {
        Profile profile;
        Timing timing;
        double scale;
    };
    // Local times of what lies in some days: where no clock changes meanwhile, by an addition.
    struct Clock {
        const Zone& home;
        Interval calm;  // empty where a clock changes
        seconds offset;

        LocalSpan span_of(const Interval& extent) const;
    };

    Interval days_around(int before, int after) const;
    Clock clock_of(const Interval& window) const;
    // In no particular order, some more than once.
    void gather(Dimension dimension, const Interval& window, double kilometres,
                std::vector<Occurrence>& out) const;
    bool counts(const Placed& other) const;
    // Whether it is so far away that the score is 0, from either side; asked before it is sorted.
    bool out_of_reach(const Occurrence& it) const;
    Apart apart(const Placed& other) const;
    // Nothing where the score is 0.
    std::optional<SoftHit> hit(const Occurrence& other, const LocalSpan& span,
                               const Timing& mine) const;
    void turn_round(const Timing& mine, const Timing& theirs, const Apart& distance,
                    SoftHit& found) const;
    void search(Routine routine);
    Load load_now() const;

    const Asked& asked_;
    const Instance& instance_;
    Side mine_;
    // Of a stored pair either side may be the one with the larger reach.
    double widest_scale_;
    double radius_km_;
    bool one_policy_;  // what is nothing by mine is nothing by the other's
    Surroundings& surroundings_;
    std::vector<SoftHit> hits_;
};

}  // namespace sopu
