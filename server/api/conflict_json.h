// What lives here: conflicts, counts and what was looked at as JSON (CONTRACT "A conflict"), for
// answers of the API and for the command line.
// What may not: judgement (service/judgement.h), what a caller may see: sides come as Shown.
// Invariants: every field of the contract is there, null where nothing is known; a conflict of
// stored events keeps its id for life, whatever order its sides come in.
// Thread-safety: pure functions.
#pragma once

#include <span>
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "server/service/judgement.h"
#include "server/words/messages.h"

namespace sopu::api {

// One conflict and what is known of its sides; `mine` is null for a question.
struct ConflictSides {
    const Finding& finding;
    const service::Shown* mine = nullptr;
    const service::Shown& other;
    std::span<const service::Shown> others = {};
    bool stored = false;       // both sides are in the calendar: it has an id and a state
    bool with_person = false;  // the caller may know who is meant
    // How a stored one stands; null tells it as open, without what was said.
    const service::Standing* standing = nullptr;
};

boost::json::object conflict_json(const ConflictSides& conflict, const Ground& ground,
                                  const words::Messages& messages);

// By kind and the two events, in whichever order, or the event and the fact.
std::string conflict_id(const Finding& finding);

// {"blocking":{"certain":0,"possible":0},"warning":…,"notice":…,"opportunity":…}
boost::json::object counts_json(const Counts& counts);

// {"at","from","to","municipalities","occurrences","contributors","sources","stale_sources"}; from
// and to are null where no time was asked about.
boost::json::object checked_json(const Coverage& coverage);

// The findings of an answer. `mine_is_stored`: of an event just written; else of a question.
boost::json::array conflicts_json(const service::Judgement& judgement, const Snapshot& world,
                                  const service::Caller& caller, const words::Messages& messages,
                                  bool mine_is_stored,
                                  const service::SaidOfConflicts* said = nullptr);
// Of the list of all, for staff.
boost::json::object conflict_json(const service::StoredConflict& conflict, const Ground& ground,
                                  const words::Messages& messages);

}  // namespace sopu::api
