#include "server/http/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

#include "engine/base/text.h"

namespace sopu::http {
namespace {

using Bytes6 = std::array<unsigned char, 16>;

std::optional<Bytes6> parse_6(const std::string& text) {
    Bytes6 bytes{};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return std::nullopt;
    return bytes;
}

std::string print_6(const Bytes6& bytes) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
    return text.data();
}

// RFC 4291 2.5.5.2: ::ffff:a.b.c.d, as a dual-stack socket shows an IPv4 peer.
bool is_mapped_4(const Bytes6& bytes) {
    return std::all_of(bytes.begin(), bytes.begin() + 10, [](auto b) { return b == 0; }) &&
           bytes[10] == 0xff && bytes[11] == 0xff;
}

bool is_4(const std::string& text) {
    in_addr ignored{};
    return inet_pton(AF_INET, text.c_str(), &ignored) == 1;
}

// Some proxies add the port: "192.0.2.1:4711", "[2001:db8::1]:4711".
std::string_view without_port(std::string_view hop) {
    if (hop.starts_with('[')) return hop.substr(1, hop.find(']') - 1);
    const std::size_t colon = hop.find(':');
    const bool only_colon = colon != std::string_view::npos && colon == hop.rfind(':');
    return only_colon ? hop.substr(0, colon) : hop;
}

bool is_trusted(std::string_view address, const std::vector<std::string>& proxies) {
    return std::any_of(proxies.begin(), proxies.end(),
                       [&](const auto& proxy) { return plain_address(proxy) == address; });
}

// Several X-Forwarded-For lines are one list in their order (RFC 9110 5.3).
std::vector<std::string_view> hops_of(const Pairs& headers) {
    std::vector<std::string_view> hops;
    for (const auto& [name, line] : headers) {
        if (name != "x-forwarded-for") continue;
        const auto parts = split(line, ',');
        hops.insert(hops.end(), parts.begin(), parts.end());
    }
    return hops;
}

bool says_https(const Pairs& headers) {
    std::string_view last;
    for (const auto& [name, line] : headers)
        if (name == "x-forwarded-proto") last = line;
    const std::size_t comma = last.rfind(',');
    if (comma != std::string_view::npos) last.remove_prefix(comma + 1);
    return ascii_lower(trim(last)) == "https";
}

}  // namespace

std::string plain_address(std::string_view text) {
    const std::string copy(text.substr(0, text.find('%')));  // without an IPv6 zone
    if (copy.size() > INET6_ADDRSTRLEN) return {};
    if (is_4(copy)) return copy;
    const auto bytes = parse_6(copy);
    if (!bytes) return {};
    if (!is_mapped_4(*bytes)) return print_6(*bytes);
    std::array<char, INET_ADDRSTRLEN> four{};
    inet_ntop(AF_INET, bytes->data() + 12, four.data(), four.size());
    return four.data();
}

std::string address_key(std::string_view address) {
    std::string plain = plain_address(address);
    auto bytes = parse_6(plain);
    if (!bytes) return plain;
    std::fill(bytes->begin() + 8, bytes->end(), static_cast<unsigned char>(0));
    return print_6(*bytes) + "/64";
}

Caller caller_of(std::string_view peer, const Pairs& headers,
                 const std::vector<std::string>& trusted_proxies) {
    Caller caller{plain_address(peer), false};
    if (!is_trusted(caller.address, trusted_proxies)) return caller;
    caller.secure = says_https(headers);
    const auto hops = hops_of(headers);
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        std::string address = plain_address(without_port(*hop));
        if (address.empty()) break;  // "unknown", or nonsense: what stands left of it is no better
        caller.address = std::move(address);
        if (!is_trusted(caller.address, trusted_proxies)) break;
    }
    return caller;
}

}  // namespace sopu::http
