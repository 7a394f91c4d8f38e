#include "engine/recur/count.h"

#include <algorithm>
#include <array>
#include <bit>

#include "engine/recur/count_steps.h"

namespace sopu::recur {
namespace {

constexpr int cycle_years = 400;  // a whole number of weeks, too
constexpr std::size_t year_kinds = 14;
constexpr std::int64_t stretch_days_min = 3 * 366;  // below that stepping is as quick

// Leap or not, and the weekday that it begins with.
constexpr std::size_t kind_of(int year) {
    return static_cast<std::size_t>((is_leap(year) ? 7 : 0) + weekday_of(day_number(year, 1, 1)));
}

using KindCounts = std::array<std::uint16_t, year_kinds>;

// How many of the first n years of a Gregorian cycle are of each kind.
constexpr std::array<KindCounts, cycle_years + 1> make_kinds_before() {
    std::array<KindCounts, cycle_years + 1> table{};
    for (int year = 0; year < cycle_years; ++year) {
        const auto at = static_cast<std::size_t>(year);
        table[at + 1] = table[at];
        ++table[at + 1][kind_of(year)];
    }
    return table;
}
constexpr auto kinds_before = make_kinds_before();

constexpr std::array<int, year_kinds> make_year_of_kind() {
    std::array<int, year_kinds> table{};
    for (int year = 2000; year < 2028; ++year) table[kind_of(year)] = year;
    return table;
}
constexpr auto year_of_kind = make_year_of_kind();

using KindsOfMonths = std::array<std::array<std::uint8_t, 12>, year_kinds>;
constexpr KindsOfMonths make_kinds_of_months() {
    KindsOfMonths table{};
    for (std::size_t kind = 0; kind < year_kinds; ++kind)
        for (int month = 1; month <= 12; ++month)
            table[kind][static_cast<std::size_t>(month - 1)] =
                static_cast<std::uint8_t>(kind_of_month_in(year_of_kind[kind], month));
    return table;
}
constexpr auto kinds_of_months = make_kinds_of_months();

class CalendarCount {
  public:
    CalendarCount(const Plan& plan, Budget& budget)
        : plan_(plan),
          budget_(budget),
          times_(plan.times.size()),
          months_(plan.days.months()),
          of_year_(plan.frequency == Frequency::yearly && !plan.positions.empty()),
          month_decides_(plan.days.looks_at_months_only()) {
        known_.fill(-1);
        // Steps of 2, 3, 4, 6 or 12 months meet the same months of every year.
        if (plan.frequency == Frequency::monthly)
            for (int month = 1; month <= 12; ++month)
                if (floor_mod(month - 1 - plan.first_period, plan.interval) != 0)
                    months_ &= ~(1U << month);
    }

    std::int64_t days(std::int64_t from, std::int64_t to) {
        const date::year_month_day first = civil_day(from), last = civil_day(to);
        const std::int64_t head = month_number(first), tail = month_number(last);
        const int into_head = static_cast<int>(static_cast<unsigned>(first.day())) - 1;
        const int into_tail = static_cast<int>(static_cast<unsigned>(last.day())) - 1;
        return months(head, tail) - begin_of_month(head, into_head) +
               begin_of_month(tail, into_tail);
    }

    std::int64_t months(std::int64_t from, std::int64_t to) {
        const std::int64_t first_year = ceil_div(from, 12), last_year = floor_div(to, 12);
        std::int64_t total = years(first_year, last_year);
        for (std::int64_t month = from; month < first_year * 12; ++month) total += in_month(month);
        for (std::int64_t month = last_year * 12; month < to; ++month) total += in_month(month);
        return total;
    }

    std::int64_t years(std::int64_t from, std::int64_t to) {
        const auto begin = static_cast<std::size_t>(floor_mod(from, cycle_years));
        const auto end = static_cast<std::size_t>(floor_mod(to, cycle_years));
        const std::int64_t cycles = floor_div(to, cycle_years) - floor_div(from, cycle_years);
        std::int64_t total = 0;
        for (std::size_t kind = 0; kind < year_kinds; ++kind) {
            const std::int64_t count = cycles * kinds_before[cycle_years][kind] +
                                       kinds_before[end][kind] - kinds_before[begin][kind];
            if (count > 0) total += count * in_year(kind);
        }
        return total;
    }

  private:
    static std::int64_t month_number(const date::year_month_day& day) {
        return std::int64_t{static_cast<int>(day.year())} * 12 +
               static_cast<unsigned>(day.month()) - 1;
    }

    std::int64_t in_year(std::size_t kind) {
        std::int64_t total = 0;
        for (std::uint32_t rest = months_; rest != 0; rest &= rest - 1) {
            const int month = std::countr_zero(rest);
            total += in_month(year_of_kind[kind], month,
                              kinds_of_months[kind][static_cast<std::size_t>(month - 1)]);
        }
        return of_year_ ? plan_.picked(total) : total;
    }

    std::int64_t in_month(std::int64_t number) {
        const auto year = static_cast<int>(floor_div(number, 12));
        const int month = static_cast<int>(floor_mod(number, 12)) + 1;
        if ((months_ >> month & 1U) == 0) return 0;
        return in_month(year, month, kind_of_month_in(year, month));
    }

    // Where a filter looks at no more than the month, months of one kind are alike.
    std::int64_t in_month(int year, int month, std::size_t kind) {
        if (!month_decides_) return count_month(year, month);
        std::int64_t& known = known_[kind];
        if (known < 0) known = count_month(year, month);
        return known;
    }

    std::int64_t count_month(int year, int month) {
        budget_.take(1);
        const int days = std::popcount(plan_.days.month(year, month));
        if (plan_.positions.empty() || of_year_) return days * times_;
        if (plan_.frequency == Frequency::daily) return days * plan_.picked(times_);
        return plan_.picked(days * times_);
    }

    // Its first so many days; of rules whose sets are not longer than a day.
    std::int64_t begin_of_month(std::int64_t number, int days) {
        if (days == 0) return 0;
        const std::uint32_t allowed = plan_.days.month(static_cast<int>(floor_div(number, 12)),
                                                       static_cast<int>(floor_mod(number, 12)) + 1);
        return std::popcount(allowed & ((1U << days) - 1)) * plan_.picked(times_);
    }

    const Plan& plan_;
    Budget& budget_;
    std::int64_t times_;
    std::uint32_t months_;  // bit m: month m is allowed and met
    bool of_year_;          // the set that BYSETPOS picks from is a year's
    bool month_decides_;
    std::array<std::int64_t, month_kinds> known_;
};

}  // namespace

std::optional<std::int64_t> count_by_calendar(const Plan& plan, std::int64_t first,
                                              std::int64_t last, Budget& budget) {
    const bool steps_fit_a_year =
        plan.frequency == Frequency::monthly && plan.interval <= 12 && 12 % plan.interval == 0;
    if ((plan.interval != 1 && !steps_fit_a_year) || plan.days.looks_at_weeks())
        return count_by_steps(plan, first, last, budget);
    CalendarCount count(plan, budget);
    const std::int64_t periods = last - first;
    switch (plan.frequency) {
        case Frequency::yearly:
            if (periods < stretch_days_min / 366) return std::nullopt;
            return count.years(first, last);
        case Frequency::monthly:
            if (periods < stretch_days_min / 30) return std::nullopt;
            return count.months(first, last);
        case Frequency::weekly:  // each day is of one week
            if (periods < stretch_days_min / 7 || !plan.positions.empty()) return std::nullopt;
            return count.days(plan.week_begin(first), plan.week_begin(last));
        case Frequency::daily:
            if (periods < stretch_days_min) return std::nullopt;
            return count.days(first, last);
        default:
            return std::nullopt;
    }
}

}  // namespace sopu::recur
