// What lives here: the server's secret, 32 random bytes in "<database>.key", from which edit tokens
// are derived (ARCHITECTURE 14).
// What may not: the derivation (service/access), the database: a copied database has no secrets.
// Invariants: the file is readable by its owner alone (0600) and whole or absent, also after a
// power cut; it is never overwritten. Thread-safety: call under the writer's lock.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "engine/base/result.h"

namespace sopu::store {

inline constexpr std::size_t server_key_bytes = 32;
using ServerKey = std::array<unsigned char, server_key_bytes>;

// Fills the span with unpredictable bytes.
using RandomBytes = std::function<void(std::span<unsigned char>)>;

// The key of a database; made on the first call. Errors (unavailable): key_unreadable,
// key_not_private (others may read it), key_damaged (not 32 bytes), key_not_written.
Result<ServerKey> server_key(const std::string& database, const RandomBytes& random);

}  // namespace sopu::store
