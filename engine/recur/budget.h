// What lives here: Budget, how much work may still be done. A step is an occurrence made, a period
// or a month looked at, or a date, exception or override read: tens of nanoseconds each.
// What may not: clocks. Work is counted, so that the same input ends the same way everywhere.
// Invariants: once something was refused everything after it is, too. One budget may be handed to
// several calls, to bound a whole request. Thread-safety: one thread.
#pragma once

#include <cstdint>

#include "engine/recur/limits.h"

namespace sopu::recur {

class Budget {
  public:
    explicit Budget(std::int64_t steps = limits::steps_max) : left_(steps) {}

    bool take(std::int64_t steps) {
        left_ -= steps;
        return left_ >= 0;
    }
    bool exhausted() const { return left_ < 0; }
    std::int64_t left() const { return left_ < 0 ? 0 : left_; }

  private:
    std::int64_t left_;
};

}  // namespace sopu::recur
