// What lives here: RateLimiter, how often one caller may do something that costs: so many at once,
// then one per interval.
// What may not: what is limited (routes.cpp decides), the clock (handed in).
// Invariants: at most options.keys_max callers are remembered; when full, the one silent for
// longest is forgotten. Thread-safety: all members from any thread (one mutex).
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "server/http/limits.h"

namespace sopu::http {

class RateLimiter {
  public:
    using Instant = std::chrono::steady_clock::time_point;
    using Clock = std::function<Instant()>;  // monotonic

    struct Options {
        unsigned burst = 20;                       // at once, after a rest
        std::chrono::milliseconds interval{3000};  // then one in each
        std::size_t keys_max = limits::rate_keys_max;
    };

    RateLimiter(Options options, Clock clock);

    // Takes one turn of `key` (address_key) and says nothing; or, when there is none, takes nothing
    // and says how long to wait, one second at the least.
    std::optional<std::chrono::seconds> retry_after(std::string_view key);

    std::size_t keys() const;

  private:
    // The instant at which the caller's burst is whole again.
    struct Bucket {
        std::string key;
        Instant whole_at;
    };
    Bucket& bucket(std::string_view key, Instant now);

    const Options options_;
    const Clock clock_;
    mutable std::mutex mutex_;
    std::list<Bucket> buckets_;  // under mutex_; the last used first
    std::unordered_map<std::string, std::list<Bucket>::iterator> by_key_;  // under mutex_
};

}  // namespace sopu::http
