// What lives here: the limits of the JSON door that the engine (engine/base/limits.h) does not
// name. What may not: sizes of bodies (server/http) and of what an event holds (engine).
// Invariants: each limit has a test one step past it in tests/json.
#pragma once

#include <cstddef>

namespace sopu::json::limits {

constexpr std::size_t depth_max = 32;               // a draft needs four; a bomb needs thousands
constexpr std::size_t errors_max = 100;             // told at once; more help nobody
constexpr std::size_t echo_bytes_max = 80;          // of what was sent, repeated in an error
constexpr std::size_t languages_per_text_max = 20;  // far more than a municipality writes in
constexpr std::size_t language_tag_bytes_max = 35;  // RFC 5646 section 4.4.1
constexpr std::size_t area_expression_bytes_max = 10'000;  // all 309 municipalities by name
constexpr std::size_t email_bytes_max = 254;               // RFC 5321 section 4.5.3.1.3
constexpr int resource_quantity_max = 100'000;             // chairs

}  // namespace sopu::json::limits
