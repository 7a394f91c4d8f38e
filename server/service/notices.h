// What lives here: who is told of what a change has done (CONFLICTS "A conflict as an object"): of
// certain conflicts of warning or worse both organisers and the coordinators of either side's
// municipality, in one letter a morning; and, at once, whoever is next in line for a space that has
// become free. What may not: what letters say (outbound/), sending.
// Invariants: nobody is told twice of the same: what was told is remembered until it is gone,
// worse or accepted no longer. Nobody is told of what has been, of what nobody has verified, or of
// what they may not know. Thread-safety: pure functions but for `known`, which reads the store: the
// writer's thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/world/snapshot.h"
#include "server/service/caller.h"
#include "server/service/conflict_state.h"
#include "server/service/ports.h"
#include "server/store/commit.h"

namespace sopu::service {

struct Telling {
    const Snapshot& before;
    const Snapshot& after;
    const SaidOfConflicts& said;  // with what the commit says
    const std::map<UserId, store::Account>& accounts;
    const Ports& ports;
    // The notices about an event, as earlier commits left them.
    std::function<std::vector<store::Notice>(const EventId&)> known;
};

// Puts notices and letters for what `commit` does into it.
void add_notices(store::Commit& commit, const Telling& telling);

// The letter of conflicts to an event's organiser, and that to an account.
std::string digest_id(const EventId& event);
std::string digest_id(const UserId& account);

// Certain, warning or worse, and not over yet.
bool worth_telling(const Finding& finding, Instant now);

// In which an organiser is written to: that of the title, else of the event, else Finnish.
std::string letter_language(const Event& event);

// The next instant at which the clock at home shows that minute of the day.
Instant next_digest(Instant now, std::optional<minutes> digest_at, const Zone& home);

}  // namespace sopu::service
