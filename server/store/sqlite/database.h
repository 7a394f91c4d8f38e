// What lives here: SQLite's C interface as values: Database and Statement own what they open, and
// every result code becomes an Error.
// What may not: our tables (schema.h, sqlite_store.h). This folder alone includes sqlite3.h.
// Invariants: values are bound, never pasted into SQL. A Statement dies before its Database.
// Thread-safety: one thread at a time for a Database and its Statements.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "engine/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace sopu::store::sqlite {

// What a placeholder takes. Text is read during the call only.
using Value = std::variant<std::nullptr_t, std::int64_t, std::string_view>;

// The row that a query stands on.
class Row {
  public:
    explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
    std::int64_t integer(int column) const;
    std::string text(int column) const;  // "" for null

  private:
    sqlite3_stmt* statement_;
};

using OnRow = std::function<Result<void>(const Row&)>;

class Statement {
  public:
    Statement() = default;  // none yet: only to be assigned to
    // Binds the values to ?1, ?2 … and runs to the end; rows are not expected.
    Result<void> run(std::initializer_list<Value> values = {});
    // Calls `on_row` for every row, until it fails.
    Result<void> query(const OnRow& on_row, std::initializer_list<Value> values = {});

  private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

enum class OpenMode { read_write, read_only };

class Database {
  public:
    // `vfs` names another file layer than the operating system's; tests cut the power with one.
    // Read-only never creates a file. Errors: unavailable with database_missing, or as `failure`.
    static Result<Database> open(const std::string& path, OpenMode mode,
                                 const std::string& vfs = {});

    Result<Statement> prepare(std::string_view sql);
    // Runs statements that need no values.
    Result<void> execute(const char* sql);
    // The first column of the first row as text; "" if there is none.
    Result<std::string> one(std::string_view sql);

    // Copies the whole database into `target`, some pages at a time.
    Result<void> copy_to(Database& target);

    bool in_transaction() const;

  private:
    struct Close {
        void operator()(sqlite3* handle) const;
    };
    explicit Database(sqlite3* handle) : handle_(handle) {}
    std::unique_ptr<sqlite3, Close> handle_;
};

// BEGIN … COMMIT; what is not committed is rolled back when it dies.
class Transaction {
  public:
    // read: one unmoving view of the data. write: the write lock is taken at once, so that a
    // transaction never fails half-way for want of it.
    enum class Kind { read, write };
    static Result<Transaction> begin(Database& database, Kind kind);

    Transaction(Transaction&& other) noexcept
        : database_(std::exchange(other.database_, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    Result<void> commit();

  private:
    explicit Transaction(Database& database) : database_(&database) {}
    Database* database_;
};

}  // namespace sopu::store::sqlite
