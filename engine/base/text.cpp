#include "engine/base/text.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace sopu {
namespace {

constexpr std::string_view ascii_space = " \t\n\v\f\r";

std::uint8_t byte_at(std::string_view text, std::size_t i) {
    return static_cast<std::uint8_t>(text[i]);
}

// The length of the well-formed sequence at `i`, or 0. The bounds of the second byte are those of
// RFC 3629 section 4: they keep out overlong forms, surrogates and what lies beyond U+10FFFF.
std::size_t sequence_length(std::string_view bytes, std::size_t i) {
    const std::uint8_t lead = byte_at(bytes, i);
    if (lead < 0x80) return 1;
    const std::size_t length = lead < 0xC2   ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || i + length > bytes.size()) return 0;
    const std::uint8_t second = byte_at(bytes, i + 1);
    const std::uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const std::uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) return 0;
    for (std::size_t k = 2; k < length; ++k)
        if ((byte_at(bytes, i + k) & 0xC0) != 0x80) return 0;
    return length;
}

}  // namespace

std::string_view pick(const LocalizedText& text, std::string_view language,
                      std::string_view* language_out) {
    const auto found = [&](LocalizedText::const_iterator it) -> std::string_view {
        if (language_out != nullptr) *language_out = it->first;
        return it->second;
    };
    const std::array<std::string_view, 4> wishes{language, "fi", "sv", "en"};
    for (const std::string_view wish : wishes)
        if (const auto it = text.find(wish); it != text.end() && !it->second.empty())
            return found(it);
    for (auto it = text.begin(); it != text.end(); ++it)
        if (!it->second.empty()) return found(it);
    if (language_out != nullptr) *language_out = {};
    return {};
}

// Eight bytes at a time.
std::size_t ascii_end(std::string_view text, std::size_t from) {
    constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080;
    std::uint64_t eight = 0;
    for (; from + sizeof eight <= text.size(); from += sizeof eight) {
        std::memcpy(&eight, text.data() + from, sizeof eight);
        if ((eight & high_bits) != 0) break;
    }
    while (from < text.size() && byte_at(text, from) < 0x80) ++from;
    return from;
}

bool is_utf8(std::string_view bytes) {
    for (std::size_t i = ascii_end(bytes, 0); i < bytes.size(); i = ascii_end(bytes, i)) {
        const std::size_t length = sequence_length(bytes, i);
        if (length == 0) return false;
        i += length;
    }
    return true;
}

bool has_control(std::string_view utf8, Lines lines) {
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const std::uint8_t byte = byte_at(utf8, i);
        const bool allowed = lines == Lines::many && (byte == '\n' || byte == '\t');
        if ((byte < 0x20 || byte == 0x7F) && !allowed) return true;
        // C1 is C2 80 … C2 9F; U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
        if (byte == 0xC2 && i + 1 < utf8.size() && byte_at(utf8, i + 1) < 0xA0) return true;
        if (byte == 0xE2 && i + 2 < utf8.size() && byte_at(utf8, i + 1) == 0x80 &&
            (byte_at(utf8, i + 2) == 0xA8 || byte_at(utf8, i + 2) == 0xA9))
            return true;
    }
    return false;
}

std::string_view trim(std::string_view text) {
    const std::size_t first = text.find_first_not_of(ascii_space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(ascii_space) - first + 1);
}

std::string ascii_lower(std::string_view text) {
    std::string lowered(text);
    for (char& c : lowered)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lowered;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = text.find(separator);
        if (const auto part = trim(text.substr(0, at)); !part.empty()) parts.push_back(part);
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

}  // namespace sopu
