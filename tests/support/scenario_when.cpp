#include "tests/support/scenario_when.h"

#include <charconv>

#include "engine/time/iso.h"

namespace sopu::test {
namespace {

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<When> vague(Precision precision, Words words) {
    Vague vague;
    vague.precision = precision;
    if (words.empty()) return std::nullopt;
    const auto from = parse_date(words[0]);
    if (!from) return std::nullopt;
    vague.from = vague.to = *from;
    words.erase(words.begin());
    if (words.size() >= 2 && words[0] == "to") {
        const auto to = parse_date(words[1]);
        if (!to) return std::nullopt;
        vague.to = *to;
        words.erase(words.begin(), words.begin() + 2);
    }
    if (!words.empty() && from_name<PartOfDay>(words[0])) {
        vague.part_of_day = from_name<PartOfDay>(words[0]);
        words.erase(words.begin());
    }
    if (words.size() == 2 && words[1] == "minutes") {
        const auto length = number(words[0]);
        if (!length) return std::nullopt;
        vague.duration = minutes(*length);
        words.clear();
    }
    if (!words.empty()) return std::nullopt;
    return vague;
}

std::optional<When> all_day(const Words& words) {
    const auto first = words.empty() ? std::nullopt : parse_date(words[0]);
    if (!first) return std::nullopt;
    if (words.size() == 1) return AllDay{*first, *first};
    const auto last = words.size() == 3 && words[1] == "to" ? parse_date(words[2]) : std::nullopt;
    if (!last) return std::nullopt;
    return AllDay{*first, *last};
}

std::optional<When> timed(Words words) {
    Timed timed;
    if (words.size() >= 2 && words[words.size() - 2] == "in") {
        timed.zone = words.back();
        words.resize(words.size() - 2);
    }
    if (words.size() != 2 && !(words.size() == 5 && words[2] == "to")) return std::nullopt;
    const std::size_t dash = words[1].find('-');
    const auto start = read_clock(words[0], words[1].substr(0, dash));
    if (!start) return std::nullopt;
    timed.start = *start;
    if (words.size() == 5)
        timed.end = read_clock(words[3], words[4]);
    else if (dash != std::string::npos)
        timed.end = read_clock(words[0], words[1].substr(dash + 1));
    if (!timed.end && (words.size() == 5 || dash != std::string::npos)) return std::nullopt;
    return timed;
}

}  // namespace

std::optional<LocalTime> read_clock(const std::string& day, const std::string& clock) {
    const auto date = parse_date(day);
    const std::size_t colon = clock.find(':');
    if (!date || colon == std::string::npos) return std::nullopt;
    const auto hour = number(std::string_view(clock).substr(0, colon));
    const auto minute = number(std::string_view(clock).substr(colon + 1));
    if (!hour || !minute || *hour > 24 || *minute > 59) return std::nullopt;
    return LocalTime(*date) + minutes(60 * *hour + *minute);
}

std::optional<When> read_when(Words words) {
    if (words.empty()) return std::nullopt;
    const std::string first = words[0];
    if (first == "undated" && words.size() == 1) return Undated{};
    if (first == "all-day") return all_day({words.begin() + 1, words.end()});
    if (const auto precision = from_name<Precision>(first))
        return vague(*precision, {words.begin() + 1, words.end()});
    return timed(std::move(words));
}

}  // namespace sopu::test
