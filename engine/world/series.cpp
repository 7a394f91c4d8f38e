#include "engine/world/series.h"

#include <algorithm>
#include <limits>

#include "engine/base/invariant.h"
#include "engine/base/limits.h"

namespace sopu {
namespace {

constexpr date::days slack{2};

Instant new_year(int year) {
    return date::sys_days(date::year(year) / 1 / 1);
}

int year_of(Instant instant) {
    return static_cast<int>(date::year_month_day(date::floor<date::days>(instant)).year());
}

// The exact length of a time that has an end, nominal days for dates.
recur::Length length_of(const When& when, seconds default_length, const Zones& zones) {
    if (const auto* days = std::get_if<AllDay>(&when))
        return {(days->last - days->first).count() + 1, seconds{0}};
    const auto* timed = std::get_if<Timed>(&when);
    INVARIANT(timed != nullptr, "only timed and all-day events repeat");
    if (!timed->end) return {0, default_length};
    const Zone* zone = zones.find(timed->zone);
    INVARIANT(zone != nullptr, "check(when) has refused unknown zones");
    const seconds exact = to_instant(*timed->end, *zone) - to_instant(timed->start, *zone);
    return {0, std::max(exact, seconds{0})};
}

recur::Moment start_of(const When& when, const Zone& series_zone, const Zones& zones) {
    if (const auto* days = std::get_if<AllDay>(&when)) return days->first;
    const auto* timed = std::get_if<Timed>(&when);
    INVARIANT(timed != nullptr, "only timed and all-day events repeat");
    const Zone* zone = zones.find(timed->zone);
    INVARIANT(zone != nullptr, "check(when) has refused unknown zones");
    if (zone == &series_zone) return timed->start;
    return to_instant(timed->start, *zone);
}

recur::Override override_of(const Override& said, const recur::Series& series, const Zone& zone,
                            seconds default_length, const Zones& zones) {
    recur::Override made{said.recurrence_id, said.range, said.cancelled, said.recurrence_id,
                         series.length};
    if (said.cancelled) return made;
    // A date stands for that day's occurrence: where nothing else is said, at its own hour.
    if (const auto* day = std::get_if<Date>(&said.recurrence_id); day && !series.all_day)
        made.start = *day + (series.start - date::floor<date::days>(series.start));
    if (said.when) {
        made.start = start_of(*said.when, zone, zones);
        made.length = length_of(*said.when, default_length, zones);
    }
    if (said.length) made.length = *said.length;
    return made;
}

Error at(std::string field, std::string reason) {
    return invalid(std::move(field), std::move(reason));
}

Error on_recurrence(Error error) {
    error.field = "recurrence";
    return error;
}

// How many occurrences a window has, or why that cannot be said.
Result<std::size_t> count_in(const recur::Series& series, const Interval& window,
                             const Zones& zones, recur::Budget& shared) {
    const std::int64_t most = std::min(recur::limits::steps_max / 2, shared.left());
    recur::Budget budget(most);
    const auto found = recur::expand(series, zones, window, budget);
    shared.take(most - budget.left());
    if (!found) return tl::make_unexpected(found.error());
    return found->size();
}

Errors check_occurrences(const recur::Series& series, bool endless, const Zones& zones,
                         recur::Budget& shared) {
    const Interval span = calendar_span();
    const Instant start = to_instant(series.start, series.zone ? *series.zone : zones.home());
    const Interval looked_at =
        endless ? Interval(start - slack, start + date::days{4 * 366}) : span;
    const auto count = count_in(series, looked_at, zones, shared);
    if (!count) return {on_recurrence(count.error())};
    const std::size_t max =
        endless ? limits::endless_occurrences_max : limits::series_occurrences_max;
    if (*count > max)
        return {invalid("recurrence", "too_many_occurrences", {{"max", std::to_string(max)}})};
    // What a series has outside the calendar's years would be lost without a word.
    for (const Interval& outside : {Interval(new_year(recur::limits::year_min), span.start()),
                                    Interval(span.end(), new_year(recur::limits::year_max))}) {
        if (endless && outside.start() >= span.end()) continue;
        const auto lost = count_in(series, outside, zones, shared);
        if (!lost) return {on_recurrence(lost.error())};
        if (*lost > 0) return {at("recurrence", "year_out_of_range")};
    }
    return {};
}

}  // namespace

Interval calendar_span() {
    return {new_year(limits::year_min) - slack, new_year(limits::year_max + 1) + slack};
}

Interval kept_around(Instant instant) {
    const Interval span = calendar_span();
    const int year = year_of(std::clamp(instant, span.start(), span.end()));
    return {new_year(year - 1), new_year(year + 3)};
}

recur::Series series_of(const Event& event, seconds default_length, const Zones& zones) {
    INVARIANT(event.recurrence, "the event repeats");
    const Recurrence& recurrence = *event.recurrence;
    recur::Series series;
    if (const auto* days = std::get_if<AllDay>(&event.when)) {
        series.all_day = true;
        series.start = LocalTime(days->first);
    } else {
        const auto* timed = std::get_if<Timed>(&event.when);
        INVARIANT(timed != nullptr, "only timed and all-day events repeat");
        series.start = timed->start;
        series.zone = zones.find(timed->zone);
    }
    series.length = recurrence.length.value_or(length_of(event.when, default_length, zones));
    series.rule = recurrence.rule;
    series.dates = recurrence.dates;
    series.exceptions = recurrence.exceptions;
    const Zone& zone = series.zone ? *series.zone : zones.home();
    for (const Override& said : recurrence.overrides)
        series.overrides.push_back(override_of(said, series, zone, default_length, zones));
    return series;
}

bool is_endless(const Recurrence& recurrence) {
    return recurrence.rule && !recurrence.rule->count && !recurrence.rule->until;
}

Errors check_recurrence(const Event& event, const Zones& zones) {
    recur::Budget enough(std::numeric_limits<std::int64_t>::max() / 2);
    return check_recurrence(event, zones, enough);
}

Errors check_recurrence(const Event& event, const Zones& zones, recur::Budget& shared) {
    if (!event.recurrence) return {};
    const Recurrence& recurrence = *event.recurrence;
    if (!std::holds_alternative<Timed>(event.when) && !std::holds_alternative<AllDay>(event.when))
        return {at("recurrence", "recurrence_needs_time")};
    if (recurrence.rule && recurrence.rule->frequency < recur::Frequency::daily)
        return {at("recurrence.rrule", "rule_sub_daily")};
    if (recurrence.overrides.size() > limits::overrides_max)
        return {invalid("recurrence", "too_many_overrides",
                        {{"max", std::to_string(limits::overrides_max)}})};
    for (const Override& it : recurrence.overrides) {
        if (!it.when) continue;
        if (!std::holds_alternative<Timed>(*it.when) && !std::holds_alternative<AllDay>(*it.when))
            return {at("recurrence", "recurrence_needs_time")};
        if (Errors errors = check(*it.when, zones); !errors.empty()) return errors;
    }
    return check_occurrences(series_of(event, seconds{0}, zones), is_endless(recurrence), zones,
                             shared);
}

std::vector<recur::Occurrence> occurrences_in(const recur::Series& series, const Interval& window,
                                              const Zones& zones) {
    const Interval span = calendar_span();
    if (!overlap(window, span)) return {};
    auto found = recur::expand(series, zones, intersection(window, span));
    return found ? *std::move(found) : std::vector<recur::Occurrence>{};
}

Event with_override(const Event& event, const Override& changed) {
    Event then = event;
    then.recurrence = {};
    if (changed.when) then.when = *changed.when;
    if (changed.title) then.title = *changed.title;
    if (changed.description) then.description = *changed.description;
    if (changed.place) {
        then.venue = changed.place->venue;
        then.venue_text = changed.place->venue_text;
        then.position = changed.place->position;
    }
    if (changed.claim) then.claim = *changed.claim;
    if (changed.transparent) then.transparent = *changed.transparent;
    return then;
}

}  // namespace sopu
