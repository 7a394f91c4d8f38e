// What lives here: the limits of the API's door, with the reason beside each.
// What may not: limits of drafts (json/), of bodies (http/listener.h), of commands (service/).
// Invariants: each has a test one step past it. Thread-safety: constants.
#pragma once

#include <cstddef>

namespace sopu::api::limits {

// Items of a page of a list (CONTRACT "Lists").
constexpr std::size_t list_default = 50;
constexpr std::size_t list_max = 200;
// Municipalities are a closed list of 309 that forms want whole.
constexpr std::size_t municipalities_max = 400;
// A cursor holds a time and at most two ids in base64.
constexpr std::size_t cursor_bytes_max = 1'000;
// How soon a caller who found us full should come back.
constexpr int retry_after_seconds = 5;
// Tries at a free id for a new record before we say that the name is taken.
constexpr int id_tries_max = 1'000;
// Notes of an import that are told; a file of 20 000 events may have one for every line.
constexpr std::size_t import_notes_max = 1'000;

}  // namespace sopu::api::limits
