// What lives here: Service, the façade: the published world, commands to the writer, questions, the
// accounts, the bounded pool of workers. Everything above talks to this.
// What may not: HTTP, JSON, HTML.
// Invariants: an Outcome that is a value means the commit is on disk. The published world only
// moves forward, and only after its commit. shutdown() answers what is queued, then stops.
// Thread-safety: every public function from any thread; callbacks come on the writer's or a
// worker's thread and must not block.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine/world/snapshot.h"
#include "server/service/commands.h"
#include "server/service/ports.h"
#include "server/service/secrets.h"
#include "server/store/store.h"

namespace sopu::service {

class Service {
  public:
    // Loads the store, builds the world, starts the writer and the workers. `ground` must outlive
    // it.
    static Result<std::unique_ptr<Service>> open(std::unique_ptr<store::Store> store,
                                                 const Ground& ground, const ServerKey& key,
                                                 Ports ports);
    ~Service();

    std::shared_ptr<const Snapshot> snapshot() const;
    Instant now() const;
    const Secrets& secrets() const;

    using Callback = std::function<void(Outcome)>;
    // Answers once; at once with `unavailable` where the queue is full or the service is closing.
    void submit(Command command, Callback callback, std::optional<Once> once = {});
    // The same, waiting for the answer: for the command line and tests.
    Outcome submit_and_wait(Command command, std::optional<Once> once = {});

    // "Is this date good?" Writes nothing. `editing` leaves that event out.
    Checked<Judgement> check(Event draft, const Caller& caller,
                             const std::optional<EventId>& editing = {}) const;

    std::optional<store::Account> account(const UserId& id) const;
    // Verifies on a worker; the callback gets the account or unauthorised, or unavailable if too
    // many wait. A name that is not known takes as long as a wrong password.
    void sign_in(UserId user, std::string password,
                 std::function<void(Result<store::Account>)> callback);
    // The staff caller of a session token; nothing if it is not authentic, expired or void.
    std::optional<Caller> caller_of_session(std::string_view token) const;

    void shutdown();

  private:
    struct Impl;
    explicit Service(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace sopu::service
