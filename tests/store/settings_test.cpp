// The settings that a calendar itself remembers.
#include <doctest/doctest.h>

#include "server/store/sqlite/settings.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/store/scratch.h"

namespace sopu::store {
namespace {

TEST_SUITE("store.settings") {
    TEST_CASE("kept / replaced and in a backup") {
        const test::ScratchFolder scratch;
        const std::string path = scratch.file("a.db");
        CHECK(sqlite_setting(path, "base_url").error().reason == "database_missing");
        REQUIRE(open_sqlite(path, OpenMode::read_write));
        CHECK(sqlite_setting(path, "base_url").value() == std::nullopt);
        REQUIRE(keep_sqlite_setting(path, "base_url", "https://a.example"));
        REQUIRE(keep_sqlite_setting(path, "base_url", "https://b.example"));
        CHECK(sqlite_setting(path, "base_url").value() == "https://b.example");
        CHECK(sqlite_setting(path, "other").value() == std::nullopt);
        REQUIRE(backup_sqlite(path, scratch.file("b.db")));
        CHECK(sqlite_setting(scratch.file("b.db"), "base_url").value() == "https://b.example");
    }
}

}  // namespace
}  // namespace sopu::store
