// What lives here: one occurrence of a series changed, skipped or taken back, or it and all later
// ones; and what becomes of such changes when the whole series is edited.
// What may not: who may do it, conflicts (carry_out.h).
// Invariants: only what differs from the series is kept; a change equal to what would hold without
// it disappears, so that skipping and taking back leaves the record as it was. What an occurrence
// has of its own is kept when "this and following" says something else of the others.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/event.h"

namespace sopu {
class Zones;
}

namespace sopu::service {

// What is not said stays as it is.
struct OccurrenceChange {
    std::optional<When> when;
    std::optional<LocalizedText> title;
    std::optional<LocalizedText> description;
    std::optional<OverridePlace> place;
    std::optional<Claim> claim;
    std::optional<bool> cancelled;  // true skips it, false takes the skip back
};

// Errors: not_found "unknown_occurrence" (on recurrence_id) where the series neither has it nor
// ever had it; invalid "occurrence_skipped" (on takes_place) where it is left out by EXDATE and the
// change is another than taking that back.
Result<Event> with_changed_occurrence(const Event& event, const recur::Moment& recurrence_id,
                                      recur::OverrideRange range, const OccurrenceChange& change,
                                      const Zones& zones);

// Takes out of `edited` the overrides that named an occurrence of the series as it was and name
// none of what it has become, and gives them. Requires that the time of `edited` is in order.
std::vector<Override> drop_orphans(const Event& record, Event& edited, const Zones& zones);

}  // namespace sopu::service
