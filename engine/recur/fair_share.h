// What lives here: in_fair_shares, one budget for many series such that the dangerous ones among
// them do not use up what the others need.
// What may not: what is done with the steps.
// Invariants: never more steps than were given. Whoever gets by with an equal share of half of them
// is served, whatever the others are. The same input ends the same way everywhere.
// Thread-safety: one thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/recur/budget.h"

namespace sopu::recur {

// Calls attempt(item, budget) for each item: it answers whether the budget sufficed. Those that
// need more get a larger share once the others are done, and at last, in their order, all that is
// left. Those that even then need more are returned.
template <class Attempt>
std::vector<std::size_t> in_fair_shares(std::int64_t steps, std::vector<std::size_t> items,
                                        const Attempt& attempt) {
    std::int64_t share_before = 0;
    for (bool last_round = false; !items.empty() && !last_round;) {
        const std::int64_t share = steps / 2 / static_cast<std::int64_t>(items.size());
        last_round = share <= share_before || items.size() == 1;
        share_before = share;
        std::vector<std::size_t> left;
        for (const std::size_t item : items) {
            const std::int64_t most = std::min(limits::steps_max, last_round ? steps : share);
            Budget budget(most);
            if (!attempt(item, budget)) left.push_back(item);
            steps -= most - budget.left();
        }
        items = std::move(left);
    }
    return items;
}

}  // namespace sopu::recur
