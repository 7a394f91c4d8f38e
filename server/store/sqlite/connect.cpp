#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "server/store/posix_error.h"
#include "server/store/sqlite/schema.h"
#include "server/store/sqlite/sqlite_store.h"

namespace sopu::store::sqlite {

namespace {

// Made by us and not by SQLite, so that the contacts in it are the owner's alone (the WAL takes the
// same rights), and so that its name is on disk before the first commit is promised.
Result<void> create_private(const std::string& path) {
    const int made = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0 && errno == EEXIST) return {};
    if (made < 0) return posix_failure("database_not_made", path);
    ::close(made);
    return sync_directory_of(path);
}

// A pragma that does not hold says nothing, so it is read back.
Result<void> expect(Database& database, const char* pragma, std::string_view value) {
    const std::string found = SOPU_TRY(database.one(std::string("PRAGMA ") + pragma));
    if (found == value) return {};
    return fail(Code::unavailable, "", "unavailable",
                std::string(pragma) + " is " + found + ", not " + std::string(value));
}

Result<void> configure_writer(Database& database, Durability durability) {
    // In WAL mode FULL syncs the log at every commit (pragma.html#pragma_synchronous).
    const bool full = durability == Durability::full;
    SOPU_CHECK(database.execute("PRAGMA journal_mode = WAL"));
    SOPU_CHECK(database.execute(full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF"));
    SOPU_CHECK(expect(database, "journal_mode", "wal"));
    return expect(database, "synchronous", full ? "2" : "0");
}

}  // namespace

Result<Database> connect(const std::string& path, OpenMode mode, const SqliteOptions& options) {
    if (mode == OpenMode::read_write) SOPU_CHECK(create_private(path));
    Database database = SOPU_TRY(Database::open(path, mode, options.vfs));
    SOPU_CHECK(database.execute("PRAGMA foreign_keys = ON"));
    // Before anything is changed: what is not ours, or newer, is left as it is.
    SOPU_CHECK(check_known(database));
    if (mode == OpenMode::read_write) SOPU_CHECK(configure_writer(database, options.durability));
    SOPU_CHECK(bring_up_to_date(database, mode));
    return database;
}

}  // namespace sopu::store::sqlite
