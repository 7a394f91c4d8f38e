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

// The first such day from a day on: 29.2. may be eight years away.
std::optional<Date> next_such_day(int day, int month, Date from) {
    const auto year = date::year_month_day(from).year();
    for (int later = 0; later <= 8; ++later) {
        const date::year_month_day found(year + date::years(later),
                                         date::month(static_cast<unsigned>(month)),
                                         date::day(static_cast<unsigned>(day)));
        if (found.ok() && Date(found) >= from) return Date(found);
    }
    return std::nullopt;
}

// "24.12.", "24.12", "24/12".
std::optional<Date> day_of_some_year(std::string_view text, Date from) {
    for (const char separator : {'.', '/'}) {
        auto parts = parts_of(text, separator);
        if (parts.size() == 3 && parts[2].empty()) parts.pop_back();
        if (parts.size() != 2) continue;
        const auto day = number(parts[0], 1, 2);
        const auto month = number(parts[1], 1, 2);
        if (day && month) return next_such_day(*day, *month, from);
    }
    return std::nullopt;
}

// "24 Dec", "24 December 2026".
std::optional<Date> day_in_words(std::string_view text, Date from) {
    constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
    const auto parts = parts_of(text, ' ');
    if (parts.size() != 2 && parts.size() != 3) return std::nullopt;
    const auto day = number(parts[0], 1, 2);
    const auto name = ascii_lower(parts[1]);
    if (!day || name.size() < 3) return std::nullopt;
    for (std::size_t i = 0; i < months.size(); ++i) {
        if (!name.starts_with(months.at(i))) continue;
        const std::string month = std::to_string(i + 1);
        if (parts.size() == 2) return next_such_day(*day, static_cast<int>(i + 1), from);
        return typed_date(std::to_string(*day) + "." + month + "." + std::string(parts[2]));
    }
    return std::nullopt;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::optional<Date> listed_day(std::string_view text, Date from) {
    std::string_view said = trim(text);
    // "to 24.12.": the weekday is for people; a wrong one is seen where the series has no such day.
    while (!said.empty() && !is_digit(said.front()) && !said.starts_with("–") &&
           said.front() != '-')
        said.remove_prefix(1);
    if (const auto whole = typed_date(said)) return whole;
    if (const auto near = day_of_some_year(said, from)) return near;
    return day_in_words(said, from);
}

// "21.12.–6.1.", with the dash that keyboards have too where the parts are no ISO date.
std::optional<TypedDays::Span> listed_span(std::string_view text, Date from) {
    if (const auto day = listed_day(text, from)) return TypedDays::Span{*day, *day};
    for (const std::string_view dash : {"–", "-"}) {
        const auto at = text.find(dash);
        if (at == std::string_view::npos) continue;
        const auto first = listed_day(text.substr(0, at), from);
        if (!first) return std::nullopt;
        const auto last = listed_day(text.substr(at + dash.size()), *first);
        if (!last || *last < *first) return std::nullopt;
        return TypedDays::Span{*first, *last};
    }
    return std::nullopt;
}

}  // namespace

TypedDays typed_days(std::string_view text, Date from) {
    std::string all(text);
    for (const std::string_view word : {" ja ", " och ", " and ", ";", "\n", "\r"})
        for (auto at = all.find(word); at != std::string::npos; at = all.find(word, at))
            all.replace(at, word.size(), ",");
    TypedDays days;
    for (const std::string_view part : parts_of(all, ',')) {
        if (part.empty()) continue;
        const auto span = listed_span(part, from);
        if (!span) return {{}, std::string(part)};
        days.spans.push_back(*span);
    }
    return days;
}

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
