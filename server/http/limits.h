// What lives here: the limits of this floor that no option sets, each with its reason. Those of a
// request's size and time are in ListenerOptions, because operators may change them.
// What may not: limits of the engine or of drafts.
// Invariants: each has a test one step past it. Thread-safety: constants.
#pragma once

#include <chrono>
#include <cstddef>

namespace sopu::http::limits {

// Under one kilobyte gzip saves less than a packet.
constexpr std::size_t gzip_bytes_min = 1'024;
// Addresses a rate limiter remembers; beyond it the longest silent one is forgotten.
constexpr std::size_t rate_keys_max = 10'000;
// Bodies over the ordinary limit (imports) held at one time, so that many of them at once cannot
// take the machine's memory.
constexpr std::size_t import_bodies_at_once_max = 16;
// What is written under one write deadline: a slow but living reader gets a long answer in full.
constexpr std::size_t write_piece_bytes = 256 * 1'024;
// After a refusal we read on for a while, so that the answer is not lost to a reset (RFC 9112 9.6).
constexpr std::chrono::seconds linger_max{2};
// How often deadlines are looked at; they are therefore late by this much at most.
constexpr std::chrono::milliseconds sweep_every{100};
// The same while the server stops and somebody waits for it.
constexpr std::chrono::milliseconds stop_sweep_every{5};
// How long accepting rests when the process is out of descriptors or memory.
constexpr std::chrono::milliseconds accept_pause{100};

}  // namespace sopu::http::limits
