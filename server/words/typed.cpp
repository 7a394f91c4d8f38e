#include "server/words/typed.h"

#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/time/iso.h"

namespace sopu::words {
namespace {

// Digits and nothing else, so many at the least and at the most.
std::optional<int> number(std::string_view text, std::size_t digits_min, std::size_t digits_max) {
    if (text.size() < digits_min || text.size() > digits_max) return std::nullopt;
    int value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size() || text[0] == '-')
        return std::nullopt;
    return value;
}

// The parts between separators, trimmed, empty ones kept: "10..3" is three parts.
std::vector<std::string_view> parts_of(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t at = text.find(separator);
        parts.push_back(trim(text.substr(0, at)));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

}  // namespace

std::optional<Date> typed_date(std::string_view text) {
    const std::string_view said = trim(text);
    if (const auto machine = parse_date(said)) return machine;
    for (const char separator : {'.', '/'}) {
        const auto parts = parts_of(said, separator);
        if (parts.size() != 3) continue;
        const auto day = number(parts[0], 1, 2);
        const auto month = number(parts[1], 1, 2);
        const auto year = number(parts[2], 4, 4);
        if (!day || !month || !year) return std::nullopt;
        const date::year_month_day found(date::year(*year),
                                         date::month(static_cast<unsigned>(*month)),
                                         date::day(static_cast<unsigned>(*day)));
        if (!found.ok()) return std::nullopt;
        return Date(found);
    }
    return std::nullopt;
}

std::optional<seconds> typed_time(std::string_view text) {
    constexpr std::array<std::string_view, 5> words_before{"klo.", "klo", "kl.", "kl", "at "};
    const std::string lower = ascii_lower(trim(text));
    std::string_view said = lower;
    for (const std::string_view word : words_before) {
        if (!said.starts_with(word)) continue;
        said = trim(said.substr(word.size()));
        break;
    }
    const char separator = said.find(':') != std::string_view::npos ? ':' : '.';
    const auto parts = parts_of(said, separator);
    if (parts.size() > 3) return std::nullopt;
    const auto hour = number(parts[0], 1, 2);
    const auto minute = parts.size() > 1 ? number(parts[1], 2, 2) : std::optional(0);
    const auto second = parts.size() > 2 ? number(parts[2], 2, 2) : std::optional(0);
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59)
        return std::nullopt;
    return std::chrono::hours(*hour) + minutes(*minute) + seconds(*second);
}

}  // namespace sopu::words
