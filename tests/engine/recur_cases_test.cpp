// The cross-checked cases of tests/golden/recur: whole calendars, several independent
// implementations agreeing on what they say.
#include <doctest/doctest.h>

#include "engine/recur/expand.h"
#include "engine/time/iso.h"
#include "tests/support/recurrence_cases.h"
#include "tests/support/series_text.h"
#include "tests/support/zones.h"

namespace sopu::recur {
namespace {

std::string lines_of(const std::vector<std::pair<Instant, Instant>>& pairs) {
    std::string text;
    for (const auto& [start, end] : pairs)
        text += format_instant(start) + " " + format_instant(end) + "\n";
    return text;
}

void check_case(const test::RecurrenceCase& said) {
    CAPTURE(said.id);
    CAPTURE(said.rrule);
    const auto found = expand(test::read_series(said.ics), test::test_zones(), said.window);
    REQUIRE(found.has_value());
    std::vector<std::pair<Instant, Instant>> pairs;
    for (const Occurrence& occurrence : *found)
        pairs.emplace_back(occurrence.start, occurrence.end);
    CHECK(lines_of(pairs) == lines_of(said.expected));
}

}  // namespace

TEST_SUITE("engine.recur") {
    TEST_CASE("every cross-checked case") {
        const auto cases = test::recurrence_cases("tests/golden/recur/cases.jsonl");
        CHECK(cases.size() == 400);
        for (const auto& said : cases) check_case(said);
    }

    TEST_CASE("every case around a change of the clocks") {
        const auto cases = test::recurrence_cases("tests/golden/recur/cases-dst.jsonl");
        CHECK(cases.size() == 60);
        for (const auto& said : cases) check_case(said);
    }
}

}  // namespace sopu::recur
