#include "server/service/timers.h"

#include <algorithm>

#include "server/service/service.h"

namespace sopu::service {
namespace {

bool waits_for_its_end(const Event& event) {
    return event.claim == Claim::hold && event.hold_until && can_conflict(event);
}

}  // namespace

Instant next_tick(const Snapshot& world) {
    const Zone& home = world.ground().zones.home();
    const Date day = date::floor<date::days>(to_local(world.last_tick(), home));
    Instant due = to_instant(LocalTime((day + date::days(1)).time_since_epoch()), home);
    world.events().for_each([&due](EventNumber, const Placed& placed) {
        if (waits_for_its_end(*placed.event)) due = std::min(due, *placed.event->hold_until);
    });
    return due;
}

Timers::Timers(Service& service, std::chrono::milliseconds every)
    : service_(service), every_(every, [this](const std::stop_token&) { look(); }) {}

void Timers::look() {
    const auto world = service_.snapshot();
    if (version_ != world->version()) {
        version_ = world->version();
        due_ = next_tick(*world);
    }
    // Waiting for the answer keeps one tick under way at a time.
    if (service_.now() >= due_) service_.submit_and_wait(TickNow{});
}

}  // namespace sopu::service
