#include "ical/portable_rule.h"

#include <algorithm>
#include <bit>

#include "engine/recur/calendar.h"
#include "engine/recur/day_filter.h"

namespace sopu::ical {

namespace {

using recur::Frequency;
using recur::Rule;

// What Outlook's own form takes.
constexpr std::int64_t interval_max = 99;

bool is_position(int number) {
    return number == -1 || (number >= 1 && number <= 4);
}

bool has_ordinals(const Rule& rule) {
    return std::any_of(rule.by_day.begin(), rule.by_day.end(),
                       [](const recur::ByDay& day) { return day.ordinal != 0; });
}

// "The second Tuesday" (2TU), or "the last of these weekdays" (BYSETPOS). A fifth one is refused:
// Outlook has only a last one, which is another day in most months.
bool is_positional(const Rule& rule) {
    if (!rule.by_month_day.empty()) return false;
    if (rule.by_set_position.empty())
        return rule.by_day.size() == 1 && is_position(rule.by_day.front().ordinal);
    return rule.by_set_position.size() == 1 && is_position(rule.by_set_position.front()) &&
           !has_ordinals(rule);
}

// A day that a month may lack is refused: Outlook takes the month's last day instead.
bool is_month_day(const Rule& rule, LocalTime start, int shortest) {
    if (!rule.by_set_position.empty() || rule.by_month_day.size() > 1) return false;
    const date::year_month_day first{date::floor<date::days>(start)};
    const int day = rule.by_month_day.empty() ? static_cast<int>(static_cast<unsigned>(first.day()))
                                              : rule.by_month_day.front();
    return day == -1 || (day >= 1 && day <= shortest);
}

bool is_monthly(const Rule& rule, LocalTime start) {
    if (!rule.by_month.empty()) return false;
    constexpr int february = 28;
    return rule.by_day.empty() ? is_month_day(rule, start, february) : is_positional(rule);
}

bool is_yearly(const Rule& rule, LocalTime start) {
    if (rule.by_month.size() > 1) return false;
    if (!rule.by_day.empty()) return rule.by_month.size() == 1 && is_positional(rule);
    // BYMONTHDAY alone is every month's day to some and one month's to others (decision 10).
    if (rule.by_month.empty() && !rule.by_month_day.empty()) return false;
    const date::year_month_day first{date::floor<date::days>(start)};
    const int month = rule.by_month.empty() ? static_cast<int>(static_cast<unsigned>(first.month()))
                                            : rule.by_month.front();
    constexpr int common_year = 2023;
    return is_month_day(rule, start, recur::month_length(common_year, month));
}

bool has_only_days_of_weeks(const Rule& rule) {
    return rule.by_month.empty() && rule.by_month_day.empty() && rule.by_set_position.empty() &&
           !has_ordinals(rule);
}

}  // namespace

std::optional<Rule> portable_rule(const Rule& rule, LocalTime start) {
    if (!rule.by_second.empty() || !rule.by_minute.empty() || !rule.by_hour.empty() ||
        !rule.by_year_day.empty() || !rule.by_week_number.empty() || rule.interval > interval_max)
        return std::nullopt;
    Rule said = rule;
    bool portable = false;
    switch (rule.frequency) {
        case Frequency::secondly:
        case Frequency::minutely:
        case Frequency::hourly:
            break;
        case Frequency::daily:
            portable = has_only_days_of_weeks(rule) && (rule.by_day.empty() || rule.interval == 1);
            // "Every day, of these weekdays" is said as weeks by everybody.
            if (!rule.by_day.empty()) said.frequency = Frequency::weekly;
            break;
        case Frequency::weekly:
            portable = has_only_days_of_weeks(rule);
            break;
        case Frequency::monthly:
            portable = is_monthly(rule, start);
            break;
        case Frequency::yearly:
            portable = is_yearly(rule, start);
            break;
    }
    if (!portable) return std::nullopt;
    return said;
}

bool begins_with(const Rule& rule, LocalTime start) {
    const Date day = date::floor<date::days>(start);
    const date::year_month_day ymd{day};
    const recur::DayFilter filter(rule, day.time_since_epoch().count());
    const std::uint32_t days = filter.month(static_cast<int>(ymd.year()),
                                            static_cast<int>(static_cast<unsigned>(ymd.month())));
    const std::uint32_t bit = 1U << (static_cast<unsigned>(ymd.day()) - 1);
    if ((days & bit) == 0) return false;
    if (rule.by_set_position.empty()) return true;
    const auto count = [](std::uint32_t bits) { return std::popcount(bits); };
    const int position = rule.by_set_position.front();
    return position > 0 ? count(days & (bit - 1)) == position - 1 : days < bit << 1;
}

}  // namespace sopu::ical
