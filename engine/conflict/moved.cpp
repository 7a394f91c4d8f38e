#include "engine/conflict/moved.h"

#include <algorithm>

namespace sopu {
namespace {

using date::days;
using recur::Frequency;
using recur::Rule;

struct Shift {
    Date from{};    // the day of the first occurrence
    days by{0};     // of dates
    seconds all{};  // of local times; by and what the hour of the day changes
    const Zone& zone;
    bool timed = false;

    Date to() const { return from + by; }
    bool within_month() const {
        const date::year_month_day a(from);
        const date::year_month_day b(to());
        return a.year() == b.year() && a.month() == b.month();
    }
};

// A day of the month that every month has.
bool is_in_every_month(int day) {
    return day >= 1 && day <= 28;
}

int day_of_month(Date day) {
    return static_cast<int>(static_cast<unsigned>(date::year_month_day(day).day()));
}

std::int16_t moved_weekday(std::int16_t weekday, const Shift& shift) {
    const auto by = shift.by.count() % 7;
    return static_cast<std::int16_t>((weekday + by + 7) % 7);
}

recur::Moment moved(const recur::Moment& moment, const Shift& shift) {
    if (const auto* day = std::get_if<Date>(&moment)) return *day + shift.by;
    if (const auto* local = std::get_if<LocalTime>(&moment)) return *local + shift.all;
    // An instant of a series stands for a local time: the clocks may change in between.
    return to_instant(to_local(std::get<Instant>(moment), shift.zone) + shift.all, shift.zone);
}

When moved(const When& when, const Shift& shift) {
    When then = when;
    if (auto* timed = std::get_if<Timed>(&then)) {
        timed->start += shift.all;
        if (timed->end) *timed->end += shift.all;
    } else if (auto* all_day = std::get_if<AllDay>(&then)) {
        all_day->first += shift.by;
        all_day->last += shift.by;
    }
    return then;
}

// Every so many days or weeks: weekdays move, and with them where a week begins.
bool move_weeks(Rule& rule, const Shift& shift) {
    if (!rule.by_month.empty() || !rule.by_month_day.empty() || !rule.by_set_position.empty())
        return false;
    const bool weeks_matter =
        rule.frequency == Frequency::weekly && rule.interval > 1 && !rule.by_day.empty();
    const auto first = static_cast<std::int16_t>(date::weekday(shift.from).c_encoding());
    const bool just_first = rule.by_day.size() == 1 && rule.by_day.front().weekday == first;
    for (recur::ByDay& it : rule.by_day) it.weekday = moved_weekday(it.weekday, shift);
    std::sort(rule.by_day.begin(), rule.by_day.end());
    if (weeks_matter && !just_first) rule.week_start = moved_weekday(rule.week_start, shift);
    return true;
}

// "The second Saturday" becomes the third; "the last" the last but one.
bool move_ordinals(Rule& rule, const Shift& shift) {
    const auto weeks = shift.by.count() / 7;
    const bool of_month = rule.frequency == Frequency::monthly || !rule.by_month.empty();
    if (shift.by.count() % 7 != 0 || !of_month || !rule.by_month_day.empty()) return false;
    for (recur::ByDay& it : rule.by_day) {
        const auto then = it.ordinal + weeks;
        const auto in_every_month = [](auto n) { return n != 0 && n >= -4 && n <= 4; };
        if (!in_every_month(it.ordinal) || !in_every_month(then) || (it.ordinal > 0) != (then > 0))
            return false;
        it.ordinal = static_cast<std::int16_t>(then);
    }
    std::sort(rule.by_day.begin(), rule.by_day.end());
    return true;
}

bool move_days_of_month(Rule& rule, const Shift& shift) {
    if (rule.by_month_day.empty())
        return is_in_every_month(day_of_month(shift.from)) &&
               is_in_every_month(day_of_month(shift.to()));
    for (std::int16_t& day : rule.by_month_day) {
        const auto then = day + shift.by.count();
        if (!is_in_every_month(day) || !is_in_every_month(static_cast<int>(then))) return false;
        day = static_cast<std::int16_t>(then);
    }
    return true;
}

std::optional<Rule> moved(Rule rule, const Shift& shift) {
    const bool says_hours =
        !rule.by_hour.empty() || !rule.by_minute.empty() || !rule.by_second.empty();
    if (says_hours && shift.all != shift.by) return std::nullopt;
    if (rule.until) rule.until = moved(*rule.until, shift);
    if (shift.by == days{0}) return rule;
    if (!rule.by_year_day.empty() || !rule.by_week_number.empty()) return std::nullopt;
    bool exact = false;
    if (rule.frequency == Frequency::daily || rule.frequency == Frequency::weekly)
        exact = move_weeks(rule, shift);
    else if (shift.within_month() && rule.by_set_position.empty())
        exact = rule.by_day.empty() ? move_days_of_month(rule, shift) : move_ordinals(rule, shift);
    return exact ? std::optional(std::move(rule)) : std::nullopt;
}

// A date in a series of hours is the midnight of the calendar's own zone, whatever the series' is:
// that does not move with it.
bool starts_at_midnight(const Recurrence& recurrence) {
    const auto is_date = [](const recur::Moment& it) { return std::holds_alternative<Date>(it); };
    return std::any_of(recurrence.dates.begin(), recurrence.dates.end(),
                       [&](const recur::ExtraDate& it) { return is_date(it.start); }) ||
           std::any_of(recurrence.overrides.begin(), recurrence.overrides.end(),
                       [&](const Override& it) { return !it.when && is_date(it.recurrence_id); });
}

std::optional<Recurrence> moved(const Recurrence& recurrence, const Shift& shift) {
    if (shift.timed && starts_at_midnight(recurrence)) return std::nullopt;
    Recurrence then = recurrence;
    if (then.rule) {
        auto rule = moved(*then.rule, shift);
        if (!rule) return std::nullopt;
        then.rule = std::move(*rule);
    }
    for (recur::ExtraDate& extra : then.dates) {
        extra.start = moved(extra.start, shift);
        if (const auto* end = std::get_if<recur::Moment>(&extra.end))
            extra.end = moved(*end, shift);
    }
    for (recur::Moment& exception : then.exceptions) exception = moved(exception, shift);
    for (Override& changed : then.overrides) {
        changed.recurrence_id = moved(changed.recurrence_id, shift);
        if (changed.when) changed.when = moved(*changed.when, shift);
    }
    return then;
}

}  // namespace

std::optional<Event> moved_to(const Event& event, const When& to, const Zones& zones) {
    Event then = event;
    then.when = to;
    if (!event.recurrence) return then;
    const auto from = first_date(event.when);
    const auto first = first_date(to);
    if (!from || !first || event.when.index() != to.index()) return std::nullopt;
    seconds all = *first - *from;
    const Zone* zone = &zones.home();
    const bool has_hours = std::holds_alternative<Timed>(event.when);
    if (const auto* timed = std::get_if<Timed>(&event.when)) {
        all = std::get<Timed>(to).start - timed->start;
        if (const Zone* own = zones.find(timed->zone)) zone = own;
    }
    auto recurrence = moved(*event.recurrence, Shift{*from, *first - *from, all, *zone, has_hours});
    if (!recurrence) return std::nullopt;
    then.recurrence = std::move(*recurrence);
    return then;
}

}  // namespace sopu
