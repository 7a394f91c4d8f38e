// What lives here: the queue for a space: whoever holds a date that another had first is told when
// that one goes (CONFLICTS scenarios 4 and 8). What may not: other letters (notices.h).
// Invariants: of those who wait for one space only who has nobody ahead is told, at once; a title
// of the one that went is not. Thread-safety: pure functions of two snapshots.
#pragma once

#include "engine/world/snapshot.h"
#include "server/store/commit.h"

namespace sopu::service {

// Whether `a` has its space before `b`: a firm claim before a weak one, else who came first.
bool is_ahead(const Event& a, const Event& b);

// Puts a letter into the commit for each who waited for an event that is changed by it, and has
// nobody ahead now.
void tell_next_in_line(store::Commit& commit, const Snapshot& before, const Snapshot& after);

}  // namespace sopu::service
