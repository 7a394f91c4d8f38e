#include "server/store/sqlite/database.h"

#include <sqlite3.h>

namespace sopu::store::sqlite {

namespace {

constexpr int pages_per_step = 256;  // a megabyte between two looks at the source
constexpr int busy_wait_ms = 5'000;  // a reader's recovery or checkpoint is over long before

// What SQLite says, as an Error: damage by its own name, everything else is `unavailable`: nothing
// was done and it may be tried again.
tl::unexpected<Error> failure(sqlite3* handle, int code) {
    std::string said = handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle);
    const int full_code = handle == nullptr ? code : sqlite3_extended_errcode(handle);
    said += " (SQLite code " + std::to_string(full_code) + ")";
    switch (code & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return fail(Code::unavailable, "", "database_corrupt", said);
        case SQLITE_READONLY:
            return fail(Code::unavailable, "", "database_read_only", said);
        default:
            return fail(Code::unavailable, "", "unavailable", said);
    }
}

tl::unexpected<Error> failure(sqlite3_stmt* statement, int code) {
    return failure(sqlite3_db_handle(statement), code);
}

int bind(sqlite3_stmt* statement, int at, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value))
        return sqlite3_bind_int64(statement, at, *number);
    if (const auto* text = std::get_if<std::string_view>(&value)) {
        // An empty view may point nowhere, and a null pointer would bind NULL.
        const char* begin = text->data() == nullptr ? "" : text->data();
        return sqlite3_bind_text64(statement, at, begin, text->size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    return sqlite3_bind_null(statement, at);
}

// Resets on every way out: an open statement would keep its transaction's lock.
class Resetting {
  public:
    explicit Resetting(sqlite3_stmt* statement) : statement_(statement) {}
    Resetting(const Resetting&) = delete;
    Resetting& operator=(const Resetting&) = delete;
    ~Resetting() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }

  private:
    sqlite3_stmt* statement_;
};

}  // namespace

std::int64_t Row::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string Row::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    const int size = sqlite3_column_bytes(statement_, column);
    return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(size));
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Result<void> Statement::run(std::initializer_list<Value> values) {
    return query([](const Row&) { return Result<void>(); }, values);
}

Result<void> Statement::query(const OnRow& on_row, std::initializer_list<Value> values) {
    sqlite3_stmt* statement = statement_.get();
    const Resetting resetting(statement);
    int at = 0;
    for (const Value& value : values)
        if (const int code = bind(statement, ++at, value); code != SQLITE_OK)
            return failure(statement, code);
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement)) SOPU_CHECK(on_row(Row(statement)));
    if (code != SQLITE_DONE) return failure(statement, code);
    return {};
}

void Database::Close::operator()(sqlite3* handle) const {
    sqlite3_close_v2(handle);
}

Result<Database> Database::open(const std::string& path, OpenMode mode, const std::string& vfs) {
    sqlite3* handle = nullptr;
    const int access = mode == OpenMode::read_only ? SQLITE_OPEN_READONLY
                                                   : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int code = sqlite3_open_v2(path.c_str(), &handle, access | SQLITE_OPEN_EXRESCODE,
                                     vfs.empty() ? nullptr : vfs.c_str());
    Database database(handle);  // to be closed even after a failed open
    if ((code & 0xff) == SQLITE_CANTOPEN && mode == OpenMode::read_only)
        return fail(Code::unavailable, "", "database_missing", "cannot open " + path);
    if (code != SQLITE_OK) return failure(handle, code);
    sqlite3_busy_timeout(handle, busy_wait_ms);
    return database;
}

Result<Statement> Database::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return failure(handle_.get(), code);
    return Statement(statement);
}

Result<void> Database::execute(const char* sql) {
    const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return failure(handle_.get(), code);
    return {};
}

Result<std::string> Database::one(std::string_view sql) {
    Statement statement = SOPU_TRY(prepare(sql));
    std::string found;
    SOPU_CHECK(statement.query([&](const Row& row) {
        if (found.empty()) found = row.text(0);
        return Result<void>();
    }));
    return found;
}

Result<void> Database::copy_to(Database& target) {
    sqlite3* into = target.handle_.get();
    sqlite3_backup* backup = sqlite3_backup_init(into, "main", handle_.get(), "main");
    if (backup == nullptr) return failure(into, sqlite3_errcode(into));
    int waited_ms = 0;
    int code = SQLITE_OK;
    while (code == SQLITE_OK ||
           ((code == SQLITE_BUSY || code == SQLITE_LOCKED) && waited_ms < busy_wait_ms)) {
        if (code != SQLITE_OK) waited_ms += sqlite3_sleep(50);
        code = sqlite3_backup_step(backup, pages_per_step);
    }
    const int finished = sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE) return failure(into, code);
    if (finished != SQLITE_OK) return failure(into, finished);
    return {};
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(handle_.get()) == 0;
}

Result<Transaction> Transaction::begin(Database& database, Kind kind) {
    SOPU_CHECK(database.execute(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN"));
    return Transaction(database);
}

Result<void> Transaction::commit() {
    SOPU_CHECK(database_->execute("COMMIT"));
    database_ = nullptr;
    return {};
}

Transaction::~Transaction() {
    // A full disk or an I/O error may have rolled it back already (lang_transaction.html). What a
    // rollback itself says changes nothing: the transaction is not committed either way.
    if (database_ != nullptr && database_->in_transaction())
        static_cast<void>(database_->execute("ROLLBACK"));
}

}  // namespace sopu::store::sqlite
