#include "ical/values.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <system_error>

#include "engine/base/limits.h"
#include "engine/base/text.h"

namespace sopu::ical {

namespace {

std::optional<double> parse_degrees(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

}  // namespace

bool is_web_address(std::string_view text) {
    const std::string start = ascii_lower(text.substr(0, 8));
    return start.starts_with("http://") || start == "https://";
}

bool is_link(std::string_view text) {
    return is_web_address(text) && is_utf8(text) && !has_control(text, Lines::one) &&
           text.find(' ') == std::string_view::npos &&
           text.size() <= sopu::limits::short_text_bytes_max;
}

// to_chars knows no locale: never a comma.
std::string degrees(double value) {
    char digits[32];
    const auto [end, error] =
        std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed, 6);
    return error == std::errc{} ? std::string(digits, end) : std::string("0.000000");
}

bool is_on_earth(const Position& position) {
    return std::abs(position.latitude) <= 90 && std::abs(position.longitude) <= 180;
}

std::string link_value(std::string_view text) {
    if (!is_link(text)) return {};
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool allowed = byte > 0x20 && byte < 0x7F &&
                             std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
        if (allowed) {
            out += c;
        } else {
            out += '%';
            out += "0123456789ABCDEF"[byte >> 4U];
            out += "0123456789ABCDEF"[byte & 0xFU];
        }
    }
    return out;
}

// The address of RFC 5321's everyday kind; anything else is not written at all.
bool is_mail_address(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == 0 || at == std::string_view::npos || at + 1 == text.size()) return false;
    if (text.find('@', at + 1) != std::string_view::npos) return false;
    for (const char c : text) {
        const bool fine = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z') ||
                          std::string_view("@.!#$&'*+-/=_~").find(c) != std::string_view::npos;
        if (!fine) return false;
    }
    return true;
}

std::optional<Position> parse_position(std::string_view value) {
    const std::size_t semicolon = value.find(';');
    if (semicolon == std::string_view::npos) return std::nullopt;
    const auto latitude = parse_degrees(trim(value.substr(0, semicolon)));
    const auto longitude = parse_degrees(trim(value.substr(semicolon + 1)));
    if (!latitude || !longitude) return std::nullopt;
    const Position position{*latitude, *longitude};
    if (!is_on_earth(position)) return std::nullopt;
    return position;
}

std::string fingerprint(std::string_view text) {
    std::string out;
    for (std::uint64_t hash : {0xCBF29CE484222325ULL, 0x84222325CBF29CE4ULL}) {
        for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001B3ULL;
        for (unsigned shift = 64; shift > 0; shift -= 4)
            out += "0123456789abcdef"[(hash >> (shift - 4)) & 0xFU];
    }
    return out;
}

}  // namespace sopu::ical
