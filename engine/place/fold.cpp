#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/text.h"
#include "engine/place/gazetteer.h"

// Names compare as people read them: the folding and the slugs of gazetteer.h.

namespace sopu {
namespace {

// The code point at `at`, which moves behind it. Only one and two byte sequences are decoded, for
// nothing beyond Latin Extended-A is folded; other bytes come out one by one, marked as raw.
struct Letter {
    char32_t code = 0;
    bool raw = false;
};

Letter next_letter(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<std::uint8_t>(text[at++]);
    if (lead < 0x80) return {lead, false};
    if (lead >= 0xC2 && lead < 0xE0 && at < text.size()) {
        const auto second = static_cast<std::uint8_t>(text[at]);
        if ((second & 0xC0) == 0x80) {
            ++at;
            return {static_cast<char32_t>((lead & 0x1F) << 6 | (second & 0x3F)), false};
        }
    }
    return {lead, true};
}

void append(std::string& out, Letter letter) {
    if (letter.raw || letter.code < 0x80) {
        out.push_back(static_cast<char>(letter.code));
        return;
    }
    out.push_back(static_cast<char>(0xC0 | (letter.code >> 6)));
    out.push_back(static_cast<char>(0x80 | (letter.code & 0x3F)));
}

char32_t lower(char32_t c) {
    if (c >= 'A' && c <= 'Z') return c + 0x20;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 0x20;
    if (c < 0x100 || c > 0x17F) return c;
    if (c == 0x130) return 'i';
    if (c == 0x178) return 0xFF;
    if (c == 0x131 || c == 0x138 || c == 0x149 || c == 0x17F) return c;
    // Capitals are the even ones of each pair, except in two stretches.
    const bool capitals_odd = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    const bool capital = capitals_odd ? c % 2 == 1 : c % 2 == 0;
    return capital ? c + 1 : c;
}

struct Joined {
    char32_t base;
    char32_t mark;
    char32_t letter;
};
constexpr char32_t diaeresis = 0x308;
constexpr char32_t ring = 0x30A;
constexpr char32_t acute = 0x301;
constexpr std::array<Joined, 20> joined_letters{{
    {'a', diaeresis, 0xE4}, {'e', diaeresis, 0xEB}, {'i', diaeresis, 0xEF}, {'o', diaeresis, 0xF6},
    {'u', diaeresis, 0xFC}, {'y', diaeresis, 0xFF}, {'a', ring, 0xE5},      {'u', ring, 0x16F},
    {'a', acute, 0xE1},     {'e', acute, 0xE9},     {'i', acute, 0xED},     {'o', acute, 0xF3},
    {'u', acute, 0xFA},     {'y', acute, 0xFD},     {'c', acute, 0x107},    {'l', acute, 0x13A},
    {'n', acute, 0x144},    {'r', acute, 0x155},    {'s', acute, 0x15B},    {'z', acute, 0x17A},
}};

char32_t joined(char32_t base, char32_t mark) {
    for (const Joined& pair : joined_letters)
        if (pair.base == base && pair.mark == mark) return pair.letter;
    return 0;
}

// Base letters of U+00DF-U+017F by the last code point of each stretch.
struct Stretch {
    char32_t last;
    std::string_view letters;
};
constexpr std::array<Stretch, 37> base_letters{{
    {0xDF, "ss"}, {0xE5, "a"},  {0xE6, "ae"}, {0xE7, "c"},  {0xEB, "e"},   {0xEF, "i"},
    {0xF0, "d"},  {0xF1, "n"},  {0xF6, "o"},  {0xF7, ""},   {0xF8, "o"},   {0xFC, "u"},
    {0xFD, "y"},  {0xFE, "th"}, {0xFF, "y"},  {0x105, "a"}, {0x10D, "c"},  {0x111, "d"},
    {0x11B, "e"}, {0x123, "g"}, {0x127, "h"}, {0x131, "i"}, {0x133, "ij"}, {0x135, "j"},
    {0x138, "k"}, {0x142, "l"}, {0x14B, "n"}, {0x151, "o"}, {0x153, "oe"}, {0x159, "r"},
    {0x161, "s"}, {0x167, "t"}, {0x173, "u"}, {0x175, "w"}, {0x178, "y"},  {0x17E, "z"},
    {0x17F, "s"},
}};

std::string_view base_of(char32_t c) {
    if (c < 0xDF) return {};
    for (const Stretch& stretch : base_letters)
        if (c <= stretch.last) return stretch.letters;
    return {};
}

}  // namespace

std::string fold_name(std::string_view name) {
    std::string folded;
    folded.reserve(name.size());
    Letter held;
    bool holding = false;
    for (std::size_t at = 0; at < name.size();) {
        Letter letter = next_letter(name, at);
        if (!letter.raw) letter.code = lower(letter.code);
        const char32_t both =
            holding && !held.raw && !letter.raw ? joined(held.code, letter.code) : 0;
        if (both != 0) {
            held.code = both;
            continue;
        }
        if (holding) append(folded, held);
        held = letter;
        holding = true;
    }
    if (holding) append(folded, held);
    return folded;
}

std::string slug_of(std::string_view name) {
    const std::string folded = fold_name(name);
    std::string slug;
    for (std::size_t at = 0; at < folded.size();) {
        const Letter letter = next_letter(folded, at);
        if (letter.raw) continue;
        const char32_t c = letter.code;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            slug.push_back(static_cast<char>(c));
        else if (c == ' ' || c == '-' || c == '/' || c == '_') {
            if (!slug.empty() && slug.back() != '-') slug.push_back('-');
        } else if (c >= 0x80)
            slug += base_of(c);  // other signs ("S:t Karins") are left out
    }
    while (!slug.empty() && slug.back() == '-') slug.pop_back();
    return slug;
}

}  // namespace sopu
