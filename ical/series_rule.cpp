#include "ical/series_rule.h"

#include <algorithm>

#include "engine/world/series.h"
#include "ical/portable_rule.h"

namespace sopu::ical {

namespace {

recur::Series rule_alone(recur::Series series) {
    series.length = {};
    series.dates.clear();
    series.exceptions.clear();
    series.overrides.clear();
    return series;
}

}  // namespace

SeriesRule::SeriesRule(const recur::Series& series, const std::vector<Instant>& specials,
                       const Zones& zones)
    : series_(rule_alone(series)), zones_(&zones), start_(to_instant(series.start, zone())) {
    if (series.rule) rule_ = portable_rule(*series.rule, series.start);
    if (!rule_) return;
    in_step_ = begins_with(*rule_, series.start);
    if (specials.empty()) return;
    const auto [from, to] = std::minmax_element(specials.begin(), specials.end());
    for (const recur::Occurrence& it : found({*from, *to + seconds{1}})) known_.push_back(it.start);
}

std::vector<recur::Occurrence> SeriesRule::found(const Interval& window) const {
    auto list = occurrences_in(series_, window, *zones_);
    if (!in_step_)
        std::erase_if(list, [this](const recur::Occurrence& it) { return it.start == start_; });
    return list;
}

bool SeriesRule::has(Instant special) const {
    return std::binary_search(known_.begin(), known_.end(), special);
}

std::optional<Instant> SeriesRule::first(Instant from, Instant before) const {
    if (!rule_) return std::nullopt;
    from = std::max(from, start_);
    // Most rules have their next occurrence soon; a yearly one of many years is looked for further.
    for (const int days : {40, 1'500, 40'000}) {
        const Instant to = std::min(before, from + date::days{days});
        if (from >= to) return std::nullopt;
        if (const auto list = found({from, to}); !list.empty()) return list.front().start;
    }
    return std::nullopt;
}

std::optional<Instant> SeriesRule::last(Instant from, Instant before) const {
    if (!rule_ || from >= before) return std::nullopt;
    const auto list = found({from, before});
    if (list.empty()) return std::nullopt;
    return list.back().start;
}

std::optional<recur::Rule> SeriesRule::between(Instant from, Instant before, seconds shift) const {
    const auto begin = first(from, before);
    if (!begin) return std::nullopt;
    recur::Rule rule = *rule_;
    const bool to_the_end = before >= calendar_span().end();
    if (to_the_end && !rule.count && !rule.until) return rule;
    const bool whole = to_the_end && *begin == start_ && shift == seconds{0};
    if (whole && rule.until) rule.until = said_until();
    if (whole && rule.count.value_or(0) <= portable_count_max) return rule;
    const auto end = last(*begin, before);
    if (!end) return std::nullopt;
    rule.count.reset();
    rule.until = end_of_day(date::floor<date::days>(local(*end) + shift));
    return rule;
}

recur::Moment SeriesRule::end_of_day(Date day) const {
    if (series_.all_day) return day;
    return to_instant(LocalTime(day + date::days{1}) - seconds{1}, zone());
}

recur::Moment SeriesRule::said_until() const {
    const recur::Moment& until = *rule_->until;
    if (const auto* day = std::get_if<Date>(&until)) return end_of_day(*day);
    const auto* said = std::get_if<LocalTime>(&until);
    const LocalTime local = said ? *said : to_local(std::get<Instant>(until), zone());
    const Date day = date::floor<date::days>(local);
    const bool before_that_day = local - day < time_of_day();
    return end_of_day(before_that_day ? day - date::days{1} : day);
}

LocalTime SeriesRule::local(Instant occurrence) const {
    const LocalTime shown = to_local(occurrence, zone());
    const LocalTime said = LocalTime(date::floor<date::days>(shown)) + time_of_day();
    return to_instant(said, zone()) == occurrence ? said : shown;
}

}  // namespace sopu::ical
