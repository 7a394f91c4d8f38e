#include "engine/recur/count_steps.h"

#include <array>
#include <bit>

namespace sopu::recur {
namespace {

constexpr std::int64_t steps_min = 60;  // below that stepping is as quick
constexpr int cycle_years = 400;        // a whole number of weeks, too
constexpr int cycle_months = cycle_years * 12;

constexpr std::array<std::uint8_t, cycle_months> make_month_kinds() {
    std::array<std::uint8_t, cycle_months> table{};
    int weekday = weekday_of(day_number(0, 1, 1));
    for (int i = 0; i < cycle_months; ++i) {
        const int length = month_length(i / 12, i % 12 + 1);
        table[static_cast<std::size_t>(i)] =
            static_cast<std::uint8_t>(kind_of_month(length, weekday));
        weekday = (weekday + length) % 7;
    }
    return table;
}
constexpr auto kinds_of_months = make_month_kinds();

// BYWEEKNO looks at the neighbours: of three years in a row at most one is leap.
constexpr std::size_t year_kinds = 4 * 7;
constexpr std::array<std::uint8_t, cycle_years> make_year_kinds() {
    std::array<std::uint8_t, cycle_years> table{};
    for (int year = 0; year < cycle_years; ++year) {
        const int leap = is_leap(year) ? 1 : is_leap(year + 399) ? 2 : is_leap(year + 1) ? 3 : 0;
        table[static_cast<std::size_t>(year)] =
            static_cast<std::uint8_t>(leap * 7 + weekday_of(day_number(year, 1, 1)));
    }
    return table;
}
constexpr auto kinds_of_years = make_year_kinds();

// What a period of each kind holds, looked at once.
template <std::size_t Kinds>
class KnownKinds {
  public:
    KnownKinds() { known_.fill(-1); }

    template <class Look>
    std::int64_t of(std::size_t kind, const Look& look) {
        if (known_[kind] < 0) known_[kind] = look();
        return known_[kind];
    }

  private:
    std::array<std::int64_t, Kinds> known_;
};

std::int64_t first_met(const Plan& plan, std::int64_t from) {
    return plan.first_period + ceil_div(from - plan.first_period, plan.interval) * plan.interval;
}

std::int64_t count_years(const Plan& plan, std::int64_t first, std::int64_t last, Budget& budget) {
    KnownKinds<year_kinds> known;
    const std::int64_t step = plan.interval % cycle_years, times = plan.times.size();
    std::int64_t place = floor_mod(first, cycle_years), total = 0;
    for (std::int64_t year = first; year < last; year += plan.interval) {
        total += known.of(kinds_of_years[static_cast<std::size_t>(place)], [&] {
            budget.take(12);
            std::int64_t days = 0;
            for (std::uint32_t rest = plan.days.months(); rest != 0; rest &= rest - 1)
                days +=
                    std::popcount(plan.days.month(static_cast<int>(place), std::countr_zero(rest)));
            return plan.picked(days * times);
        });
        place += step;
        if (place >= cycle_years) place -= cycle_years;
    }
    return total;
}

// Days of the year and weeks are YEARLY's: a month's kind decides.
std::int64_t count_months(const Plan& plan, std::int64_t first, std::int64_t last, Budget& budget) {
    KnownKinds<month_kinds> known;
    const std::int64_t step = plan.interval % cycle_months, times = plan.times.size();
    const bool every_month = !plan.days.limits_months();
    std::int64_t place = floor_mod(first, cycle_months), total = 0;
    for (std::int64_t number = first; number < last; number += plan.interval) {
        const auto month = [&place] { return static_cast<int>(place % 12) + 1; };
        if (every_month || plan.days.allows_month(month()))
            total += known.of(kinds_of_months[static_cast<std::size_t>(place)], [&] {
                budget.take(1);
                const auto year = static_cast<int>(place / 12);
                return plan.picked(std::popcount(plan.days.month(year, month())) * times);
            });
        place += step;
        if (place >= cycle_months) place -= cycle_months;
    }
    return total;
}

// Four years that begin with a leap year, or with the hundredth one that is none.
constexpr int quad_months = 48;
constexpr int quad_days = 1461;  // with a leap year
struct MonthOfQuad {
    std::uint16_t begin;  // days since the four years began
    std::uint8_t length;
};
using Quad = std::array<MonthOfQuad, quad_months>;
constexpr Quad make_quad(int year) {
    Quad quad{};
    int begin = 0;
    for (int i = 0; i < quad_months; ++i) {
        const int length = month_length(year + i / 12, i % 12 + 1);
        quad[static_cast<std::size_t>(i)] = {static_cast<std::uint16_t>(begin),
                                             static_cast<std::uint8_t>(length)};
        begin += length;
    }
    return quad;
}
constexpr Quad common_quad = make_quad(2000), hundredth_quad = make_quad(2100);

// Days that steps of days or weeks meet: runs of a day or a week, one every so many days.
class DaysMet {
  public:
    DaysMet(const Plan& plan, Budget& budget)
        : plan_(plan),
          budget_(budget),
          run_(plan.frequency == Frequency::weekly ? 7 : 1),
          every_(plan.interval * run_),
          steps_a_day_((std::uint64_t{1} << 32) / static_cast<std::uint64_t>(every_) + 1),
          days_into_step_(quad_days % every_),
          begin_(run_ == 7 ? plan.week_begin(plan.first_period) : plan.first_period),
          by_weekday_(plan.days.looks_at_weekdays() && every_ % 7 != 0) {
        for (std::int64_t at = 0; at < 64; at += every_)
            pattern_ |= ((std::uint64_t{1} << run_) - 1) << at;
        for (int year = 0; year < 4; ++year)
            months_ |= std::uint64_t{plan.days.months() >> 1} << year * 12;
        known_.fill(-1);
    }

    std::int64_t between(std::int64_t from, std::int64_t to) {
        const date::year_month_day first = civil_day(from), last = civil_day(to);
        const std::int64_t head = month_number(first), tail = month_number(last);
        return months(head, tail) - begin_of_month(head, from) + begin_of_month(tail, to);
    }

  private:
    static std::int64_t month_number(const date::year_month_day& day) {
        return std::int64_t{static_cast<int>(day.year())} * 12 +
               static_cast<unsigned>(day.month()) - 1;
    }

    std::int64_t months(std::int64_t from, std::int64_t to) {
        const std::int64_t first = floor_div(from, quad_months), last = floor_div(to, quad_months);
        const auto into_first = static_cast<int>(from - first * quad_months);
        const auto into_last = static_cast<int>(to - last * quad_months);
        return whole_quads(first, last) - part_of_quad(first, into_first) +
               part_of_quad(last, into_last);
    }

    // Its first so many months.
    std::int64_t part_of_quad(std::int64_t quad, int months) {
        if (months == 0) return 0;
        const auto year = static_cast<int>(quad * 4);
        return count(year, day_number(year, 1, 1), (std::uint64_t{1} << months) - 1);
    }

    // Those that begin alike, as far as steps and weekdays are concerned, hold as much.
    std::int64_t whole_quads(std::int64_t first, std::int64_t last) {
        constexpr std::uint64_t all = (std::uint64_t{1} << quad_months) - 1;
        auto year = static_cast<int>(first * 4);
        std::int64_t begin = day_number(year, 1, 1), total = 0;
        std::int64_t offset = floor_mod(begin - begin_, every_), weekday = weekday_of(begin);
        for (; year < last * 4; year += 4) {
            const bool leap = is_leap(year);
            const auto key = static_cast<std::size_t>(by_weekday_ ? offset * 7 + weekday : offset);
            if (!leap || key >= known_.size()) {
                total += count(year, begin, all);
            } else {
                if (known_[key] < 0)
                    known_[key] = static_cast<std::int32_t>(count(year, begin, all));
                total += known_[key];
            }
            const int days = leap ? quad_days : quad_days - 1;
            begin += days;
            weekday = (weekday + days) % 7;
            offset += leap ? days_into_step_ : days_into_step_ - 1;
            if (offset >= every_) offset -= every_;
            if (offset < 0) offset += every_;
        }
        return total;
    }

    // In the months of four years whose bits are set.
    std::int64_t count(int year, std::int64_t begin, std::uint64_t months) {
        const Quad& quad = is_leap(year) ? common_quad : hundredth_quad;
        const auto offset = floor_mod(begin - begin_, every_);
        const int weekday = weekday_of(begin);
        budget_.take(1 + std::popcount(months & months_) / 8);
        std::int64_t total = 0;
        for (std::uint64_t rest = months & months_; rest != 0; rest &= rest - 1) {
            const int i = std::countr_zero(rest);
            const MonthOfQuad& month = quad[static_cast<std::size_t>(i)];
            const std::size_t kind = kind_of_month(month.length, (weekday + month.begin) % 7);
            total +=
                std::popcount(allowed(kind, year + i / 12, i % 12 + 1) &
                              met(into_step(static_cast<std::uint32_t>(offset) + month.begin)));
        }
        return total;
    }

    std::uint32_t allowed(std::size_t kind, int year, int month) {
        if ((looked_at_ >> kind & 1U) == 0) {
            looked_at_ |= 1U << kind;
            allowed_[kind] = plan_.days.month(year, month);
        }
        return allowed_[kind];
    }

    // Modulo every_ of less than 2^16 days. INTERVAL is far shorter than that, or stepping quicker.
    std::int64_t into_step(std::uint64_t days) const {
        return static_cast<std::int64_t>(days) -
               static_cast<std::int64_t>(days * steps_a_day_ >> 32) * every_;
    }

    // Of 31 days, the first of them that many days into a step.
    std::uint32_t met(std::int64_t offset) const {
        if (every_ <= 32) return static_cast<std::uint32_t>(pattern_ >> offset) & 0x7FFF'FFFF;
        const std::int64_t next = every_ - offset;
        std::uint64_t days = offset < run_ ? pattern_ >> offset : 0;
        if (next < 31) days |= pattern_ << next;
        return static_cast<std::uint32_t>(days) & 0x7FFF'FFFF;
    }

    // The days of the month before this one.
    std::int64_t begin_of_month(std::int64_t number, std::int64_t day) {
        const auto year = static_cast<int>(floor_div(number, 12));
        const int month = static_cast<int>(floor_mod(number, 12)) + 1;
        const std::int64_t first = day_number(year, month, 1);
        const std::uint32_t before = (1U << (day - first)) - 1;
        return std::popcount(plan_.days.month(year, month) & before &
                             met(floor_mod(first - begin_, every_)));
    }

    const Plan& plan_;
    Budget& budget_;
    std::int64_t run_;
    std::int64_t every_;
    std::uint64_t steps_a_day_;    // times 2^32, rounded up
    std::int64_t days_into_step_;  // how much further into one four years later begin
    std::int64_t begin_;           // a day on which a run begins
    bool by_weekday_;
    std::uint64_t pattern_ = 0;  // runs, the first of them at bit 0
    std::uint64_t months_ = 0;   // bit i: the i-th month of four years is allowed
    std::uint32_t looked_at_ = 0;
    std::array<std::uint32_t, month_kinds> allowed_{};
    std::array<std::int32_t, 256> known_;
};

}  // namespace

std::optional<std::int64_t> count_by_steps(const Plan& plan, std::int64_t first, std::int64_t last,
                                           Budget& budget) {
    if ((last - first) / plan.interval < steps_min) return std::nullopt;
    switch (plan.frequency) {
        case Frequency::yearly:
            return count_years(plan, first_met(plan, first), last, budget);
        case Frequency::monthly:
            return count_months(plan, first_met(plan, first), last, budget);
        case Frequency::weekly: {
            if (!plan.positions.empty()) return std::nullopt;
            DaysMet days(plan, budget);
            return days.between(plan.week_begin(first), plan.week_begin(last)) * plan.times.size();
        }
        case Frequency::daily:
            return DaysMet(plan, budget).between(first, last) * plan.picked(plan.times.size());
        default:
            return std::nullopt;
    }
}

}  // namespace sopu::recur
