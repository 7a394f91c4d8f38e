// What lives here: Gathering, which puts what rules say of single occurrences together: one finding
// of an event with another (or with a fact) and kind, however many occurrences clash.
// What may not: rules. Invariants: a gathered finding stands as its worst clash makes it (certain
// before possible, then severity) and has the factors of the first of those; its clashes are in
// order of time and all counted. Thread-safety: one thread.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "engine/conflict/finding.h"

namespace sopu {

class Gathering {
  public:
    // With a window only the clashes that are found in it.
    explicit Gathering(const std::optional<Interval>& window = {}) : window_(window) {}

    // Requires one clash at least.
    void add(Finding finding);

    // Everything gathered, each with its first `clashes_max` clashes, and with the number of mine's
    // occurrences where it has an end and repeats.
    std::vector<Finding> finish(std::optional<std::size_t> occurrences_of_mine,
                                std::size_t clashes_max);

  private:
    using Key = std::tuple<EventId, Kind, std::string>;  // other, kind, fact
    struct Gathered {
        Finding finding;
        std::set<EventId> others;  // those of the finding: a series meets the same ones every week
    };

    std::optional<Interval> window_;
    std::map<Key, Gathered> findings_;
};

}  // namespace sopu
