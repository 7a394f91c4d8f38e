// What is SQLite's own: pragmas, schema steps, files that are not ours, readers beside a writer,
// backup and integrity.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "server/store/sqlite/schema.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/store/scratch.h"
#include "tests/store/workload.h"

using namespace sopu;
using store::OpenMode;
using store::sqlite::Database;
namespace fs = std::filesystem;

namespace {

std::unique_ptr<store::Store> opened(const std::string& path,
                                     OpenMode mode = OpenMode::read_write) {
    auto store = store::open_sqlite(path, mode);
    REQUIRE(store.has_value());
    return std::move(*store);
}

std::string refusal(const std::string& path, OpenMode mode) {
    const auto store = store::open_sqlite(path, mode);
    if (store) return "opened";
    CHECK(store.error().code == Code::unavailable);
    return store.error().reason;
}

void run_sql(const std::string& path, const char* sql) {
    auto database = Database::open(path, OpenMode::read_write);
    REQUIRE(database.has_value());
    REQUIRE(database->execute(sql).has_value());
}

std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_SUITE("store.sqlite") {
    TEST_CASE("a writer's connection is in WAL mode and syncs at every commit") {
        const test::ScratchFolder folder;
        auto database = store::sqlite::connect(folder.file("a"), OpenMode::read_write, {});
        REQUIRE(database.has_value());
        CHECK(database->one("PRAGMA synchronous").value() == "2");
        CHECK(database->one("PRAGMA journal_mode").value() == "wal");
        CHECK(database->one("PRAGMA foreign_keys").value() == "1");
        CHECK(database->one("PRAGMA user_version").value() ==
              std::to_string(store::sqlite::schema_newest()));
        CHECK(database
                  ->one("SELECT count(*) FROM pragma_table_list"
                        " WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite%'")
                  .value() == "0");
    }

    TEST_CASE("a database of the first release is brought up to date and keeps what it has") {
        const test::ScratchFolder folder;
        const std::string path = folder.file("a");
        REQUIRE(opened(path)->append(test::numbered_group(1, 3)).has_value());
        run_sql(path,
                "DROP TABLE outbox; DROP TABLE closure; DROP TABLE resource; DROP TABLE conflict;"
                " DROP TABLE notice; ALTER TABLE account DROP COLUMN email;"
                " ALTER TABLE account DROP COLUMN language;"
                " PRAGMA user_version = 1");
        CHECK(refusal(path, OpenMode::read_only) == "database_older");
        const auto store = opened(path);
        CHECK(store->load()->version == 3);
        CHECK(store->load()->records.events.size() == 3);
        CHECK(store->letters(10)->empty());
        CHECK(store->append(test::numbered_group(4, 4)).has_value());
        CHECK(store->letters(10)->size() == 1);
    }

    TEST_CASE("the file is its owner's alone") {
        const test::ScratchFolder folder;
        const std::string path = folder.file("a");
        const auto store = opened(path);
        REQUIRE(store->append(test::numbered_group(1, 1)).has_value());
        for (const char* part : {"", "-wal"}) {
            struct stat about {};
            REQUIRE(::stat((path + part).c_str(), &about) == 0);
            CHECK((about.st_mode & 0777) == 0600);
        }
    }

    TEST_CASE("files that we must not touch") {
        const test::ScratchFolder folder;
        const std::string path = folder.file("a");
        CHECK(refusal(path, OpenMode::read_only) == "database_missing");
        CHECK_FALSE(fs::exists(path));
        CHECK(refusal(folder.file("no/such/folder"), OpenMode::read_write) == "database_not_made");

        SUBCASE("a newer schema") {
            opened(path);
            run_sql(path, "PRAGMA user_version = 999");
            const std::string before = bytes_of(path);
            CHECK(refusal(path, OpenMode::read_write) == "database_newer");
            CHECK(refusal(path, OpenMode::read_only) == "database_newer");
            CHECK(bytes_of(path) == before);
        }
        SUBCASE("somebody else's database") {
            run_sql(path, "CREATE TABLE thing(a)");
            const std::string before = bytes_of(path);
            CHECK(refusal(path, OpenMode::read_write) == "not_ours");
            CHECK(bytes_of(path) == before);
        }
        SUBCASE("no database at all") {
            std::ofstream(path) << std::string(8'192, 'x');
            CHECK(refusal(path, OpenMode::read_write) == "database_corrupt");
            CHECK(refusal(path, OpenMode::read_only) == "database_corrupt");
            CHECK(bytes_of(path) == std::string(8'192, 'x'));
        }
        SUBCASE("an empty file may become one, but not by reading") {
            std::ofstream(path).flush();
            CHECK(refusal(path, OpenMode::read_only) == "database_older");
            CHECK(refusal(path, OpenMode::read_write) == "opened");
        }
        SUBCASE("a damaged page is an error, never other data") {
            {
                const auto store = opened(path);
                REQUIRE(store->append(test::numbered_group(1, 60)).has_value());
            }
            fs::resize_file(path, fs::file_size(path) / 2 / 4'096 * 4'096);
            const auto store = store::open_sqlite(path, OpenMode::read_only);
            const auto problems = store::integrity_sqlite(path);
            CHECK((!problems.has_value() || !problems->empty()));
            if (store) {
                CHECK((*store)->load().error().reason == "database_corrupt");
            } else {
                CHECK(store.error().reason == "database_corrupt");
            }
        }
    }

    TEST_CASE("a record that is broken by hand is named") {
        const test::ScratchFolder folder;
        const std::string path = folder.file("a");
        REQUIRE(opened(path)->append(test::numbered_group(1, 2)).has_value());
        auto database = Database::open(path, OpenMode::read_write);
        CHECK_FALSE(database->execute("UPDATE event SET body = 'x'").has_value());  // not JSON
        run_sql(path, "UPDATE event SET body = '{}' WHERE id = 'event-2'");
        const auto loaded = opened(path)->load();
        REQUIRE_FALSE(loaded.has_value());
        CHECK(loaded.error().code == Code::internal);
        CHECK(loaded.error().detail.starts_with("event-2: "));
    }

    TEST_CASE("the audit log is append-only, also by hand") {
        const test::ScratchFolder folder;
        const std::string path = folder.file("a");
        REQUIRE(opened(path)->append(test::numbered_group(1, 2)).has_value());
        auto database = Database::open(path, OpenMode::read_write);
        CHECK_FALSE(database->execute("DELETE FROM audit").has_value());
        CHECK_FALSE(database->execute("UPDATE audit SET actor = 'nobody'").has_value());
    }

    TEST_CASE("a reader beside a writer sees whole groups and cannot write") {
        const test::ScratchFolder folder;
        const std::string path = folder.file("a");
        const auto writer = opened(path);
        REQUIRE(writer->append(test::numbered_group(1, 3)).has_value());
        const auto reader = opened(path, OpenMode::read_only);
        CHECK(reader->load()->version == 3);
        REQUIRE(writer->append(test::numbered_group(4, 9)).has_value());
        CHECK(reader->load()->version == 9);
        const auto refused = reader->append(test::numbered_group(10, 10));
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code == Code::unavailable);
        CHECK(refused.error().reason == "database_read_only");
        REQUIRE(writer->append(test::numbered_group(10, 10)).has_value());
    }

    TEST_CASE("a reader in another process, too") {
        const test::ScratchFolder folder;
        const std::string path = folder.file("a");
        // Nothing of SQLite is open yet when the child is forked (howtocorrupt.html, 2.6).
        test::Child child([&](test::Child& self) {
            if (self.hear() != 'g') return;
            auto reader = store::open_sqlite(path, OpenMode::read_only);
            const auto loaded = reader ? (*reader)->load() : Result<store::Loaded>();
            const auto backed_up = store::backup_sqlite(path, path + ".copy");
            self.say(reader && loaded && loaded->version == 5 && backed_up ? 'y' : 'n');
        });
        const auto writer = opened(path);
        REQUIRE(writer->append(test::numbered_group(1, 5)).has_value());
        child.tell('g');
        CHECK(child.answer() == 'y');
        CHECK(writer->append(test::numbered_group(6, 6)).has_value());
    }

    TEST_CASE("a backup is one whole file of one moment") {
        const test::ScratchFolder folder;
        const std::string path = folder.file("a");
        const std::string copy = folder.file("copy");
        const auto writer = opened(path);
        REQUIRE(writer->append(test::numbered_group(1, 40)).has_value());
        REQUIRE(store::backup_sqlite(path, copy).has_value());
        REQUIRE(writer->append(test::numbered_group(41, 41)).has_value());
        CHECK_FALSE(fs::exists(copy + "-wal"));
        CHECK(store::integrity_sqlite(copy).value().empty());
        const auto restored = opened(copy, OpenMode::read_only);
        CHECK(restored->load()->version == 40);
        REQUIRE(store::backup_sqlite(path, folder.file("copy2")).has_value());
        const auto second = opened(folder.file("copy2"));
        CHECK(test::contents(*second, 41) == test::contents(*writer, 41));
        CHECK(second->append(test::numbered_group(42, 42)).has_value());
    }

    TEST_CASE("a backup never writes over a file and leaves nothing unfinished") {
        const test::ScratchFolder folder;
        const std::string path = folder.file("a");
        const std::string copy = folder.file("copy");
        CHECK(store::backup_sqlite(path, copy).error().reason == "database_missing");
        CHECK_FALSE(fs::exists(copy));
        opened(path);
        std::ofstream(copy) << "mine";
        CHECK(store::backup_sqlite(path, copy).error().reason == "target_exists");
        CHECK(bytes_of(copy) == "mine");
        CHECK(store::backup_sqlite(path, path).error().reason == "target_exists");
        CHECK(store::backup_sqlite(path, folder.file("no/copy")).error().reason ==
              "backup_not_written");
        std::size_t files = 0;
        for (const auto& entry : fs::directory_iterator(fs::path(path).parent_path()))
            files += entry.path().filename().string().find("unfinished") != std::string::npos;
        CHECK(files == 0);
    }
}
