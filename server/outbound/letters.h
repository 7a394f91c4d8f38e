// What lives here: what letters say: the receipt of an event in the language of the form, the
// digest of conflicts to an organiser or to staff, and the word that a space has become free. What
// may not: sending; the sentences themselves (web/messages/*.json, keys mail.*); who is told
// (service/notices.h).
// Invariants: made from the world as it is when the letter goes out; plain text; a reader finds in
// it only what they may know (CONFLICTS "Privacy"). Thread-safety: pure functions of the world.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/world/snapshot.h"
#include "server/outbound/mail.h"
#include "server/service/conflict_state.h"
#include "server/service/secrets.h"
#include "server/store/commit.h"
#include "server/words/messages.h"

namespace sopu::outbound {

struct Sender {
    std::string base_url;
    std::string from;
    std::string keeper;  // who lets rooms, where the venue does not say; "" if nobody is named
    std::string contact = {};  // through whom organisers reach each other; "" if nobody is named
    // The address of the page of all conflicts, by language.
    std::function<std::string(std::string_view language)> conflicts_page = {};
};

// What letters are made from.
struct Desk {
    const Snapshot& world;
    const service::SaidOfConflicts& said;
    const service::Secrets& secrets;
    const words::Messages& messages;
    const Sender& sender;
    Instant now;
    std::function<std::optional<store::Account>(const UserId&)> account = {};
};

struct Written {
    Mail mail;
    std::vector<store::Notice> told;  // what nobody needs to be told again once it is sent
};

// `notices` are those of the letter. Nothing where there is nobody to write to any more (the event
// is gone, or its address), or nothing to say.
std::optional<Written> write_letter(const store::Letter& letter,
                                    const std::vector<store::Notice>& notices, const Desk& desk);

}  // namespace sopu::outbound
