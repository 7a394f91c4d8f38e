#include "engine/conflict/other_times.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "engine/base/limits.h"

namespace sopu {
namespace {

using date::days;

constexpr int other_days_reach = 14;  // another day of the week is looked for so near
// Starts that people use, where the wish's own time of day is taken.
constexpr std::array<std::chrono::hours, 4> usual_starts{
    std::chrono::hours(9), std::chrono::hours(12), std::chrono::hours(15), std::chrono::hours(18)};
constexpr std::chrono::hours latest_end{23};

bool is_weekend(Date day) {
    const date::weekday weekday{day};
    return weekday == date::Saturday || weekday == date::Sunday;
}

When shifted(const When& when, days by) {
    When moved = when;
    if (auto* timed = std::get_if<Timed>(&moved)) {
        timed->start += by;
        if (timed->end) *timed->end += by;
    } else if (auto* all_day = std::get_if<AllDay>(&moved)) {
        all_day->first += by;
        all_day->last += by;
    } else if (auto* vague = std::get_if<Vague>(&moved)) {
        vague->from += by;
        vague->to += by;
    }
    return moved;
}

// A week away counts 3, another day 2 each where both are working days or both are free, else 4.
int distance_of(Date wish, int offset) {
    const int away = std::abs(offset);
    if (away % 7 == 0) return 3 * (away / 7);
    return away * (is_weekend(wish) == is_weekend(wish + days(offset)) ? 2 : 4);
}

void add_other_days(const When& wish, Date first, int within_days, std::vector<OtherTime>& out) {
    for (int offset = -within_days; offset <= within_days; ++offset) {
        const bool same_weekday = offset % 7 == 0;
        if (offset == 0 || (!same_weekday && std::abs(offset) > other_days_reach)) continue;
        out.push_back({shifted(wish, days(offset)),
                       same_weekday ? Reason::same_weekday : Reason::other_day, offset,
                       distance_of(first, offset)});
    }
}

// The same length at another hour, or another part of the day.
void add_other_hours(const When& wish, std::vector<OtherTime>& out) {
    if (const auto* timed = std::get_if<Timed>(&wish)) {
        const auto midnight = date::floor<days>(timed->start);
        for (const auto hour : usual_starts) {
            Timed other = *timed;
            other.start = LocalTime(midnight) + hour;
            if (timed->end) other.end = other.start + (*timed->end - timed->start);
            if (other.start == timed->start) continue;
            if (other.end.value_or(other.start) > LocalTime(midnight) + latest_end) continue;
            out.push_back({other, Reason::other_hour, 0, 2});
        }
    } else if (const auto* vague = std::get_if<Vague>(&wish); vague && vague->part_of_day) {
        for (const PartOfDay part :
             {PartOfDay::morning, PartOfDay::afternoon, PartOfDay::evening}) {
            if (part == *vague->part_of_day) continue;
            Vague other = *vague;
            other.part_of_day = part;
            out.push_back({other, Reason::other_part, 0, 2});
        }
    }
}

// "In October": its days, spread evenly where there are more than may be judged.
std::vector<OtherTime> days_within(const Vague& wish, const SuggestionBounds& bounds) {
    Date from = wish.from;
    if (bounds.not_before && *bounds.not_before <= wish.to)
        from = std::max(from, *bounds.not_before);
    const auto max = static_cast<int>(limits::suggestion_candidates_max);
    const auto count = static_cast<int>((wish.to - from).count()) + 1;
    const days step((count + max - 1) / max);
    std::vector<OtherTime> list;
    for (Date day = from; day <= wish.to; day += step) {
        Vague one = wish;
        one.from = day;
        one.to = day;
        one.precision = Precision::day;
        const auto offset = static_cast<int>((day - wish.from).count());
        list.push_back({one, Reason::day_within, offset, offset});
    }
    return list;
}

}  // namespace

bool is_wide(const When& wish) {
    const auto* vague = std::get_if<Vague>(&wish);
    return vague != nullptr && vague->from != vague->to;
}

std::vector<OtherTime> other_times(const When& wish, const SuggestionBounds& bounds) {
    const auto first = first_date(wish);
    if (!first) return {};
    if (is_wide(wish)) return days_within(std::get<Vague>(wish), bounds);

    std::vector<OtherTime> found;
    add_other_days(wish, *first, bounds.within_days, found);
    add_other_hours(wish, found);
    const bool wish_is_past = bounds.not_before && *first < *bounds.not_before;
    if (bounds.not_before && !wish_is_past)
        std::erase_if(found, [&](const OtherTime& it) {
            return *first + days(it.days) < *bounds.not_before;
        });
    // Of two equally near the later one comes first.
    std::stable_sort(found.begin(), found.end(), [](const OtherTime& a, const OtherTime& b) {
        return a.distance != b.distance ? a.distance < b.distance : a.days > b.days;
    });
    if (found.size() > limits::suggestion_candidates_max)
        found.resize(limits::suggestion_candidates_max);
    return found;
}

}  // namespace sopu
