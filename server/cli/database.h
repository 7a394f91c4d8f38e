// What lives here: opening a database for a command: to write, with the lock held and the service
// running; or to read, beside whoever serves it. And the real ports: the clock, randomness, the
// log. What may not: SQL (store/sqlite), what commands do. Invariants: nothing of the file is
// touched before the lock is held. Reading never creates a file. Thread-safety: one thread.
#pragma once

#include <memory>
#include <string>

#include "server/service/service.h"
#include "server/store/file_lock.h"

namespace sopu::cli {

struct OpenDatabase {
    store::FileLock lock;  // goes after the service
    std::unique_ptr<service::Service> service;
};

// Errors: unavailable: database_in_use and those of open_sqlite and server_key.
Result<OpenDatabase> open_to_write(const std::string& path, const Ground& ground,
                                   service::Ports ports);

struct ReadDatabase {
    store::Loaded loaded;
    std::shared_ptr<const Snapshot> world;
};
// Errors: unavailable: those of open_sqlite (database_missing).
Result<ReadDatabase> open_to_read(const std::string& path, const Ground& ground);

service::Ports real_ports(std::function<void(std::string_view)> log);

// The first error of a command that the writer refused.
Error error_of(const service::Refusal& refusal);

}  // namespace sopu::cli
