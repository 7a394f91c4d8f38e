#include "server/store/sqlite/schema.h"

#include <array>
#include <charconv>
#include <string>

namespace sopu::store::sqlite {

namespace {

// "Sopu" in ASCII: `file` and we ourselves tell our databases by it.
constexpr std::int64_t application_id = 0x536f7075;

struct Step {
    int number;
    const char* sql;
};

// A record's truth is its body. The columns beside it are for people who look with sqlite3; nothing
// is read back from them but id and position, which keeps the order of the first put.
constexpr const char* first_tables = R"sql(
CREATE TABLE meta(
    one INTEGER PRIMARY KEY CHECK(one = 1),
    version INTEGER NOT NULL,
    last_tick TEXT NOT NULL
) STRICT;
INSERT INTO meta VALUES(1, 0, '1970-01-01T00:00:00Z');

CREATE TABLE event(
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    uid TEXT NOT NULL,
    municipality TEXT,
    state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    updated TEXT NOT NULL,
    body TEXT NOT NULL CHECK(json_valid(body))
) STRICT;

CREATE TABLE venue(
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    municipality TEXT,
    body TEXT NOT NULL CHECK(json_valid(body))
) STRICT;

CREATE TABLE organisation(
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    municipality TEXT,
    body TEXT NOT NULL CHECK(json_valid(body))
) STRICT;

CREATE TABLE area(
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    expression TEXT NOT NULL,
    body TEXT NOT NULL CHECK(json_valid(body))
) STRICT;

CREATE TABLE account(
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    roles TEXT NOT NULL CHECK(json_valid(roles)),
    area TEXT NOT NULL,
    generation INTEGER NOT NULL,
    disabled INTEGER NOT NULL CHECK(disabled IN (0, 1))
) STRICT;

CREATE TABLE remembered(
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY(scope, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX remembered_by_age ON remembered(at);

CREATE TABLE setting(
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit(
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_subject ON audit(subject, number);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_not_erased BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
)sql";

// A letter is who asked for it, not its text: see store/commit.h.
constexpr const char* outbox_table = R"sql(
CREATE TABLE outbox(
    id TEXT PRIMARY KEY,
    event TEXT NOT NULL,
    language TEXT NOT NULL,
    due TEXT NOT NULL,
    tries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_by_due ON outbox(due, id);
)sql";

constexpr const char* closure_and_resource_tables = R"sql(
CREATE TABLE closure(
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    venue TEXT NOT NULL,
    body TEXT NOT NULL CHECK(json_valid(body))
) STRICT;

CREATE TABLE resource(
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    municipality TEXT,
    body TEXT NOT NULL CHECK(json_valid(body))
) STRICT;
)sql";

// What people have said of conflicts, not the conflicts: those are found anew.
constexpr const char* conflict_table = R"sql(
CREATE TABLE conflict(
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    certainty TEXT NOT NULL,
    mine TEXT NOT NULL,
    other TEXT NOT NULL,
    fact TEXT,
    fact_id TEXT NOT NULL,
    accepted_as TEXT NOT NULL,
    reason TEXT NOT NULL,
    said_by TEXT NOT NULL,
    at TEXT NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
)sql";

// Who was told of which conflict, or is to be; and where staff read their letters.
constexpr const char* notice_table = R"sql(
ALTER TABLE outbox ADD COLUMN kind TEXT NOT NULL DEFAULT 'receipt';
ALTER TABLE outbox ADD COLUMN account TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN language TEXT NOT NULL DEFAULT '';

CREATE TABLE notice(
    conflict TEXT NOT NULL,
    letter TEXT NOT NULL,
    mine TEXT NOT NULL,
    other TEXT NOT NULL,
    severity TEXT NOT NULL,
    until TEXT NOT NULL,
    told INTEGER NOT NULL CHECK(told IN (0, 1)),
    PRIMARY KEY(conflict, letter)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_by_letter ON notice(letter);
CREATE INDEX notice_by_mine ON notice(mine);
CREATE INDEX notice_by_other ON notice(other);
CREATE INDEX notice_by_age ON notice(until);
)sql";

constexpr std::array<Step, 5> steps{{{1, first_tables},
                                     {2, outbox_table},
                                     {3, closure_and_resource_tables},
                                     {4, conflict_table},
                                     {5, notice_table}}};

Result<std::int64_t> number(Database& database, std::string_view sql) {
    const std::string text = SOPU_TRY(database.one(sql));
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// An empty file becomes ours; one that holds something else does not.
Result<void> check_is_ours(Database& database) {
    const std::int64_t id = SOPU_TRY(number(database, "PRAGMA application_id"));
    if (id == application_id) return {};
    const std::int64_t objects = SOPU_TRY(number(database, "SELECT count(*) FROM sqlite_schema"));
    if (id == 0 && objects == 0) return {};
    return fail(Code::unavailable, "", "not_ours",
                "an SQLite database, but not one of this program");
}

Result<void> run_step(Database& database, const Step& step) {
    Transaction transaction = SOPU_TRY(Transaction::begin(database, Transaction::Kind::write));
    SOPU_CHECK(database.execute(step.sql));
    // Pragmas take no placeholders; both numbers are our own.
    const std::string marks = "PRAGMA user_version = " + std::to_string(step.number) +
                              "; PRAGMA application_id = " + std::to_string(application_id);
    SOPU_CHECK(database.execute(marks.c_str()));
    return transaction.commit();
}

}  // namespace

int schema_newest() {
    return steps.back().number;
}

Result<void> check_known(Database& database) {
    SOPU_CHECK(check_is_ours(database));
    const std::int64_t at = SOPU_TRY(number(database, "PRAGMA user_version"));
    if (at <= schema_newest()) return {};
    return fail(Code::unavailable, "", "database_newer",
                "the database has schema " + std::to_string(at) + ", this program knows " +
                    std::to_string(schema_newest()) + "; use the newer program");
}

Result<void> bring_up_to_date(Database& database, OpenMode mode) {
    const std::int64_t at = SOPU_TRY(number(database, "PRAGMA user_version"));
    if (at < schema_newest() && mode == OpenMode::read_only)
        return fail(Code::unavailable, "", "database_older",
                    "the database has schema " + std::to_string(at) +
                        "; a command that writes brings it to " + std::to_string(schema_newest()));
    for (const Step& step : steps)
        if (step.number > at) SOPU_CHECK(run_step(database, step));
    return {};
}

}  // namespace sopu::store::sqlite
