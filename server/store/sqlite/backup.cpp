#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "server/store/posix_error.h"
#include "server/store/sqlite/sqlite_store.h"

namespace sopu::store {

namespace {

using sqlite::Database;
using sqlite::Row;
using sqlite::Statement;
using sqlite::Transaction;

constexpr int problems_listed_max = 100;

Result<std::vector<std::string>> problems_of(Database& database) {
    std::vector<std::string> problems;
    const std::string sql = "PRAGMA integrity_check(" + std::to_string(problems_listed_max) + ")";
    Statement integrity = SOPU_TRY(database.prepare(sql));
    SOPU_CHECK(integrity.query([&](const Row& row) -> Result<void> {
        if (row.text(0) != "ok") problems.push_back(row.text(0));
        return {};
    }));
    Statement foreign_keys = SOPU_TRY(database.prepare("PRAGMA foreign_key_check"));
    SOPU_CHECK(foreign_keys.query([&](const Row& row) -> Result<void> {
        problems.push_back("foreign key: row " + row.text(1) + " of " + row.text(0) +
                           " has no parent in " + row.text(2));
        return {};
    }));
    return problems;
}

// The state of one moment into a file that nobody knows yet.
Result<void> copy_checked(const std::string& from, const std::string& unfinished) {
    Database source = SOPU_TRY(sqlite::connect(from, OpenMode::read_only, {}));
    Database copy = SOPU_TRY(Database::open(unfinished, OpenMode::read_write));
    // A read transaction holds the moment still; without one, every commit of a serving process
    // would start the copy over again (backup.html).
    Transaction moment = SOPU_TRY(Transaction::begin(source, Transaction::Kind::read));
    static_cast<void>(SOPU_TRY(source.one("SELECT version FROM meta")));
    SOPU_CHECK(source.copy_to(copy));
    // One file and nothing beside it: a backup is carried away by its name.
    const std::string mode = SOPU_TRY(copy.one("PRAGMA journal_mode = DELETE"));
    if (mode != "delete")
        return fail(Code::unavailable, "", "unavailable", "the copy stays in mode " + mode);
    const std::vector<std::string> problems = SOPU_TRY(problems_of(copy));
    if (!problems.empty()) return fail(Code::unavailable, "", "database_corrupt", problems.front());
    return moment.commit();
}

Result<void> sync_file(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) return posix_failure("backup_not_written", path);
    const bool synced = ::fsync(file) == 0;
    const int why = errno;
    ::close(file);
    errno = why;
    if (!synced) return posix_failure("backup_not_written", path);
    return {};
}

tl::unexpected<Error> target_exists(const std::string& target) {
    return fail(Code::unavailable, "", "target_exists", target + " is there already");
}

// Gives the finished file its name, never over another file: renameat2 looks and renames in one
// step; where a file system lacks that, link(2) does the same.
Result<void> give_name(const std::string& unfinished, const std::string& target) {
    if (::renameat2(AT_FDCWD, unfinished.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0)
        return sync_directory_of(target);
    if (errno == EEXIST) return target_exists(target);
    if (::link(unfinished.c_str(), target.c_str()) != 0) {
        if (errno == EEXIST) return target_exists(target);
        return posix_failure("backup_not_written", target);
    }
    ::unlink(unfinished.c_str());
    return sync_directory_of(target);
}

// Removes an unfinished copy however the backup ends.
class Removing {
  public:
    explicit Removing(std::string path) : path_(std::move(path)) {}
    Removing(const Removing&) = delete;
    Removing& operator=(const Removing&) = delete;
    ~Removing() { ::unlink(path_.c_str()); }

  private:
    std::string path_;
};

}  // namespace

Result<void> backup_sqlite(const std::string& from, const std::string& target) {
    struct stat about {};
    if (::lstat(target.c_str(), &about) == 0) return target_exists(target);
    const std::string unfinished = target + ".unfinished-" + std::to_string(::getpid());
    const int made = ::open(unfinished.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0) return posix_failure("backup_not_written", unfinished);
    ::close(made);
    const Removing removing(unfinished);
    SOPU_CHECK(copy_checked(from, unfinished));
    SOPU_CHECK(sync_file(unfinished));
    return give_name(unfinished, target);
}

Result<std::vector<std::string>> integrity_sqlite(const std::string& path) {
    Database database = SOPU_TRY(sqlite::connect(path, OpenMode::read_only, {}));
    return problems_of(database);
}

}  // namespace sopu::store
