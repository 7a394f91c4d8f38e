// Series out and in again by our own reader: the same bytes, the same occurrences.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "ical/read.h"
#include "tests/ical/series_samples.h"
#include "tests/ical/support.h"
#include "tests/support/random_recurring.h"

using namespace sopu::ical::test;
using sopu::Event;
using sopu::Interval;

namespace {

std::vector<Event> read_back(const std::string& bytes) {
    const auto calendar = sopu::ical::read(bytes, zones(), {});
    std::vector<Event> events;
    if (!calendar) return events;
    for (const auto& it : calendar->rejected)
        MESSAGE("rejected: " << it.uid << ' ' << it.reason << ' ' << it.detail);
    for (const auto& it : calendar->taken) events.push_back(it.event);
    return events;
}

// The first line that differs, of both; "" if none does.
std::string difference(const std::string& first, const std::string& second) {
    for (std::size_t at = 0, line = 0; at < std::max(first.size(), second.size()); ++at) {
        if (at < first.size() && at < second.size() && first[at] == second[at]) {
            if (first[at] == '\n') line = at + 1;
            continue;
        }
        return first.substr(line, 160) + "\n--- became ---\n" + second.substr(line, 160);
    }
    return {};
}

}  // namespace

TEST_SUITE("ical.round_trip") {
    TEST_CASE("each form of a series is written again byte for byte") {
        for (const SeriesSample& it : series_samples()) {
            CAPTURE(it.name);
            const std::string first = feed_of({it.event});
            CHECK(difference(first, feed_of(read_back(first))) == "");
        }
    }

    TEST_CASE("random series are written again byte for byte") {
        const bool holds = rc::check("series again", [] {
            const Event event = sopu::test::random_recurring(zones());
            RC_PRE(sopu::check_recurrence(event, zones()).empty());
            const sopu::Date day = *sopu::first_date(event.when) + date::days{100};
            const sopu::Instant from(sopu::LocalTime(day).time_since_epoch());
            const Interval window(from, from + date::days{300});
            const std::string first = feed_of({event}, window);
            RC_ASSERT(difference(first, feed_of(read_back(first), window)) == "");
        });
        CHECK(holds);
    }
}
