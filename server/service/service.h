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

#include "engine/conflict/suggest.h"
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
    // What people have said of stored conflicts. Read beside a snapshot it may be of another
    // version; how a conflict stands is told from both (conflict_state.h) and holds up to that.
    std::shared_ptr<const SaidOfConflicts> said_of_conflicts() const;
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

    // Better times or spaces for the same question, as the caller may know them; each is judged as
    // check would judge it. Days before today are left out by the service.
    Checked<std::vector<Suggestion>> suggest(Event draft, const Caller& caller,
                                             const std::optional<EventId>& editing = {},
                                             SuggestionBounds bounds = {}) const;

    std::optional<store::Account> account(const UserId& id) const;
    // Verifies on a worker; the callback gets the account or unauthorised, or unavailable if too
    // many wait. A name that is not known takes as long as a wrong password.
    void sign_in(UserId user, std::string password,
                 std::function<void(Result<store::Account>)> callback);
    // After the old password has been verified; every session of before ends. Errors: invalid with
    // field old (wrong_password) or new (too_short, too_long); unavailable; stale.
    void change_password(UserId user, std::string old_password, std::string new_password,
                         std::function<void(Result<store::Account>)> callback);

    // What was done to a record, newest first, at most limits::history_lines_max. Read on the
    // writer's thread, because the store has one; the callback comes on a worker's. Who may see it
    // is the caller's to ask.
    using Lines = Result<std::vector<store::Logged>>;
    void history(std::string subject, std::function<void(Lines)> callback);

    // The outbox: what waits, the earliest due first, at most `max`. Read on the writer's thread.
    using Letters = Result<std::vector<store::Letter>>;
    void letters(std::size_t max, std::function<void(Letters)> callback);

    // The notices of a letter, told or not. Read on the writer's thread.
    using Notices = Result<std::vector<store::Notice>>;
    void notices(std::string letter, std::function<void(Notices)> callback);

    // The event whose receipt has this code, as people type it. On a worker: codes are derived, so
    // each is made anew. Errors: not_found, also where two events have it; unavailable. How often
    // it may be asked is for routes.cpp.
    void event_of_code(std::string_view typed, std::function<void(Result<EventId>)> callback);

    // The staff caller of a session token; nothing if it is not authentic, expired or void.
    std::optional<Caller> caller_of_session(std::string_view token) const;

    void shutdown();

  private:
    struct Impl;
    explicit Service(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace sopu::service
