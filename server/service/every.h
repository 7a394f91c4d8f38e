// What lives here: Every, a thread that looks at something at once and then every so often, until
// it goes. What may not: what is looked at. Invariants: one look at a time; destruction waits for
// the one under way and for no pause. Thread-safety: one thread constructs and destroys;
// `look` runs on the own thread alone.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace sopu::service {

class Every {
  public:
    // The token says that a long look may end early.
    using Look = std::function<void(const std::stop_token&)>;

    // What `look` uses must be there already: an owner has its Every as the last member.
    Every(std::chrono::milliseconds pause, Look look);

  private:
    void run(const std::stop_token& stop);

    const std::chrono::milliseconds pause_;
    const Look look_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;  // the last: its destructor asks it to stop and waits
};

}  // namespace sopu::service
