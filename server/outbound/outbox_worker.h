// What lives here: OutboxWorker, the thread that takes letters from the outbox and sends them,
// again and again until they are gone or given up. What may not: how a letter is sent or what it
// says (both are handed in), writing to the store by itself (the writer does). Invariants: at least
// once: a letter leaves the outbox only after the server took it, so that a crash in between sends
// it twice, with the same Message-ID. Nothing of an address is logged. Destruction ends the thread
// after the letter that is on its way. Thread-safety: one thread constructs and destroys; the rest
// is its own.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>

#include "server/outbound/letters.h"
#include "server/outbound/smtp.h"
#include "server/service/every.h"
#include "server/service/service.h"

namespace sopu::outbound {

// How long to wait after so many tries have failed (1: the first).
std::chrono::seconds wait_after(int tries);

class OutboxWorker {
  public:
    static constexpr std::chrono::seconds look_every{5};

    struct Parts {
        service::Service& service;
        std::function<std::optional<Written>(const store::Letter&,
                                             const std::vector<store::Notice>&)>
            write;
        SendMail send;
        std::function<void(std::string_view line)> log;
    };

    explicit OutboxWorker(Parts parts, std::chrono::milliseconds every = look_every);

  private:
    void look(const std::stop_token& stop);
    // What a letter of conflicts has to tell; nothing where the service is too busy to say.
    std::optional<std::vector<store::Notice>> notices_of(const store::Letter& letter);
    // What becomes of the letter.
    void carry(const store::Letter& letter, service::KeepLetters& kept);

    const Parts parts_;
    service::Every every_;
};

}  // namespace sopu::outbound
