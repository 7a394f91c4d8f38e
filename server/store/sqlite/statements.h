// What lives here: every statement of the store, prepared once when it opens and kept.
// What may not: what goes into them (sqlite_store.cpp), tables (schema.cpp).
// Thread-safety: as the Database they belong to, which outlives them.
#pragma once

#include "engine/base/result.h"
#include "server/store/sqlite/database.h"

namespace sopu::store::sqlite {

struct Statements {
    // Reading: id and body of each record in the order of the first put.
    Statement meta;
    Statement events;
    Statement venues;
    Statement organisations;
    Statement areas;
    Statement closures;
    Statement resources;
    Statement accounts;
    Statement conflicts;
    Statement remembered;
    Statement audit;
    Statement letters;
    Statement notices_about;
    Statement notices_in;
    // Writing.
    Statement put_event;
    Statement put_venue;
    Statement put_organisation;
    Statement put_area;
    Statement put_closure;
    Statement put_resource;
    Statement put_account;
    Statement put_conflict;
    Statement put_remembered;
    Statement put_audit;
    Statement put_letter;
    Statement erase_letter;
    Statement put_notice;
    Statement erase_notice;
    Statement tell_notice;
    Statement forget_notices;
    Statement erase_event;
    Statement erase_venue;
    Statement erase_organisation;
    Statement erase_area;
    Statement erase_closure;
    Statement erase_resource;
    Statement forget;
    Statement set_tick;
    Statement set_version;
};

Result<Statements> prepare_all(Database& database);

}  // namespace sopu::store::sqlite
