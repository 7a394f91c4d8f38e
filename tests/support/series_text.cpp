#include "tests/support/series_text.h"

#include <charconv>
#include <utility>
#include <vector>

#include "engine/base/invariant.h"
#include "engine/base/text.h"
#include "engine/time/iso.h"
#include "tests/support/zones.h"

namespace sopu::test {
namespace {

using recur::Length;
using recur::Moment;

struct Line {
    std::string_view name;
    std::string_view parameters;
    std::string_view value;
};

std::string unfolded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') continue;
        if (text[i] == '\n' && i + 1 < text.size() && text[i + 1] == ' ')
            ++i;
        else
            out += text[i];
    }
    return out;
}

Line split_line(std::string_view line) {
    const std::size_t colon = line.find(':');
    INVARIANT(colon != std::string_view::npos, "a content line has a value");
    const std::string_view head = line.substr(0, colon);
    const std::size_t semicolon = head.find(';');
    return {head.substr(0, semicolon),
            semicolon == std::string_view::npos ? "" : head.substr(semicolon + 1),
            line.substr(colon + 1)};
}

int number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    INVARIANT(error == std::errc{} && end == text.data() + text.size(), "a number is digits");
    return value;
}

const Zone* zone_of(const Line& line) {
    const std::size_t at = line.parameters.find("TZID=");
    if (at == std::string_view::npos) return nullptr;
    std::string_view name = line.parameters.substr(at + 5);
    name = name.substr(0, name.find(';'));
    if (name == "FLE Standard Time") name = home_zone;
    const Zone* zone = test_zones().find(name);
    INVARIANT(zone != nullptr, "zones of the cases are known");
    return zone;
}

// A value with a TZID of its own is that instant; without one it is as it reads.
Moment moment_of(const Line& line, std::string_view text) {
    const Moment moment = read_moment(text);
    const auto* local = std::get_if<LocalTime>(&moment);
    const Zone* zone = zone_of(line);
    return local && zone ? Moment(to_instant(*local, *zone)) : moment;
}

// P1W, P2D, PT1H30M, P1DT2H; weeks and days are nominal.
Length read_length(std::string_view text) {
    INVARIANT(text.starts_with('P'), "a duration begins with P");
    Length length;
    int value = 0;
    for (const char c : text.substr(1)) {
        if (c >= '0' && c <= '9') {
            value = value * 10 + (c - '0');
            continue;
        }
        if (c == 'W') length.days += 7 * value;
        if (c == 'D') length.days += value;
        if (c == 'H') length.time += std::chrono::hours{value};
        if (c == 'M') length.time += minutes{value};
        if (c == 'S') length.time += seconds{value};
        value = 0;
    }
    return length;
}

recur::ExtraDate extra_of(const Line& line, std::string_view text) {
    const std::size_t slash = text.find('/');
    recur::ExtraDate extra{moment_of(line, text.substr(0, slash)), {}};
    if (slash == std::string_view::npos) return extra;
    const std::string_view end = text.substr(slash + 1);
    if (end.starts_with('P'))
        extra.end = read_length(end);
    else
        extra.end = moment_of(line, end);
    return extra;
}

struct Component {
    Line start;
    Line end;
    Line recurrence_id;
    std::string_view duration;
    std::vector<Line> others;
    bool cancelled = false;
};

Length length_of(const Component& component) {
    if (!component.duration.empty()) return read_length(component.duration);
    const Moment start = moment_of(component.start, component.start.value);
    const auto* day = std::get_if<Date>(&start);
    if (component.end.value.empty()) return day ? Length{1, {}} : Length{};
    const Moment end = moment_of(component.end, component.end.value);
    if (day) return {(std::get<Date>(end) - *day).count(), {}};
    const auto at = [](const Moment& moment) {
        const auto* local = std::get_if<LocalTime>(&moment);
        return local ? to_instant(*local, test_zones().home()) : std::get<Instant>(moment);
    };
    return {0, at(end) - at(start)};
}

void add_master(const Component& component, recur::Series& series) {
    const Moment start = read_moment(component.start.value);
    if (const auto* day = std::get_if<Date>(&start)) {
        series.start = LocalTime{*day};
        series.all_day = true;
    } else if (const auto* local = std::get_if<LocalTime>(&start)) {
        series.start = *local;
        series.zone = zone_of(component.start);
    } else {
        series.zone = test_zones().find("UTC");
        series.start = LocalTime{std::get<Instant>(start).time_since_epoch()};
    }
    series.length = length_of(component);
    for (const Line& line : component.others) {
        if (line.name == "RRULE") {
            auto rule = recur::parse_rule(line.value);
            INVARIANT(rule.has_value(), "the rules of the cases are rules");
            series.rule = *std::move(rule);
        }
        for (const std::string_view value : split(line.value, ',')) {
            if (line.name == "RDATE") series.dates.push_back(extra_of(line, value));
            if (line.name == "EXDATE") series.exceptions.push_back(moment_of(line, value));
        }
    }
}

void add_override(const Component& component, recur::Series& series) {
    recur::Override said;
    said.recurrence_id = moment_of(component.recurrence_id, component.recurrence_id.value);
    if (component.recurrence_id.parameters.find("RANGE=THISANDFUTURE") != std::string_view::npos)
        said.range = recur::OverrideRange::this_and_future;
    said.cancelled = component.cancelled;
    said.start = moment_of(component.start, component.start.value);
    said.length = length_of(component);
    series.overrides.push_back(said);
}

void add_line(const Line& line, Component& component) {
    if (line.name == "DTSTART")
        component.start = line;
    else if (line.name == "DTEND")
        component.end = line;
    else if (line.name == "DURATION")
        component.duration = line.value;
    else if (line.name == "RECURRENCE-ID")
        component.recurrence_id = line;
    else if (line.name == "STATUS")
        component.cancelled = line.value == "CANCELLED";
    else
        component.others.push_back(line);
}

void add_component(const Component& component, recur::Series& series) {
    if (component.start.value.empty()) return;
    if (component.recurrence_id.value.empty())
        add_master(component, series);
    else
        add_override(component, series);
}

}  // namespace

Moment read_moment(std::string_view text) {
    INVARIANT(text.size() >= 8, "a moment has a date");
    const date::year_month_day ymd{date::year{number(text.substr(0, 4))},
                                   date::month{static_cast<unsigned>(number(text.substr(4, 2)))},
                                   date::day{static_cast<unsigned>(number(text.substr(6, 2)))}};
    const Date day{ymd};
    if (text.size() == 8) return day;
    INVARIANT(text.size() >= 15 && text[8] == 'T', "a time follows the date");
    const seconds time = std::chrono::hours{number(text.substr(9, 2))} +
                         minutes{number(text.substr(11, 2))} + seconds{number(text.substr(13, 2))};
    if (text.ends_with('Z')) return Instant{day.time_since_epoch() + time};
    return LocalTime{day} + time;
}

Instant read_instant(std::string_view rfc3339) {
    const auto instant = parse_instant(rfc3339);
    INVARIANT(instant.has_value(), "tests write instants as RFC 3339");
    return *instant;
}

recur::Series read_series(std::string_view calendar) {
    const std::string text = unfolded(calendar);
    recur::Series series;
    Component component;
    bool in_zone = false;
    for (std::string_view line : split(text, '\n')) {
        const Line parsed = split_line(line);
        if (parsed.value == "VTIMEZONE") in_zone = parsed.name == "BEGIN";
        if (in_zone) continue;
        if (parsed.name == "BEGIN") component = {};
        if (parsed.name == "END") {
            add_component(component, series);
            component = {};
        } else {
            add_line(parsed, component);
        }
    }
    add_component(component, series);
    return series;
}

}  // namespace sopu::test
