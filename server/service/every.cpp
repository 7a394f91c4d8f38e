#include "server/service/every.h"

#include <utility>

namespace sopu::service {

Every::Every(std::chrono::milliseconds pause, Look look)
    : pause_(pause),
      look_(std::move(look)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Every::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        look_(stop);
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, pause_, [] { return false; });
    }
}

}  // namespace sopu::service
