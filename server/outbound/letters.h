// What lives here: what letters say: the receipt of an event in the language of the form.
// What may not: sending; the sentences themselves (web/messages/*.json, keys mail.*).
// Invariants: made from the event as it is when the letter goes out; plain text. Thread-safety:
// pure functions of the world.
#pragma once

#include <optional>
#include <string>

#include "engine/world/snapshot.h"
#include "server/outbound/mail.h"
#include "server/service/secrets.h"
#include "server/store/commit.h"
#include "server/words/messages.h"

namespace sopu::outbound {

struct Sender {
    std::string base_url;
    std::string from;
    std::string keeper;  // who lets rooms, where the venue does not say; "" if nobody is named
};

// Nothing where there is nobody to write to any more: the event is gone, or its address.
std::optional<Mail> mail_of(const store::Letter& letter, const Snapshot& world,
                            const service::Secrets& secrets, const words::Messages& messages,
                            const Sender& sender);

}  // namespace sopu::outbound
