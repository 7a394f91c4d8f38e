// What lives here: from what an event says of its repeating (model/recurrence.h) to its
// occurrences: PlacedSeries, the part of them that is kept, and the expansion of the rest.
// What may not: rules of recurrence (recur/), other events.
// Invariants: `kept` is sorted by start. A series with an end keeps every occurrence; an endless
// one those that lie in `known`, and any other window is expanded when somebody asks. Occurrences
// are looked for in the years of limits.h and nowhere else. An override that changes more than its
// time has an event of its own in `variants`.
// Thread-safety: immutable once made; pure functions.
#pragma once

#include <memory>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/event.h"
#include "engine/recur/expand.h"

namespace sopu {

struct Placed;

struct PlacedSeries {
    recur::Series said;
    bool endless = false;
    Interval known;                       // kept is whole in here
    std::vector<recur::Occurrence> kept;  // not cancelled
    // One for each override of the event, in their order: the event as it is then; null where it is
    // cancelled.
    std::vector<std::shared_ptr<const Placed>> variants;
};

// Everything in the calendar lies in here (limits::year_min to year_max, and a day around).
Interval calendar_span();

// The years around an instant in which an endless series is kept: the year before to the third
// after. The same for every instant of one year.
Interval kept_around(Instant instant);

// Requires Timed or AllDay. `default_length` stands in for an end that is not said.
recur::Series series_of(const Event& event, seconds default_length, const Zones& zones);

bool is_endless(const Recurrence& recurrence);

// What is wrong with the repeating of an event whose own `when` is in order; fields are
// "recurrence" and "recurrence.rrule". Reasons: recurrence_needs_time (vague or undated),
// rule_sub_daily, too_many_occurrences, too_many_overrides, year_out_of_range, too_much_work, and
// those of recur::expand.
Errors check_recurrence(const Event& event, const Zones& zones);
// The same within a budget that many events share: with too_much_work once that is used up.
Errors check_recurrence(const Event& event, const Zones& zones, recur::Budget& shared);

// Its occurrences that the window finds; none if the rule asks for too much work, which
// check_recurrence has refused.
std::vector<recur::Occurrence> occurrences_in(const recur::Series& series, const Interval& window,
                                              const Zones& zones);

// The event as it is at one override: its texts, time, place and claim, and no recurrence.
Event with_override(const Event& event, const Override& changed);

inline Interval extent_of(const recur::Occurrence& it) {
    return {it.start, it.end};
}

}  // namespace sopu
