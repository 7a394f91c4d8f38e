// What lives here: suggest, other times for one event: the same weekday some weeks away, another
// day near it, another time of the same day; for a wish wider than a day, the days in it. What may
// not: judgement (a function is handed in: the same engine, with what the caller may see), other
// spaces, public holidays (they come with observances). Invariants: a suggestion has the verdict
// that asking again would give, is never worse than the wish and never the wish itself; at most
// limits::suggestion_candidates_max times are judged, nearest first. Thread-safety: pure, where the
// judge is.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "engine/conflict/verdict.h"
#include "engine/time/when.h"

namespace sopu {

struct Suggestion {
    When when;
    Verdict verdict = Verdict::unknown;
    bool operator==(const Suggestion&) const = default;
};

struct Wish {
    When when;
    Verdict verdict = Verdict::unknown;
};

struct SuggestionBounds {
    int within_days = 56;  // of the wish, before and after
    std::size_t count_max = 5;
    std::optional<Date> not_before;  // today; a wish before it may get earlier dates too
};

// The verdict on a time; nothing where it cannot be asked at all (a year out of range).
using JudgeTime = std::function<std::optional<Verdict>(const When&)>;

// 0 for the best: clear, notice, unknown, unclear, warning, blocking.
int rank(Verdict verdict);

// Ordered by rank, then by nearness.
std::vector<Suggestion> suggest(const Wish& wish, const SuggestionBounds& bounds,
                                const JudgeTime& judge);

// The times that would be judged, nearest first. A Saturday is nearer to another Saturday or to the
// Sunday beside it than to a Tuesday: people who wish for a free day need one.
std::vector<When> candidate_times(const When& wish, const SuggestionBounds& bounds);

}  // namespace sopu
