// What lives here: Workers, a bounded pool for what would stall an I/O thread: password hashes now,
// wide checks and feeds later.
// What may not: anything that must happen in order; that is the writer's.
// Invariants: a job that was accepted runs, unless stop() came first; more than the bound waiting
// is refused at once. Thread-safety: post and stop from any thread.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace sopu::service {

class Workers {
  public:
    using Job = std::function<void()>;

    Workers(unsigned threads, std::size_t waiting_max);
    ~Workers();  // stops

    bool post(Job job);  // false: too many wait, or stopped
    void stop();         // runs what waits, then joins

  private:
    void run();

    const std::size_t waiting_max_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> waiting_;  // by mutex_
    bool stopping_ = false;    // by mutex_
    std::vector<std::thread> threads_;
};

}  // namespace sopu::service
