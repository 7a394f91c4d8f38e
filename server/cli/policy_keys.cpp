#include "server/cli/policy_keys.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "engine/base/limits.h"
#include "engine/base/text.h"

namespace sopu::cli {
namespace {

constexpr std::string_view fine;
constexpr std::string_view unknown_setting = "unknown_setting";
constexpr std::string_view bad_number = "bad_number";
constexpr std::string_view unknown_value = "unknown_value";
constexpr std::string_view bad_date = "bad_date";
constexpr std::string_view too_long = "too_long";

template <class Field, class Number>
struct Setting {
    std::string_view name;
    Field Policy::*field;
    Number min;
    Number max;
};

constexpr std::array<Setting<double, double>, 24> reals{{
    {"audience_everyone", &Policy::audience_everyone, 0, 1},
    {"audience_other_language", &Policy::audience_other_language, 0, 1},
    {"busy_factor", &Policy::busy_factor, 1, 100},
    {"busy_floor_score", &Policy::busy_floor_score, 0, 1'000'000},
    {"claim_expected", &Policy::claim_expected, 0, 1},
    {"claim_hold", &Policy::claim_hold, 0, 1},
    {"claim_unverified", &Policy::claim_unverified, 0, 1},
    {"coverage_reach_km", &Policy::coverage_reach_km, 0, 2'000},
    {"duplicate_title_similarity", &Policy::duplicate_title_similarity, 0, 1},
    {"opportunity_km", &Policy::opportunity_km, 0, 2'000},
    {"reach_full_share", &Policy::reach_full_share, 0, 1},
    {"scale_around_km", &Policy::scale_around_km, 1, 2'000},
    {"scale_min", &Policy::scale_min, 0.001, 1},
    {"scale_target_events", &Policy::scale_target_events, 0.001, 1'000'000},
    {"score_notice", &Policy::score_notice, 0.001, 100},
    {"score_warning", &Policy::score_warning, 0.001, 100},
    {"size_one_smaller", &Policy::size_one_smaller, 0, 1},
    {"size_two_smaller", &Policy::size_two_smaller, 0, 1},
    {"time_overlap_factor", &Policy::time_overlap_factor, 1, 100},
    {"time_same_day", &Policy::time_same_day, 0, 1},
    {"time_same_part", &Policy::time_same_part, 0, 1},
    {"time_same_weekend", &Policy::time_same_weekend, 0, 1},
    {"travel_km_per_hour", &Policy::travel_km_per_hour, 1, 1'000},
    {"travel_road_factor", &Policy::travel_road_factor, 1, 10},
}};

constexpr std::array<Setting<int, int>, 11> counts{{
    {"busy_weeks", &Policy::busy_weeks, 1, 104},
    {"coverage_contributors_days", &Policy::coverage_contributors_days, 1, 36'600},
    {"coverage_contributors_min", &Policy::coverage_contributors_min, 0, 1'000'000},
    {"coverage_events_min", &Policy::coverage_events_min, 0, 1'000'000},
    {"coverage_window_days", &Policy::coverage_window_days, 2, 3'660},
    {"lead_time_near_days", &Policy::lead_time_near_days, 0, 366},
    {"long_days", &Policy::long_days, 2, 366},
    {"opportunity_days", &Policy::opportunity_days, 0, 31},
    {"saturation_count", &Policy::saturation_count, 2, 1'000},
    {"school_holiday_days_max", &Policy::school_holiday_days_max, 0, 366},
    {"service_start_minute", &Policy::service_start_minute, 0, 1'439},
}};

constexpr std::array<Setting<minutes, int>, 3> lengths{{
    {"length_default_minutes", &Policy::length_default, 1, limits::duration_minutes_max},
    {"service_length_minutes", &Policy::service_length, 1, 1'440},
    {"travel_allowance_minutes", &Policy::travel_allowance, 0, 1'440},
}};

struct Flag {
    std::string_view name;
    bool Policy::*field;
};
constexpr std::array<Flag, 3> flags{{
    {"organiser_overlap", &Policy::organiser_overlap},
    {"service_hour", &Policy::service_hour},
    {"trusted_publish_without_review", &Policy::trusted_publish_without_review},
}};

struct List {
    std::string_view name;
    std::vector<std::string> Policy::*field;
};
constexpr std::array<List, 2> lists{{
    {"exhibition_categories", &Policy::exhibition_categories},
    {"routine_categories", &Policy::routine_categories},
}};

// Tables whose keys are names of somebody's own.
constexpr std::string_view length_table = "length_by_category_minutes.";
constexpr std::string_view reach_table = "reach_km.";
constexpr std::string_view lead_time_table = "lead_time.";
constexpr std::string_view protected_day_table = "protected_day.";

template <class Number>
std::optional<Number> number(const TomlEntry& entry, Number min, Number max) {
    Number value{};
    const char* end = entry.value.data() + entry.value.size();
    const auto [stop, problem] = std::from_chars(entry.value.data(), end, value);
    if (!entry.is_number || problem != std::errc{} || stop != end) return std::nullopt;
    // Said so that NaN, which compares with nothing, is out of range.
    return value >= min && value <= max ? std::optional(value) : std::nullopt;
}

template <class Field, class Number>
std::string_view set(Field& field, const TomlEntry& entry, Number min, Number max) {
    const auto value = number<Number>(entry, min, max);
    if (value) field = Field(*value);
    return value ? fine : bad_number;
}

std::optional<bool> on_or_off(const TomlEntry& entry) {
    if (entry.value != "on" && entry.value != "off") return std::nullopt;
    return entry.value == "on";
}

// A code as records have it: a category, a condition.
bool is_code(std::string_view text) {
    return text.size() <= limits::id_bytes_max && !has_control(text, Lines::one);
}

std::string_view set_list(std::vector<std::string>& list, const TomlEntry& entry) {
    if (entry.is_number) return unknown_value;
    std::vector<std::string> said;
    for (const std::string_view item : split(entry.value, ',')) {
        if (!is_code(item)) return unknown_value;
        said.emplace_back(item);
    }
    if (said.size() > limits::list_items_max) return too_long;
    list = std::move(said);
    return fine;
}

// "name_fi" and its like, for three languages.
std::optional<std::string_view> language_of(std::string_view key) {
    if (key == "name_fi") return "fi";
    if (key == "name_sv") return "sv";
    if (key == "name_en") return "en";
    return std::nullopt;
}

std::string_view set_name(LocalizedText& name, std::string_view language, const TomlEntry& entry) {
    if (entry.is_number || has_control(entry.value, Lines::one)) return unknown_value;
    if (entry.value.size() > limits::short_text_bytes_max) return too_long;
    name[std::string(language)] = entry.value;
    return fine;
}

std::string_view set_lead_time(std::string_view key, const TomlEntry& entry, LeadTimes& all) {
    const std::size_t dot = key.find('.');
    if (dot == std::string_view::npos || dot == 0) return unknown_setting;
    const std::string id(key.substr(0, dot));
    const std::string_view field = key.substr(dot + 1);
    const auto found = all.find(id);
    LeadTime lead_time = found == all.end() ? LeadTime{} : found->second;
    std::string_view reason = unknown_setting;
    if (field == "days") reason = set(lead_time.days, entry, 0, 732);
    if (field == "attendance_min")
        reason = set(lead_time.attendance_min, entry, 0, limits::attendance_max);
    if (field == "condition") {
        reason = entry.is_number || !is_code(entry.value) ? unknown_value : fine;
        lead_time.condition = entry.value;
    }
    if (field == "applies") {
        reason = on_or_off(entry) ? fine : unknown_value;
        lead_time.applies = on_or_off(entry).value_or(true);
    }
    if (const auto language = language_of(field))
        reason = set_name(lead_time.name, *language, entry);
    if (reason == fine) all[id] = std::move(lead_time);
    return reason;
}

// The number that the digits are; nothing for anything but digits.
std::optional<int> digits(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

// "2026-11-28", or "12-06" of every year.
std::string_view set_date(ProtectedDay& day, const TomlEntry& entry) {
    std::string_view text = entry.value;
    std::optional<int> year = 2024;  // a leap year: 29 February is a day of every year
    const bool yearly = text.size() == 5;
    if (!yearly) {
        if (text.size() != 10 || text[4] != '-') return bad_date;
        year = digits(text.substr(0, 4));
        text.remove_prefix(5);
    }
    const auto month = digits(text.substr(0, 2));
    const auto day_of_month = digits(text.substr(3));
    if (entry.is_number || text[2] != '-' || !year || !month || !day_of_month) return bad_date;
    const auto said = date::year(*year) / *month / *day_of_month;
    if (!said.ok() || *year < limits::year_min || *year > limits::year_max) return bad_date;
    day.year = yearly ? 0 : *year;
    day.month = static_cast<unsigned>(said.month());
    day.day = static_cast<unsigned>(said.day());
    return fine;
}

std::string_view set_protected_day(std::string_view key, const TomlEntry& entry,
                                   ProtectedDays& all) {
    const std::size_t dot = key.find('.');
    if (dot == std::string_view::npos || dot == 0) return unknown_setting;
    const std::string id(key.substr(0, dot));
    const std::string_view field = key.substr(dot + 1);
    const auto found = all.find(id);
    ProtectedDay day = found == all.end() ? ProtectedDay{} : found->second;
    std::string_view reason = unknown_setting;
    if (field == "date") reason = set_date(day, entry);
    if (const auto language = language_of(field)) reason = set_name(day.name, *language, entry);
    if (reason == fine) all[id] = std::move(day);
    return reason;
}

std::string_view set_length(std::string_view category, const TomlEntry& entry, Policy& policy) {
    const auto value = number<int>(entry, 1, limits::duration_minutes_max);
    if (value) policy.length_by_category[std::string(category)] = minutes(*value);
    return value ? fine : bad_number;
}

std::string_view set_reach(std::string_view size, const TomlEntry& entry, Policy& policy) {
    const auto named = from_name<SizeClass>(size);
    if (!named) return unknown_setting;
    return set(policy.reach_km[static_cast<std::size_t>(*named)], entry, 0.1, 2'000.0);
}

// Of the keys that are no numbers, or are optional.
std::string_view set_other(std::string_view key, const TomlEntry& entry, Policy& policy) {
    if (key == "scale") return set(policy.scale, entry, 0.001, 100.0);
    if (key == "size_default") {
        const auto size = from_name<SizeClass>(entry.value);
        if (size) policy.size_default = *size;
        return size ? fine : unknown_value;
    }
    for (const Flag& flag : flags)
        if (flag.name == key) {
            const auto on = on_or_off(entry);
            if (on) policy.*flag.field = *on;
            return on ? fine : unknown_value;
        }
    for (const List& list : lists)
        if (list.name == key) return set_list(policy.*list.field, entry);
    return unknown_setting;
}

}  // namespace

std::string_view set_policy_key(std::string_view key, const TomlEntry& entry, Policy& policy) {
    const auto in = [&key](std::string_view table) {
        if (!key.starts_with(table)) return false;
        key.remove_prefix(table.size());
        return true;
    };
    if (in(length_table)) return set_length(key, entry, policy);
    if (in(reach_table)) return set_reach(key, entry, policy);
    if (in(lead_time_table)) return set_lead_time(key, entry, policy.lead_times);
    if (in(protected_day_table)) return set_protected_day(key, entry, policy.protected_days);
    for (const auto& it : reals)
        if (it.name == key) return set(policy.*it.field, entry, it.min, it.max);
    for (const auto& it : counts)
        if (it.name == key) return set(policy.*it.field, entry, it.min, it.max);
    for (const auto& it : lengths)
        if (it.name == key) return set(policy.*it.field, entry, it.min, it.max);
    return set_other(key, entry, policy);
}

std::vector<std::string> policy_keys() {
    std::vector<std::string> keys{"scale", "size_default", std::string(length_table) + "*"};
    for (const std::string_view size : EnumNames<SizeClass>::names)
        keys.push_back(std::string(reach_table) + std::string(size));
    const auto of_table = [&keys](std::string_view table, std::vector<std::string> fields) {
        for (const std::string& field : fields) keys.push_back(std::string(table) + "*." + field);
    };
    of_table(lead_time_table,
             {"applies", "attendance_min", "condition", "days", "name_fi", "name_sv", "name_en"});
    of_table(protected_day_table, {"date", "name_fi", "name_sv", "name_en"});
    const auto of = [&keys](const auto& settings) {
        for (const auto& it : settings) keys.emplace_back(it.name);
    };
    of(reals);
    of(counts);
    of(lengths);
    of(flags);
    of(lists);
    std::sort(keys.begin(), keys.end());
    return keys;
}

}  // namespace sopu::cli
