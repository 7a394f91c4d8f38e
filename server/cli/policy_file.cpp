#include "server/cli/policy_file.h"

#include <charconv>
#include <map>
#include <optional>
#include <string>

#include "engine/base/limits.h"
#include "server/cli/toml_file.h"

namespace sopu::cli {
namespace {

constexpr std::string_view category_table = "length_by_category_minutes.";

template <class Number>
std::optional<Number> number(const TomlEntry& entry, Number min, Number max) {
    Number value{};
    const char* end = entry.value.data() + entry.value.size();
    const auto [stop, problem] = std::from_chars(entry.value.data(), end, value);
    if (!entry.is_number || problem != std::errc{} || stop != end) return std::nullopt;
    // Said so that NaN, which compares with nothing, is out of range.
    return value >= min && value <= max ? std::optional(value) : std::nullopt;
}

bool set_length(minutes& length, const TomlEntry& entry) {
    const auto value = number<int>(entry, 1, limits::duration_minutes_max);
    if (value) length = minutes(*value);
    return value.has_value();
}

// The one that is no number.
bool is_flag(std::string_view key) {
    return key == "trusted_publish_without_review";
}

bool set_flag(bool& flag, const TomlEntry& entry) {
    if (entry.value != "on" && entry.value != "off") return false;
    flag = entry.value == "on";
    return true;
}

template <class Number>
bool set(Number& field, const TomlEntry& entry, Number min, Number max) {
    const auto value = number<Number>(entry, min, max);
    if (value) field = *value;
    return value.has_value();
}

// Nothing if there is no such name; else whether the value could be taken.
std::optional<bool> apply(const TomlEntry& entry, Policy& policy) {
    if (entry.key.starts_with(category_table))
        return set_length(policy.length_by_category[entry.key.substr(category_table.size())],
                          entry);
    if (entry.key == "length_default_minutes") return set_length(policy.length_default, entry);
    if (entry.key == "travel_road_factor") return set(policy.travel_road_factor, entry, 1.0, 10.0);
    if (entry.key == "travel_km_per_hour")
        return set(policy.travel_km_per_hour, entry, 1.0, 1'000.0);
    if (entry.key == "travel_allowance_minutes") {
        const auto value = number<int>(entry, 0, 1'440);
        if (value) policy.travel_allowance = minutes(*value);
        return value.has_value();
    }
    if (is_flag(entry.key)) return set_flag(policy.trusted_publish_without_review, entry);
    if (entry.key == "coverage_contributors_min")
        return set(policy.coverage_contributors_min, entry, 0, 1'000'000);
    if (entry.key == "coverage_contributors_days")
        return set(policy.coverage_contributors_days, entry, 1, 36'600);
    if (entry.key == "coverage_events_min")
        return set(policy.coverage_events_min, entry, 0, 1'000'000);
    if (entry.key == "coverage_window_days")
        return set(policy.coverage_window_days, entry, 2, 3'660);
    if (entry.key == "coverage_reach_km") return set(policy.coverage_reach_km, entry, 0.0, 2'000.0);
    return std::nullopt;
}

}  // namespace

Result<Policy> parse_policy(std::string_view toml) {
    Policy policy;
    for (const TomlEntry& entry : SOPU_TRY(read_toml(toml))) {
        const std::optional<bool> taken = apply(entry, policy);
        if (!taken)
            return tl::unexpected(wrong_line(entry.key, "unknown_setting", entry.line, entry.key));
        if (!*taken)
            return tl::unexpected(wrong_line(entry.key,
                                             is_flag(entry.key) ? "unknown_value" : "bad_number",
                                             entry.line, entry.key + " = " + entry.value));
    }
    return policy;
}

}  // namespace sopu::cli
