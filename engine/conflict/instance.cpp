#include "engine/conflict/instance.h"

namespace sopu {

Instance::Instance(const Placed& event, std::int32_t override_index, Instant recurrence_id,
                   const Interval& time)
    : then_(&event.at(override_index)), recurrence_id_(recurrence_id) {
    Resolutions times;
    times.duration = time.length();
    times.windows = {{time, time}};
    times.assumed_end = then_->times.assumed_end;
    times.whole_days = then_->times.whole_days;
    own_times_ = std::move(times);
}

}  // namespace sopu
