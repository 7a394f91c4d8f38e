// What lives here: Timers, the thread that lets time move through the writer: it submits TickNow
// when the calendar's day has changed or a hold has run out. What may not: what a tick does (the
// writer), any other clock than the service's. Invariants: nothing is submitted while nothing is
// due; a tick that fails is tried again at the next look. Destruction stops the thread and waits
// for it. Thread-safety: one thread constructs and destroys; the rest is its own.
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "engine/world/snapshot.h"
#include "server/service/every.h"

namespace sopu::service {

class Service;

// When the next tick is due: the midnight after the last tick's day at home, or the end of the hold
// that runs out first, whichever comes first. It may lie in the past: then it is due now.
Instant next_tick(const Snapshot& world);

class Timers {
  public:
    // How often the clock is looked at: a clock that was set, or a machine that slept, is noticed
    // within this time.
    static constexpr std::chrono::seconds look_every{30};

    explicit Timers(Service& service, std::chrono::milliseconds every = look_every);

  private:
    void look();

    Service& service_;
    // Of the world last looked at, so that an unchanged one is not searched again.
    std::optional<std::uint64_t> version_;
    Instant due_{};
    Every every_;
};

}  // namespace sopu::service
