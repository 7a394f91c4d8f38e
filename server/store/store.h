// What lives here: Store, the contract of durability that SQLite and the memory store both keep
// (tests/store holds them to the same cases).
// What may not: SQL (sqlite/), indexes or findings: derived things are rebuilt, never read from
// disk. Invariants: when append returns, every commit of the group is on disk to survive a power
// cut, in order; when it fails, none is. Records come back in the order they were first put.
// Thread-safety: one thread at a time (the writer's); backup may run beside it.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/base/result.h"
#include "server/store/commit.h"

namespace sopu::store {

struct Loaded {
    Records records;
    std::vector<Account> accounts;
    std::vector<SaidOfConflict> conflicts;
    std::uint64_t version = 0;  // of the last commit; 0 for an empty store
};

class Store {
  public:
    virtual ~Store() = default;

    virtual Result<Loaded> load() = 0;

    // Errors: unavailable (disk full, I/O error; nothing was written, the caller may try again).
    virtual Result<void> append(std::span<const Commit> group) = 0;

    virtual Result<std::optional<Remembered>> remembered(const std::string& scope,
                                                         const std::string& key) = 0;

    // The outbox: what waits, the earliest due first, at most `limit`.
    virtual Result<std::vector<Letter>> letters(std::size_t limit) = 0;

    // Of conflicts in which the event has a part, and those of a letter; by conflict and letter.
    virtual Result<std::vector<Notice>> notices_about(const EventId& event) = 0;
    virtual Result<std::vector<Notice>> notices_in(const std::string& letter) = 0;

    // Last first, at most `limit`.
    virtual Result<std::vector<Logged>> audit(const std::string& subject, std::size_t limit) = 0;
};

}  // namespace sopu::store
