// What lives here: what may happen to an event, as pure tables: (state, action) -> state, and who
// may do it. The service asks; nothing else decides.
// What may not: conflicts (they are shown to whoever decides), storage, sentences.
// Invariants: published and cancelled events never vanish: they say CANCELLED. A change of state
// raises revision; one a subscriber should notice raises sequence too.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "engine/base/result.h"
#include "engine/model/event.h"

namespace sopu {

enum class Action {
    edit,      // PUT: new content
    cancel,    // it will not take place; feeds say CANCELLED
    withdraw,  // the organiser takes it back before or after publication
    confirm,   // a hold or tentative claim becomes confirmed
    release,   // a hold is given up
    publish,   // staff decisions
    request_changes,
    decline,
    expire,  // the tick: hold_until has passed
};

enum class Role { submitter, staff, clock };

// The event after the action, with state, claim, takes_place, revision and sequence moved; content
// is the caller's. Errors: forbidden (not this role), conflict with reason "wrong_state".
// A content edit by the submitter of a published event keeps it published (the writer judges
// blocking findings); of one with changes requested, submits it again.
Result<Event> transition(const Event& event, Action action, Role role);

// Whether feeds and public pages show it: published, and visible to everyone or as busy.
bool is_public(const Event& event);

// Whether it can be in conflict at all (CONFLICTS "Time said by an event"): not draft, cancelled,
// postponed without a new time, withdrawn, declined, transparent, duplicate or undated.
bool can_conflict(const Event& event);

// The claim as others see it: an unverified submission counts as a hold.
Claim effective_claim(const Event& event);
// Whether that claim gives way to others: a hold, or but a traditional date.
bool has_weak_claim(const Event& event);

template <>
struct EnumNames<Action> {
    static constexpr std::array<std::string_view, 9> names{
        "edit",    "cancel",          "withdraw", "confirm", "release",
        "publish", "request_changes", "decline",  "expire"};
};

}  // namespace sopu
