// What lives here: Writer, the one thread that changes the world. It takes what waits as a group,
// carries each command out against the published world plus the earlier commands of its group,
// writes the group as one transaction, and only then moves memory and answers.
// What may not: what commands mean (carry_out.h), how the store writes (store/).
// Invariants: check-then-write cannot race, because nobody else writes. If the store refuses the
// group, nothing of it happened: every command that was decided on top of it is answered
// `unavailable`. Answers of success come after the disk has the group. Versions rise by one.
// Thread-safety: enqueue and stop from any thread; `publish` and callbacks run on the writer's.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "server/service/commands.h"
#include "server/service/ports.h"
#include "server/store/store.h"

namespace sopu::service {

using Accounts = std::map<UserId, store::Account>;

// What readers see: one version of everything.
struct Published {
    std::shared_ptr<const Snapshot> world;
    std::shared_ptr<const Accounts> accounts;
    std::shared_ptr<const SaidOfConflicts> conflicts;
};

class Writer {
  public:
    struct Job {
        Command command;
        std::optional<Once> once;
        std::function<void(Outcome)> callback;
    };

    Writer(store::Store& store, Published start, Ports ports,
           std::function<void(Published)> publish);
    ~Writer();  // stops

    bool enqueue(Job job);  // false: the queue is full, or it is stopping; the job is not kept
    // What must be read from the store itself, whose one thread is this one; after the group that
    // is being written. False as with enqueue.
    using Reading = std::function<void(store::Store&)>;
    bool enqueue_reading(Reading reading);
    void stop();  // carries out what waits, then joins

  private:
    struct Group;

    void run();
    struct Taken {
        std::vector<Job> jobs;
        std::vector<Reading> readings;
    };
    Taken take_group();
    void carry_out_safely(std::vector<Job>& jobs);
    void carry_out_group(std::vector<Job>& jobs);
    Outcome decide(const Job& job, Group& group);
    std::optional<Outcome> replay(const Once& once, const Group& group);

    store::Store& store_;  // the writer's thread only
    Published current_;    // the writer's thread only
    const Ports ports_;
    const std::function<void(Published)> publish_;

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> waiting_;        // by mutex_
    std::vector<Reading> readings_;  // by mutex_
    bool stopping_ = false;          // by mutex_
    std::thread thread_;             // last: starts when all else is there
};

}  // namespace sopu::service
