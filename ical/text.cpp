#include "ical/text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "ical/limits.h"

namespace sopu::ical {

namespace {

std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
    return at < bytes.size() ? static_cast<std::uint8_t>(bytes[at]) : std::uint8_t{0};
}

bool continues(std::uint8_t byte) {
    return (byte & 0xC0U) == 0x80U;
}

// One character of a text as the cleaner sees it.
enum class Kind { plain, line_break, tab, control, broken };

struct Character {
    Kind kind = Kind::plain;
    std::size_t bytes = 1;
};

Character character_at(std::string_view text, std::size_t at) {
    const std::uint8_t first = byte_at(text, at);
    if (first == '\r') return {Kind::line_break, byte_at(text, at + 1) == '\n' ? 2U : 1U};
    if (first == '\n') return {Kind::line_break, 1};
    if (first == '\t') return {Kind::tab, 1};
    if (first < 0x20 || first == 0x7F) return {Kind::control, 1};
    const std::size_t length = sequence_length(text, at);
    if (length == 0) return {Kind::broken, 1};
    if (first == 0xC2 && byte_at(text, at + 1) < 0xA0) return {Kind::control, 2};  // C1
    if (first == 0xE2 && byte_at(text, at + 1) == 0x80) {
        const std::uint8_t third = byte_at(text, at + 2);
        if (third == 0xA8 || third == 0xA9) return {Kind::line_break, 3};  // U+2028, U+2029
    }
    return {Kind::plain, length};
}

// Where the printable ASCII that starts at `from`, which is most of any text, ends: eight bytes at
// a time where all of them are. The sums show in a byte's high bit whether it is below a space, and
// whether it is a DEL.
std::size_t printable_end(std::string_view text, std::size_t from) {
    constexpr std::uint64_t ones = 0x0101'0101'0101'0101, high_bits = 0x80 * ones;
    std::uint64_t eight = 0;
    for (; from + sizeof eight <= text.size(); from += sizeof eight) {
        std::memcpy(&eight, text.data() + from, sizeof eight);
        const std::uint64_t deletes = eight ^ 0x7F * ones;
        const std::uint64_t low = eight - 0x20 * ones, deleted = (deletes - ones) & ~deletes;
        if (((eight | low | deleted) & high_bits) != 0) break;
    }
    while (from < text.size() && text[from] >= 0x20 && text[from] < 0x7F) ++from;
    return from;
}

// Where the text that cleaning leaves as it is ends.
std::size_t plain_end(std::string_view text, std::size_t from) {
    for (;;) {
        from = printable_end(text, from);
        if (from >= text.size()) return from;
        const Character c = character_at(text, from);
        if (c.kind != Kind::plain) return from;
        from += c.bytes;
    }
}

}  // namespace

// RFC 3629, table of section 4: the second byte's range keeps out overlong forms, surrogates and
// everything past U+10FFFF.
std::size_t sequence_length(std::string_view bytes, std::size_t at) {
    if (at >= bytes.size()) return 0;
    const std::uint8_t first = byte_at(bytes, at);
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4) return 0;
    const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (at + length > bytes.size()) return 0;
    const std::uint8_t second = byte_at(bytes, at + 1);
    const std::uint8_t low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const std::uint8_t high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) return 0;
    for (std::size_t i = 2; i < length; ++i)
        if (!continues(byte_at(bytes, at + i))) return 0;
    return length;
}

Cleaned clean(std::string_view text, Lines lines) {
    Cleaned out;
    out.text.reserve(text.size());
    const bool many = lines == Lines::many;
    for (std::size_t at = 0; at < text.size();) {
        if (const std::size_t end = plain_end(text, at); end > at) {
            out.text.append(text, at, end - at);
            at = end;
            continue;
        }
        const Character c = character_at(text, at);
        switch (c.kind) {
            case Kind::plain:
                out.text.append(text, at, c.bytes);
                break;
            case Kind::line_break:
                out.text += many ? '\n' : ' ';
                out.joined_lines = out.joined_lines || !many;
                break;
            case Kind::tab:
                out.text += many ? '\t' : ' ';
                break;
            case Kind::control:
            case Kind::broken:
                out.removed_controls = true;
                break;
        }
        at += c.bytes;
    }
    return out;
}

std::string one_line(std::string_view text) {
    // Cleaning never makes a text longer, so four times the limit is more than enough to look at.
    std::string line = clean(text.substr(0, 4 * limits::detail_bytes_max), Lines::one).text;
    if (line.size() <= limits::detail_bytes_max) return line;
    std::size_t end = limits::detail_bytes_max;
    while (end > 0 && continues(byte_at(line, end))) --end;
    line.resize(end);
    return line;
}

std::string escape(std::string_view text) {
    const std::string plain = clean(text, Lines::many).text;
    std::string out;
    out.reserve(plain.size() + 16);
    for (const char c : plain) {
        if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += ' ';
        } else {
            if (c == '\\' || c == ';' || c == ',') out += '\\';
            out += c;
        }
    }
    return out;
}

// Backslashes before anything else are kept: files with Windows paths are commoner than files that
// escape what needs no escape.
std::string unescape(std::string_view value) {
    std::string out;
    out.reserve(value.size());
    for (std::size_t from = 0;;) {
        const std::size_t backslash = std::min(value.find('\\', from), value.size());
        out.append(value, from, backslash - from);
        if (backslash == value.size()) return out;
        const char next = backslash + 1 < value.size() ? value[backslash + 1] : '\0';
        from = backslash + 2;
        if (next == 'n' || next == 'N') {
            out += '\n';
        } else if (next == '\\' || next == ';' || next == ',' || next == '"' || next == ':') {
            out += next;
        } else {
            out += '\\';
            --from;
        }
    }
}

std::vector<std::string_view> text_values(std::string_view value) {
    std::vector<std::string_view> out;
    std::size_t start = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\\') {
            ++i;
        } else if (value[i] == ',') {
            out.push_back(value.substr(start, i - start));
            start = i + 1;
        }
    }
    out.push_back(value.substr(start));
    return out;
}

std::string quote_parameter(std::string_view text) {
    std::string out = "\"";
    for (const char c : clean(text, Lines::many).text) {
        switch (c) {
            case '\n':
                out += "^n";
                break;
            case '^':
                out += "^^";
                break;
            case '"':
                out += "^'";
                break;
            case '\t':
                out += ' ';
                break;
            default:
                out += c;
        }
    }
    return out + '"';
}

std::string ascii_upper(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

}  // namespace sopu::ical
