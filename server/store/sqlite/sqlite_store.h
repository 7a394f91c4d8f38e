// What lives here: opening the contract of store.h on an SQLite file, and looking after such a
// file: backup and integrity. Callers need no other header of this folder. What may not: SQL and
// sqlite3.h (the .cpp files beside this), locks between processes (file_lock.h: whoever opens to
// write holds it). Invariants: WAL and synchronous=FULL, so that an append that returned survives a
// power cut; one transaction per append. Thread-safety: as Store; backup and integrity open
// connections of their own and work beside a serving process.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "server/store/sqlite/database.h"
#include "server/store/store.h"

namespace sopu::store {

using sqlite::OpenMode;

// `full` is the promise of store.h. `none` leaves syncing to the operating system and loses commits
// in a power cut: it exists so that the test of that promise can be seen to fail.
enum class Durability { full, none };

struct SqliteOptions {
    std::string vfs;  // SQLite's name of another file layer; "" for the operating system's
    Durability durability = Durability::full;
};

// Opens, and with read_write creates and brings up to date. A read-only store refuses to append
// (database_read_only). Errors: unavailable with database_missing, database_corrupt,
// database_newer, database_older, not_ours or unavailable.
Result<std::unique_ptr<Store>> open_sqlite(const std::string& path, OpenMode mode,
                                           const SqliteOptions& options = {});

// A complete copy of the state of one moment, checked and synced before it gets its name. Errors:
// unavailable with target_exists (it is never overwritten) and those of open_sqlite.
Result<void> backup_sqlite(const std::string& from, const std::string& target);

// What PRAGMA integrity_check and foreign_key_check find wrong; empty if nothing is.
Result<std::vector<std::string>> integrity_sqlite(const std::string& path);

namespace sqlite {
// A connection with every pragma set and proven set; what open_sqlite builds upon.
Result<Database> connect(const std::string& path, OpenMode mode, const SqliteOptions& options);
}  // namespace sqlite

}  // namespace sopu::store
