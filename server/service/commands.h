// What lives here: Command, everything that can be asked of the writer, and Done, what it answers.
// What may not: how it is carried out (writer.h, carry_out.h), JSON.
// Invariants: a command carries all it needs, the caller too; the writer decides with the newest
// world, whatever the door saw.
// Thread-safety: plain values.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/change.h"
#include "engine/model/lifecycle.h"
#include "ical/limits.h"
#include "server/service/caller.h"
#include "server/service/judgement.h"
#include "server/service/occurrence_edit.h"
#include "server/store/commit.h"

namespace sopu::service {

// A new event from the form or the API. id, uid, state and stamps are given by the writer.
struct Submit {
    Event draft;
    Caller caller;
    // The receipt is to be sent by mail, in this language; "" if not.
    std::string mail_language = {};
};

// What became of letters of the outbox: sent or given up, or to be tried again.
struct KeepLetters {
    std::vector<store::Letter> again;
    std::vector<std::string> done;
    std::vector<store::Notice> told;  // what letters that were sent have said
};

// PUT: the whole new content.
struct Edit {
    EventId id;
    Event draft;
    std::uint32_t if_match = 0;      // the revision the caller saw
    bool override_blocking = false;  // staff, with a reason
    std::string reason;
    Caller caller;
    // The draft says what single occurrences have of their own; else that stays as it is.
    bool overrides_said = false;
};

// PUT of one occurrence of a series, or of it and all later ones.
struct EditOccurrence {
    EventId id;
    recur::Moment recurrence_id;
    recur::OverrideRange range = recur::OverrideRange::this_one;
    OccurrenceChange change;
    std::uint32_t if_match = 0;
    bool override_blocking = false;
    std::string reason;
    Caller caller;
};

// cancel, withdraw, confirm, release; publish, request_changes, decline.
struct Act {
    EventId id;
    Action action = Action::cancel;
    bool accept_conflicts = false;
    std::string reason;
    Caller caller;
    // What whoever decides has looked at: refused where the event has changed since, or where it is
    // published as one whose findings need nobody and has another by now.
    std::optional<std::uint32_t> if_match = {};
    bool only_without_findings = false;
};

// PATCH of a stored conflict: somebody has seen it, or says that it may be.
struct SayOfConflict {
    ConflictId id;
    EventId event;                                      // a side of it, as the door found it
    ConflictState state = ConflictState::acknowledged;  // or accepted, which needs a reason
    std::string reason;
    std::uint32_t if_match = 0;  // Standing::revision as the caller saw it
    Caller caller;
};

// Events as they came from a file; published and verified.
struct Import {
    std::vector<Event> events;  // no id yet; the uid says which it replaces
    Caller caller;
    bool dry_run = false;
    // Of recur/budget.h, for judging the repeating of them all: what their file is allowed.
    std::int64_t steps = ical::limits::steps_base;
};

// Records and accounts put as they are: demo data, `user add`.
struct PutRecords {
    std::vector<Change> changes;
    std::vector<store::Account> accounts;
    std::string what;  // for the audit log
    Caller caller;
    // Asked by the writer of the newest world before anything is put: whether what the door saw
    // still holds (no record of that id yet, still that revision). Empty: nothing to ask.
    std::function<Result<void>(const Snapshot&)> still_right = {};
    // The account that is replaced, as the door saw it: refused as stale if it has changed since.
    std::optional<store::Account> account_seen = {};
};

struct TickNow {};

using Command = std::variant<Submit, Edit, EditOccurrence, Act, SayOfConflict, Import, PutRecords,
                             KeepLetters, TickNow>;

struct ImportCounts {
    std::size_t added = 0;
    std::size_t changed = 0;
    std::size_t unchanged = 0;
    std::vector<Judged> conflicts;  // warning or worse, of the events added or changed
    std::vector<std::pair<std::string, Error>> refused;  // uid and why
};

struct Done {
    std::shared_ptr<const Snapshot> world;        // the one the answer was made in
    std::shared_ptr<const SaidOfConflicts> said;  // beside that world
    std::shared_ptr<const Event> event;           // as stored; null for Import, PutRecords, TickNow
    Judgement judgement;                          // Submit, Edit, EditOccurrence, Act
    std::vector<Override> dropped;                // Edit: of occurrences that are no more
    ImportCounts import;
    std::optional<StoredConflict> conflict;  // SayOfConflict: as it stands now
    // A replay of an Idempotency-Key: the answer given then; nothing was done now.
    std::optional<store::Remembered> replayed;
};

// What makes a command happen once. `render` makes the answer that a replay will get; it runs in
// the writer, so that the answer is in the same commit, and must leave secrets out.
struct Once {
    std::string scope;
    std::string key;
    std::string request_hash;
    std::function<store::Remembered(const Done&)> render;
};

// An error of the writer: the field errors of a draft, or one Error, with the conflicts where a
// blocking one stands in the way.
struct Refusal {
    Errors errors;  // at least one
    std::optional<Done> conflicts;
};

using Outcome = tl::expected<Done, Refusal>;

}  // namespace sopu::service
