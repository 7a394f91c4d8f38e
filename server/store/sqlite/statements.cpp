#include "server/store/sqlite/statements.h"

#include <array>

namespace sopu::store::sqlite {

namespace {

// A put over an old record is an UPDATE of its row, so that it keeps its position.
constexpr const char* put_event_sql =
    "INSERT INTO event(id, uid, municipality, state, revision, updated, body)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"
    " ON CONFLICT(id) DO UPDATE SET uid = ?2, municipality = ?3, state = ?4, revision = ?5,"
    " updated = ?6, body = ?7";
constexpr const char* put_venue_sql =
    "INSERT INTO venue(id, municipality, body) VALUES(?1, ?2, ?3)"
    " ON CONFLICT(id) DO UPDATE SET municipality = ?2, body = ?3";
constexpr const char* put_organisation_sql =
    "INSERT INTO organisation(id, municipality, body) VALUES(?1, ?2, ?3)"
    " ON CONFLICT(id) DO UPDATE SET municipality = ?2, body = ?3";
constexpr const char* put_area_sql =
    "INSERT INTO area(id, expression, body) VALUES(?1, ?2, ?3)"
    " ON CONFLICT(id) DO UPDATE SET expression = ?2, body = ?3";
constexpr const char* put_closure_sql =
    "INSERT INTO closure(id, venue, body) VALUES(?1, ?2, ?3)"
    " ON CONFLICT(id) DO UPDATE SET venue = ?2, body = ?3";
constexpr const char* put_resource_sql =
    "INSERT INTO resource(id, municipality, body) VALUES(?1, ?2, ?3)"
    " ON CONFLICT(id) DO UPDATE SET municipality = ?2, body = ?3";
constexpr const char* put_account_sql =
    "INSERT INTO account(id, password_hash, roles, area, generation, disabled, email, language)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
    " ON CONFLICT(id) DO UPDATE SET password_hash = ?2, roles = ?3, area = ?4, generation = ?5,"
    " disabled = ?6, email = ?7, language = ?8";
constexpr const char* put_conflict_sql =
    "INSERT INTO conflict(id, state, kind, severity, certainty, mine, other, fact, fact_id,"
    " accepted_as, reason, said_by, at, revision)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
    " ON CONFLICT(id) DO UPDATE SET state = ?2, kind = ?3, severity = ?4, certainty = ?5,"
    " mine = ?6, other = ?7, fact = ?8, fact_id = ?9, accepted_as = ?10, reason = ?11,"
    " said_by = ?12, at = ?13, revision = ?14";
constexpr const char* put_remembered_sql =
    "INSERT OR REPLACE INTO remembered(scope, key, request_hash, status, body, at)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6)";
constexpr const char* put_audit_sql =
    "INSERT INTO audit(version, at, actor, action, subject, reason)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6)";
constexpr const char* accounts_sql =
    "SELECT id, password_hash, roles, area, generation, disabled, email, language FROM account"
    " ORDER BY position";
constexpr const char* conflicts_sql =
    "SELECT id, state, kind, severity, certainty, mine, other, fact, fact_id, accepted_as, reason,"
    " said_by, at, revision FROM conflict ORDER BY position";
constexpr const char* remembered_sql =
    "SELECT request_hash, status, body, at FROM remembered WHERE scope = ?1 AND key = ?2";
constexpr const char* audit_sql =
    "SELECT at, actor, action, subject, reason FROM audit WHERE subject = ?1"
    " ORDER BY number DESC LIMIT ?2";

constexpr const char* letters_sql =
    "SELECT id, event, language, due, tries, kind, account FROM outbox ORDER BY due, id LIMIT ?1";
constexpr const char* put_letter_sql =
    "INSERT OR REPLACE INTO outbox(id, event, language, due, tries, kind, account)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)";

constexpr const char* notices_about_sql =
    "SELECT conflict, letter, mine, other, severity, until, told FROM notice"
    " WHERE mine = ?1 OR other = ?1 ORDER BY conflict, letter";
constexpr const char* notices_in_sql =
    "SELECT conflict, letter, mine, other, severity, until, told FROM notice"
    " WHERE letter = ?1 ORDER BY conflict, letter";
constexpr const char* put_notice_sql =
    "INSERT OR REPLACE INTO notice(conflict, letter, mine, other, severity, until, told)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr const char* tell_notice_sql =
    "UPDATE notice SET told = 1 WHERE conflict = ?1 AND letter = ?2 AND severity = ?3";

struct Text {
    Statement Statements::*statement;
    const char* sql;
};

constexpr std::array texts{
    Text{&Statements::meta, "SELECT version, last_tick FROM meta"},
    Text{&Statements::events, "SELECT id, body FROM event ORDER BY position"},
    Text{&Statements::venues, "SELECT id, body FROM venue ORDER BY position"},
    Text{&Statements::organisations, "SELECT id, body FROM organisation ORDER BY position"},
    Text{&Statements::areas, "SELECT id, body FROM area ORDER BY position"},
    Text{&Statements::closures, "SELECT id, body FROM closure ORDER BY position"},
    Text{&Statements::resources, "SELECT id, body FROM resource ORDER BY position"},
    Text{&Statements::accounts, accounts_sql},
    Text{&Statements::conflicts, conflicts_sql},
    Text{&Statements::remembered, remembered_sql},
    Text{&Statements::audit, audit_sql},
    Text{&Statements::letters, letters_sql},
    Text{&Statements::notices_about, notices_about_sql},
    Text{&Statements::notices_in, notices_in_sql},
    Text{&Statements::put_event, put_event_sql},
    Text{&Statements::put_venue, put_venue_sql},
    Text{&Statements::put_organisation, put_organisation_sql},
    Text{&Statements::put_area, put_area_sql},
    Text{&Statements::put_closure, put_closure_sql},
    Text{&Statements::put_resource, put_resource_sql},
    Text{&Statements::put_account, put_account_sql},
    Text{&Statements::put_conflict, put_conflict_sql},
    Text{&Statements::put_remembered, put_remembered_sql},
    Text{&Statements::put_audit, put_audit_sql},
    Text{&Statements::put_letter, put_letter_sql},
    Text{&Statements::erase_letter, "DELETE FROM outbox WHERE id = ?1"},
    Text{&Statements::put_notice, put_notice_sql},
    Text{&Statements::erase_notice, "DELETE FROM notice WHERE conflict = ?1 AND letter = ?2"},
    Text{&Statements::tell_notice, tell_notice_sql},
    Text{&Statements::forget_notices, "DELETE FROM notice WHERE until < ?1"},
    Text{&Statements::erase_event, "DELETE FROM event WHERE id = ?1"},
    Text{&Statements::erase_venue, "DELETE FROM venue WHERE id = ?1"},
    Text{&Statements::erase_organisation, "DELETE FROM organisation WHERE id = ?1"},
    Text{&Statements::erase_area, "DELETE FROM area WHERE id = ?1"},
    Text{&Statements::erase_closure, "DELETE FROM closure WHERE id = ?1"},
    Text{&Statements::erase_resource, "DELETE FROM resource WHERE id = ?1"},
    Text{&Statements::forget, "DELETE FROM remembered WHERE at < ?1"},
    Text{&Statements::set_tick, "UPDATE meta SET last_tick = ?1"},
    Text{&Statements::set_version, "UPDATE meta SET version = ?1"},
};

}  // namespace

Result<Statements> prepare_all(Database& database) {
    Statements statements;
    for (const Text& text : texts)
        statements.*text.statement = SOPU_TRY(database.prepare(text.sql));
    return statements;
}

}  // namespace sopu::store::sqlite
