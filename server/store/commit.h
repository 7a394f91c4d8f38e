// What lives here: Commit, one accepted command as it goes to disk: the engine's changes, and with
// them, in the same transaction, accounts, what was said of conflicts, the idempotent answer,
// letters and the audit line.
// What may not: judgement; by the time there is a Commit everything has been decided.
// Invariants: versions rise by one from commit to commit; a commit is on disk whole or not at all.
// Thread-safety: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/names.h"
#include "engine/conflict/finding.h"
#include "engine/model/change.h"

namespace sopu::store {

using ConflictId = Id<struct ConflictTag>;

// Somebody who signs in. `roles` are CONTRACT's role names; `area` is an area expression ("" =
// all).
struct Account {
    UserId id;  // the name typed at sign-in
    std::string password_hash;
    std::vector<std::string> roles;
    std::string area;
    std::uint32_t generation = 0;  // sessions of older generations are void
    bool disabled = false;
    std::string email = {};     // where conflicts of the area are told; "": nowhere
    std::string language = {};  // of such letters: "fi", "sv", "en"

    bool operator==(const Account&) const = default;
};

// The answer given under an Idempotency-Key, so that a replay gets the same. Secrets are not in it:
// they are derived again. `scope` is the route and the caller's identity; the pair is unique.
struct Remembered {
    std::string scope;
    std::string key;
    std::string request_hash;  // a replay with another body is a client's mistake, and is told so
    int status = 0;
    std::string body;
    Instant at{};

    bool operator==(const Remembered&) const = default;
};

// Append-only, apart from the state tables: people can be erased there, the log says who did what
// to which record without their content.
struct Audit {
    std::string actor;    // account name, "submitter", "clock", "import"
    std::string action;   // lifecycle action or command name
    std::string subject;  // id of the record
    std::string reason;

    bool operator==(const Audit&) const = default;
};

// A line as it stands in the log: with the time of its commit.
struct Logged {
    Instant at{};
    Audit line;

    bool operator==(const Logged&) const = default;
};

// A letter that waits in the outbox. It is not its text: that is made when it is sent, from the
// event as it is then, so that neither an address nor an edit link is stored twice.
enum class LetterKind {
    receipt,    // of a submission
    conflicts,  // a digest of the notices that wait under the letter's id
    freed,      // to whoever is next in line for a space
};

struct Letter {
    std::string id;        // stays the same from try to try: the Message-ID is made of it
    EventId event;         // whose organiser it goes to; empty where it goes to an account
    std::string language;  // of the form: "fi", "sv", "en"
    Instant due{};         // not to be sent before
    int tries = 0;         // that failed
    LetterKind kind = LetterKind::receipt;
    UserId account = {};

    bool operator==(const Letter&) const = default;
};

// What people have said of a conflict. The finding itself is never stored: it is found anew, and
// this is laid beside it (decision 3). A conflict of which nobody has said anything has none.
enum class ConflictState { open, acknowledged, accepted, resolved };

struct SaidOfConflict {
    ConflictId id;  // of kind and sides, so that the same conflict is known again
    ConflictState state = ConflictState::acknowledged;  // never resolved: that is found, not said
    Kind kind = Kind::venue_overlap;
    Severity severity = Severity::warning;  // as it was when this was said
    Certainty certainty = Certainty::certain;
    EventId mine;
    EventId other;                 // empty where it is with a fact
    std::optional<FactType> fact;  // with its id
    std::string fact_id;
    std::string accepted_as;  // fingerprint of date, time and place of both sides
    std::string reason;
    std::string by;
    Instant at{};
    std::uint32_t revision = 1;

    bool operator==(const SaidOfConflict&) const = default;
};

// One conflict that is to be told, or has been, in the letter of that id: so that nobody is told
// twice of the same. It says which and how bad, not what: that is found anew when the letter is
// made.
struct Notice {
    ConflictId conflict;
    std::string letter;
    EventId mine;
    EventId other;                          // empty where it is with a fact
    Severity severity = Severity::warning;  // the worst that is to be told or was
    Instant until{};                        // when it is past, and of no interest any more
    bool told = false;

    bool operator==(const Notice&) const = default;
};

struct Commit {
    std::uint64_t version = 0;
    Instant at{};
    std::vector<Change> changes;
    std::vector<Account> accounts;
    std::vector<SaidOfConflict> conflicts;  // in place of what was said before
    std::optional<Remembered> remembered;
    std::optional<Instant> forget_remembered_before;
    std::vector<Audit> audit;
    std::vector<Letter> letters;            // into the outbox; in place of one of the same id
    std::vector<std::string> letters_done;  // ids: sent or given up, out of the outbox
    std::vector<Notice> notices;            // in place of that of the same conflict and letter
    std::vector<Notice> notices_gone;
    std::vector<Notice> notices_told;              // if they are still as severe as this says
    std::optional<Instant> forget_notices_before;  // by `until`
};

}  // namespace sopu::store

template <>
struct sopu::EnumNames<sopu::store::ConflictState> {
    static constexpr std::array<std::string_view, 4> names{"open", "acknowledged", "accepted",
                                                           "resolved"};
};
template <>
struct sopu::EnumNames<sopu::store::LetterKind> {
    static constexpr std::array<std::string_view, 3> names{"receipt", "conflicts", "freed"};
};
