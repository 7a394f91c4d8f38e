// What lives here: addresses of callers as text: their one spelling, the key by which limits count
// them, and who is behind a trusted proxy.
// What may not: sockets, name resolution.
// Invariants: a header is believed only when the peer is a configured proxy (exact match).
// Thread-safety: pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/http/message.h"

namespace sopu::http {

// The one spelling of an address ("::ffff:192.0.2.1" is "192.0.2.1"); "" if it is not an address.
std::string plain_address(std::string_view text);

// What a limit counts: an IPv4 address, or the /64 of an IPv6 one (one household has at least
// that).
std::string address_key(std::string_view address);

struct Caller {
    std::string address;
    bool secure = false;
};

// Without a trusted peer: the peer itself. Else the rightmost hop of X-Forwarded-For that is not a
// trusted proxy, and https if X-Forwarded-Proto says so. Hops left of it are hearsay.
Caller caller_of(std::string_view peer, const Pairs& headers,
                 const std::vector<std::string>& trusted_proxies);

}  // namespace sopu::http
