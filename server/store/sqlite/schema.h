// What lives here: the tables, as numbered steps that only go forward, and bringing a database to
// the newest of them.
// What may not: reading and writing of rows (sqlite_store.h).
// Invariants: a step that has been released is never changed; a new one is added after it. PRAGMA
// user_version is the number of the last step done. docs/decisions/0003 says why rows look so.
// Thread-safety: as Database.
#pragma once

#include "engine/base/result.h"
#include "server/store/sqlite/database.h"

namespace sopu::store::sqlite {

// The number of the newest step that this program knows.
int schema_newest();

// Whether we may touch it at all. Errors (unavailable): database_newer (a newer program has been
// here), not_ours (an SQLite file of something else), database_corrupt.
Result<void> check_known(Database& database);

// Does the steps that are missing; requires check_known. Errors (unavailable): database_older when
// reading only (a writing command brings it up to date).
Result<void> bring_up_to_date(Database& database, OpenMode mode);

}  // namespace sopu::store::sqlite
