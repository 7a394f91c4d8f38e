#include "ical/moment.h"

#include <algorithm>
#include <cstdio>

namespace sopu::ical {

namespace {

// A number of exactly these digits; nothing if one is not a digit.
std::optional<int> number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<Date> parse_day(std::string_view digits) {
    const auto year = number(digits.substr(0, 4));
    const auto month = number(digits.substr(4, 2));
    const auto day = number(digits.substr(6, 2));
    if (!year || !month || !day) return std::nullopt;
    const date::year_month_day ymd{date::year{*year}, date::month{static_cast<unsigned>(*month)},
                                   date::day{static_cast<unsigned>(*day)}};
    if (!ymd.ok()) return std::nullopt;
    return Date(ymd);
}

// HHMMSS. 60 is a leap second (RFC 5545 3.3.12): to us the second before it.
std::optional<seconds> parse_clock(std::string_view digits) {
    const auto hour = number(digits.substr(0, 2));
    const auto minute = number(digits.substr(2, 2));
    const auto second = number(digits.substr(4, 2));
    if (!hour || !minute || !second) return std::nullopt;
    if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    return seconds{*hour * 3600 + *minute * 60 + std::min(*second, 59)};
}

// "15" of "15D", with the letter; moves past both. At most nine digits, so that nothing overflows.
std::optional<std::pair<long long, char>> take_part(std::string_view& text) {
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
    if (digits == 0 || digits > 9 || digits == text.size()) return std::nullopt;
    const std::pair<long long, char> part{*number(text.substr(0, digits)), text[digits]};
    text.remove_prefix(digits + 1);
    return part;
}

}  // namespace

Result<Moment> parse_moment(std::string_view value, const Years& years) {
    const auto bad = [] { return fail(Code::invalid, "", "bad_time"); };
    Moment moment;
    if (value.size() == 16 && (value.back() == 'Z' || value.back() == 'z')) {
        moment.utc = true;
        value.remove_suffix(1);
    }
    const bool has_time = value.size() == 15 && (value[8] == 'T' || value[8] == 't');
    if (!has_time && (moment.utc || value.size() != 8)) return bad();
    const auto day = parse_day(value.substr(0, 8));
    if (!day) return bad();
    moment.day = *day;
    if (has_time) {
        moment.time = parse_clock(value.substr(9));
        if (!moment.time) return bad();
    }
    const int year = static_cast<int>(date::year_month_day(*day).year());
    if (year < years.min || year > years.max) return fail(Code::invalid, "", "year_out_of_range");
    return moment;
}

std::optional<Instant> parse_utc(std::string_view value) {
    const Result<Moment> moment = parse_moment(value);
    if (!moment || !moment->utc) return std::nullopt;
    return Instant(moment->local().time_since_epoch());
}

Result<Span> parse_span(std::string_view value) {
    const auto bad = [] { return fail(Code::invalid, "", "bad_duration"); };
    bool negative = false;
    if (!value.empty() && (value[0] == '+' || value[0] == '-')) {
        negative = value[0] == '-';
        value.remove_prefix(1);
    }
    if (value.empty() || value[0] != 'P') return bad();
    value.remove_prefix(1);
    std::string_view letters = "WD";  // parts may be missing but not change places
    bool in_time = false;
    long long days = 0;
    long long clock = 0;
    do {
        if (!in_time && value.starts_with('T')) {
            in_time = true;
            letters = "HMS";
            value.remove_prefix(1);
        }
        const auto part = take_part(value);
        const std::size_t place = part ? letters.find(part->second) : std::string_view::npos;
        if (place == std::string_view::npos) return bad();
        letters.remove_prefix(place + 1);
        switch (part->second) {
            case 'W':
                days += part->first * 7;
                break;
            case 'D':
                days += part->first;
                break;
            case 'H':
                clock += part->first * 3600;
                break;
            case 'M':
                clock += part->first * 60;
                break;
            default:
                clock += part->first;
        }
    } while (!value.empty());
    if (days > sopu::limits::span_days_max || clock > sopu::limits::span_days_max * 86'400LL)
        return fail(Code::invalid, "", "too_long");
    const int sign = negative ? -1 : 1;
    return Span{date::days{static_cast<int>(days) * sign}, seconds{clock * sign}};
}

std::string basic_date(Date day) {
    const date::year_month_day ymd(day);
    char out[32];
    std::snprintf(out, sizeof out, "%04d%02u%02u", static_cast<int>(ymd.year()),
                  static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
    return out;
}

std::string basic_local(LocalTime local) {
    const Date day = date::floor<date::days>(local);
    const auto time = static_cast<int>((local - day).count());
    char out[16];
    std::snprintf(out, sizeof out, "T%02d%02d%02d", time / 3600 % 24, time / 60 % 60, time % 60);
    return basic_date(day) + out;
}

std::string basic_utc(Instant instant) {
    return basic_local(LocalTime(instant.time_since_epoch())) + 'Z';
}

}  // namespace sopu::ical
