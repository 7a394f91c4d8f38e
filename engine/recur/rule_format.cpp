#include <cstdio>

#include "engine/recur/rule.h"
#include "engine/recur/rule_parts.h"

namespace sopu::recur {
namespace {

std::string format_basic_date(Date day) {
    const date::year_month_day ymd{day};
    char text[16];
    std::snprintf(text, sizeof text, "%04d%02u%02u", static_cast<int>(ymd.year()),
                  static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
    return text;
}

std::string format_basic_local(LocalTime local) {
    const Date day = date::floor<date::days>(local);
    const auto second = static_cast<unsigned>((local - day).count());
    char text[16];
    std::snprintf(text, sizeof text, "T%02u%02u%02u", second / 3600, second / 60 % 60, second % 60);
    return format_basic_date(day) + text;
}

std::string format_moment(const Moment& moment) {
    if (const auto* day = std::get_if<Date>(&moment)) return format_basic_date(*day);
    if (const auto* local = std::get_if<LocalTime>(&moment)) return format_basic_local(*local);
    return format_basic_local(LocalTime{std::get<Instant>(moment).time_since_epoch()}) + "Z";
}

void add_days(const std::vector<ByDay>& days, std::string& text) {
    if (days.empty()) return;
    text += ";BYDAY=";
    for (const ByDay& day : days) {
        if (&day != &days.front()) text += ',';
        if (day.ordinal != 0) text += std::to_string(day.ordinal);
        text += weekday_names[static_cast<std::size_t>(day.weekday)];
    }
}

void add_numbers(std::string_view name, const Numbers& numbers, std::string& text) {
    if (numbers.empty()) return;
    text += ';';
    text += name;
    for (const std::int16_t& number : numbers) {
        text += &number == &numbers.front() ? '=' : ',';
        text += std::to_string(number);
    }
}

}  // namespace

std::string format_rule(const Rule& rule) {
    std::string text = "FREQ=";
    text += name_of(rule.frequency);
    if (rule.until) text += ";UNTIL=" + format_moment(*rule.until);
    if (rule.count) text += ";COUNT=" + std::to_string(*rule.count);
    if (rule.interval != 1) text += ";INTERVAL=" + std::to_string(rule.interval);
    for (const NumberPart& part : number_parts) {
        if (part.values == &Rule::by_month_day) add_days(rule.by_day, text);
        add_numbers(part.name, rule.*part.values, text);
    }
    if (rule.week_start != 1) {
        text += ";WKST=";
        text += weekday_names[static_cast<std::size_t>(rule.week_start)];
    }
    return text;
}

}  // namespace sopu::recur
