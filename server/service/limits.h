// What lives here: the limits of the service, with units in their names and a reason beside each.
// What may not: limits of events (engine/base/limits.h), of sockets (http/listener.h).
#pragma once

#include <chrono>
#include <cstddef>

namespace sopu::service::limits {

constexpr std::size_t queue_commands_max = 1'000;  // waiting for the writer; more is 503
// Of the log, waiting for the writer; more is 503
constexpr std::size_t readings_max = 64;
// In one transaction: bounds the wait for an answer
constexpr std::size_t group_commands_max = 64;
constexpr std::size_t workers_queue_max = 64;      // waiting for a worker; more is 503
constexpr unsigned worker_threads = 2;             // each argon2id hash takes 64 MiB
constexpr std::size_t import_events_max = 20'000;  // in one file
constexpr std::size_t idempotency_key_bytes_max = 200;
constexpr std::size_t history_lines_max = 100;   // of one event, the newest; the log keeps all
constexpr std::size_t reason_bytes_max = 2'000;  // of a decision or cancellation
constexpr std::size_t others_named_max = 3;      // in one sentence; the answer lists more
constexpr std::size_t password_bytes_min = 8;
constexpr std::size_t password_bytes_max = 200;
constexpr std::size_t user_name_bytes_max = 60;

// A replay is answered for this long; then the key may be used again.
constexpr std::chrono::hours idempotency_kept{7 * 24};
constexpr std::chrono::hours session_length{12};
// A hold without an end is released after this many days, so that no date is blocked for ever.
constexpr std::chrono::hours hold_default{14 * 24};

}  // namespace sopu::service::limits
