#include "tests/sim/year.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "engine/world/series.h"
#include "tests/support/gazetteer.h"
#include "tests/support/zones.h"

namespace sopu::sim {
namespace {

Year small_year(std::uint64_t seed, double scale = 0.002) {
    return make_year({seed, scale, {}}, test::test_gazetteer());
}

// Within so many per cent of what was wanted.
bool is_near(double value, double wanted, double per_cent) {
    return std::abs(value - wanted) <= wanted * per_cent / 100;
}

template <class F>
double share(const Year& year, F&& holds) {
    double count = 0;
    for (const auto& event : year.records.events) count += holds(*event) ? 1 : 0;
    return count / static_cast<double>(year.records.events.size());
}

}  // namespace

TEST_SUITE("sim.year") {
    TEST_CASE("a seed makes the same year on every machine") {
        const Year year = small_year(1);
        CHECK(checksum(year) == checksum(small_year(1)));
        CHECK(checksum(year) != checksum(small_year(2)));
        // Another value means that every bench and calibration must be run anew.
        CHECK(checksum(year) == 14470676350061247950u);
    }

    TEST_CASE("the figures of a year") {
        const Year year = small_year(7, 0.02);
        const auto all = static_cast<double>(occurrence_count(year));
        const auto one_offs = static_cast<double>(year.records.events.size());
        CHECK(is_near(all, 2.9e6 * 0.02, 3));
        CHECK(is_near(one_offs, all / 5, 3));
        CHECK(is_near(static_cast<double>(year.weekly.size()), 60'000 * 0.02, 1));
        CHECK(year.country.towns().size() == 309);

        std::set<std::string> formats;
        std::set<std::string> audiences;
        std::array<double, 7> weekdays{};
        std::array<double, 4> sizes{};
        for (const auto& event : year.records.events) {
            formats.insert(event->format);
            audiences.insert(event->audiences.begin(), event->audiences.end());
            const auto day = (*first_date(event->when) - year_first_day()).count();
            weekdays[static_cast<std::size_t>(day % 7)] += 1 / one_offs;
            sizes[static_cast<std::size_t>(*event->size)] += 1 / one_offs;
        }
        CHECK(formats.size() == 30);
        CHECK(audiences.size() == 8);
        CHECK(is_near(weekdays[2], 0.1, 10));
        CHECK(is_near(weekdays[5], 0.2, 10));
        CHECK(is_near(sizes[0], 0.5, 5));
        CHECK(is_near(sizes[1], 0.3, 5));
        CHECK(is_near(sizes[2], 0.15, 10));
        CHECK(is_near(sizes[3], 0.05, 20));
        CHECK(is_near(share(year, [](const Event& e) { return e.audiences[0] == "everyone"; }), 0.3,
                      5));
        CHECK(
            is_near(share(year, [](const Event& e) { return e.claim == Claim::hold; }), 0.03, 20));
        CHECK(is_near(share(year, [](const Event& e) { return e.when.index() == 2; }), 0.02, 20));
        // A venue is seldom given out twice, and most events have one.
        CHECK(share(year, [](const Event& e) { return e.venue.has_value(); }) > 0.8);
    }

    TEST_CASE("the largest municipality has the most events") {
        const Year year = small_year(3, 0.01);
        std::map<std::string, int> events;
        for (const auto& event : year.records.events) ++events[event->municipality->text()];
        CHECK(year.country.towns().front().code.text() == "091");
        CHECK(is_near(events["091"], 0.139 * 5'800, 5));
        for (const auto& [code, count] : events) CHECK(count <= events["091"]);
    }

    TEST_CASE("every record says a time and a place that are right") {
        const Year year = small_year(4);
        Records records = year.records;
        append_as_single_events(year.weekly, records);
        CHECK(records.events.size() == occurrence_count(year));
        std::set<std::string> ids;
        std::set<std::string> venues;
        for (const auto& venue : records.venues) CHECK(venues.insert(venue->id.text()).second);
        for (const auto& event : records.events) {
            CHECK(ids.insert(event->id.text()).second);
            CHECK(check(event->when, test::test_zones()).empty());
            CHECK(event->venue.has_value() != event->position.has_value());
            if (event->venue) CHECK(venues.contains(event->venue->text()));
            CHECK_FALSE(event->languages.empty());
        }
    }

    TEST_CASE("an activity as a series has the times that it has as single events") {
        Year year = small_year(6);
        const auto before = checksum(year);
        Records single;
        append_as_single_events(year.weekly, single);
        std::map<std::string, Instant> starts;
        for (const auto& event : single.events)
            starts[event->id.text()] =
                to_instant(std::get<Timed>(event->when).start, test::test_zones().home());
        const std::size_t one_offs = year.records.events.size();
        const std::size_t occurrences = occurrence_count(year);
        append_as_series(year.weekly, year.records);
        std::size_t found = 0;
        for (std::size_t i = one_offs; i < year.records.events.size(); ++i) {
            const Event& event = *year.records.events[i];
            REQUIRE(event.recurrence);
            CHECK(check_recurrence(event, test::test_zones()).empty());
            const auto series = series_of(event, minutes(120), test::test_zones());
            const auto times = occurrences_in(series, calendar_span(), test::test_zones());
            for (std::size_t n = 0; n < times.size(); ++n, ++found)
                CHECK(starts.at(event.id.text() + "." + std::to_string(n)) == times[n].start);
        }
        CHECK(found == starts.size());
        CHECK(occurrence_count(year) == occurrences);
        CHECK(checksum(year) == before);
    }

    TEST_CASE("a region alone has the events that it has within the country") {
        const Year country = small_year(5, 0.01);
        const Year region = make_year({5, 0.01, {"kainuu"}}, test::test_gazetteer());
        std::map<std::string, const Event*> of_country;
        for (const auto& event : country.records.events) of_country[event->id.text()] = event.get();
        CHECK(region.country.towns().size() == 8);
        REQUIRE_FALSE(region.records.events.empty());
        for (const auto& event : region.records.events) {
            REQUIRE(of_country.contains(event->id.text()));
            CHECK(of_country[event->id.text()]->when == event->when);
            CHECK(of_country[event->id.text()]->venue == event->venue);
        }
    }
}

}  // namespace sopu::sim
