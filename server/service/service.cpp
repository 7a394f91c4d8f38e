#include "server/service/service.h"

#include <future>
#include <mutex>

#include <sodium.h>

#include "server/service/limits.h"
#include "server/service/validate.h"
#include "server/service/workers.h"
#include "server/service/writer.h"

namespace sopu::service {
namespace {

Outcome busy() {
    return tl::unexpected(
        Refusal{{Error{Code::unavailable, "", "unavailable", {}, "the queue is full"}}, {}});
}

// What a name that is not known is checked against, so that it takes as long as one that is: the
// hash of a password that nobody has been told, made with the parameters of hash_password.
const std::string decoy =
    "$argon2id$v=19$m=65536,t=2,p=1$a71H6ivCLzpTsWbPATSZ4Q$"
    "csaJ781mVVk7ctcxvE8QNkSOPgXjYbsGeJtvPj8B3mE";

Result<void> check_password(const std::string& password) {
    if (password.size() < limits::password_bytes_min)
        return tl::unexpected(
            invalid("new", "too_short", {{"min", std::to_string(limits::password_bytes_min)}}));
    if (password.size() > limits::password_bytes_max)
        return tl::unexpected(
            invalid("new", "too_long", {{"max", std::to_string(limits::password_bytes_max)}}));
    return {};
}

}  // namespace

struct Service::Impl {
    Impl(std::unique_ptr<store::Store> the_store, Published start, const ServerKey& key,
         Ports the_ports)
        : store(std::move(the_store)),
          ports(std::move(the_ports)),
          secrets(key),
          published(std::move(start)),
          workers(limits::worker_threads, limits::workers_queue_max),
          writer(*store, published, ports, [this](Published next) {
              const std::lock_guard lock(mutex);
              published = std::move(next);
          }) {}

    Published read() const {
        const std::lock_guard lock(mutex);
        return published;
    }

    std::unique_ptr<store::Store> store;
    const Ports ports;
    const Secrets secrets;
    mutable std::mutex mutex;
    Published published;  // by mutex
    Workers workers;
    Writer writer;  // last: its thread uses all of the above
};

Service::Service(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Service::~Service() {
    shutdown();
}

Result<std::unique_ptr<Service>> Service::open(std::unique_ptr<store::Store> store,
                                               const Ground& ground, const ServerKey& key,
                                               Ports ports) {
    if (sodium_init() < 0) return fail(Code::unavailable, "", "unavailable", "libsodium: init");
    store::Loaded loaded = SOPU_TRY(store->load());
    auto accounts = std::make_shared<Accounts>();
    for (store::Account& account : loaded.accounts) (*accounts)[account.id] = std::move(account);
    Published start{Snapshot::build(loaded.records, ground, loaded.version), std::move(accounts),
                    std::make_shared<const SaidOfConflicts>(by_id(std::move(loaded.conflicts)))};
    return std::unique_ptr<Service>(new Service(
        std::make_unique<Impl>(std::move(store), std::move(start), key, std::move(ports))));
}

std::shared_ptr<const Snapshot> Service::snapshot() const {
    return impl_->read().world;
}
std::shared_ptr<const SaidOfConflicts> Service::said_of_conflicts() const {
    return impl_->read().conflicts;
}
Instant Service::now() const {
    return impl_->ports.now();
}
const Secrets& Service::secrets() const {
    return impl_->secrets;
}

void Service::submit(Command command, Callback callback, std::optional<Once> once) {
    // The writer keeps the job only where it takes it, so the callback is shared until then.
    const auto shared = std::make_shared<Callback>(std::move(callback));
    const bool taken = impl_->writer.enqueue(
        {std::move(command), std::move(once), [shared](Outcome o) { (*shared)(std::move(o)); }});
    if (!taken) (*shared)(busy());
}

Outcome Service::submit_and_wait(Command command, std::optional<Once> once) {
    const auto answer = std::make_shared<std::promise<Outcome>>();
    submit(
        std::move(command), [answer](Outcome o) { answer->set_value(std::move(o)); },
        std::move(once));
    return answer->get_future().get();
}

namespace {

// A question is about a date that would be kept, whatever state a draft is in.
Checked<Event> question_of(Event draft, const Snapshot& world, const Caller& caller,
                           const std::optional<EventId>& editing) {
    if (Errors errors = validate(draft, world, caller, Purpose::question); !errors.empty())
        return tl::unexpected(std::move(errors));
    draft.state = State::published;
    draft.takes_place = TakesPlace::scheduled;
    if (editing) {
        draft.id = *editing;
        if (const Placed* here = world.event(*editing)) {
            draft.verified = here->event->verified;
            draft.duplicate_of = here->event->duplicate_of;
        }
    }
    return draft;
}

}  // namespace

Checked<Judgement> Service::check(Event draft, const Caller& caller,
                                  const std::optional<EventId>& editing) const {
    const std::shared_ptr<const Snapshot> world = snapshot();
    Event question = SOPU_TRY(question_of(std::move(draft), *world, caller, editing));
    const Placed mine = world->place(std::make_shared<const Event>(std::move(question)));
    return judge(*world, mine, caller, now());
}

Checked<std::vector<Suggestion>> Service::suggest(Event draft, const Caller& caller,
                                                  const std::optional<EventId>& editing,
                                                  SuggestionBounds bounds) const {
    const std::shared_ptr<const Snapshot> world = snapshot();
    const Event question = SOPU_TRY(question_of(std::move(draft), *world, caller, editing));
    const Instant at = now();
    const Zone& home = world->ground().zones.home();
    bounds.not_before = date::floor<date::days>(to_local(at, home));
    return sopu::suggest(*world, question, bounds, [&](const Placed& placed) {
        return verdict_for(*world, placed, caller, at);
    });
}

std::optional<store::Account> Service::account(const UserId& id) const {
    const Published published = impl_->read();
    const auto it = published.accounts->find(id);
    return it == published.accounts->end() ? std::nullopt : std::optional(it->second);
}

void Service::sign_in(UserId user, std::string password,
                      std::function<void(Result<store::Account>)> callback) {
    const auto shared =
        std::make_shared<std::function<void(Result<store::Account>)>>(std::move(callback));
    const bool taken =
        impl_->workers.post([this, shared, user = std::move(user), password = std::move(password)] {
            const auto known = account(user);
            const bool right = is_password(known ? known->password_hash : decoy, password);
            if (known && right && !known->disabled)
                (*shared)(*known);
            else
                (*shared)(fail(Code::unauthorised, "", "sign_in_failed"));
        });
    if (!taken) (*shared)(fail(Code::unavailable, "", "unavailable", "too many sign-ins wait"));
}

void Service::change_password(UserId user, std::string old_password, std::string new_password,
                              std::function<void(Result<store::Account>)> callback) {
    if (auto fits = check_password(new_password); !fits)
        return callback(tl::unexpected(std::move(fits).error()));
    sign_in(user, std::move(old_password),
            [this, next = std::move(new_password),
             callback = std::move(callback)](Result<store::Account> seen) {
                if (!seen && seen.error().code == Code::unauthorised)
                    return callback(fail(Code::invalid, "old", "wrong_password"));
                if (!seen) return callback(std::move(seen));
                store::Account account = *seen;
                account.password_hash = hash_password(next);
                if (account.password_hash.empty())
                    return callback(fail(Code::unavailable, "", "unavailable", "no memory"));
                ++account.generation;
                PutRecords put{{}, {account}, "password", Caller::staff(account, *snapshot())};
                put.account_seen = std::move(*seen);
                submit(std::move(put), [callback, account](const Outcome& outcome) {
                    if (outcome) return callback(account);
                    callback(tl::unexpected(outcome.error().errors.front()));
                });
            });
}

void Service::history(std::string subject, std::function<void(Lines)> callback) {
    const auto shared = std::make_shared<std::function<void(Lines)>>(std::move(callback));
    const bool taken = impl_->writer.enqueue_reading(
        [this, shared, subject = std::move(subject)](store::Store& store) {
            // The writer goes on; what is made of the lines is made on a worker.
            auto lines = std::make_shared<Lines>(store.audit(subject, limits::history_lines_max));
            if (!impl_->workers.post([shared, lines] { (*shared)(std::move(*lines)); }))
                (*shared)(fail(Code::unavailable, "", "unavailable", "too many workers' jobs"));
        });
    if (!taken) (*shared)(fail(Code::unavailable, "", "unavailable", "too many readings wait"));
}

void Service::letters(std::size_t max, std::function<void(Letters)> callback) {
    const auto shared = std::make_shared<std::function<void(Letters)>>(std::move(callback));
    const bool taken = impl_->writer.enqueue_reading(
        [shared, max](store::Store& store) { (*shared)(store.letters(max)); });
    if (!taken) (*shared)(fail(Code::unavailable, "", "unavailable", "too many readings wait"));
}

void Service::notices(std::string letter, std::function<void(Notices)> callback) {
    const auto shared = std::make_shared<std::function<void(Notices)>>(std::move(callback));
    const bool taken =
        impl_->writer.enqueue_reading([shared, letter = std::move(letter)](store::Store& store) {
            (*shared)(store.notices_in(letter));
        });
    if (!taken) (*shared)(fail(Code::unavailable, "", "unavailable", "too many readings wait"));
}

void Service::event_of_code(std::string_view typed, std::function<void(Result<EventId>)> callback) {
    std::string code = normal_code(typed);
    if (code.empty()) return callback(fail(Code::not_found, "", "not_found"));
    const auto shared = std::make_shared<std::function<void(Result<EventId>)>>(std::move(callback));
    const bool taken = impl_->workers.post([this, shared, code = std::move(code)] {
        std::vector<EventId> found;
        const auto world = snapshot();
        world->events().for_each([&](EventNumber, const Placed& placed) {
            if (secrets().is_edit_code(*placed.event, code)) found.push_back(placed.id());
        });
        if (found.size() == 1)
            (*shared)(found.front());
        else
            (*shared)(fail(Code::not_found, "", "not_found"));
    });
    if (!taken) (*shared)(fail(Code::unavailable, "", "unavailable", "too many codes wait"));
}

std::optional<Caller> Service::caller_of_session(std::string_view token) const {
    const auto session = impl_->secrets.session(token);
    if (!session || session->expires <= now()) return std::nullopt;
    auto known = account(session->user);
    if (!known || known->disabled || known->generation != session->generation) return std::nullopt;
    return Caller::staff(std::move(*known), *snapshot());
}

void Service::shutdown() {
    impl_->writer.stop();
    impl_->workers.stop();
}

}  // namespace sopu::service
