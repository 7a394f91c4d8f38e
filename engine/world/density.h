// What lives here: Density, how much goes on around a place on an ordinary day: one-off events that
// begin Monday to Thursday, by municipality and month. Reaches are scaled by it: in a city people
// do not travel to every village evening (CONFLICTS "Soft score"). What may not: single events;
// routine, which is not counted. Invariants: immutable but for its owner before it is shared;
// adding and taking away the same event leaves it as it was. Thread-safety: share as const.
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/place/gazetteer.h"
#include "engine/time/zones.h"
#include "engine/world/placed.h"

namespace sopu {

class Density {
  public:
    // What does not count (routine, series, vague, undated, weekends) is passed over.
    void add(const Placed& placed, const Zone& home) { count(placed, home, 1); }
    void take(const Placed& placed, const Zone& home) { count(placed, home, -1); }

    // Events of a Monday to Thursday, on average, in the months around a date and within
    // `around_km` of a municipality.
    double ordinary_day(const MunicipalityCode& code, Date date, double around_km,
                        const Gazetteer& gazetteer) const;

  private:
    // Events by month, from the month `first` since year 0 on.
    struct Months {
        int first = 0;
        std::vector<int> events;

        int& at(int month);
        int of(int month) const {
            const auto place = static_cast<std::size_t>(month - first);
            return month >= first && place < events.size() ? events[place] : 0;
        }
    };

    void count(const Placed& placed, const Zone& home, int step);

    std::unordered_map<MunicipalityCode, std::shared_ptr<const Months>> by_municipality_;
};

}  // namespace sopu
