// What lives here: SoftSearch, which finds the occurrences near one of mine in time and place and
// scores what they do to it. What may not: what is made of the scores (soft_rules.h).
// Invariants: every occurrence whose score is not zero, or is the least that is wanted, is found,
// in order of event and time, each once; none of mine's own event, of an umbrella it belongs to, or
// of one that does not count. Routine is looked for where it is wanted and mine is not routine.
// Thread-safety: one thread.
#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "engine/conflict/asked.h"
#include "engine/conflict/score.h"
#include "engine/conflict/surroundings.h"

namespace sopu {

struct SoftHit {
    Occurrence other;       // without buffers
    const Placed* placed;   // what holds for it
    SoftScore score;        // of stored pairs the larger of both directions
    double to_mine = 0;     // the score of what it does to mine
    double kilometres = 0;  // of the nearest points; 0 where either is online
};

class SoftSearch {
  public:
    // What goes on every week can never be a warning: whoever wants no more does without. Of scores
    // below `least` some are found and some not.
    enum class Routine { looked_for, left_out };
    SoftSearch(const Asked& asked, const Instance& instance, Routine routine, double least,
               Surroundings& surroundings);

    const Brief& mine() const { return mine_.brief; }
    // Those on the same days and weekend.
    const std::vector<SoftHit>& hits() const { return hits_; }
    // Those of the days before and after, and of the same day, within `kilometres`, that are
    // wanted, whatever their score. Not routine. `possible` is asked first, of many.
    using Possible = std::function<bool(const Occurrence&, const Brief&)>;
    using Wanted = std::function<bool(const Occurrence&, const Placed&)>;
    std::vector<SoftHit> nearby(double kilometres, int days_apart, const Possible& possible,
                                const Wanted& wanted) const;
    // What goes on at another time, had mine been then: events that take from mine in the same part
    // of the day, and the sum of their scores. Nothing where that cannot be above `more_than`; of a
    // sum that comes to `enough` no more is said than that.
    struct Load {
        double score = 0;
        std::vector<EventId> ids;  // each once
    };
    Load load_at(date::days away, double more_than,
                 double enough = std::numeric_limits<double>::infinity()) const;

  private:
    struct Side {
        Profile profile;
        Brief brief;
        Timing timing;
        double scale;
    };
    // How far around others matter. Of stored pairs either side may be the one that loses people.
    struct Reach {
        bool from_either = false;
        double share = 1;  // of the reaches
        Radii radii{};
    };
    const Zone& home() const { return asked_.ground().zones.home(); }
    // In no particular order, some more than once.
    void gather(Dimension dimension, const Interval& window, const Radii& radii,
                std::vector<Occurrence>& out) const;
    Reach reach(bool from_either, double share) const;
    bool counts(const Placed& other) const;
    // Whether it is further away, or for others: asked before it is sorted, and before anything is
    // read of its event.
    bool out_of(const Reach& reach, const Occurrence& it, const LocalSpan& span) const;
    // No more than this does it to mine, by how far away and how large it is; asked likewise.
    double most_to_mine(const Occurrence& it) const;
    // Of the nearest points, where they are not further apart than `most`.
    std::optional<double> kilometres_to(const Brief& other, const Occurrence& it,
                                        double most) const;
    // The scale of reaches where and when another lies.
    double scale_at(const Occurrence& it, const LocalSpan& span) const;
    Apart apart(const Placed& other) const;
    // Nothing where the score is 0.
    std::optional<SoftHit> hit(const Occurrence& other, const LocalSpan& span, const Timing& mine,
                               bool from_either) const;
    void turn_round(const Timing& mine, const Timing& theirs, const LocalSpan& span,
                    const Apart& distance, SoftHit& found) const;
    void search(Routine routine);
    Load load_now() const;

    const Asked& asked_;
    const Instance& instance_;
    Side mine_;
    bool one_policy_;  // what is nothing by mine is nothing by the other's
    double least_;
    Reach of_pairs_;
    Reach of_mine_;  // one-sided and whole
    Surroundings& surroundings_;
    std::vector<SoftHit> hits_;
};

}  // namespace sopu
