// What lives here: SoftSearch, which finds the occurrences near one of mine in time and place and
// scores what they do to it. What may not: what is made of the scores (soft_rules.h).
// Invariants: every occurrence whose score is not zero is found, in order of event and time, each
// once; none of mine's own event, of an umbrella it belongs to, or of one that does not count.
// Routine is looked for only where mine is not routine. Thread-safety: one thread.
#pragma once

#include <vector>

#include "engine/conflict/asked.h"
#include "engine/conflict/score.h"

namespace sopu {

struct SoftHit {
    Occurrence other;      // without buffers
    const Placed* placed;  // what holds for it
    SoftScore score;
    double kilometres = 0;  // of the nearest points; 0 where either is online
};

// The multiplier of reaches where and when an occurrence is.
double scale_of(const Snapshot& world, const Placed& then, Instant at);

class SoftSearch {
  public:
    SoftSearch(const Asked& asked, const Instance& instance);

    // Those on the same days and weekend, by the score of what they do to mine; of stored pairs by
    // the larger of both directions.
    const std::vector<SoftHit>& hits() const { return hits_; }
    // Related ones of the day before and after, and of the same day, within `kilometres`, whatever
    // their score. Not routine.
    std::vector<SoftHit> nearby(double kilometres, int days_apart) const;
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
    Interval days_around(int before, int after) const;
    void gather(Dimension dimension, const Interval& window, double kilometres,
                std::vector<Occurrence>& out) const;
    bool counts(const Placed& other) const;
    Timing timing_of_other(const Occurrence& other, const Placed& placed) const;
    SoftHit hit(const Occurrence& other, const Placed& placed, const Timing& mine,
                const Timing& theirs) const;
    void search();

    const Asked& asked_;
    const Instance& instance_;
    Side mine_;
    double radius_km_;
    std::vector<SoftHit> hits_;
};

}  // namespace sopu
