// Series from calendar files: how much of everything is taken, and that nothing costs more than it
// may. What is read from which lines stands in tests/golden/ical/read.
#include <doctest/doctest.h>

#include <ctime>
#include <string>

#include "engine/base/limits.h"
#include "engine/recur/fair_share.h"
#include "engine/time/iso.h"
#include "engine/world/series.h"
#include "ical/limits.h"
#include "ical/read.h"
#include "tests/ical/support.h"

using namespace sopu::ical::test;
using sopu::ical::Purpose;
using sopu::ical::read;
using sopu::ical::ReadOptions;

namespace {

const std::string head =
    "UID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;TZID=Europe/Helsinki:20260701T100000\r\n";

std::string day(int number) {
    const sopu::Date when = *sopu::parse_date("1900-01-01") + date::days{number};
    std::string text = sopu::format_date(when);
    text.erase(7, 1);
    return text.erase(4, 1);
}

// "20260701T100000,20260702T100000": that many values.
std::string dates(std::size_t count) {
    std::string list;
    list.reserve(count * 16);
    for (std::size_t i = 0; i < count; ++i)
        list += (i == 0 ? "" : ",") + day(static_cast<int>(i) % 73'000) + "T10" +
                (i < 73'000 ? "00" : "30") + "00";
    return list;
}

std::string library_rejection(const std::string& lines) {
    ReadOptions how;
    how.purpose = Purpose::library;
    const auto calendar = read(calendar_of(lines), zones(), how);
    if (!calendar) return "file: " + calendar.error().reason;
    return calendar->rejected.empty() ? "" : calendar->rejected.front().reason;
}

double cpu_ms() {
    return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

std::string vevent(const std::string& lines) {
    return "BEGIN:VEVENT\r\n" + lines + "END:VEVENT\r\n";
}

std::string calendar_around(const std::string& events) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + events +
           "END:VCALENDAR\r\n";
}

}  // namespace

TEST_SUITE("ical.read.series") {
    TEST_CASE("a library takes what a calendar does not") {
        const std::string hourly = head + "RRULE:FREQ=HOURLY\r\n";
        CHECK(rejection(hourly) == "rule_sub_daily RRULE");
        CHECK(library_rejection(hourly) == "");
        const std::string early = "UID:1\r\nDTSTART;VALUE=DATE:16000101\r\nRRULE:FREQ=DAILY\r\n";
        CHECK(rejection(early) == "year_out_of_range 16000101");
        CHECK(library_rejection(early) == "");
        CHECK(library_rejection("UID:1\r\nDTSTART;VALUE=DATE:15991231\r\n") == "year_out_of_range");
        CHECK(library_rejection("UID:1\r\nDTSTART;VALUE=DATE:26001231\r\n") == "");
        CHECK(library_rejection("UID:1\r\nDTSTART;VALUE=DATE:26010101\r\n") == "year_out_of_range");
        CHECK(library_rejection("UID:1\r\nDTSTART;VALUE=DATE:26001231\r\nDURATION:P2D\r\n") ==
              "year_out_of_range");
    }

    TEST_CASE("occurrences beyond the years of the calendar are not lost without a word") {
        CHECK(rejection(head + "RDATE:21001231T100000\r\n") == "");
        CHECK(rejection(head + "RDATE:21010101T100000\r\n") == "year_out_of_range 21010101T100000");
        CHECK(rejection(head + "RRULE:FREQ=YEARLY;COUNT=75\r\n") == "");
        CHECK(rejection(head + "RRULE:FREQ=YEARLY;COUNT=100\r\n") == "year_out_of_range");
    }

    TEST_CASE("an override is newer than the file said before though the series is not") {
        const auto calendar = read(
            calendar_around(
                vevent(head + "RRULE:FREQ=DAILY\r\nLAST-MODIFIED:20260101T000000Z\r\n") +
                vevent(head + "RECURRENCE-ID:20260702T070000Z\r\nLAST-MODIFIED:20260301T000000Z"
                              "\r\nSEQUENCE:7\r\n")),
            zones(), {});
        REQUIRE(calendar);
        REQUIRE(calendar->taken.size() == 1);
        CHECK(sopu::format_instant(calendar->taken[0].event.updated) == "2026-03-01T00:00:00Z");
        CHECK(calendar->taken[0].event.sequence == 0);
    }
}

TEST_SUITE("ical.read.limits") {
    TEST_CASE("dates_max of EXDATE in one line and in as many lines") {
        const std::size_t max = sopu::ical::limits::dates_max;
        const std::string daily = head + "RRULE:FREQ=DAILY\r\n";
        CHECK(rejection(daily + "EXDATE:" + dates(max) + "\r\n") == "");
        CHECK(rejection(daily + "EXDATE:" + dates(max + 1) + "\r\n") == "too_many_dates EXDATE");
        const auto lines = [&](std::size_t count) {
            std::string all = daily;
            for (std::size_t i = 0; i < count; ++i) all += "EXDATE:20260702T100000\r\n";
            return all;
        };
        CHECK(rejection(lines(max)) == "");
        CHECK(rejection(lines(max + 1)) == "too_many_dates");
    }

    TEST_CASE("dates_max and series_occurrences_max of RDATE") {
        const std::size_t max = sopu::ical::limits::dates_max;
        const std::size_t found = sopu::limits::series_occurrences_max;
        CHECK(rejection(head + "RDATE:" + dates(found - 1) + "\r\n") == "");
        CHECK(rejection(head + "RDATE:" + dates(found) + "\r\n") == "too_many_occurrences");
        CHECK(library_rejection(head + "RDATE:" + dates(max) + "\r\n") == "");
        CHECK(library_rejection(head + "RDATE:" + dates(max + 1) + "\r\n") == "too_many_dates");
    }

    TEST_CASE("date_line_bytes_max") {
        const std::size_t room =
            sopu::ical::limits::date_line_bytes_max - std::string("EXDATE:20260702T100000").size();
        const std::string line = "EXDATE:20260702T100000" + std::string(room, ' ');
        CHECK(rejection(head + "RRULE:FREQ=DAILY\r\n" + line + "\r\n") == "");
        CHECK(rejection(head + "RRULE:FREQ=DAILY\r\n" + line + " \r\n") == "too_long EXDATE");
        CHECK(rejection(head + "RRULE:FREQ=DAILY;" +
                        std::string(sopu::ical::limits::line_bytes_max, ' ') + "\r\n") ==
              "too_long RRULE");
    }

    TEST_CASE("overrides_max") {
        const auto rejected = [](std::size_t overrides) {
            std::string events = vevent(head + "RRULE:FREQ=DAILY\r\n");
            for (std::size_t i = 0; i < overrides; ++i)
                events += vevent("UID:1\r\nDTSTART:" + day(46'300 + static_cast<int>(i)) +
                                 "T100000\r\nRECURRENCE-ID:" + day(46'300 + static_cast<int>(i)) +
                                 "T100000\r\n");
            const auto calendar = read(calendar_around(events), zones(), {});
            REQUIRE(calendar);
            return calendar->rejected.empty() ? "" : calendar->rejected.front().reason;
        };
        CHECK(rejected(sopu::limits::overrides_max) == "");
        CHECK(rejected(sopu::limits::overrides_max + 1) == "too_many_overrides");
    }

    TEST_CASE("steps_base - dangerous rules do not take the room of the others") {
        std::string events;
        for (int i = 0; i < 300; ++i)
            events += vevent("UID:d" + std::to_string(i) +
                             "\r\nDTSTART:19000101T100000\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY="
                             "30;COUNT=9\r\n");
        for (int i = 0; i < 20; ++i)
            events += vevent("UID:g" + std::to_string(i) +
                             "\r\nDTSTART:20260101T100000\r\nRRULE:FREQ=WEEKLY;COUNT=50\r\n");
        REQUIRE(events.size() < 64 * 1024);
        const double before = cpu_ms();
        const auto calendar = read(calendar_around(events), zones(), {});
        const double used = cpu_ms() - before;
        REQUIRE(calendar);
        CHECK(calendar->taken.size() >= 20);
        for (const auto& it : calendar->rejected) CHECK(it.reason == "too_much_work");
        // Twenty times what an optimised build takes: it holds under sanitizers too.
        CHECK(used < 1000);
    }
}

TEST_SUITE("engine.recur.fair_share") {
    TEST_CASE("who needs little is served whatever the others ask for") {
        std::int64_t used = 0;
        const auto refused = sopu::recur::in_fair_shares(
            1'000, {0, 1, 2, 3}, [&](std::size_t item, sopu::recur::Budget& budget) {
                const std::int64_t before = budget.left();
                const bool enough = budget.take(item < 2 ? 1'000'000 : 125);
                used += before - budget.left();
                return enough;
            });
        CHECK(refused == std::vector<std::size_t>{0, 1});
        CHECK(used == 1'000);
    }

    TEST_CASE("what the small ones leave goes to the large ones") {
        const auto refused = sopu::recur::in_fair_shares(
            1'000, {0, 1, 2}, [&](std::size_t item, sopu::recur::Budget& budget) {
                return budget.take(item == 0 ? 600 : 10);
            });
        CHECK(refused.empty());
    }

    TEST_CASE("one alone may have it all") {
        const auto attempt = [](std::size_t, sopu::recur::Budget& budget) {
            return budget.take(1'000);
        };
        CHECK(sopu::recur::in_fair_shares(1'000, {7}, attempt).empty());
        CHECK(sopu::recur::in_fair_shares(999, {7}, attempt) == std::vector<std::size_t>{7});
        CHECK(sopu::recur::in_fair_shares(0, {7}, attempt) == std::vector<std::size_t>{7});
    }
}
