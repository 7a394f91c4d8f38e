#include <doctest/doctest.h>

#include <algorithm>

#include "engine/base/text.h"
#include "engine/world/series.h"
#include "ical/moment.h"
#include "tests/ical/series_samples.h"
#include "tests/ical/support.h"
#include "tests/support/tree.h"

using namespace sopu::ical::test;

namespace {

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

sopu::Event sample(const std::string& name) {
    for (const SeriesSample& it : series_samples())
        if (it.name == name) return it.event;
    FAIL("no such sample: " << name);
    return {};
}

}  // namespace

TEST_SUITE("ical.write") {
    TEST_CASE("golden files: series") {
        for (const SeriesSample& it : series_samples()) {
            CAPTURE(it.name);
            REQUIRE(sopu::check_recurrence(it.event, zones()).empty());
            const std::string actual = feed_of({it.event});
            const auto path =
                std::filesystem::path(sopu::test::source_path("tests/golden/ical/write")) /
                ("series_" + it.name + ".ics");
            CHECK(actual == golden_expected(path, actual));
        }
    }

    TEST_CASE("a master is whole and single events are those of the window") {
        const sopu::Event mondays = sample("weekly_with_exdate");
        sopu::ical::Feed feed;
        feed.items.push_back({&mondays, "", {}, ""});
        feed.window = {sopu::Instant{}, sopu::Instant{} + sopu::seconds{1}};
        CHECK(count(sopu::ical::write(feed, zones()), "RRULE:FREQ=WEEKLY;COUNT=8\r\n") == 1);
        const sopu::Event weeks = sample("unmappable");
        feed.items = {{&weeks, "", {}, ""}};
        CHECK(count(sopu::ical::write(feed, zones()), "BEGIN:VEVENT") == 0);
        feed.window = sample_window();
        CHECK(count(sopu::ical::write(feed, zones()), "BEGIN:VEVENT") == 3);
    }

    TEST_CASE("a series shown as busy tells its times and nothing of its overrides") {
        sopu::Event event = sample("override_other_place");
        event.visibility = sopu::Visibility::busy;
        const std::string feed = feed_of({event});
        CHECK(count(feed, "SUMMARY:varattu\r\n") == 2);
        CHECK(count(feed, "kuoro") == 0);
        CHECK(count(feed, "RECURRENCE-ID;TZID=Europe/Helsinki:20260309T180000\r\n") == 1);
    }

    TEST_CASE("hostile text in an override makes no line of its own") {
        sopu::Event event = sample("override_other_place");
        const std::string hostile = "a\r\nATTENDEE:mailto:evil@example.org\nEND:VCALENDAR\xff";
        event.uid = hostile;
        sopu::Recurrence recurrence = *event.recurrence;
        recurrence.overrides[0].title = sopu::LocalizedText{{"fi", hostile}};
        recurrence.overrides[0].description = sopu::LocalizedText{{"fi", hostile}};
        recurrence.overrides[0].place->venue_text = hostile;
        event.recurrence = recurrence;
        const std::string feed = feed_of({event, sample("unmappable")});
        CHECK(sopu::is_utf8(feed));
        CHECK(count(feed, "\r\nATTENDEE") == 0);
        CHECK(count(feed, "\r\nEND:VCALENDAR") == 1);
        for (std::size_t at = 0; at < feed.size();) {
            const std::size_t end = feed.find("\r\n", at);
            REQUIRE(end != std::string::npos);
            CHECK(end - at <= 75);
            at = end + 2;
        }
    }

    TEST_CASE("many exceptions are several lines") {
        sopu::Event event = sample("weekly_with_exdate");
        sopu::Recurrence recurrence = *event.recurrence;
        recurrence.rule->count = 150;
        recurrence.exceptions.clear();
        const auto first = std::get<sopu::Timed>(event.when).start;
        for (int week = 1; week < 130; ++week)
            recurrence.exceptions.push_back(first + date::days{7 * week});
        event.recurrence = recurrence;
        CHECK(count(feed_of({event}), "\r\nEXDATE") == 3);
    }

    TEST_CASE("lengths as durations") {
        using sopu::seconds;
        using sopu::ical::duration_value;
        CHECK(duration_value({0, seconds{0}}) == "PT0S");
        CHECK(duration_value({2, seconds{0}}) == "P2D");
        CHECK(duration_value({1, seconds{5400}}) == "P1DT1H30M");
        CHECK(duration_value({0, seconds{3601}}) == "PT1H0M1S");
        CHECK(duration_value({0, seconds{59}}) == "PT59S");
    }
}
