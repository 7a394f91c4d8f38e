// What lives here: writable, the one way in which a version that is being made changes a part that
// it may share with older versions. What may not: the parts.
// Invariants: what another version can see never changes.
// Thread-safety: for the owner of a version that nobody else sees yet.
#pragma once

#include <memory>

namespace sopu {

// The part to be changed, copied first where it is shared. The version this one was copied from is
// alive meanwhile, so a use count of one means: made here, and nobody else can see it.
template <class Part>
Part& writable(std::shared_ptr<const Part>& part) {
    if (part.use_count() != 1) part = std::make_shared<Part>(*part);
    return const_cast<Part&>(*part);
}

}  // namespace sopu
