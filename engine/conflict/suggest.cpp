#include "engine/conflict/suggest.h"

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/conflict/moved.h"
#include "engine/conflict/other_spaces.h"

namespace sopu {
namespace {

using date::days;

struct Near {
    int distance;
    Suggestion offered;
};

// The days that a time touches; what ends at midnight does not touch the next day.
template <class Test>
bool any_day(const Interval& extent, const Zone& home, const Test& test) {
    const Date first = date::floor<days>(to_local(extent.start(), home));
    const Instant end = extent.empty() ? extent.start() : extent.end() - seconds{1};
    const Date last = std::max(first, date::floor<days>(to_local(end, home)));
    for (Date day = first; day <= last; day += days{1})
        if (test(day)) return true;
    return false;
}

bool touches_holiday(const Interval& extent, const Ground& ground) {
    return any_day(extent, ground.zones.home(),
                   [&](Date day) { return ground.observances.is_holiday_or_eve(day); });
}

// A wide wish is one for a holiday only if there is nothing else in it.
HolidaysMet holidays_wished(const Placed& wish, const Ground& ground) {
    if (!is_wide(wish.event->when)) return holidays_met(wish, ground);
    const bool other_days = any_day(wish.times.extent(), ground.zones.home(), [&](Date day) {
        return !ground.observances.is_holiday_or_eve(day);
    });
    return other_days ? HolidaysMet{} : HolidaysMet{true, 1};
}

void add_times(const Event& wish, const SuggestionBounds& bounds, const Zones& zones,
               std::vector<Near>& out) {
    for (OtherTime& it : other_times(wish.when, bounds)) {
        const bool whole_weeks = it.days % 7 == 0;
        // A series that moves goes to another weekday of its week, or by whole weeks.
        if (wish.recurrence && !whole_weeks && std::abs(it.days) > 6) continue;
        auto moved = moved_to(wish, it.when, zones);
        if (!moved) continue;
        out.push_back({it.distance,
                       {std::move(moved->when), std::move(moved->recurrence), wish.venue, it.reason,
                        it.days, Verdict::unknown}});
    }
}

// The nearest space is nearer than another hour (2); each further one steps back, so that spaces
// alone do not fill the answer.
void add_spaces(const Event& wish, const Snapshot& world, std::vector<Near>& out) {
    int distance = 1;
    for (const OtherSpace& it : other_spaces(wish, world)) {
        const Reason reason = it.same_whole ? Reason::other_section : Reason::other_space;
        out.push_back(
            {distance, {wish.when, wish.recurrence, it.venue->id, reason, 0, Verdict::unknown}});
        distance += 2;
    }
}

// Judging a series costs by its occurrences.
std::size_t judged_max(const Placed& wish) {
    const std::size_t occurrences = wish.series ? wish.series->kept.size() : 1;
    return std::clamp(limits::suggestion_occurrences_max / std::max<std::size_t>(occurrences, 1),
                      limits::suggestion_candidates_min, limits::suggestion_candidates_max);
}

bool is_sound(const Event& event, const Zones& zones) {
    return check(event.when, zones).empty() && check_recurrence(event, zones).empty();
}

bool is_offered(const Placed& placed, const Suggestion& it, const HolidaysMet& wished,
                const Snapshot& world) {
    const HolidaysMet met = holidays_met(placed, world.ground());
    if ((met.first && !wished.first) || met.occurrences > wished.occurrences) return false;
    return !is_elsewhere(it.reason) || is_open(placed, world);
}

}  // namespace

int rank(Verdict verdict) {
    switch (verdict) {
        case Verdict::clear:
            return 0;
        case Verdict::notice:
            return 1;
        case Verdict::unknown:
            return 2;
        case Verdict::unclear:
            return 3;
        case Verdict::warning:
            return 4;
        case Verdict::blocking:
            break;
    }
    return 5;
}

HolidaysMet holidays_met(const Placed& placed, const Ground& ground) {
    if (placed.times.windows.empty()) return {};
    HolidaysMet met;
    met.first = touches_holiday(placed.times.extent(), ground);
    if (!placed.series) {
        met.occurrences = met.first ? 1 : 0;
        return met;
    }
    for (const recur::Occurrence& it : placed.series->kept)
        if (touches_holiday(extent_of(it), ground)) ++met.occurrences;
    return met;
}

Event with_suggestion(const Event& wish, const Suggestion& suggestion) {
    Event then = wish;
    then.when = suggestion.when;
    then.recurrence = suggestion.recurrence;
    if (suggestion.venue != wish.venue) then.position.reset();  // it was the other place's
    then.venue = suggestion.venue;
    return then;
}

std::vector<Suggestion> candidates(const Snapshot& world, const Event& wish,
                                   const SuggestionBounds& bounds) {
    if (!first_date(wish.when)) return {};
    std::vector<Near> found;
    add_spaces(wish, world, found);
    add_times(wish, bounds, world.ground().zones, found);
    std::stable_sort(found.begin(), found.end(),
                     [](const Near& a, const Near& b) { return a.distance < b.distance; });
    std::vector<Suggestion> list;
    list.reserve(found.size());
    for (Near& it : found) list.push_back(std::move(it.offered));
    return list;
}

std::vector<Suggestion> suggest(const Snapshot& world, const Event& wish,
                                const SuggestionBounds& bounds, const JudgePlaced& judge) {
    const Ground& ground = world.ground();
    if (!is_sound(wish, ground.zones)) return {};
    const Placed mine = world.place(std::make_shared<const Event>(wish));
    const int wished_rank = rank(judge(mine));
    const HolidaysMet wished = holidays_wished(mine, ground);
    std::size_t left = judged_max(mine);
    std::vector<Suggestion> found;
    for (Suggestion& it : candidates(world, wish, bounds)) {
        if (left == 0) break;
        Event event = with_suggestion(wish, it);
        if (!is_sound(event, ground.zones)) continue;
        const Placed placed = world.place(std::make_shared<const Event>(std::move(event)));
        if (!is_offered(placed, it, wished, world)) continue;
        --left;
        it.verdict = judge(placed);
        if (rank(it.verdict) <= wished_rank) found.push_back(std::move(it));
    }
    std::stable_sort(found.begin(), found.end(), [](const Suggestion& a, const Suggestion& b) {
        return rank(a.verdict) < rank(b.verdict);
    });
    if (found.size() > bounds.count_max) found.resize(bounds.count_max);
    return found;
}

}  // namespace sopu
