// What lives here: one command carried out against one world: permit, validate, judge, and the
// Commit that would make it so. Pure but for the ids it draws: nothing here waits, writes or
// publishes. What has been said of conflicts comes beside the world. What may not: the queue, the
// store (writer.h). Invariants: a Planned commit has been judged against exactly the world it was
// given; a refusal changes nothing. Thread-safety: the writer's thread.
#pragma once

#include "server/service/commands.h"
#include "server/service/ports.h"

namespace sopu::service {

struct Planned {
    store::Commit commit;  // version and at are filled in; no changes: nothing to store
    Done done;             // world is filled in by the writer, once it is the new one
};

using Plan = tl::expected<Planned, Refusal>;

Plan carry_out(const Command& command, const Snapshot& world, const SaidOfConflicts& said,
               const Ports& ports);

}  // namespace sopu::service
