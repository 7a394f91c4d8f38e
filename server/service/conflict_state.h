// What lives here: the life of a stored conflict (CONFLICTS "A conflict as an object"): its id,
// what of its sides it was accepted for, its state from what people have said and what is found
// now, and what a change does to it. What may not: findings (engine/conflict), who may see one
// (judgement.h), how it is kept (store/). Invariants: an id does not depend on which side is asked.
// An acceptance holds while date, time and place of both sides are those that were accepted and the
// conflict has not become worse; once it has lapsed, moving back does not bring it back. "resolved"
// is found, never said. Thread-safety: pure functions of a snapshot.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/conflict/finding.h"
#include "engine/world/snapshot.h"
#include "server/service/caller.h"
#include "server/store/commit.h"

namespace sopu::service {

using store::ConflictId;
using store::ConflictState;
using store::SaidOfConflict;
// By id. What nobody has said anything of is not in it.
using SaidOfConflicts = std::map<ConflictId, SaidOfConflict>;

SaidOfConflicts by_id(std::vector<SaidOfConflict> said);
const SaidOfConflict* said_of(const SaidOfConflicts& said, const ConflictId& id);

ConflictId conflict_id(const Finding& finding);

// Of date, time and place of both sides: what an acceptance was given for. `mine` need not be in
// the world yet.
std::string fingerprint(const Finding& finding, const Placed& mine, const Snapshot& world);

// How a stored conflict stands, as answers tell it.
struct Standing {
    ConflictId id;
    ConflictState state = ConflictState::open;
    std::string reason;  // of the state: empty where it is open
    std::string by;
    std::optional<Instant> at;
    // Rises with every change of either side and with all that is said of it, so that nobody
    // accepts what they have not seen.
    std::uint32_t revision = 0;
};
Standing standing_of(const Finding& finding, const SaidOfConflict* said, const Snapshot& world);
// Of what is no longer found.
Standing resolved(const SaidOfConflict& said);

// The stored conflict of that id in which the event has a part, as the list of all would tell it;
// nothing if it is not found now.
std::optional<Finding> find_conflict(const Snapshot& world, const EventId& event,
                                     const ConflictId& id);

// Somebody's word on a conflict as it is now.
SaidOfConflict say(const Finding& finding, const Placed& mine, const Snapshot& world,
                   const SaidOfConflict* before, ConflictState state);

// The acceptances that lapse because `changes`, which have led to `world`, moved a side.
std::vector<SaidOfConflict> lapsed(const SaidOfConflicts& said, std::span<const Change> changes,
                                   const Snapshot& world);

}  // namespace sopu::service
