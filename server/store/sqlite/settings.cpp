#include "server/store/sqlite/settings.h"

#include "server/store/sqlite/sqlite_store.h"

namespace sopu::store {
namespace {

Result<std::optional<std::string>> read(sqlite::Database& database, std::string_view name) {
    auto query = SOPU_TRY(database.prepare("SELECT value FROM setting WHERE name = ?1"));
    std::optional<std::string> value;
    const auto take = [&value](const sqlite::Row& row) -> Result<void> {
        value = row.text(0);
        return {};
    };
    SOPU_CHECK(query.query(take, {name}));
    return value;
}

}  // namespace

Result<std::optional<std::string>> sqlite_setting(const std::string& path, std::string_view name) {
    auto database = SOPU_TRY(sqlite::connect(path, OpenMode::read_only, {}));
    return read(database, name);
}

Result<void> keep_sqlite_setting(const std::string& path, std::string_view name,
                                 std::string_view value) {
    auto database = SOPU_TRY(sqlite::connect(path, OpenMode::read_write, {}));
    if (SOPU_TRY(read(database, name)) == value) return {};
    auto put =
        SOPU_TRY(database.prepare("INSERT INTO setting(name, value) VALUES(?1, ?2) "
                                  "ON CONFLICT(name) DO UPDATE SET value = ?2"));
    return put.run({name, value});
}

}  // namespace sopu::store
