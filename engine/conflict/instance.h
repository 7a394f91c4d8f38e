// What lives here: Instance, one occurrence as the rules look at it: what holds for it (its event,
// or the override it follows), where it can lie in time, and which of a series it is.
// What may not: pairs, findings.
// Invariants: of a single event, its own times, vague or not; of a series, one fixed time.
// Thread-safety: a plain value; what it points at outlives it.
#pragma once

#include <optional>

#include "engine/world/placed.h"

namespace sopu {

class Instance {
  public:
    // Of an event that does not repeat.
    explicit Instance(const Placed& single) : then_(&single) {}
    // One occurrence of a series; `time` is without buffers.
    Instance(const Placed& event, std::int32_t override_index, Instant recurrence_id,
             const Interval& time);

    // What holds for it: the place, the claim, the people.
    const Placed* operator->() const { return then_; }
    const Placed& operator*() const { return *then_; }
    const Resolutions& times() const { return own_times_ ? *own_times_ : then_->times; }
    Interval extent() const { return times().extent(); }
    const std::optional<Instant>& recurrence_id() const { return recurrence_id_; }

  private:
    const Placed* then_;
    std::optional<Resolutions> own_times_;
    std::optional<Instant> recurrence_id_;
};

}  // namespace sopu
