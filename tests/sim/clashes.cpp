#include "tests/sim/clashes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <unordered_set>

#include "tests/sim/formats.h"

namespace sopu::sim {
namespace {

constexpr std::array<double, 4> reach_by_size_km{10, 25, 50, 120};
constexpr double neighbourhood_km = 25;
constexpr int long_days = 4;

struct LocalSpan {
    LocalTime start;
    LocalTime end;
};

// Nothing if it is not certain when the event is.
std::optional<LocalSpan> certain_span(const Event& event) {
    if (const auto* days = std::get_if<AllDay>(&event.when))
        return LocalSpan{days->first, days->last + date::days(1)};
    if (const auto* timed = std::get_if<Timed>(&event.when); timed && timed->end)
        return LocalSpan{timed->start, *timed->end};
    return std::nullopt;
}

bool overlap_by_half(const LocalSpan& a, const LocalSpan& b) {
    const seconds common = std::min(a.end, b.end) - std::max(a.start, b.start);
    const seconds shorter = std::min(a.end - a.start, b.end - b.start);
    return common > seconds(0) && 2 * common >= shorter;
}

bool lasts_long(const Event& event) {
    const auto& categories = event.categories;
    if (std::find(categories.begin(), categories.end(), "exhibition") != categories.end())
        return true;
    const auto span = certain_span(event);
    return span && span->end - span->start >= date::days(long_days);
}

// Whether every item of `inner` is one of `outer`; nothing and "everyone" are inside nothing.
bool is_inside(const std::vector<std::string>& inner, const std::vector<std::string>& outer) {
    return !inner.empty() && std::all_of(inner.begin(), inner.end(), [&](const auto& item) {
        return item != everyone && std::find(outer.begin(), outer.end(), item) != outer.end();
    });
}

bool for_the_same(const Event& a, const Event& b) {
    if (!a.format.empty() && a.format == b.format) return true;
    return is_inside(a.audiences, b.audiences) || is_inside(b.audiences, a.audiences);
}

bool share_a_language(const Event& a, const Event& b) {
    if (a.languages.empty() || b.languages.empty()) return true;
    return std::any_of(a.languages.begin(), a.languages.end(), [&b](const auto& language) {
        return std::find(b.languages.begin(), b.languages.end(), language) != b.languages.end();
    });
}

SizeClass size_of(const Event& event) {
    return event.size.value_or(SizeClass::village);
}

std::int64_t number_of(Date day) {
    return day.time_since_epoch().count();
}

}  // namespace

Clashes::Clashes(const Year& year, const Scaling& scaling) : year_(&year), scaling_(scaling) {
    for (const auto& venue : year.records.venues)
        if (venue->position) venues_[venue->id] = *venue->position;
    for (const auto& event : year.records.events) {
        if (event->routine || !certain_span(*event)) continue;
        const auto last = number_of(*last_date(event->when));
        for (auto day = number_of(*first_date(event->when)); day <= last; ++day)
            by_day_[day].push_back(event.get());
    }
    count_ordinary_days();
}

Position Clashes::position_of(const Event& event) const {
    if (event.venue)
        if (const auto it = venues_.find(*event.venue); it != venues_.end()) return it->second;
    if (event.position) return *event.position;
    const Town* town = event.municipality ? year_->country.town(*event.municipality) : nullptr;
    return town ? town->position : Position{};
}

void Clashes::count_ordinary_days() {
    std::vector<Position> places;
    for (const auto& event : year_->records.events) {
        const Date first = *first_date(event->when);
        const auto weekday = (first - year_first_day()).count() % 7;
        if (!event->routine && weekday < 4) places.push_back(position_of(*event));
    }
    // In bands of latitude, so that a municipality does not measure the way to the whole country.
    std::sort(places.begin(), places.end(),
              [](const Position& a, const Position& b) { return a.latitude < b.latitude; });
    constexpr double band = neighbourhood_km / 111;
    for (const Town& town : year_->country.towns()) {
        auto it = std::lower_bound(
            places.begin(), places.end(), town.position.latitude - band,
            [](const Position& place, double latitude) { return place.latitude < latitude; });
        int count = 0;
        for (; it != places.end() && it->latitude <= town.position.latitude + band; ++it)
            if (distance_km(*it, town.position) <= neighbourhood_km) ++count;
        ordinary_day_[town.code] = count / (4.0 * year_weeks);
    }
}

double Clashes::ordinary_day(const MunicipalityCode& code) const {
    const auto it = ordinary_day_.find(code);
    return it == ordinary_day_.end() ? 0 : it->second;
}

double Clashes::scale(const MunicipalityCode& code) const {
    const double events = ordinary_day(code);
    if (events <= 0) return 1;
    return std::clamp(std::sqrt(scaling_.events_at_scale_one / events), scaling_.least, 1.0);
}

double Clashes::reach_km(const Event& mine, const Event& other) const {
    const auto larger = static_cast<std::size_t>(std::max(size_of(mine), size_of(other)));
    return reach_by_size_km[larger] * scale(mine.municipality.value_or(MunicipalityCode{}));
}

bool Clashes::is_true(const Event& mine, const Event& other, const Meaning& meaning) const {
    if (mine.routine || other.routine || size_of(other) < size_of(mine)) return false;
    if (!for_the_same(mine, other)) return false;
    if (!meaning.across_languages && !share_a_language(mine, other)) return false;
    if (!meaning.long_events && (lasts_long(mine) || lasts_long(other))) return false;
    const auto span = certain_span(mine);
    const auto others = certain_span(other);
    if (!span || !others || !overlap_by_half(*span, *others)) return false;
    return distance_km(position_of(mine), position_of(other)) <=
           meaning.reach_share * reach_km(mine, other);
}

std::vector<const Event*> Clashes::of(const Event& draft, const Meaning& meaning) const {
    std::vector<const Event*> found;
    if (!certain_span(draft)) return found;
    std::unordered_set<const Event*> seen;
    const auto last = number_of(*last_date(draft.when));
    for (auto day = number_of(*first_date(draft.when)); day <= last; ++day) {
        const auto events = by_day_.find(day);
        if (events == by_day_.end()) continue;
        for (const Event* other : events->second)
            if (other->id != draft.id && is_true(draft, *other, meaning) &&
                seen.insert(other).second)
                found.push_back(other);
    }
    return found;
}

}  // namespace sopu::sim
