#include "server/store/sqlite/sqlite_store.h"

#include <boost/json/array.hpp>
#include <optional>

#include "engine/time/iso.h"
#include "server/json/event_json.h"
#include "server/json/parse.h"
#include "server/json/records_json.h"
#include "server/json/writer.h"
#include "server/store/sequence.h"
#include "server/store/sqlite/statements.h"

namespace sopu::store {

namespace {

using sqlite::Database;
using sqlite::Row;
using sqlite::Statements;
using sqlite::Transaction;
using sqlite::Value;

Value optional_id(const std::optional<MunicipalityCode>& code) {
    if (!code) return nullptr;
    return std::string_view(code->text());
}

Result<Instant> stored_instant(const std::string& text) {
    if (const auto instant = parse_instant(text)) return *instant;
    return fail(Code::internal, "", "broken_record", "not an instant: " + text);
}

// The record in column 1, whose id is in column 0: an error names the row.
template <class T>
Result<std::shared_ptr<const T>> stored_record(const Row& row,
                                               Result<T> (*decode)(const boost::json::object&)) {
    const auto value = json::parse_json(row.text(1));
    const boost::json::object* object = value ? value->if_object() : nullptr;
    if (object == nullptr)
        return fail(Code::internal, "", "broken_record", row.text(0) + ": not a JSON object");
    Result<T> record = decode(*object);
    if (!record) {
        record.error().detail = row.text(0) + ": " + record.error().detail;
        return tl::make_unexpected(std::move(record).error());
    }
    return std::make_shared<const T>(std::move(*record));
}

Result<Account> stored_account(const Row& row) {
    Account account{UserId(row.text(0)),
                    row.text(1),
                    {},
                    row.text(3),
                    static_cast<std::uint32_t>(row.integer(4)),
                    row.integer(5) != 0,
                    row.text(6),
                    row.text(7)};
    const auto roles = json::parse_json(row.text(2));
    if (!roles || !roles->is_array())
        return fail(Code::internal, "", "broken_record", "roles of " + account.id.text());
    for (const boost::json::value& role : roles->get_array()) {
        if (!role.is_string())
            return fail(Code::internal, "", "broken_record", "roles of " + account.id.text());
        account.roles.emplace_back(role.get_string());
    }
    return account;
}

template <class E>
Result<E> stored_name(const Row& row, int column) {
    if (const auto value = from_name<E>(row.text(column))) return *value;
    return fail(Code::internal, "", "broken_record", row.text(0) + ": " + row.text(column));
}

Result<SaidOfConflict> stored_conflict(const Row& row) {
    SaidOfConflict said;
    said.id = ConflictId(row.text(0));
    said.state = SOPU_TRY(stored_name<ConflictState>(row, 1));
    said.kind = SOPU_TRY(stored_name<Kind>(row, 2));
    said.severity = SOPU_TRY(stored_name<Severity>(row, 3));
    said.certainty = SOPU_TRY(stored_name<Certainty>(row, 4));
    said.mine = EventId(row.text(5));
    said.other = EventId(row.text(6));
    if (!row.text(7).empty()) said.fact = SOPU_TRY(stored_name<FactType>(row, 7));
    said.fact_id = row.text(8);
    said.accepted_as = row.text(9);
    said.reason = row.text(10);
    said.by = row.text(11);
    said.at = SOPU_TRY(stored_instant(row.text(12)));
    said.revision = static_cast<std::uint32_t>(row.integer(13));
    return said;
}

Result<Notice> stored_notice(const Row& row) {
    return Notice{ConflictId(row.text(0)),
                  row.text(1),
                  EventId(row.text(2)),
                  EventId(row.text(3)),
                  SOPU_TRY(stored_name<Severity>(row, 4)),
                  SOPU_TRY(stored_instant(row.text(5))),
                  row.integer(6) != 0};
}

class SqliteStore final : public Store {
  public:
    SqliteStore(Database database, Statements statements)
        : database_(std::move(database)), statements_(std::move(statements)) {}

    Result<Loaded> load() override;
    Result<void> append(std::span<const Commit> group) override;
    Result<std::optional<Remembered>> remembered(const std::string& scope,
                                                 const std::string& key) override;
    Result<std::vector<Letter>> letters(std::size_t limit) override;
    Result<std::vector<Notice>> notices_about(const EventId& event) override;
    Result<std::vector<Notice>> notices_in(const std::string& letter) override;
    Result<std::vector<Logged>> audit(const std::string& subject, std::size_t limit) override;

  private:
    Result<std::uint64_t> version();
    Result<void> write(const Commit& commit);
    Result<void> write(const Put<Event>& put);
    Result<void> write(const Put<Venue>& put);
    Result<void> write(const Put<Organisation>& put);
    Result<void> write(const Put<Area>& put);
    Result<void> write(const Put<Closure>& put);
    Result<void> write(const Put<Resource>& put);
    Result<void> write(const Account& account);
    Result<void> write(const SaidOfConflict& said);
    Result<void> write(const Remembered& answer);
    Result<void> write(const Letter& letter);
    Result<void> write_notices(const Commit& commit);
    Result<std::vector<Notice>> notices(sqlite::Statement& statement, const std::string& key);
    Result<void> write(const Erase<Event>& erase) { return erased(statements_.erase_event, erase); }
    Result<void> write(const Erase<Venue>& erase) { return erased(statements_.erase_venue, erase); }
    Result<void> write(const Erase<Organisation>& erase) {
        return erased(statements_.erase_organisation, erase);
    }
    Result<void> write(const Erase<Area>& erase) { return erased(statements_.erase_area, erase); }
    Result<void> write(const Erase<Closure>& erase) {
        return erased(statements_.erase_closure, erase);
    }
    Result<void> write(const Erase<Resource>& erase) {
        return erased(statements_.erase_resource, erase);
    }
    Result<void> write(const Tick& tick) {
        return statements_.set_tick.run({format_instant(tick.at)});
    }
    template <class T>
    Result<void> erased(sqlite::Statement& statement, const Erase<T>& erase) {
        return statement.run({erase.id.text()});
    }
    template <class T>
    Result<void> load_into(std::vector<std::shared_ptr<const T>>& records,
                           sqlite::Statement& statement,
                           Result<T> (*decode)(const boost::json::object&)) {
        return statement.query([&](const Row& row) -> Result<void> {
            records.push_back(SOPU_TRY(stored_record<T>(row, decode)));
            return {};
        });
    }

    Database database_;
    Statements statements_;  // after the database: they go first
};

Result<std::uint64_t> SqliteStore::version() {
    std::uint64_t version = 0;
    SOPU_CHECK(statements_.meta.query([&](const Row& row) -> Result<void> {
        version = static_cast<std::uint64_t>(row.integer(0));
        return {};
    }));
    return version;
}

Result<Loaded> SqliteStore::load() {
    // One read transaction: beside a serving process the tables would else be of different moments.
    Transaction moment = SOPU_TRY(Transaction::begin(database_, Transaction::Kind::read));
    Loaded loaded;
    Records& records = loaded.records;
    SOPU_CHECK(statements_.meta.query([&](const Row& row) -> Result<void> {
        loaded.version = static_cast<std::uint64_t>(row.integer(0));
        records.last_tick.at = SOPU_TRY(stored_instant(row.text(1)));
        return {};
    }));
    SOPU_CHECK(load_into(records.events, statements_.events, json::event_from_json));
    SOPU_CHECK(load_into(records.venues, statements_.venues, json::venue_from_json));
    SOPU_CHECK(
        load_into(records.organisations, statements_.organisations, json::organisation_from_json));
    SOPU_CHECK(load_into(records.areas, statements_.areas, json::area_from_json));
    SOPU_CHECK(load_into(records.closures, statements_.closures, json::closure_from_json));
    SOPU_CHECK(load_into(records.resources, statements_.resources, json::resource_from_json));
    SOPU_CHECK(statements_.accounts.query([&](const Row& row) -> Result<void> {
        loaded.accounts.push_back(SOPU_TRY(stored_account(row)));
        return {};
    }));
    SOPU_CHECK(statements_.conflicts.query([&](const Row& row) -> Result<void> {
        loaded.conflicts.push_back(SOPU_TRY(stored_conflict(row)));
        return {};
    }));
    SOPU_CHECK(moment.commit());
    return loaded;
}

Result<void> SqliteStore::append(std::span<const Commit> group) {
    Transaction transaction = SOPU_TRY(Transaction::begin(database_, Transaction::Kind::write));
    SOPU_CHECK(check_sequence(SOPU_TRY(version()), group));
    for (const Commit& commit : group) SOPU_CHECK(write(commit));
    return transaction.commit();
}

Result<void> SqliteStore::write(const Commit& commit) {
    for (const Change& change : commit.changes)
        SOPU_CHECK(std::visit([this](const auto& each) { return write(each); }, change));
    for (const Account& account : commit.accounts) SOPU_CHECK(write(account));
    for (const SaidOfConflict& said : commit.conflicts) SOPU_CHECK(write(said));
    if (commit.forget_remembered_before)
        SOPU_CHECK(statements_.forget.run({format_instant(*commit.forget_remembered_before)}));
    if (commit.remembered) SOPU_CHECK(write(*commit.remembered));
    for (const Letter& letter : commit.letters) SOPU_CHECK(write(letter));
    for (const std::string& id : commit.letters_done)
        SOPU_CHECK(statements_.erase_letter.run({id}));
    SOPU_CHECK(write_notices(commit));
    const auto version = static_cast<std::int64_t>(commit.version);
    const std::string at = format_instant(commit.at);
    for (const Audit& line : commit.audit)
        SOPU_CHECK(statements_.put_audit.run(
            {version, at, line.actor, line.action, line.subject, line.reason}));
    return statements_.set_version.run({version});
}

Result<void> SqliteStore::write(const Put<Event>& put) {
    const Event& event = *put.record;
    return statements_.put_event.run(
        {event.id.text(), event.uid, optional_id(event.municipality), name_of(event.state),
         static_cast<std::int64_t>(event.revision), format_instant(event.updated),
         json::write_json(json::to_record(event))});
}

Result<void> SqliteStore::write(const Put<Venue>& put) {
    const Venue& venue = *put.record;
    return statements_.put_venue.run(
        {venue.id.text(), venue.municipality.text(), json::write_json(json::to_json(venue))});
}

Result<void> SqliteStore::write(const Put<Organisation>& put) {
    const Organisation& organisation = *put.record;
    return statements_.put_organisation.run({organisation.id.text(),
                                             optional_id(organisation.municipality),
                                             json::write_json(json::to_json(organisation))});
}

Result<void> SqliteStore::write(const Put<Closure>& put) {
    const Closure& closure = *put.record;
    return statements_.put_closure.run(
        {closure.id.text(), closure.venue.text(), json::write_json(json::to_json(closure))});
}

Result<void> SqliteStore::write(const Put<Resource>& put) {
    const Resource& resource = *put.record;
    return statements_.put_resource.run({resource.id.text(), optional_id(resource.municipality),
                                         json::write_json(json::to_json(resource))});
}

Result<void> SqliteStore::write(const Put<Area>& put) {
    const Area& area = *put.record;
    return statements_.put_area.run(
        {area.id.text(), area.expression, json::write_json(json::to_json(area))});
}

Result<void> SqliteStore::write(const Account& account) {
    return statements_.put_account.run(
        {account.id.text(), account.password_hash, json::write_json(json::list(account.roles)),
         account.area, static_cast<std::int64_t>(account.generation),
         static_cast<std::int64_t>(account.disabled), account.email, account.language});
}

Result<void> SqliteStore::write(const SaidOfConflict& said) {
    const Value fact = said.fact ? Value(name_of(*said.fact)) : Value(nullptr);
    return statements_.put_conflict.run(
        {said.id.text(), name_of(said.state), name_of(said.kind), name_of(said.severity),
         name_of(said.certainty), said.mine.text(), said.other.text(), fact, said.fact_id,
         said.accepted_as, said.reason, said.by, format_instant(said.at),
         static_cast<std::int64_t>(said.revision)});
}

Result<void> SqliteStore::write(const Remembered& answer) {
    return statements_.put_remembered.run({answer.scope, answer.key, answer.request_hash,
                                           static_cast<std::int64_t>(answer.status), answer.body,
                                           format_instant(answer.at)});
}

Result<void> SqliteStore::write(const Letter& letter) {
    return statements_.put_letter.run(
        {letter.id, letter.event.text(), letter.language, format_instant(letter.due),
         static_cast<std::int64_t>(letter.tries), name_of(letter.kind), letter.account.text()});
}

Result<void> SqliteStore::write_notices(const Commit& commit) {
    for (const Notice& it : commit.notices)
        SOPU_CHECK(statements_.put_notice.run(
            {it.conflict.text(), it.letter, it.mine.text(), it.other.text(), name_of(it.severity),
             format_instant(it.until), static_cast<std::int64_t>(it.told)}));
    for (const Notice& it : commit.notices_gone)
        SOPU_CHECK(statements_.erase_notice.run({it.conflict.text(), it.letter}));
    for (const Notice& it : commit.notices_told)
        SOPU_CHECK(
            statements_.tell_notice.run({it.conflict.text(), it.letter, name_of(it.severity)}));
    if (commit.forget_notices_before)
        SOPU_CHECK(statements_.forget_notices.run({format_instant(*commit.forget_notices_before)}));
    return {};
}

Result<std::vector<Notice>> SqliteStore::notices(sqlite::Statement& statement,
                                                 const std::string& key) {
    std::vector<Notice> found;
    SOPU_CHECK(statement.query(
        [&](const Row& row) -> Result<void> {
            found.push_back(SOPU_TRY(stored_notice(row)));
            return {};
        },
        {key}));
    return found;
}

Result<std::vector<Notice>> SqliteStore::notices_about(const EventId& event) {
    return notices(statements_.notices_about, event.text());
}

Result<std::vector<Notice>> SqliteStore::notices_in(const std::string& letter) {
    return notices(statements_.notices_in, letter);
}

Result<std::vector<Letter>> SqliteStore::letters(std::size_t limit) {
    std::vector<Letter> waiting;
    SOPU_CHECK(statements_.letters.query(
        [&](const Row& row) -> Result<void> {
            waiting.push_back({row.text(0), EventId(row.text(1)), row.text(2),
                               SOPU_TRY(stored_instant(row.text(3))),
                               static_cast<int>(row.integer(4)),
                               SOPU_TRY(stored_name<LetterKind>(row, 5)), UserId(row.text(6))});
            return {};
        },
        {static_cast<std::int64_t>(limit)}));
    return waiting;
}

Result<std::optional<Remembered>> SqliteStore::remembered(const std::string& scope,
                                                          const std::string& key) {
    std::optional<Remembered> found;
    SOPU_CHECK(statements_.remembered.query(
        [&](const Row& row) -> Result<void> {
            found = Remembered{scope,       key,
                               row.text(0), static_cast<int>(row.integer(1)),
                               row.text(2), SOPU_TRY(stored_instant(row.text(3)))};
            return {};
        },
        {scope, key}));
    return found;
}

Result<std::vector<Logged>> SqliteStore::audit(const std::string& subject, std::size_t limit) {
    std::vector<Logged> lines;
    SOPU_CHECK(statements_.audit.query(
        [&](const Row& row) -> Result<void> {
            lines.push_back({SOPU_TRY(stored_instant(row.text(0))),
                             {row.text(1), row.text(2), row.text(3), row.text(4)}});
            return {};
        },
        {subject, static_cast<std::int64_t>(limit)}));
    return lines;
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite(const std::string& path, OpenMode mode,
                                           const SqliteOptions& options) {
    Database database = SOPU_TRY(sqlite::connect(path, mode, options));
    Statements statements = SOPU_TRY(sqlite::prepare_all(database));
    return std::make_unique<SqliteStore>(std::move(database), std::move(statements));
}

}  // namespace sopu::store
