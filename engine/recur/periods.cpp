#include "engine/recur/periods.h"

#include <algorithm>
#include <bit>

namespace sopu::recur {

bool Periods::next(std::int64_t last) {
    while (upcoming_ <= last) {
        if (!budget_.take(1)) return false;
        number_ = upcoming_;
        upcoming_ += plan_.interval;
        base_count_ = 0;
        switch (plan_.frequency) {
            case Frequency::yearly:
                load_year(number_);
                break;
            case Frequency::monthly:
                load_month(floor_div(number_, 12), static_cast<int>(floor_mod(number_, 12)) + 1);
                break;
            case Frequency::weekly:
                load_week(number_);
                break;
            case Frequency::daily:
                load_day(number_, last);
                break;
            default:
                load_within_day(number_, last);
                break;
        }
        if (base_count_ > 0) return true;
    }
    return false;
}

void Periods::load_year(std::int64_t year) {
    budget_.take(std::popcount(plan_.days.months()));
    for (int month = 1; month <= 12; ++month)
        if (plan_.days.allows_month(month)) load_month(year, month);
}

void Periods::load_month(std::int64_t year, int month) {
    std::uint32_t days = plan_.days.month(static_cast<int>(year), month);
    if (days == 0) return;
    const std::int64_t first = day_number(static_cast<int>(year), month, 1);
    for (; days != 0; days &= days - 1)
        bases_[base_count_++] = (first + std::countr_zero(days)) * day_seconds;
}

void Periods::load_week(std::int64_t week) {
    const std::int64_t first = plan_.week_begin(week);
    // Bit i: the i-th day of the week, counted from WKST.
    unsigned days =
        (plan_.days.weekdays() | plan_.days.weekdays() << 7) >> plan_.week_start & 0x7FU;
    for (; days != 0; days &= days - 1) {
        const std::int64_t day = first + std::countr_zero(days);
        if (plan_.days.limits_months() && !plan_.days.allows_month(static_cast<int>(
                                              static_cast<unsigned>(civil_day(day).month()))))
            continue;
        bases_[base_count_++] = day * day_seconds;
    }
}

void Periods::load_day(std::int64_t day, std::int64_t last_day) {
    if (plan_.days.everything() || allowed(day)) {
        bases_[base_count_++] = day * day_seconds;
        return;
    }
    resume_at(next_allowed(day, last_day));
}

// HOURLY, MINUTELY, SECONDLY: where the period is not of the set, goes on at the first that may be.
void Periods::load_within_day(std::int64_t period, std::int64_t last) {
    const std::int64_t unit = plan_.unit();
    const std::int64_t local = period * unit;
    const std::int64_t day = floor_div(local, day_seconds);
    if (!plan_.days.everything() && !allowed(day)) {
        const std::int64_t last_day = floor_div(last * unit, day_seconds);
        resume_at(next_allowed(day, last_day) * (day_seconds / unit));
        return;
    }
    const std::int64_t second = local - day * day_seconds;
    const std::int64_t match = next_clock_match(second);
    if (match == second)
        bases_[base_count_++] = local;
    else
        resume_at(ceil_div(day * day_seconds + match, unit));
}

// The first second of the day, from this one on, at which the limits of the clock parts allow a
// period to begin, or a later second before it; the end of the day if there is none.
std::int64_t Periods::next_clock_match(std::int64_t second_of_day) const {
    const std::int64_t hour = second_of_day / 3600;
    const std::uint32_t hours = plan_.hours >> hour;
    if ((hours & 1U) == 0)
        return hours == 0 ? day_seconds : (hour + std::countr_zero(hours)) * 3600;
    if (plan_.frequency == Frequency::hourly) return second_of_day;
    const std::int64_t minute = second_of_day / 60 % 60;
    const std::uint64_t minutes = plan_.minutes >> minute;
    if ((minutes & 1U) == 0)
        return minutes == 0 ? (hour + 1) * 3600
                            : hour * 3600 + (minute + std::countr_zero(minutes)) * 60;
    if (plan_.frequency == Frequency::minutely) return second_of_day;
    const std::int64_t second = second_of_day % 60;
    const std::uint64_t rest = plan_.seconds >> second;
    if ((rest & 1U) != 0) return second_of_day;
    return rest == 0 ? second_of_day - second + 60 : second_of_day + std::countr_zero(rest);
}

void Periods::look_up_month(std::int64_t day) {
    budget_.take(1);
    const date::year_month_day civil = civil_day(day);
    const int year = static_cast<int>(civil.year());
    const auto month = static_cast<int>(static_cast<unsigned>(civil.month()));
    month_begin_ = day_number(year, month, 1);
    month_end_ = month_begin_ + month_length(year, month);
    month_days_ = plan_.days.month(year, month);
}

bool Periods::allowed(std::int64_t day) {
    if (day < month_begin_ || day >= month_end_) look_up_month(day);
    return (month_days_ >> (day - month_begin_) & 1U) != 0;
}

// The first allowed day after this one, or the one after `last_day`.
std::int64_t Periods::next_allowed(std::int64_t day, std::int64_t last_day) {
    for (++day; day <= last_day && !budget_.exhausted(); day = month_end_) {
        if (day < month_begin_ || day >= month_end_) look_up_month(day);
        const std::uint32_t rest = month_days_ >> (day - month_begin_);
        if (rest != 0) return day + std::countr_zero(rest);
    }
    return last_day + 1;
}

// The first period of the series that is not before this one.
void Periods::resume_at(std::int64_t period) {
    const std::int64_t steps = ceil_div(period - number_, plan_.interval);
    upcoming_ = number_ + std::max<std::int64_t>(steps, 1) * plan_.interval;
}

std::int64_t Periods::before(std::int64_t local) const {
    const auto bases_now = bases();
    // The last base that does not lie after `local` may hold some that do.
    const auto after = std::upper_bound(bases_now.begin(), bases_now.end(), local);
    if (after == bases_now.begin()) return 0;
    const auto full = static_cast<std::int64_t>(after - bases_now.begin()) - 1;
    return full * times_size_ + plan_.times.before(local - *(after - 1));
}

std::span<const std::int64_t> Periods::picked() {
    const std::int64_t set_size = size();
    const auto& positions = plan_.positions;
    const auto first_positive =
        std::find_if(positions.begin(), positions.end(), [](int position) { return position > 0; });
    auto from_end = positions.begin();
    auto from_begin = first_positive;
    std::size_t count = 0;
    const auto take = [&](std::int64_t position) {
        const bool there = position >= 0 && position < set_size;
        if (there && (count == 0 || picked_[count - 1] != position)) picked_[count++] = position;
    };
    // Both runs are sorted; the one counted from the end gets its place by the set's size.
    while (from_end != first_positive || from_begin != positions.end()) {
        const bool end_first =
            from_begin == positions.end() ||
            (from_end != first_positive && set_size + *from_end < *from_begin - 1);
        take(end_first ? set_size + *from_end++ : std::int64_t{*from_begin++} - 1);
    }
    return {picked_.data(), count};
}

}  // namespace sopu::recur
