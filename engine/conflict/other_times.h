// What lives here: the times that may be offered instead of one: the same weekday some weeks away,
// another day near it, another time of the same day; for a wish wider than a day, the days in it.
// What may not: judgement, holidays (suggest.h). Invariants: never the wish itself; at most
// limits::suggestion_candidates_max, nearest first. Thread-safety: pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "engine/base/names.h"
#include "engine/time/when.h"

namespace sopu {

// What is other than was wished; one reason each.
enum class Reason {
    other_section,  // of the same hall, at the same time
    other_space,    // at the same time
    other_hour,     // of the same day
    other_part,     // of the same day
    same_weekday,   // some weeks away
    other_day,
    day_within  // one of the days that were asked about
};

inline bool is_elsewhere(Reason reason) {
    return reason == Reason::other_section || reason == Reason::other_space;
}

struct SuggestionBounds {
    int within_days = 56;  // of the wish, before and after
    std::size_t count_max = 5;
    std::optional<Date> not_before;  // today; a wish before it may get earlier dates too
};

struct OtherTime {
    When when;
    Reason reason = Reason::other_day;
    int days = 0;      // from the wish
    int distance = 0;  // as people feel it
};

// A Saturday is nearer to another Saturday or to the Sunday beside it than to a Tuesday: people who
// wish for a free day need one.
std::vector<OtherTime> other_times(const When& wish, const SuggestionBounds& bounds);

// A day without a time, or an event of one time, is not wide; "in October" is.
bool is_wide(const When& wish);

template <>
struct EnumNames<Reason> {
    static constexpr std::array<std::string_view, 7> names{
        "other_section", "other_space", "other_hour", "other_part",
        "same_weekday",  "other_day",   "day_within"};
};

}  // namespace sopu
