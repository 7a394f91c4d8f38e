#include "engine/recur/day_filter.h"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace sopu::recur {
namespace {

// Bits 0, 7, 14, 21 and 28: one weekday in a month that begins with it.
constexpr std::uint32_t every_seventh = 0x10204081;

// The first `count` bits.
constexpr std::uint32_t low_bits(int count) {
    return count >= 32 ? ~0U : (1U << count) - 1;
}

// The months that days [from, to] of a year may lie in, those of its neighbours included; bit m:
// month m.
std::uint32_t months_around(int from, int to) {
    std::uint32_t months = from < 1 ? 1U << 12 : 0;
    if (to > 365) months |= 1U << 1;
    for (int month = 1, begin = 1; month <= 12; begin += month_length(2000, month++))
        if (from <= begin + month_length(2000, month) - 1 && begin - 1 <= to) months |= 1U << month;
    return months;
}

// Weeks lie up to four days away from where they would if the year were a number of them.
std::uint32_t months_of_week(int week) {
    const int begin = week > 0 ? 7 * (week - 1) + 1 : 366 + 7 * week;
    return months_around(begin - 4, begin + 6 + 4);
}

}  // namespace

DayFilter::DayFilter(const Rule& rule, std::int64_t start_day) : week_start_(rule.week_start) {
    if (!rule.by_month.empty()) months_ = 0;
    for (const int month : rule.by_month) months_ |= 1U << month;
    for (const int day : rule.by_month_day) {
        if (day > 0) month_days_ |= 1U << (day - 1);
        if (day < 0) month_days_from_end_ |= 1U << (31 + day);
    }
    for (const int day : rule.by_year_day)
        (day > 0 ? year_days_ : year_days_from_end_).set(static_cast<std::size_t>(std::abs(day)));
    std::uint32_t months_of_weeks = 0;
    for (const int week : rule.by_week_number) {
        (week > 0 ? weeks_ : weeks_from_end_) |= std::uint64_t{1} << std::abs(week);
        months_of_weeks |= months_of_week(week);
    }
    if (!rule.by_week_number.empty()) months_ &= months_of_weeks;  // saves looking
    for (const ByDay& day : rule.by_day) {
        if (day.ordinal == 0)
            weekdays_ |= 1U << day.weekday;
        else
            ordinals_.push_back(day);
    }
    has_month_days_ = !rule.by_month_day.empty();
    has_week_days_ = !rule.by_day.empty();
    has_year_days_ = !rule.by_year_day.empty();
    has_weeks_ = !rule.by_week_number.empty();
    // 3.3.10: "the numeric value in a BYDAY rule part with the FREQ rule part set to YEARLY
    // corresponds to an offset within the month when the BYMONTH rule part is present".
    if (rule.frequency == Frequency::yearly && rule.by_month.empty())
        ordinals_in_ = OrdinalsIn::year;
    fill_in(rule, start_day);
    kind_ = kind();
}

// 3.3.10: "Information, not contained in the rule, necessary to determine the various recurrence
// instance start time and dates are derived from the Start Time (DTSTART)".
void DayFilter::fill_in(const Rule& rule, std::int64_t start_day) {
    const bool has_day = has_month_days_ || has_week_days_ || has_year_days_;
    if (has_day || rule.frequency < Frequency::weekly) return;
    if (rule.frequency == Frequency::weekly || has_weeks_) {
        weekdays_ = 1U << weekday_of(start_day);
        has_week_days_ = true;
        return;
    }
    const date::year_month_day start = civil_day(start_day);
    month_days_ = 1U << (static_cast<unsigned>(start.day()) - 1);
    has_month_days_ = true;
    if (rule.frequency == Frequency::yearly && rule.by_month.empty())
        months_ = 1U << static_cast<unsigned>(start.month());
}

DayFilter::Kind DayFilter::kind() const {
    if (has_month_days_ || has_year_days_ || has_weeks_ || !ordinals_.empty()) return Kind::mixed;
    if (has_week_days_) return months_ == all_months ? Kind::weekdays_only : Kind::mixed;
    return months_ == all_months ? Kind::everything : Kind::months_only;
}

std::uint32_t DayFilter::month(int year, int month) const {
    if (!allows_month(month)) return 0;
    const int length = month_length(year, month);
    std::uint32_t days = low_bits(length);
    if (kind_ == Kind::everything || kind_ == Kind::months_only) return days;
    if (has_month_days_) days &= by_month_day(length);
    if (days == 0 || !(has_week_days_ || has_year_days_ || has_weeks_)) return days;
    const std::int64_t first_day = day_number(year, month, 1);
    if (has_week_days_) days &= by_day(year, month, length, weekday_of(first_day));
    if (has_year_days_)
        days &= by_year_day(year, length, static_cast<int>(first_day - day_number(year, 1, 1)));
    if (has_weeks_) days &= by_week(year, length, first_day);
    return days;
}

std::uint32_t DayFilter::by_month_day(int length) const {
    return month_days_ | month_days_from_end_ >> (31 - length);
}

std::uint32_t DayFilter::by_day(int year, int month, int length, int first_weekday) const {
    std::uint32_t days = 0;
    if (weekdays_ != 0) {
        const unsigned week = (weekdays_ | weekdays_ << 7) >> first_weekday & 0x7FU;
        days = week * every_seventh;
    }
    if (ordinals_.empty()) return days;
    // The ordinals count within [0, span) days, of which this month is [offset, offset + length).
    int span = length, offset = 0, span_weekday = first_weekday;
    if (ordinals_in_ == OrdinalsIn::year) {
        const std::int64_t new_year = day_number(year, 1, 1);
        span = is_leap(year) ? 366 : 365;
        offset = static_cast<int>(day_number(year, month, 1) - new_year);
        span_weekday = weekday_of(new_year);
    }
    for (const ByDay& day : ordinals_) {
        const int first = static_cast<int>(floor_mod(day.weekday - span_weekday, 7));
        const int last = first + (span - 1 - first) / 7 * 7;
        const int at =
            day.ordinal > 0 ? first + 7 * (day.ordinal - 1) : last + 7 * (day.ordinal + 1);
        if (at >= 0 && at < span && at >= offset && at < offset + length)
            days |= 1U << (at - offset);
    }
    return days;
}

std::uint32_t DayFilter::by_year_day(int year, int length, int day_of_year) const {
    const int year_length = is_leap(year) ? 366 : 365;
    std::uint32_t days = 0;
    for (int i = 0; i < length; ++i) {
        const int day = day_of_year + i + 1;
        if (year_days_[static_cast<std::size_t>(day)] ||
            year_days_from_end_[static_cast<std::size_t>(year_length + 1 - day)])
            days |= 1U << i;
    }
    return days;
}

// Days around New Year may be of the last week of the year before, or of the next one's first.
std::uint32_t DayFilter::by_week(int year, int length, std::int64_t first_day) const {
    const std::array<std::int64_t, 4> begins{
        first_week(year - 1, week_start_), first_week(year, week_start_),
        first_week(year + 1, week_start_), first_week(year + 2, week_start_)};
    std::uint32_t days = 0;
    for (std::int64_t i = 0; i < length;) {
        const std::int64_t day = first_day + i;
        const std::size_t in = day < begins[1] ? 0 : day < begins[2] ? 1 : 2;
        const std::int64_t week = (day - begins[in]) / 7 + 1;
        const std::int64_t weeks = (begins[in + 1] - begins[in]) / 7;
        const std::int64_t next = i + 7 - (day - begins[in]) % 7;
        if ((weeks_ >> week & 1U) != 0 || (weeks_from_end_ >> (weeks + 1 - week) & 1U) != 0)
            days |= low_bits(static_cast<int>(next)) & ~low_bits(static_cast<int>(i));
        i = next;
    }
    return days;
}

bool DayFilter::can_match() const {
    if (!has_month_days_) return true;
    for (int month = 1; month <= 12; ++month) {
        const int longest = month_length(2000, month);  // a leap year
        if (!allows_month(month)) continue;
        if ((by_month_day(longest) & low_bits(longest)) != 0) return true;
    }
    return false;
}

int DayFilter::days_a_month_max() const {
    int most = 31;
    if (has_month_days_) most = std::popcount(month_days_) + std::popcount(month_days_from_end_);
    if (has_week_days_)
        most = std::min(most, std::popcount(weekdays_) * 5 + static_cast<int>(ordinals_.size()));
    return most;
}

DayFilter::Cycle DayFilter::cycle() const {
    if (kind_ == Kind::everything) return Cycle::none;
    if (kind_ == Kind::weekdays_only) return Cycle::weeks;
    // Days that every month has, so that only the list of months makes a difference.
    constexpr std::uint32_t in_every_month = low_bits(28);
    // Days counted from both ends may coincide, in some months only.
    const bool month_days_always = (month_days_ & ~in_every_month) == 0 &&
                                   (month_days_from_end_ & ~(in_every_month << 3)) == 0 &&
                                   (month_days_ == 0 || month_days_from_end_ == 0);
    const auto all_ordinals = [this](int low, int high) {
        return std::all_of(ordinals_.begin(), ordinals_.end(), [low, high](const ByDay& day) {
            return low <= day.ordinal && day.ordinal <= high;
        });
    };
    const bool ordinals_always = weekdays_ == 0 && ordinals_in_ == OrdinalsIn::month &&
                                 (all_ordinals(1, 4) || all_ordinals(-4, -1));
    const bool one_part = !(has_month_days_ && has_week_days_) && !has_year_days_ && !has_weeks_;
    // A number of days a month, though not always the same ones: enough to count by.
    if (one_part && has_month_days_ && month_days_always)
        return months_ == all_months ? Cycle::months : Cycle::years;
    if (one_part && has_week_days_ && ordinals_always)
        return months_ == all_months ? Cycle::months : Cycle::years;
    return Cycle::gregorian;
}

}  // namespace sopu::recur
