// What lives here: walk, which calls back with the local times of a plan in a window, in order, and
// gets to the window by arithmetic: by whole intervals, and where COUNT may have run out by
// counting whole cycles of periods.
// What may not: UTC, zones, what an occurrence is.
// Invariants: DTSTART itself is not among them (it is an occurrence by its own right, see expand.h)
// but counts. Work is bounded by the budget; a rule that never matches costs no more than its
// window has years, months or days.
// Thread-safety: as the plan and the callback.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "engine/recur/periods.h"

namespace sopu::recur {

// How many local times after DTSTART lie in the first `steps` periods; where that is more than
// `enough`, some number beyond it.
std::int64_t count_first_periods(const Plan& plan, std::int64_t steps, std::int64_t enough,
                                 Budget& budget);

class Walk {
  public:
    // Local times in [from, to).
    Walk(const Plan& plan, std::int64_t from, std::int64_t to, Budget& budget)
        : plan_(plan), budget_(budget), periods_(plan, budget), from_(from), to_(to) {}

    // Calls emit(local). False if the budget did not suffice.
    template <class Emit>
    bool run(const Emit& emit) {
        const std::int64_t after_start = plan_.start + 1;
        from_ = std::max(from_, after_start);
        if (plan_.never || from_ >= to_) return !budget_.exhausted();
        // A period does not reach into the next, so what comes before the window's first is passed.
        const std::int64_t steps =
            ceil_div(plan_.period_of(from_) - plan_.first_period, plan_.interval);
        const std::int64_t last = plan_.period_of(to_ - 1);
        if (plan_.count && may_run_out(last)) {
            const std::int64_t after_start_max = *plan_.count - 1;
            left_ = after_start_max - count_first_periods(plan_, steps, after_start_max, budget_);
        }
        periods_.seek(steps);
        while (left_ > 0 && periods_.next(last))
            if (!(plan_.positions.empty() ? emit_set(emit) : emit_picked(emit))) break;
        return !budget_.exhausted();
    }

  private:
    // Whether COUNT may end the rule up to that period. If not, nothing has to be counted.
    bool may_run_out(std::int64_t last_period) const {
        const std::int64_t periods = (last_period - plan_.first_period) / plan_.interval + 1;
        return *plan_.count - 1 < periods * plan_.set_size_max();
    }

    // Everything that the period holds. False where the walk ends.
    template <class Emit>
    bool emit_set(const Emit& emit) {
        const std::int64_t times = plan_.times.size();
        const auto bases = periods_.bases();
        std::int64_t base = 0, time = 0;
        if (bases.front() + plan_.times.at(0) < from_) {
            const std::int64_t skipped = periods_.before(from_);
            left_ -= skipped - (periods_.is_first() ? periods_.before(plan_.start + 1) : 0);
            base = skipped / times;
            time = skipped % times;
        }
        for (; base < static_cast<std::int64_t>(bases.size()); ++base, time = 0) {
            const std::int64_t begin = bases[static_cast<std::size_t>(base)];
            const bool whole = to_ - begin >= day_seconds;
            std::int64_t end = whole ? times : plan_.times.before(to_ - begin);
            end = std::min(end, left_ > times ? times : time + left_);
            if (end <= time || !budget_.take(end - time)) return false;
            left_ -= end - time;
            for (; time < end; ++time) emit(begin + plan_.times.at(time));
        }
        return true;
    }

    // What BYSETPOS takes of the period.
    template <class Emit>
    bool emit_picked(const Emit& emit) {
        const auto picked = periods_.picked();
        if (!budget_.take(static_cast<std::int64_t>(picked.size()))) return false;
        for (const std::int64_t position : picked) {
            const std::int64_t local = periods_.at(position);
            if (local <= plan_.start) continue;
            if (local >= to_ || left_ == 0) return false;
            --left_;
            if (local >= from_) emit(local);
        }
        return true;
    }

    const Plan& plan_;
    Budget& budget_;
    Periods periods_;
    std::int64_t from_;
    std::int64_t to_;
    std::int64_t left_ = std::numeric_limits<std::int64_t>::max();
};

}  // namespace sopu::recur
