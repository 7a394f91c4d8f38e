#include "server/pages/form_repeat.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "engine/base/text.h"
#include "engine/time/iso.h"
#include "engine/world/series.h"
#include "server/pages/limits.h"
#include "server/words/dates.h"
#include "server/words/typed.h"

namespace sopu::pages {
namespace {

using recur::Frequency;
using recur::Rule;

constexpr int count_min = 2;  // once is no series

bool repeats_in(const When& when) {
    return std::holds_alternative<Timed>(when) || std::holds_alternative<AllDay>(when);
}

Date day_of(const recur::Moment& moment, const Zone& zone) {
    if (const auto* day = std::get_if<Date>(&moment)) return *day;
    if (const auto* local = std::get_if<LocalTime>(&moment)) return date::floor<date::days>(*local);
    return date::floor<date::days>(to_local(std::get<Instant>(moment), zone));
}

const Zone& zone_of(const When& when, const Zones& zones) {
    const auto* timed = std::get_if<Timed>(&when);
    const Zone* zone = timed ? zones.find(timed->zone) : nullptr;
    return zone ? *zone : zones.home();
}

// A day of the series as an exception or override names it: at the time of the first occurrence.
recur::Moment moment_of(Date day, const When& when) {
    const auto* timed = std::get_if<Timed>(&when);
    if (timed == nullptr) return day;
    return LocalTime(day) + (timed->start - date::floor<date::days>(timed->start));
}

// "The second Tuesday"; a fifth one is the last, which every month has.
recur::ByDay position_of(Date day) {
    const int number = (static_cast<int>(unsigned(date::year_month_day(day).day())) - 1) / 7 + 1;
    return {static_cast<std::int16_t>(date::weekday(day).c_encoding()),
            static_cast<std::int16_t>(number == 5 ? -1 : number)};
}

// Without an end.
Rule rule_of(Repeat repeat, Date first) {
    Rule rule;
    switch (repeat) {
        case Repeat::weekly:
        case Repeat::biweekly:
            rule.frequency = Frequency::weekly;
            rule.interval = repeat == Repeat::biweekly ? 2 : 1;
            break;
        case Repeat::monthly:
            rule.frequency = Frequency::monthly;
            rule.by_day = {position_of(first)};
            break;
        case Repeat::yearly:
            rule.frequency = Frequency::yearly;
            break;
        case Repeat::yearly_weekday:
            rule.frequency = Frequency::yearly;
            rule.by_day = {position_of(first)};
            rule.by_month = {
                static_cast<std::int16_t>(unsigned(date::year_month_day(first).month()))};
            break;
        case Repeat::daily:
        case Repeat::none:
        case Repeat::kept:
            break;
    }
    return rule;
}

// The same rule, said as the form would say it.
Rule plainly(Rule rule, Date first) {
    rule.count.reset();
    rule.until.reset();
    rule.week_start = 1;
    const auto weekday = static_cast<std::int16_t>(date::weekday(first).c_encoding());
    if (rule.frequency == Frequency::weekly &&
        rule.by_day == std::vector<recur::ByDay>{{weekday, 0}})
        rule.by_day.clear();
    return rule;
}

std::optional<Repeat> said_repeat(const Typed& typed) {
    const std::string_view said = trim(typed_or_empty(typed, "repeat"));
    return said.empty() ? Repeat::none : from_name<Repeat>(said);
}

class RepeatReader {
  public:
    RepeatReader(const Typed& typed, const Event& base, Event& event, const Zones& zones)
        : typed_(typed), base_(base), event_(event), zones_(zones) {}

    Errors read() {
        event_.recurrence = {};
        const auto repeat = said_repeat(typed_);
        if (!repeat) {
            error("repeat", "unknown_value", {{"value", std::string(field("repeat"))}});
            return errors_;
        }
        if (*repeat == Repeat::none) return errors_;
        if (!repeats_in(event_.when)) {
            error("start", "repeat_needs_time");
            return errors_;
        }
        first_ = *first_date(event_.when);
        if (*repeat == Repeat::kept) {
            if (base_.recurrence) made_ = *base_.recurrence;
        } else {
            made_.rule = rule_of(*repeat, first_);
            ending();
            if (errors_.empty()) exceptions();
        }
        if (!errors_.empty() || (*repeat == Repeat::kept && !base_.recurrence)) return errors_;
        overrides();
        event_.recurrence = made_;
        check();
        return errors_;
    }

  private:
    std::string_view field(std::string_view name) const {
        return trim(typed_or_empty(typed_, name));
    }
    void error(std::string_view name, std::string reason,
               std::map<std::string, std::string> args = {}) {
        errors_.push_back(invalid(std::string(name), std::move(reason), std::move(args)));
    }

    void ending() {
        const std::string_view until = field("until");
        const std::string_view count = field("count");
        if (!until.empty() && !count.empty()) return error("count", "until_and_count");
        if (!until.empty()) return until_day(until);
        if (!count.empty()) return times(count);
        // An annual event that never ended goes on; others must say their end.
        if (!base_.recurrence || !is_endless(*base_.recurrence)) error("until", "repeat_needs_end");
    }

    void until_day(std::string_view said) {
        const auto day = words::typed_date(said);
        if (!day) return error("until", "bad_date");
        if (*day < first_) return error("until", "until_before_start");
        if (std::holds_alternative<AllDay>(event_.when)) {
            made_.rule->until = *day;
            return;
        }
        // RFC 5545 3.3.10: in UTC where the start has a zone; the whole of that day.
        const LocalTime end = LocalTime(*day + date::days(1)) - seconds(1);
        made_.rule->until = to_instant(end, zone_of(event_.when, zones_));
    }

    void times(std::string_view said) {
        int count = 0;
        const auto [end, problem] = std::from_chars(said.data(), said.data() + said.size(), count);
        const bool whole = problem == std::errc{} && end == said.data() + said.size();
        if (!whole || count < count_min || count > limits::repeat_times_max)
            return error("count", "out_of_range",
                         {{"min", std::to_string(count_min)},
                          {"max", std::to_string(limits::repeat_times_max)}});
        made_.rule->count = count;
    }

    // The days that the rule has; of an endless one those of the coming years.
    std::set<Date> days_of(const Recurrence& recurrence) const {
        Event bare;
        bare.when = event_.when;
        bare.recurrence = recurrence;
        const recur::Series series = series_of(bare, seconds(0), zones_);
        const Zone& zone = zone_of(event_.when, zones_);
        const Instant start = to_instant(series.start, zone);
        Interval window(start - date::days(1), calendar_span().end());
        if (is_endless(recurrence))
            window = Interval(window.start(), start + date::days(limits::times_ahead_days));
        std::set<Date> days;
        for (const recur::Occurrence& it : occurrences_in(series, window, zones_))
            days.insert(date::floor<date::days>(to_local(it.start, zone)));
        return days;
    }

    void exceptions() {
        const std::set<Date> days = days_of(made_);
        if (!is_endless(made_) && days.size() > limits::repeat_times_max)
            return error("until", "repeat_too_many",
                         {{"max", std::to_string(limits::repeat_times_max)}});
        const words::TypedDays said = words::typed_days(field("except"), first_);
        if (!said.bad.empty()) return error("except", "bad_dates", {{"value", said.bad}});
        std::set<Date> out;
        for (const auto& [first, last] : said.spans) {
            if (first == last && !days.contains(first))
                return error("except", "not_an_occurrence",
                             {{"value", words::short_date_text("fi", first, std::nullopt)}});
            for (auto it = days.lower_bound(first); it != days.end() && *it <= last; ++it)
                out.insert(*it);
        }
        if (!out.empty() && out.size() == days.size()) return error("except", "all_left_out");
        for (const Date day : out) made_.exceptions.push_back(moment_of(day, event_.when));
    }

    // They stay with their day, at the time that the series now has.
    void overrides() {
        if (!base_.recurrence) return;
        const auto& old = base_.recurrence->overrides;
        if (base_.when == event_.when && base_.recurrence->rule == made_.rule) {
            made_.overrides = old;
            return;
        }
        Recurrence without = made_;
        without.overrides.clear();
        const std::set<Date> days = days_of(without);
        made_.overrides.clear();
        for (Override it : old) {
            const Date day = day_of(it.recurrence_id, zone_of(base_.when, zones_));
            if (it.range != recur::OverrideRange::this_one || !days.contains(day)) continue;
            it.recurrence_id = moment_of(day, event_.when);
            made_.overrides.push_back(std::move(it));
        }
    }

    void check() {
        Event bare;
        bare.when = event_.when;
        bare.recurrence = event_.recurrence;
        for (Error& wrong : check_recurrence(bare, zones_)) {
            wrong.field = "repeat";
            errors_.push_back(std::move(wrong));
        }
    }

    const Typed& typed_;
    const Event& base_;
    Event& event_;
    const Zones& zones_;
    Date first_{};
    Recurrence made_;
    Errors errors_;
};

}  // namespace

Errors read_repeat(const Typed& typed, const Event& base, Event& event, const Zones& zones) {
    return RepeatReader(typed, base, event, zones).read();
}

Repeat repeat_of(const Event& event, const Zones& zones) {
    if (!event.recurrence) return Repeat::none;
    const Recurrence& recurrence = *event.recurrence;
    if (!recurrence.rule || !recurrence.dates.empty() || recurrence.length) return Repeat::kept;
    if (&zone_of(event.when, zones) != &zones.home()) return Repeat::kept;
    const Date first = *first_date(event.when);
    const Rule plain = plainly(*recurrence.rule, first);
    for (const Repeat repeat : {Repeat::daily, Repeat::weekly, Repeat::biweekly, Repeat::monthly,
                                Repeat::yearly, Repeat::yearly_weekday})
        if (plain == rule_of(repeat, first)) return repeat;
    return Repeat::kept;
}

void add_repeat(const Event& event, std::string_view language, const Zones& zones, Typed& typed) {
    const Repeat repeat = repeat_of(event, zones);
    typed["repeat"] = name_of(repeat);
    if (repeat == Repeat::none || repeat == Repeat::kept) return;
    const Recurrence& recurrence = *event.recurrence;
    const Zone& zone = zone_of(event.when, zones);
    if (recurrence.rule->count) typed["count"] = std::to_string(*recurrence.rule->count);
    if (recurrence.rule->until) typed["until"] = format_date(day_of(*recurrence.rule->until, zone));
    std::string days;
    for (const recur::Moment& moment : recurrence.exceptions)
        days += (days.empty() ? "" : ", ") +
                words::short_date_text(language, day_of(moment, zone), std::nullopt);
    typed["except"] = days;
}

}  // namespace sopu::pages
