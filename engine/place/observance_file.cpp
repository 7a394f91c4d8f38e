// Reading data/observances.csv: one observance a line, so that a coordinator can mend it with a
// table program. What each column says stands in data/README.md.
#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include "engine/base/limits.h"
#include "engine/place/observance.h"

namespace sopu {
namespace {

constexpr std::string_view header =
    "id;kind;name_fi;name_sv;name_en;dates;hours;place;from_year;to_year;firm;source";
enum Column : std::size_t {
    id,
    kind,
    name_fi,
    name_sv,
    name_en,
    dates,
    hours,
    place,
    from_year,
    to_year,
    firm,
    source,
    column_count
};
using Fields = std::array<std::string_view, column_count>;

// What is wrong with a line; parse() adds which line it is.
tl::unexpected<Error> wrong(std::string what) {
    return fail(Code::invalid, "", "bad_observances", std::move(what));
}

Error at_line(Error error, std::size_t line) {
    error.reason = "bad_observances";
    error.detail = "observances.csv line " + std::to_string(line) + ": " + error.detail;
    return error;
}

Result<Fields> fields_of(std::string_view line) {
    Fields fields;
    for (std::size_t i = 0; i < column_count; ++i) {
        const std::size_t end = line.find(';');
        const bool is_last = i + 1 == column_count;
        if ((end == std::string_view::npos) != is_last)
            return wrong(is_last ? "too many fields" : "too few fields");
        fields[i] = trim(line.substr(0, end));
        if (fields[i].size() > limits::short_text_bytes_max) return wrong("a field is too long");
        if (!is_last) line.remove_prefix(end + 1);
    }
    return fields;
}

Result<std::string> id_of(std::string_view text) {
    const bool good = !text.empty() && text.size() <= limits::id_bytes_max &&
                      std::all_of(text.begin(), text.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                      });
    if (!good) return wrong("the id is not of a-z, 0-9 and hyphens");
    return std::string(text);
}

Result<LocalizedText> name_of_fields(const Fields& fields) {
    LocalizedText name;
    for (const auto& [language, column] :
         {std::pair{"fi", name_fi}, std::pair{"sv", name_sv}, std::pair{"en", name_en}}) {
        if (fields[column].empty()) return wrong("a name is missing");
        name[language] = std::string(fields[column]);
    }
    return name;
}

// "10:00", two digits each, to 24:00.
std::optional<minutes> clock(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto two = [&](std::size_t at) {
        int value = -1;
        const char* begin = text.data() + at;
        const auto [end, error] = std::from_chars(begin, begin + 2, value);
        return error == std::errc{} && end == begin + 2 ? value : -1;
    };
    const int hour = two(0);
    const int minute = two(3);
    if (hour < 0 || minute < 0 || minute > 59) return std::nullopt;
    const minutes time = std::chrono::hours(hour) + minutes(minute);
    return time <= std::chrono::hours(24) ? std::optional(time) : std::nullopt;
}

Result<std::optional<DayHours>> hours_of(std::string_view text) {
    if (text.empty()) return std::optional<DayHours>();
    const std::size_t hyphen = text.find('-');
    if (hyphen != std::string_view::npos) {
        const auto from = clock(text.substr(0, hyphen));
        const auto to = clock(text.substr(hyphen + 1));
        if (from && to && *from < *to) return std::optional(DayHours{*from, *to});
    }
    return wrong("the hours are not as 10:00-11:00");
}

Result<std::vector<MunicipalityCode>> codes_of(std::string_view name, const Gazetteer& gazetteer) {
    if (const Region* region = gazetteer.region(name)) return region->municipalities;
    if (const Municipality* municipality = gazetteer.by_name(name))
        return std::vector{municipality->code};
    return wrong("no such place: " + std::string(name));
}

// "*", "none", or slugs and codes apart by spaces, each put in or, after a hyphen, taken out; "*"
// before something taken out is every municipality.
Result<std::optional<std::vector<MunicipalityCode>>> place_of(std::string_view text,
                                                              const Gazetteer& gazetteer) {
    if (text == "*") return std::optional<std::vector<MunicipalityCode>>();
    std::set<MunicipalityCode> codes;
    const auto words = split(text, ' ');
    for (const std::string_view word : words) {
        if (word == "*" && word.data() == words.front().data()) {
            for (const Municipality& each : gazetteer.municipalities()) codes.insert(each.code);
        } else if (word.starts_with('-')) {
            for (const auto& code : SOPU_TRY(codes_of(word.substr(1), gazetteer)))
                codes.erase(code);
        } else if (text != "none") {
            const auto added = SOPU_TRY(codes_of(word, gazetteer));
            codes.insert(added.begin(), added.end());
        }
    }
    if (codes.empty() && text != "none") return wrong("the place holds no municipality");
    return std::optional(std::vector(codes.begin(), codes.end()));
}

Result<int> year_of(std::string_view text, int unsaid) {
    if (text.empty()) return unsaid;
    int year = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
    if (error != std::errc{} || end != text.data() + text.size() || year < limits::year_min ||
        year > limits::year_max)
        return wrong("no year of the calendar: " + std::string(text));
    return year;
}

// The years of a rule, or the one year of a date.
Result<void> read_years(const Fields& fields, Observance& observance) {
    int first = limits::year_min;
    int last = limits::year_max;
    const OnDates* once = std::get_if<OnDates>(&observance.rule);
    if (once != nullptr)
        first = last = static_cast<int>(date::year_month_day(once->days.first).year());
    observance.first_year = SOPU_TRY(year_of(fields[from_year], first));
    observance.last_year = SOPU_TRY(year_of(fields[to_year], last));
    if (observance.last_year < observance.first_year) return wrong("the years end too early");
    if (first < limits::year_min || last > limits::year_max ||
        (once != nullptr && (observance.first_year > first || observance.last_year < first)))
        return wrong("the date lies outside its years");
    return {};
}

Result<Observance> observance_of(std::string_view line, const Gazetteer& gazetteer) {
    if (!is_utf8(line)) return wrong("not UTF-8");
    if (has_control(line, Lines::one)) return wrong("a control character");
    const Fields fields = SOPU_TRY(fields_of(line));
    Observance observance;
    observance.id = SOPU_TRY(id_of(fields[id]));
    const auto said_kind = from_name<ObservanceKind>(fields[kind]);
    if (!said_kind) return wrong("no such kind: " + std::string(fields[kind]));
    observance.kind = *said_kind;
    observance.name = SOPU_TRY(name_of_fields(fields));
    observance.rule = SOPU_TRY(parse_day_rule(fields[dates]));
    observance.hours = SOPU_TRY(hours_of(fields[hours]));
    observance.municipalities = SOPU_TRY(place_of(fields[place], gazetteer));
    SOPU_CHECK(read_years(fields, observance));
    if (fields[firm] != "yes" && fields[firm] != "no") return wrong("firm is yes or no");
    observance.firm = fields[firm] == "yes";
    if (fields[source].empty()) return wrong("no source");
    observance.source = std::string(fields[source]);
    // Whether a day is a holiday is asked without a place.
    const bool holiday =
        observance.kind == ObservanceKind::public_holiday || observance.kind == ObservanceKind::eve;
    if (holiday && observance.municipalities)
        return wrong("a public holiday or eve is of the whole country");
    return observance;
}

// The years of each id so far.
using Taken = std::multimap<std::string, std::pair<int, int>>;

Result<void> take_years(const Observance& observance, Taken& taken) {
    const auto [begin, end] = taken.equal_range(observance.id);
    for (auto it = begin; it != end; ++it)
        if (observance.first_year <= it->second.second && it->second.first <= observance.last_year)
            return wrong("id " + observance.id + " stands twice for a year");
    taken.emplace(observance.id, std::pair(observance.first_year, observance.last_year));
    return {};
}

Result<Observance> next_of(std::string_view line, const Gazetteer& gazetteer, Taken& taken) {
    Observance observance = SOPU_TRY(observance_of(line, gazetteer));
    SOPU_CHECK(take_years(observance, taken));
    return observance;
}

}  // namespace

Result<Observances> Observances::parse(std::string_view csv, const Gazetteer& gazetteer) {
    std::vector<Observance> all;
    Taken taken;
    bool header_read = false;
    if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);  // what table programs put in front
    for (std::size_t number = 1; !csv.empty(); ++number) {
        const std::size_t end = std::min(csv.find('\n'), csv.size());
        const std::string_view line = trim(csv.substr(0, end));
        csv.remove_prefix(std::min(end + 1, csv.size()));
        if (line.empty() || line.starts_with('#')) continue;
        if (!header_read) {
            if (line != header)
                return tl::make_unexpected(
                    at_line(wrong("the columns are not as they were").value(), number));
            header_read = true;
            continue;
        }
        auto observance = next_of(line, gazetteer, taken);
        if (!observance) return tl::make_unexpected(at_line(observance.error(), number));
        all.push_back(std::move(*observance));
    }
    if (all.empty()) return tl::make_unexpected(at_line(wrong("no observances").value(), 0));
    return Observances(std::move(all));
}

}  // namespace sopu
