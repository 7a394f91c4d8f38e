#include "server/words/repeats.h"

#include <algorithm>
#include <array>

#include "engine/base/invariant.h"
#include "server/words/dates.h"

namespace sopu::words {
namespace {

using recur::Frequency;
using recur::Rule;

constexpr std::size_t days_named_max = 6;        // in a list; the rest is counted
constexpr std::int64_t interval_named_max = 12;  // "12 viikon välein"; beyond, nobody says it so
constexpr date::days year{365};                  // in less, a day and a month happen once

constexpr std::array<std::string_view, 7> weekday_names{"sun", "mon", "tue", "wed",
                                                        "thu", "fri", "sat"};

int monday_first(std::int16_t weekday) {
    return (weekday + 6) % 7;
}

std::int16_t weekday_of(Date day) {
    return static_cast<std::int16_t>(date::weekday(day).c_encoding());
}

std::string joined(std::string_view lang, const std::vector<std::string>& list,
                   const Messages& messages) {
    if (list.empty()) return {};
    std::string first = list.front();
    for (std::size_t i = 1; i + 1 < list.size(); ++i) first += ", " + list[i];
    if (list.size() == 1) return first;
    return messages.text(lang, "repeat.and", {{"first", first}, {"last", list.back()}});
}

// The lists of a rule that a short name does not speak of.
bool is_plain(const Rule& rule) {
    return rule.by_second.empty() && rule.by_minute.empty() && rule.by_hour.empty() &&
           rule.by_year_day.empty() && rule.by_week_number.empty();
}

// "The second Tuesday": one weekday and its positions in the month; nothing if it is not that.
struct Position {
    std::int16_t weekday;
    std::vector<int> ordinals;
};

std::optional<Position> position_of(const Rule& rule) {
    if (rule.by_day.empty()) return std::nullopt;
    Position found{rule.by_day.front().weekday, {}};
    const bool by_set = !rule.by_set_position.empty();
    if (by_set && (rule.by_day.size() != 1 || rule.by_day.front().ordinal != 0))
        return std::nullopt;
    for (const std::int16_t position : rule.by_set_position) found.ordinals.push_back(position);
    for (const recur::ByDay& day : rule.by_day) {
        if (day.weekday != found.weekday) return std::nullopt;
        if (!by_set) found.ordinals.push_back(day.ordinal);
    }
    for (const int ordinal : found.ordinals)
        if (ordinal == 0 || ordinal < -2 || ordinal > 5) return std::nullopt;
    // First to last, as the month has them: -1 is the last.
    std::sort(found.ordinals.begin(), found.ordinals.end(),
              [](int a, int b) { return (a < 0 ? a + 100 : a) < (b < 0 ? b + 100 : b); });
    return found;
}

std::string ordinal_key(int ordinal) {
    if (ordinal == -1) return "ordinal.last";
    if (ordinal == -2) return "ordinal.last_but_one";
    return "ordinal." + std::to_string(ordinal);
}

class Repeats {
  public:
    Repeats(std::string_view lang, const When& when, const Recurrence& recurrence,
            const RepeatContext& context)
        : lang_(lang), recurrence_(recurrence), messages_(context.messages), context_(context) {
        zone_ = &context.zones.home();
        if (const auto* days = std::get_if<AllDay>(&when)) {
            first_ = days->first;
            last_ = days->last;
            return;
        }
        const auto* timed = std::get_if<Timed>(&when);
        INVARIANT(timed != nullptr, "only timed and all-day events repeat");
        timed_ = timed;
        first_ = last_ = date::floor<date::days>(timed->start);
        if (const Zone* zone = context.zones.find(timed->zone)) zone_ = zone;
    }

    // With the time of day; "" if there are no few words for it.
    std::string pattern() const {
        const auto rule = recurrence_.rule ? rule_text(*recurrence_.rule) : std::string();
        if (rule.empty() || !timed_) return rule;
        const bool ours = zone_ == &context_.zones.home() || same_clock();
        if (!ours && timed_->zone == "UTC") return {};  // nobody's weekday and wall clock
        std::string time = hours_text(lang_, timed_->start, timed_->end);
        if (!ours) time += " (" + timed_->zone + ")";
        return text("repeat.at", {{"repeats", rule}, {"time", time}});
    }

    std::string whole() const {
        std::string said = pattern();
        if (said.empty()) return without_name();
        said += ", " + range();
        add(said, "repeat.except", left_out());
        std::vector<Date> more;
        for (const recur::ExtraDate& extra : recurrence_.dates) more.push_back(day_of(extra.start));
        add(said, "repeat.also", coming(std::move(more)));
        return said;
    }

  private:
    std::string text(std::string_view key, const Args& args = {}) const {
        return messages_.text(lang_, key, args);
    }
    std::string weekday(std::string_view section, std::int16_t day) const {
        return text(std::string(section) +
                    std::string(weekday_names.at(static_cast<std::size_t>(day))));
    }

    bool same_clock() const {
        const Instant start = to_instant(timed_->start, *zone_);
        return offset_at(start, *zone_) == offset_at(start, context_.zones.home());
    }

    Date day_of(const recur::Moment& moment) const {
        if (const auto* day = std::get_if<Date>(&moment)) return *day;
        if (const auto* local = std::get_if<LocalTime>(&moment))
            return date::floor<date::days>(*local);
        return date::floor<date::days>(to_local(std::get<Instant>(moment), *zone_));
    }

    std::string rule_text(const Rule& rule) const {
        if (!is_plain(rule) || rule.interval > interval_named_max) return {};
        switch (rule.frequency) {
            case Frequency::daily:
                return daily(rule);
            case Frequency::weekly:
                return weekly(rule);
            case Frequency::monthly:
                return monthly(rule);
            case Frequency::yearly:
                return yearly(rule);
            default:
                return {};
        }
    }

    Args every(const Rule& rule) const { return {{"n", static_cast<long long>(rule.interval)}}; }

    std::string daily(const Rule& rule) const {
        if (!rule.by_month.empty() || !rule.by_month_day.empty() || !rule.by_set_position.empty())
            return {};
        if (rule.by_day.empty()) return text("repeat.daily", every(rule));
        return rule.interval == 1 ? weekly(rule) : std::string();
    }

    std::string weekly(const Rule& rule) const {
        if (!rule.by_month.empty() || !rule.by_month_day.empty() || !rule.by_set_position.empty())
            return {};
        std::vector<std::int16_t> days;
        for (const recur::ByDay& day : rule.by_day) {
            if (day.ordinal != 0) return {};
            days.push_back(day.weekday);
        }
        if (days.empty()) days.push_back(weekday_of(first_));
        std::sort(days.begin(), days.end(),
                  [](std::int16_t a, std::int16_t b) { return monday_first(a) < monday_first(b); });
        Args args = every(rule);
        if (days.size() == 1) {
            args["weekday"] = weekday("weekday.", days.front());
            args["often"] = weekday("weekday_often.", days.front());
            return text("repeat.weekly_one", args);
        }
        if (days.size() == 7 && rule.interval == 1) return text("repeat.daily", args);
        const bool workdays = days.size() == 5 && monday_first(days.back()) == 4;
        std::vector<std::string> names;
        for (const std::int16_t day : days) names.push_back(weekday("weekday_often.", day));
        args["days"] = workdays ? text("repeat.workdays") : joined(lang_, names, messages_);
        return text("repeat.weekly_many", args);
    }

    std::string monthly(const Rule& rule) const {
        if (!rule.by_month.empty()) return {};
        Args args = every(rule);
        if (!rule.by_day.empty()) {
            const auto position = position_of(rule);
            if (!position || !rule.by_month_day.empty()) return {};
            add_position(args, *position);
            return text("repeat.monthly_weekday", args);
        }
        if (!rule.by_set_position.empty() || rule.by_month_day.size() > 1) return {};
        const int day = rule.by_month_day.empty() ? day_number() : rule.by_month_day.front();
        if (day == -1) return text("repeat.monthly_last_day", args);
        if (day < 1) return {};
        args["day"] = static_cast<long long>(day);
        return text("repeat.monthly_day", args);
    }

    std::string yearly(const Rule& rule) const {
        Args args = every(rule);
        if (rule.by_month.size() > 1) return {};
        if (!rule.by_day.empty()) {
            const auto position = position_of(rule);
            if (!position || !rule.by_month_day.empty() || rule.by_month.empty()) return {};
            add_position(args, *position);
            args["month"] = text("month_of." + std::to_string(rule.by_month.front()));
            return text("repeat.yearly_weekday", args);
        }
        if (!rule.by_set_position.empty() || rule.by_month_day.size() > 1) return {};
        if (!rule.by_month_day.empty() && rule.by_month.empty()) return {};
        const date::year_month_day start(first_);
        const int day = rule.by_month_day.empty() ? day_number() : rule.by_month_day.front();
        if (day < 1) return {};
        const unsigned month = rule.by_month.empty() ? unsigned(start.month())
                                                     : static_cast<unsigned>(rule.by_month.front());
        // A leap year has every day.
        const Date said{date::year(2024) / date::month(month) / date::day(unsigned(day))};
        args["date"] = yearly_text(lang_, said, said + (last_ - first_));
        return text("repeat.yearly_date", args);
    }

    int day_number() const {
        return static_cast<int>(unsigned(date::year_month_day(first_).day()));
    }

    void add_position(Args& args, const Position& position) const {
        std::vector<std::string> which;
        for (const int ordinal : position.ordinals) which.push_back(text(ordinal_key(ordinal)));
        args["which"] = joined(lang_, which, messages_);
        args["weekday"] = weekday("weekday_on.", position.weekday);
    }

    std::optional<Date> until() const {
        if (!recurrence_.rule || !recurrence_.rule->until) return std::nullopt;
        return day_of(*recurrence_.rule->until);
    }

    std::string range() const {
        const Rule& rule = *recurrence_.rule;
        if (const auto end = until(); end && *end >= first_) return dates_text(lang_, first_, *end);
        const std::string from = short_date_text(lang_, first_, std::nullopt);
        if (rule.count)
            return text("repeat.times_from",
                        {{"count", static_cast<long long>(*rule.count)}, {"date", from}});
        return text("repeat.from", {{"date", from}});
    }

    std::vector<Date> left_out() const {
        std::vector<Date> days;
        for (const recur::Moment& moment : recurrence_.exceptions) days.push_back(day_of(moment));
        for (const Override& it : recurrence_.overrides)
            if (it.cancelled && it.range == recur::OverrideRange::this_one)
                days.push_back(day_of(it.recurrence_id));
        return coming(std::move(days));
    }

    std::vector<Date> coming(std::vector<Date> days) const {
        std::sort(days.begin(), days.end());
        days.erase(std::unique(days.begin(), days.end()), days.end());
        if (context_.today) std::erase_if(days, [this](Date day) { return day < *context_.today; });
        return days;
    }

    void add(std::string& said, const std::string& key, const std::vector<Date>& days) const {
        if (days.empty()) return;
        said += ", ";
        if (days.size() > days_named_max) {
            said += text(key + "_many", {{"count", static_cast<long long>(days.size())}});
            return;
        }
        // Where the sentence has said both years, each day can be in one of them only.
        const auto end = until();
        const bool clear = end && *end - first_ < year && days.back() <= *end;
        std::vector<std::string> names;
        for (const Date day : days)
            names.push_back(clear ? yearly_text(lang_, day, day)
                                  : short_date_text(lang_, day, context_.today));
        said += text(key, {{"dates", joined(lang_, names, messages_)}});
    }

    std::string without_name() const {
        if (context_.next.empty()) return text("repeat.other_bare");
        return text("repeat.other",
                    {{"dates", days_listed(lang_, context_.next, messages_, context_.today)}});
    }

    std::string_view lang_;
    const Recurrence& recurrence_;
    const Messages& messages_;
    const RepeatContext& context_;
    const Timed* timed_ = nullptr;
    const Zone* zone_ = nullptr;
    Date first_{};
    Date last_{};
};

}  // namespace

std::string repeat_text(std::string_view lang, const When& when, const Recurrence& recurrence,
                        const RepeatContext& context, RepeatDetail detail) {
    const Repeats repeats(lang, when, recurrence, context);
    return detail == RepeatDetail::pattern ? repeats.pattern() : repeats.whole();
}

std::string days_listed(std::string_view lang, const std::vector<Date>& days,
                        const Messages& messages, std::optional<Date> today, std::size_t count) {
    count = std::max(count, days.size());
    std::vector<std::string> names;
    for (const Date day : days)
        if (names.size() < days_named_max) names.push_back(date_text(lang, day, today));
    if (count == names.size()) return joined(lang, names, messages);
    std::string first;
    for (const std::string& name : names) first += (first.empty() ? "" : ", ") + name;
    return messages.text(
        lang, "repeat.and_more",
        {{"dates", first}, {"count", static_cast<long long>(count - names.size())}});
}

}  // namespace sopu::words
