// What lives here: commits for tests of stores, the same for every run, and the comparison of what
// two stores hold.
// What may not: files, faults. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/store/store.h"

namespace sopu::test {

// An event whose every text names the number, so that a mixed-up row is seen.
Event numbered_event(int number, std::uint32_t revision = 1);

// The commit of a version: puts some records, changes and erases earlier ones, remembers an answer,
// writes audit lines. Commits of equal version are equal.
store::Commit numbered_commit(std::uint64_t version);

// Commits first … last.
std::vector<store::Commit> numbered_group(std::uint64_t first, std::uint64_t last);

// Everything that a store holds as text: records in order, accounts, version, and of the first
// `versions` versions the audit lines and remembered answers. Two stores are equal if this is.
std::string contents(store::Store& store, std::uint64_t versions);

}  // namespace sopu::test
