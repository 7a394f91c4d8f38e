#include "server/http/rate_limiter.h"

#include <algorithm>

#include "engine/base/invariant.h"

namespace sopu::http {

RateLimiter::RateLimiter(Options options, Clock clock)
    : options_(options), clock_(std::move(clock)) {
    INVARIANT(options_.burst > 0 && options_.keys_max > 0, "a limiter lets something through");
}

// A token bucket kept as one instant (the generic cell rate algorithm): each turn moves `whole_at`
// an interval on, and it may lie at most `burst` intervals ahead of now.
std::optional<std::chrono::seconds> RateLimiter::retry_after(std::string_view key) {
    const Instant now = clock_();
    const std::lock_guard lock(mutex_);
    Bucket& mine = bucket(key, now);
    const Instant after_turn = std::max(mine.whole_at, now) + options_.interval;
    const auto ahead = after_turn - now - options_.interval * options_.burst;
    if (ahead.count() > 0)
        return std::max(std::chrono::seconds{1}, std::chrono::ceil<std::chrono::seconds>(ahead));
    mine.whole_at = after_turn;
    return std::nullopt;
}

std::size_t RateLimiter::keys() const {
    const std::lock_guard lock(mutex_);
    return buckets_.size();
}

RateLimiter::Bucket& RateLimiter::bucket(std::string_view key, Instant now) {
    const auto found = by_key_.find(std::string(key));
    if (found != by_key_.end()) {
        buckets_.splice(buckets_.begin(), buckets_, found->second);
        return buckets_.front();
    }
    if (buckets_.size() >= options_.keys_max) {
        by_key_.erase(buckets_.back().key);
        buckets_.pop_back();
    }
    buckets_.push_front(Bucket{std::string(key), now});
    by_key_.emplace(std::string(key), buckets_.begin());
    return buckets_.front();
}

}  // namespace sopu::http
