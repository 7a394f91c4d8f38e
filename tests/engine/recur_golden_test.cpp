// What series say, case by case: tests/golden/recur/rfc5545.txt and series.txt.
#include <doctest/doctest.h>

#include <sstream>

#include "engine/base/text.h"
#include "engine/recur/expand.h"
#include "engine/time/iso.h"
#include "tests/support/golden.h"
#include "tests/support/series_text.h"
#include "tests/support/zones.h"

namespace sopu::recur {
namespace {

using test::read_instant;

std::string said_of(const Occurrence& occurrence) {
    std::string text = format_instant(occurrence.start) + " " + format_instant(occurrence.end);
    if (occurrence.recurrence_id != occurrence.start)
        text += " " + format_instant(occurrence.recurrence_id);
    if (occurrence.override_index != Occurrence::no_override)
        text += " #" + std::to_string(occurrence.override_index);
    return text + "\n";
}

struct Case {
    std::string name;
    std::string calendar;
    std::string from;
    std::string to;
    std::string expected;
};

void check_case(const Case& said) {
    CAPTURE(said.name);
    const auto found = expand(test::read_series(said.calendar), test::test_zones(),
                              {read_instant(said.from), read_instant(said.to)});
    REQUIRE(found.has_value());
    std::string text;
    for (const Occurrence& occurrence : *found) text += said_of(occurrence);
    CHECK(text == said.expected);
}

std::vector<Case> series_cases() {
    std::istringstream lines(test::source_file("tests/golden/recur/series.txt"));
    std::vector<Case> cases;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.starts_with('#')) continue;
        if (line.starts_with("case ")) {
            cases.push_back({line.substr(5), "", "", "", ""});
            continue;
        }
        Case& last = cases.back();
        if (line.starts_with("window ")) {
            const auto words = split(line, ' ');
            last.from = words[1];
            last.to = words[2];
        } else {
            (last.from.empty() ? last.calendar : last.expected) += line + "\n";
        }
    }
    return cases;
}

// "19970902" is at the time of day of DTSTART.
std::string with_time(std::string_view word, std::string_view start) {
    std::string text(word);
    if (text.size() == 8) text += start.substr(8);
    return text;
}

void check_example(const test::GoldenLine& line) {
    CAPTURE(line.number);
    REQUIRE(line.fields.size() == 5);
    const std::string& start = line.fields[0];
    const Zone& zone = *test::test_zones().find("America/New_York");
    const Series series = test::read_series("DTSTART;TZID=America/New_York:" + start +
                                            "\nRRULE:" + line.fields[1] + "\n");
    Budget plenty(5'000'000);  // 32 years of every 20 minutes
    const auto found = expand(
        series, test::test_zones(),
        {read_instant("1990-01-01T00:00:00Z"), read_instant("2030-01-01T00:00:00Z")}, plenty);
    REQUIRE(found.has_value());
    if (line.fields[2] != "endless") CHECK(found->size() == std::stoul(line.fields[2]));
    const auto words = split(line.fields[3], ' ');
    REQUIRE(found->size() >= words.size());
    const auto local = [&](std::size_t i) { return to_local((*found)[i].start, zone); };
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Moment expected = test::read_moment(with_time(words[i], start));
        CHECK(format_local(local(i)) == format_local(std::get<LocalTime>(expected)));
    }
    if (line.fields[4].empty()) return;
    const Moment last = test::read_moment(with_time(line.fields[4], start));
    CHECK(format_local(local(found->size() - 1)) == format_local(std::get<LocalTime>(last)));
}

}  // namespace

TEST_SUITE("engine.recur") {
    TEST_CASE("the examples of RFC 5545") {
        const auto lines = test::golden_lines("tests/golden/recur/rfc5545.txt");
        CHECK(lines.size() == 42);
        for (const auto& line : lines) check_example(line);
    }

    TEST_CASE("series with all that belongs to them") {
        const auto cases = series_cases();
        CHECK(cases.size() > 30);
        for (const Case& said : cases) check_case(said);
    }
}

}  // namespace sopu::recur
