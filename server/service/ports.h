// What lives here: Ports, what the service asks of the outer world: the time, randomness, a log.
// main gives the real ones; tests and simulation give their own.
// What may not: sockets, files, mail (they are floors of their own).
// Thread-safety: the functions may be called from any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "engine/time/instant.h"

namespace sopu::service {

struct Ports {
    std::function<Instant()> now;
    std::function<void(std::span<std::byte>)> random_bytes;
    std::function<void(std::string_view line)> log;
    // When conflicts are told, in minutes of the day at home; nothing: at once.
    std::optional<minutes> digest_at = minutes{7 * 60};
};

}  // namespace sopu::service
