// What lives here: the one check that both stores make of a group before they take it: versions
// rise by one from commit to commit.
// What may not: anything about how a commit is kept. Thread-safety: a pure function.
#pragma once

#include <cstdint>
#include <span>

#include "engine/base/result.h"
#include "server/store/commit.h"

namespace sopu::store {

// Errors: internal, version_out_of_order: the caller and the store disagree about the past, and
// writing on would mix two of them.
inline Result<void> check_sequence(std::uint64_t version, std::span<const Commit> group) {
    for (const Commit& commit : group) {
        if (commit.version != version + 1)
            return fail(
                Code::internal, "", "version_out_of_order",
                "version " + std::to_string(commit.version) + " after " + std::to_string(version));
        version = commit.version;
    }
    return {};
}

}  // namespace sopu::store
