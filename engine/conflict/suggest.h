// What lives here: suggest, what to offer instead of a wish: other times (other_times.h), another
// space at the same time (other_spaces.h), of a series all of it moved (moved.h).
// What may not: judgement (a function is handed in: the same engine, with what the caller may see).
// Invariants: a suggestion has the verdict that asking again would give, is never worse than the
// wish and never the wish itself. None begins on a public holiday or its eve, or has more
// occurrences on such days, unless the wish does. At most limits::suggestion_candidates_max are
// judged, nearest first, of a long series fewer. Thread-safety: pure, where the judge is.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/conflict/other_times.h"
#include "engine/conflict/verdict.h"
#include "engine/model/event.h"
#include "engine/world/snapshot.h"

namespace sopu {

struct Suggestion {
    When when;
    Boxed<Recurrence> recurrence;  // of a series, moved along
    std::optional<VenueId> venue;  // the wish's, or the other one
    Reason reason = Reason::other_day;
    int days = 0;                        // from the wish
    Verdict verdict = Verdict::unknown;  // once it has been judged
    bool operator==(const Suggestion&) const = default;
};

// The verdict on a wish or on what is offered instead.
using JudgePlaced = std::function<Verdict(const Placed&)>;

// 0 for the best: clear, notice, unknown, unclear, warning, blocking.
int rank(Verdict verdict);

// Ordered by rank, then by nearness.
std::vector<Suggestion> suggest(const Snapshot& world, const Event& wish,
                                const SuggestionBounds& bounds, const JudgePlaced& judge);

// What would be judged, nearest first; not yet without holidays and spaces that are closed.
std::vector<Suggestion> candidates(const Snapshot& world, const Event& wish,
                                   const SuggestionBounds& bounds);

// The wish with what is suggested in its place.
Event with_suggestion(const Event& wish, const Suggestion& suggestion);

// Public holidays and their eves that an event touches, in the calendar's own zone.
struct HolidaysMet {
    bool first = false;           // the first occurrence touches one
    std::size_t occurrences = 0;  // that touch one
};
HolidaysMet holidays_met(const Placed& placed, const Ground& ground);

}  // namespace sopu
