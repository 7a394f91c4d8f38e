#include "engine/recur/plan.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace sopu::recur {
namespace {

constexpr std::uint32_t all_hours = (1U << 24) - 1;
constexpr std::uint64_t all_sixty = (std::uint64_t{1} << 60) - 1;

std::uint64_t bits_of(const Numbers& values, int max) {
    std::uint64_t mask = 0;
    for (const int value : values) mask |= std::uint64_t{1} << std::min(value, max);
    return mask;
}

// Of the first `modulus` numbers those that steps of `interval` from `start` ever meet.
std::uint64_t met_by_steps(std::int64_t start, std::int64_t interval, int modulus) {
    const auto stride = std::gcd(interval, std::int64_t{modulus});
    std::uint64_t mask = 0;
    for (std::int64_t i = start % stride; i < modulus; i += stride) mask |= std::uint64_t{1} << i;
    return mask;
}

Numbers sorted_unique(Numbers values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

}  // namespace

Plan::Clock Plan::clock_of(const Rule& rule, LocalTime start, bool start_is_date) {
    if (start_is_date) return {1, 1, 1};
    const std::int64_t second_of_day = floor_mod(start.time_since_epoch().count(), day_seconds);
    const std::int64_t hour = second_of_day / 3600, minute = second_of_day / 60 % 60;
    const std::int64_t second = second_of_day % 60;
    const auto part = [&](const Numbers& by, int max, std::int64_t from_start, Frequency finest,
                          std::uint64_t all) {
        if (!by.empty()) return bits_of(by, max);
        return rule.frequency <= finest ? all : std::uint64_t{1} << from_start;
    };
    Clock clock{
        static_cast<std::uint32_t>(part(rule.by_hour, 23, hour, Frequency::hourly, all_hours)),
        part(rule.by_minute, 59, minute, Frequency::minutely, all_sixty),
        part(rule.by_second, 59, second, Frequency::secondly, all_sixty)};
    // Steps of 2 seconds from an even one never meet an odd one: then there is nothing to look for.
    if (rule.frequency == Frequency::hourly)
        clock.hours &= static_cast<std::uint32_t>(met_by_steps(hour, rule.interval, 24));
    if (rule.frequency == Frequency::minutely)
        clock.minutes &= met_by_steps(minute, rule.interval, 60);
    if (rule.frequency == Frequency::secondly)
        clock.seconds &= met_by_steps(second, rule.interval, 60);
    return clock;
}

Times Plan::times_of(const Rule& rule, const Clock& clock) {
    switch (rule.frequency) {
        case Frequency::secondly:
            return {1, 1, 1};
        case Frequency::minutely:
            return {1, 1, clock.seconds};
        case Frequency::hourly:
            return {1, clock.minutes, clock.seconds};
        default:
            return {clock.hours, clock.minutes, clock.seconds};
    }
}

Plan::Plan(const Rule& rule, LocalTime start_time, bool start_is_date)
    : Plan(rule, start_time, clock_of(rule, start_time, start_is_date)) {}

Plan::Plan(const Rule& rule, LocalTime start_time, const Clock& clock)
    : frequency(rule.frequency),
      interval(rule.interval),
      start(start_time.time_since_epoch().count()),
      first_period(0),
      week_start(rule.week_start),
      count(rule.count),
      days(rule, floor_div(start, day_seconds)),
      times(times_of(rule, clock)),
      hours(clock.hours),
      minutes(clock.minutes),
      seconds(clock.seconds),
      positions(sorted_unique(rule.by_set_position)) {
    first_period = period_of(start);
    never = hours == 0 || minutes == 0 || seconds == 0 || !days.can_match() ||
            !has_positions_within_reach();
    if (count) cycle_steps = find_cycle_steps();
}

std::int64_t Plan::unit() const {
    switch (frequency) {
        case Frequency::secondly:
            return 1;
        case Frequency::minutely:
            return 60;
        case Frequency::hourly:
            return 3600;
        default:
            return day_seconds;
    }
}

std::int64_t Plan::period_of(std::int64_t local) const {
    if (frequency <= Frequency::daily) return floor_div(local, unit());
    const std::int64_t day = floor_div(local, day_seconds);
    if (frequency == Frequency::weekly) return floor_div(day + 4 - week_start, 7);
    const date::year_month_day civil = civil_day(day);
    const std::int64_t year = static_cast<int>(civil.year());
    if (frequency == Frequency::yearly) return year;
    return year * 12 + static_cast<unsigned>(civil.month()) - 1;
}

// Before BYSETPOS.
std::int64_t Plan::whole_set_max() const {
    std::int64_t days_max = 1;
    if (frequency == Frequency::weekly) days_max = std::popcount(days.weekdays());
    if (frequency == Frequency::monthly) days_max = days.days_a_month_max();
    if (frequency == Frequency::yearly)
        days_max = std::min(366, std::popcount(days.months()) * days.days_a_month_max());
    return days_max * times.size();
}

std::int64_t Plan::set_size_max() const {
    const std::int64_t all = whole_set_max();
    return positions.empty() ? all : std::min(all, static_cast<std::int64_t>(positions.size()));
}

std::int64_t Plan::picked(std::int64_t set_size) const {
    if (positions.empty()) return set_size;
    return std::count_if(positions.begin(), positions.end(), [&](std::int64_t position) {
        if (position > 0) return position <= set_size;
        const std::int64_t from_begin = set_size + position + 1;
        return from_begin > 0 &&
               !std::binary_search(positions.begin(), positions.end(), from_begin);
    });
}

// BYSETPOS=2 of sets that have one element at the most selects nothing (3.3.10).
bool Plan::has_positions_within_reach() const {
    if (positions.empty()) return true;
    const std::int64_t size_max = whole_set_max();
    return std::any_of(positions.begin(), positions.end(),
                       [size_max](int position) { return std::abs(position) <= size_max; });
}

// Steps until the clock parts of a rule below DAILY have seen every phase, in periods.
std::int64_t Plan::cycle_of_clock() const {
    const bool all_day = hours == all_hours;
    switch (frequency) {
        case Frequency::hourly:
            return all_day ? 1 : 24;
        case Frequency::minutely:
            return all_day && minutes == all_sixty ? 1 : 24 * 60;
        default:
            return all_day && minutes == all_sixty && seconds == all_sixty ? 1 : day_seconds;
    }
}

std::int64_t Plan::find_cycle_steps() const {
    const DayFilter::Cycle cycle = days.cycle();
    const auto steps = [this](std::int64_t periods) {
        return periods / std::gcd(periods, interval);
    };
    switch (frequency) {
        case Frequency::yearly:
            return cycle == DayFilter::Cycle::months || cycle == DayFilter::Cycle::years
                       ? 1
                       : steps(400);
        case Frequency::monthly:
            if (cycle == DayFilter::Cycle::months) return 1;
            return steps(cycle == DayFilter::Cycle::years ? 12 : 4800);
        case Frequency::weekly:
            return cycle == DayFilter::Cycle::weeks ? 1 : steps(146'097 / 7);
        case Frequency::daily:
            if (cycle == DayFilter::Cycle::none) return 1;
            return steps(cycle == DayFilter::Cycle::weeks ? 7 : 146'097);
        default:
            if (cycle == DayFilter::Cycle::none) return steps(cycle_of_clock());
            if (cycle == DayFilter::Cycle::weeks) return steps(7 * (day_seconds / unit()));
            return 0;
    }
}

}  // namespace sopu::recur
