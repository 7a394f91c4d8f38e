// What lives here: Gate, the count of open connections, in all and by address.
// What may not: sockets.
// Invariants: every enter() that said `open` is followed by one leave() with the same key; an
// address without connections takes no memory. Thread-safety: all members from any thread (one
// mutex).
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace sopu::http {

class Gate {
  public:
    enum class Verdict { open, full, address_full };

    Gate(std::size_t total_max, std::size_t per_address_max)
        : total_max_(total_max), per_address_max_(per_address_max) {}

    // An empty key is counted in the total only (a trusted proxy stands for many people).
    Verdict enter(const std::string& key);
    void leave(const std::string& key);

  private:
    const std::size_t total_max_;
    const std::size_t per_address_max_;
    std::mutex mutex_;
    std::size_t total_ = 0;                               // under mutex_
    std::unordered_map<std::string, std::size_t> count_;  // under mutex_
};

}  // namespace sopu::http
