// What lives here: the limits of what we send, with the reason beside each.
// What may not: limits of what comes in.
// Invariants: each has a test one step past it. Thread-safety: constants.
#pragma once

#include <chrono>
#include <cstddef>

namespace sopu::outbound::limits {

// Tries of one letter: with the waits below about two days, as mail servers do; then it is given
// up, which is logged. The receipt on the page was the organiser's already.
constexpr int letter_tries_max = 14;
constexpr std::chrono::seconds first_wait{60};        // after the first failure; then twice as long
constexpr std::chrono::seconds longest_wait{21'600};  // six hours
// Conflicts told by their sentences in one digest; the rest are counted, and stand on the page.
constexpr std::size_t digest_findings_max = 50;
// Taken from the outbox at a time: bounds one reading of the store.
constexpr std::size_t letters_at_once = 20;

constexpr long connect_seconds = 15;
constexpr long send_seconds = 30;               // the server waits for it when it stops
constexpr std::size_t address_bytes_max = 254;  // RFC 5321 section 4.5.3.1.3

}  // namespace sopu::outbound::limits
