#include "engine/recur/walk.h"

#include "engine/recur/count.h"

namespace sopu::recur {
namespace {

// A cycle that short is looked at sooner than any table.
constexpr std::int64_t short_cycle = 16;

// What the periods [first, last) hold, in steps of INTERVAL from that of DTSTART; where that is
// more than `enough`, some number beyond it.
std::int64_t count_periods(const Plan& plan, std::int64_t first, std::int64_t last,
                           std::int64_t enough, Budget& budget) {
    if (first >= last) return 0;
    Periods periods(plan, budget);
    periods.seek(first);
    const std::int64_t last_number = plan.first_period + (last - 1) * plan.interval;
    std::int64_t total = 0;
    while (total <= enough && periods.next(last_number))
        total += plan.positions.empty() ? periods.size()
                                        : static_cast<std::int64_t>(periods.picked().size());
    return total;
}

// What of DTSTART's own period does not come after it.
std::int64_t count_up_to_start(const Plan& plan, Budget& budget) {
    Periods periods(plan, budget);
    if (!periods.next(plan.first_period)) return 0;
    if (plan.positions.empty()) return periods.before(plan.start + 1);
    const auto picked = periods.picked();
    return std::count_if(picked.begin(), picked.end(),
                         [&](std::int64_t position) { return periods.at(position) <= plan.start; });
}

}  // namespace

std::int64_t count_first_periods(const Plan& plan, std::int64_t steps, std::int64_t enough,
                                 Budget& budget) {
    if (steps <= 0) return 0;
    const std::int64_t before = count_up_to_start(plan, budget);
    const std::int64_t cycle = plan.cycle_steps;
    const std::int64_t first = plan.first_period, last = first + steps * plan.interval;
    if (cycle == 0 || cycle > short_cycle)
        if (const auto counted = count_by_calendar(plan, first, last, budget))
            return *counted - before;
    if (cycle == 0 || steps < 2 * cycle)
        return count_periods(plan, 0, steps, enough + before, budget) - before;
    const std::int64_t cycles = steps / cycle;
    constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max();
    return cycles * count_periods(plan, 0, cycle, all, budget) +
           count_periods(plan, cycles * cycle, steps, all, budget) - before;
}

}  // namespace sopu::recur
