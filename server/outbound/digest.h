// What lives here: the digest of conflicts, to an organiser or to staff of a municipality: one
// sentence a finding, in their language. What may not: which conflicts are told
// (service/notices.h). Invariants: a conflict that is gone, accepted or no longer for the reader is
// left out; to staff also one that they have said anything of. Thread-safety: pure functions of the
// world.
#pragma once

#include "server/outbound/letters.h"

namespace sopu::outbound {

std::optional<Written> write_digest(const store::Letter& letter,
                                    const std::vector<store::Notice>& notices, const Desk& desk);

}  // namespace sopu::outbound
