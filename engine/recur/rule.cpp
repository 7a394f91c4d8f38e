#include "engine/recur/rule.h"

#include <algorithm>
#include <utility>

#include "engine/recur/rule_parts.h"

namespace sopu::recur {
namespace {

tl::unexpected<Error> refuse(std::string_view part, std::string reason) {
    return tl::unexpected<Error>(
        invalid("rrule", std::move(reason), {{"part", std::string(part)}}));
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// Names and enumerated values are not case-sensitive (RFC 5545 2).
bool same_name(std::string_view text, std::string_view upper_name) {
    return std::equal(text.begin(), text.end(), upper_name.begin(), upper_name.end(),
                      [](char a, char b) { return upper(a) == b; });
}

// Digits only, at most 18 of them, which 64 bits always hold.
std::optional<std::int64_t> parse_digits(std::string_view text) {
    if (text.empty() || text.size() > 18 || !std::all_of(text.begin(), text.end(), is_digit))
        return std::nullopt;
    std::int64_t value = 0;
    for (const char c : text) value = value * 10 + (c - '0');
    return value;
}

std::optional<std::int64_t> parse_signed(std::string_view text) {
    const bool minus = text.starts_with('-');
    if (minus || text.starts_with('+')) text.remove_prefix(1);
    const auto value = parse_digits(text);
    return value && minus ? std::optional(-*value) : value;
}

template <class Read>
Result<void> each_value(std::string_view name, std::string_view list, const Read& read) {
    for (std::size_t values = 1;; ++values) {
        if (values > limits::list_values_max) return refuse(name, "rule_too_many_values");
        const std::size_t comma = list.find(',');
        SOPU_CHECK(read(list.substr(0, comma)));
        if (comma == std::string_view::npos) return {};
        list.remove_prefix(comma + 1);
    }
}

template <class T>
void sort_unique(std::vector<T>& values) {
    if (values.size() < 2) return;
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

bool in_range(const NumberPart& part, std::int64_t value) {
    if (value < 0 && part.by_end) value = -value;
    return part.min <= value && value <= part.max;
}

Result<void> read_numbers(const NumberPart& part, std::string_view list, Rule& rule) {
    Numbers& values = rule.*part.values;
    SOPU_CHECK(each_value(part.name, list, [&](std::string_view text) -> Result<void> {
        const auto value = part.by_end ? parse_signed(text) : parse_digits(text);
        if (!value) return refuse(part.name, "rule_bad_number");
        if (!in_range(part, *value)) return refuse(part.name, "rule_out_of_range");
        values.push_back(static_cast<std::int16_t>(*value));
        return {};
    }));
    sort_unique(values);
    return {};
}

std::optional<std::int16_t> parse_weekday(std::string_view text) {
    for (std::size_t i = 0; i < weekday_names.size(); ++i)
        if (same_name(text, weekday_names[i])) return static_cast<std::int16_t>(i);
    return std::nullopt;
}

Result<void> read_days(std::string_view list, Rule& rule) {
    SOPU_CHECK(each_value("BYDAY", list, [&](std::string_view text) -> Result<void> {
        if (text.size() < 2) return refuse("BYDAY", "rule_bad_weekday");
        const auto weekday = parse_weekday(text.substr(text.size() - 2));
        if (!weekday) return refuse("BYDAY", "rule_bad_weekday");
        text.remove_suffix(2);
        ByDay day{*weekday, 0};
        if (!text.empty()) {
            const auto ordinal = parse_signed(text);
            if (!ordinal) return refuse("BYDAY", "rule_bad_number");
            if (*ordinal == 0 || std::abs(*ordinal) > weekday_ordinal_max)
                return refuse("BYDAY", "rule_out_of_range");
            day.ordinal = static_cast<std::int16_t>(*ordinal);
        }
        rule.by_day.push_back(day);
        return {};
    }));
    sort_unique(rule.by_day);
    return {};
}

std::optional<Date> parse_basic_date(std::string_view text) {
    const auto number = text.size() == 8 ? parse_digits(text) : std::nullopt;
    if (!number) return std::nullopt;
    const date::year_month_day day{date::year{static_cast<int>(*number / 10'000)},
                                   date::month{static_cast<unsigned>(*number / 100 % 100)},
                                   date::day{static_cast<unsigned>(*number % 100)}};
    if (!day.ok()) return std::nullopt;
    return Date{day};
}

// RFC 5545 3.3.4 and 3.3.5: 20261024, 20261024T100000, 20261024T070000Z.
std::optional<Moment> parse_moment(std::string_view text) {
    const auto day = parse_basic_date(text.substr(0, 8));
    if (!day) return std::nullopt;
    if (text.size() == 8) return Moment(*day);
    const bool utc = text.size() == 16 && upper(text.back()) == 'Z';
    if ((text.size() != 15 && !utc) || upper(text[8]) != 'T') return std::nullopt;
    const auto clock = parse_digits(text.substr(9, 6));
    if (!clock) return std::nullopt;
    const auto hour = *clock / 10'000, minute = *clock / 100 % 100, second = *clock % 100;
    if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
    const seconds time{hour * 3600 + minute * 60 + std::min<std::int64_t>(second, 59)};
    if (utc) return Moment(Instant{day->time_since_epoch() + time});
    return Moment(LocalTime{*day} + time);
}

Result<std::int64_t> read_number(std::string_view name, std::string_view text, std::int64_t max) {
    const auto value = parse_digits(text);
    // A number of 19 digits is one, if a useless one.
    const bool long_number = !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
    if (!value && !long_number) return refuse(name, "rule_bad_number");
    if (!value || *value < 1 || *value > max) return refuse(name, "rule_out_of_range");
    return *value;
}

Result<void> read_frequency(std::string_view text, Rule& rule) {
    const auto& names = EnumNames<Frequency>::names;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!same_name(text, names[i])) continue;
        rule.frequency = static_cast<Frequency>(i);
        return {};
    }
    return refuse("FREQ", "rule_unknown_frequency");
}

// Which parts were there: one bit each, those of number_parts first.
enum PartBit : unsigned {
    part_freq = 8,
    part_until,
    part_count,
    part_interval,
    part_day,
    part_wkst
};

Result<void> note(unsigned& seen, unsigned bit, std::string_view name) {
    if ((seen >> bit & 1U) != 0) return refuse(name, "rule_repeated_part");
    seen |= 1U << bit;
    return {};
}

Result<void> read_part(std::string_view name, std::string_view value, Rule& rule, unsigned& seen) {
    for (unsigned i = 0; i < number_parts.size(); ++i) {
        if (!same_name(name, number_parts[i].name)) continue;
        SOPU_CHECK(note(seen, i, number_parts[i].name));
        return read_numbers(number_parts[i], value, rule);
    }
    if (same_name(name, "FREQ")) {
        SOPU_CHECK(note(seen, part_freq, "FREQ"));
        return read_frequency(value, rule);
    }
    if (same_name(name, "BYDAY")) {
        SOPU_CHECK(note(seen, part_day, "BYDAY"));
        return read_days(value, rule);
    }
    if (same_name(name, "INTERVAL")) {
        SOPU_CHECK(note(seen, part_interval, "INTERVAL"));
        rule.interval = SOPU_TRY(read_number("INTERVAL", value, limits::interval_max));
        return {};
    }
    if (same_name(name, "COUNT")) {
        SOPU_CHECK(note(seen, part_count, "COUNT"));
        rule.count = SOPU_TRY(read_number("COUNT", value, limits::count_max));
        return {};
    }
    if (same_name(name, "UNTIL")) {
        SOPU_CHECK(note(seen, part_until, "UNTIL"));
        rule.until = parse_moment(value);
        if (!rule.until) return refuse("UNTIL", "rule_bad_until");
        return {};
    }
    if (same_name(name, "WKST")) {
        SOPU_CHECK(note(seen, part_wkst, "WKST"));
        const auto weekday = parse_weekday(value);
        if (!weekday) return refuse("WKST", "rule_bad_weekday");
        rule.week_start = *weekday;
        return {};
    }
    return refuse("", "rule_unknown_part");
}

Result<void> check_days(const Rule& rule) {
    if (rule.by_day.size() > limits::list_values_max)
        return refuse("BYDAY", "rule_too_many_values");
    const bool ordinals_mean_something =
        rule.frequency == Frequency::monthly ||
        (rule.frequency == Frequency::yearly && rule.by_week_number.empty());
    for (const ByDay& day : rule.by_day) {
        if (day.weekday < 0 || day.weekday > 6 || std::abs(day.ordinal) > weekday_ordinal_max)
            return refuse("BYDAY", "rule_out_of_range");
        if (day.ordinal != 0 && !ordinals_mean_something)
            return refuse("BYDAY", "rule_wrong_frequency");
    }
    return {};
}

// The "MUST NOT" of RFC 5545 3.3.10 about which parts go together.
Result<void> check_together(const Rule& rule) {
    const Frequency frequency = rule.frequency;
    if (rule.count && rule.until) return refuse("COUNT", "rule_count_and_until");
    if (!rule.by_week_number.empty() && frequency != Frequency::yearly)
        return refuse("BYWEEKNO", "rule_wrong_frequency");
    if (!rule.by_year_day.empty() &&
        (frequency == Frequency::daily || frequency == Frequency::weekly ||
         frequency == Frequency::monthly))
        return refuse("BYYEARDAY", "rule_wrong_frequency");
    if (!rule.by_month_day.empty() && frequency == Frequency::weekly)
        return refuse("BYMONTHDAY", "rule_wrong_frequency");
    const bool has_set =
        !rule.by_day.empty() ||
        std::any_of(number_parts.begin(), number_parts.end(), [&](const NumberPart& part) {
            return part.values != &Rule::by_set_position && !(rule.*part.values).empty();
        });
    if (!rule.by_set_position.empty() && !has_set)
        return refuse("BYSETPOS", "rule_position_of_nothing");
    return {};
}

}  // namespace

Result<void> check_rule(const Rule& rule) {
    if (rule.interval < 1 || rule.interval > limits::interval_max)
        return refuse("INTERVAL", "rule_out_of_range");
    if (rule.count && (*rule.count < 1 || *rule.count > limits::count_max))
        return refuse("COUNT", "rule_out_of_range");
    if (rule.week_start < 0 || rule.week_start > 6) return refuse("WKST", "rule_out_of_range");
    for (const NumberPart& part : number_parts) {
        const Numbers& values = rule.*part.values;
        if (values.size() > limits::list_values_max)
            return refuse(part.name, "rule_too_many_values");
        for (const std::int16_t value : values)
            if (!in_range(part, value)) return refuse(part.name, "rule_out_of_range");
    }
    SOPU_CHECK(check_days(rule));
    return check_together(rule);
}

Result<Rule> parse_rule(std::string_view rrule_value) {
    if (rrule_value.size() > limits::rule_bytes_max) return refuse("", "rule_too_long");
    Rule rule;
    unsigned seen = 0;
    for (std::string_view rest = rrule_value;;) {
        const std::size_t semicolon = rest.find(';');
        const std::string_view part = rest.substr(0, semicolon);
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos) return refuse("", "rule_bad_part");
        SOPU_CHECK(read_part(part.substr(0, equals), part.substr(equals + 1), rule, seen));
        if (semicolon == std::string_view::npos) break;
        rest.remove_prefix(semicolon + 1);
    }
    if ((seen >> part_freq & 1U) == 0) return refuse("FREQ", "rule_no_frequency");
    SOPU_CHECK(check_together(rule));
    SOPU_CHECK(check_days(rule));
    return rule;
}

}  // namespace sopu::recur
