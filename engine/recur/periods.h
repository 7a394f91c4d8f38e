// What lives here: Periods, a walk over the periods of a plan (its years, months, ..., seconds)
// that hold anything, and what the present one holds: a sorted set of local times as bases (days,
// or the one hour, minute or second) times the clock times within each. What may not: DTSTART,
// COUNT, UNTIL (walk.h). Invariants: a period's set is sorted and never written out; whole days,
// months and hours that a rule excludes are passed over in one step. Thread-safety: one thread; the
// plan outlives it.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "engine/recur/budget.h"
#include "engine/recur/plan.h"

namespace sopu::recur {

class Periods {
  public:
    Periods(const Plan& plan, Budget& budget)
        : plan_(plan), budget_(budget), upcoming_(plan.first_period) {}

    // The next period looked at is that many steps of INTERVAL after the first.
    void seek(std::int64_t steps) { upcoming_ = plan_.first_period + steps * plan_.interval; }

    // The next period up to and including `last` that holds anything; false if there is none or the
    // budget is exhausted.
    bool next(std::int64_t last);

    bool is_first() const { return number_ == plan_.first_period; }
    std::int64_t size() const { return static_cast<std::int64_t>(base_count_) * times_size_; }
    std::span<const std::int64_t> bases() const { return {bases_.data(), base_count_}; }

    std::int64_t at(std::int64_t position) const {
        return bases_[static_cast<std::size_t>(position / times_size_)] +
               plan_.times.at(position % times_size_);
    }
    // How many of the set lie before `local`.
    std::int64_t before(std::int64_t local) const;

    // BYSETPOS: the positions of the set that are taken, in order; requires plan.positions.
    std::span<const std::int64_t> picked();

  private:
    static constexpr std::size_t days_max = 366;
    static constexpr std::size_t positions_max = 2 * 366;

    void load_year(std::int64_t year);
    void load_month(std::int64_t year, int month);
    void load_week(std::int64_t week);
    void load_day(std::int64_t day, std::int64_t last_day);
    void load_within_day(std::int64_t period, std::int64_t last);
    std::int64_t next_clock_match(std::int64_t second_of_day) const;
    void look_up_month(std::int64_t day);
    bool allowed(std::int64_t day);
    std::int64_t next_allowed(std::int64_t day, std::int64_t last_day);
    void resume_at(std::int64_t period);

    const Plan& plan_;
    Budget& budget_;
    std::int64_t upcoming_;
    std::int64_t number_ = 0;
    const std::int64_t times_size_ = plan_.times.size();
    // The month that allowed() looked at last.
    std::int64_t month_begin_ = 0;
    std::int64_t month_end_ = 0;
    std::uint32_t month_days_ = 0;
    std::size_t base_count_ = 0;
    std::array<std::int64_t, days_max> bases_;
    std::array<std::int64_t, positions_max> picked_;
};

}  // namespace sopu::recur
