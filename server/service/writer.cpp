#include "server/service/writer.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "server/service/carry_out.h"
#include "server/service/limits.h"
#include "server/service/notices.h"

namespace sopu::service {
namespace {

Outcome refused(Code code, std::string reason, std::string detail = {}) {
    return tl::unexpected(
        Refusal{{Error{code, "", std::move(reason), {}, std::move(detail)}}, std::nullopt});
}

bool still_as_seen(const PutRecords& command, const Accounts& accounts) {
    if (!command.account_seen) return true;
    const auto now = accounts.find(command.account_seen->id);
    return now != accounts.end() && now->second == *command.account_seen;
}

bool says_something(const store::Commit& commit) {
    return !commit.changes.empty() || !commit.accounts.empty() || !commit.conflicts.empty() ||
           commit.remembered || commit.forget_remembered_before || !commit.letters.empty() ||
           !commit.letters_done.empty() || !commit.notices_told.empty();
}

// What the commit says of conflicts, and the acceptances that lapse because it moves something;
// whoever moved it is named in the log. `staged` has the world after it.
void stage_conflicts(Published& staged, store::Commit& commit) {
    const std::string mover = commit.audit.empty() ? std::string("clock") : commit.audit[0].actor;
    for (SaidOfConflict& it : lapsed(*staged.conflicts, commit.changes, *staged.world)) {
        const bool said_now =
            std::any_of(commit.conflicts.begin(), commit.conflicts.end(),
                        [&it](const SaidOfConflict& said) { return said.id == it.id; });
        if (said_now) continue;
        commit.audit.push_back({mover, "reopen_conflict", it.id.text(), ""});
        commit.conflicts.push_back(std::move(it));
    }
    if (commit.conflicts.empty()) return;
    auto conflicts = std::make_shared<SaidOfConflicts>(*staged.conflicts);
    for (const SaidOfConflict& it : commit.conflicts) conflicts->insert_or_assign(it.id, it);
    staged.conflicts = std::move(conflicts);
}

using Key = std::pair<ConflictId, std::string>;

// What a commit of the group, which is not on disk yet, does to the notices about an event.
void lay_over(const store::Commit& commit, const EventId& event,
              std::map<Key, store::Notice>& notices) {
    for (const store::Notice& it : commit.notices)
        if (it.mine == event || it.other == event) notices[{it.conflict, it.letter}] = it;
    for (const store::Notice& it : commit.notices_gone) notices.erase({it.conflict, it.letter});
    for (const store::Notice& it : commit.notices_told)
        if (const auto found = notices.find({it.conflict, it.letter});
            found != notices.end() && found->second.severity == it.severity)
            found->second.told = true;
}

// An unreadable store has no notices here: then nothing can be written to it either.
std::vector<store::Notice> notices_about(const EventId& event, store::Store& store,
                                         const std::vector<store::Commit>& group) {
    std::map<Key, store::Notice> notices;
    if (const auto stored = store.notices_about(event))
        for (const store::Notice& it : *stored) notices[{it.conflict, it.letter}] = it;
    for (const store::Commit& commit : group) lay_over(commit, event, notices);
    std::vector<store::Notice> all;
    for (auto& [key, it] : notices) all.push_back(std::move(it));
    return all;
}

}  // namespace

// A group while it is being decided: nothing in here has happened yet.
struct Writer::Group {
    Published staged;
    std::vector<store::Commit> commits;
};

Writer::Writer(store::Store& store, Published start, Ports ports,
               std::function<void(Published)> publish)
    : store_(store),
      current_(std::move(start)),
      ports_(std::move(ports)),
      publish_(std::move(publish)),
      thread_([this] { run(); }) {}

Writer::~Writer() {
    stop();
}

bool Writer::enqueue(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || waiting_.size() >= limits::queue_commands_max) return false;
        waiting_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

bool Writer::enqueue_reading(Reading reading) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || readings_.size() >= limits::readings_max) return false;
        readings_.push_back(std::move(reading));
    }
    wake_.notify_one();
    return true;
}

void Writer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

Writer::Taken Writer::take_group() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty() || !readings_.empty(); });
    Taken taken;
    while (!waiting_.empty() && taken.jobs.size() < limits::group_commands_max) {
        taken.jobs.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    taken.readings.swap(readings_);
    return taken;
}

void Writer::run() {
    for (;;) {
        Taken taken = take_group();
        if (taken.jobs.empty() && taken.readings.empty()) return;
        if (!taken.jobs.empty()) carry_out_safely(taken.jobs);
        for (const Reading& reading : taken.readings) reading(store_);
    }
}

void Writer::carry_out_safely(std::vector<Job>& jobs) {
    try {
        carry_out_group(jobs);
    } catch (const std::exception& error) {
        // The last resort of this loop: what had no answer gets one, and the writer lives on.
        ports_.log(std::string("writer: ") + error.what());
        for (Job& job : jobs)
            if (auto callback = std::exchange(job.callback, nullptr))
                callback(refused(Code::internal, "internal", error.what()));
    }
}

void Writer::carry_out_group(std::vector<Job>& jobs) {
    Group group{current_, {}};
    std::vector<Outcome> outcomes;
    std::vector<bool> leans_on_staged;  // decided on top of something that is not on disk yet
    for (const Job& job : jobs) {
        outcomes.push_back(decide(job, group));
        leans_on_staged.push_back(!group.commits.empty());
    }
    if (!group.commits.empty()) {
        if (auto written = store_.append(group.commits); !written) {
            ports_.log("writer: not stored: " + written.error().detail);
            for (std::size_t i = 0; i < jobs.size(); ++i)
                if (leans_on_staged[i])
                    outcomes[i] = refused(Code::unavailable, "unavailable", written.error().detail);
        } else {
            current_ = group.staged;
            publish_(current_);
        }
    }
    for (std::size_t i = 0; i < jobs.size(); ++i)
        if (auto callback = std::exchange(jobs[i].callback, nullptr))
            callback(std::move(outcomes[i]));
}

// What was answered under this key: in the store, or earlier in this very group.
std::optional<Outcome> Writer::replay(const Once& once, const Group& group) {
    std::optional<store::Remembered> remembered;
    for (const store::Commit& commit : group.commits)
        if (commit.remembered && commit.remembered->scope == once.scope &&
            commit.remembered->key == once.key)
            remembered = commit.remembered;
    if (!remembered) {
        auto stored = store_.remembered(once.scope, once.key);
        if (!stored) return refused(Code::unavailable, "unavailable", stored.error().detail);
        remembered = std::move(*stored);
    }
    if (!remembered) return std::nullopt;
    if (remembered->request_hash != once.request_hash)
        return refused(Code::invalid, "idempotency_reused");
    Done done;
    done.world = group.staged.world;
    done.replayed = std::move(remembered);
    return done;
}

Outcome Writer::decide(const Job& job, Group& group) {
    if (job.once)
        if (auto answered = replay(*job.once, group)) return std::move(*answered);
    if (const auto* put = std::get_if<PutRecords>(&job.command))
        if (!still_as_seen(*put, *group.staged.accounts)) return refused(Code::stale, "stale");
    Plan plan = carry_out(job.command, *group.staged.world, *group.staged.conflicts, ports_);
    if (!plan) return tl::unexpected(std::move(plan).error());
    store::Commit& commit = plan->commit;
    if (!says_something(commit)) {
        plan->done.world = group.staged.world;
        plan->done.said = group.staged.conflicts;
        return std::move(plan->done);
    }
    commit.version = group.staged.world->version() + 1;
    const auto before = group.staged.world;
    group.staged.world = before->after(commit.changes, commit.version);
    if (!commit.accounts.empty()) {
        auto accounts = std::make_shared<Accounts>(*group.staged.accounts);
        for (const store::Account& account : commit.accounts) (*accounts)[account.id] = account;
        group.staged.accounts = std::move(accounts);
    }
    stage_conflicts(group.staged, commit);
    add_notices(commit, {*before, *group.staged.world, *group.staged.conflicts,
                         *group.staged.accounts, ports_, [&](const EventId& event) {
                             return notices_about(event, store_, group.commits);
                         }});
    plan->done.world = group.staged.world;
    plan->done.said = group.staged.conflicts;
    if (job.once) {
        commit.remembered = job.once->render(plan->done);
        commit.remembered->scope = job.once->scope;
        commit.remembered->key = job.once->key;
        commit.remembered->request_hash = job.once->request_hash;
        commit.remembered->at = commit.at;
    }
    group.commits.push_back(std::move(commit));
    return std::move(plan->done);
}

}  // namespace sopu::service
