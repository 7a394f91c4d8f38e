#include "engine/place/day_rule.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

#include "engine/base/limits.h"
#include "engine/place/easter.h"
#include "engine/time/iso.h"

namespace sopu {
namespace {

// "2026-10-14..2026-10-18 …", or "! why".
std::string days(std::string_view rule, int year) {
    const auto parsed = parse_day_rule(rule);
    if (!parsed) return "! " + parsed.error().detail;
    std::string text;
    for (const DaySpan& span : spans_in(*parsed, year)) {
        if (!text.empty()) text += ' ';
        text += format_date(span.first);
        if (span.last != span.first) text += ".." + format_date(span.last);
    }
    return text;
}

int year_of(Date day) {
    return static_cast<int>(date::year_month_day(day).year());
}

}  // namespace

TEST_SUITE("engine.easter") {
    TEST_CASE(
        "Easter is a Sunday between 22 March and 25 April and never far from the year before") {
        for (int year = 1583; year <= 4099; ++year) {
            CAPTURE(year);
            const Date easter = easter_sunday(year);
            CHECK(date::weekday(easter) == date::Sunday);
            CHECK(easter >= Date(date::local_days(date::year(year) / 3 / 22)));
            CHECK(easter <= Date(date::local_days(date::year(year) / 4 / 25)));
        }
    }

    TEST_CASE("Easters that the tables put right") {
        for (const char* day :
             {"1818-03-22", "1943-04-25", "1954-04-18", "1961-04-02", "1981-04-19", "2000-04-23",
              "2008-03-23", "2019-04-21", "2024-03-31", "2026-04-05", "2038-04-25", "2049-04-18",
              "2076-04-19", "2100-03-28", "2285-03-22"}) {
            const Date said = *parse_date(day);
            CHECK_MESSAGE(format_date(easter_sunday(year_of(said))) == day, day);
        }
    }
}

TEST_SUITE("engine.day_rule") {
    TEST_CASE("each way of saying when") {
        CHECK(days("12-06", 2026) == "2026-12-06");
        CHECK(days("12-23..01-06", 2026) == "2026-12-23..2027-01-06");
        CHECK(days("06-01..08-10", 2026) == "2026-06-01..2026-08-10");
        CHECK(days("easter", 2026) == "2026-04-05");
        CHECK(days("easter-2", 2026) == "2026-04-03");
        CHECK(days("easter+39", 2008) == "2008-05-01");
        CHECK(days("sat from 06-20", 2026) == "2026-06-20");
        CHECK(days("sat from 06-20", 2025) == "2025-06-21");
        CHECK(days("sat from 06-20", 2027) == "2027-06-26");
        CHECK(days("sun from 12-28", 2026) == "2027-01-03");
        CHECK(days("week 8", 2026) == "2026-02-16..2026-02-22");
        CHECK(days("week 1", 2026) == "2025-12-29..2026-01-04");
        CHECK(days("week 1", 2027) == "2027-01-04..2027-01-10");
        CHECK(days("sat  week 22", 2027) == "2027-06-05");
        CHECK(days("mon week 22", 2027) == "2027-05-31");
        CHECK(days("2027-04-18", 2027) == "2027-04-18");
        CHECK(days("2027-04-18", 2026).empty());
        CHECK(days("2026-10-14 .. 2026-10-18", 2026) == "2026-10-14..2026-10-18");
        CHECK(days("every sun", 2026).substr(0, 21) == "2026-01-04 2026-01-11");
    }

    TEST_CASE("every Sunday of a year") {
        const DayRule rule = *parse_day_rule("every sun");
        for (int year = limits::year_min; year <= limits::year_max; ++year) {
            CAPTURE(year);
            const auto spans = spans_in(rule, year);
            CHECK((spans.size() == 52 || spans.size() == 53));
            CHECK(year_of(spans.front().first) == year);
            CHECK(year_of(spans.back().first) == year);
            CHECK(year_of(spans.back().first + date::days(7)) == year + 1);
        }
    }

    TEST_CASE("what is no rule is refused with its reason") {
        for (const char* rule : {"",
                                 " ",
                                 "easter2",
                                 "easter+",
                                 "easter+-2",
                                 "easter+61",
                                 "easter 2",
                                 "eastern",
                                 "week",
                                 "week 0",
                                 "week 53",
                                 "week x",
                                 "week 8 9",
                                 "sat",
                                 "sat from",
                                 "sat from 6-20",
                                 "sat from 02-29",
                                 "sat week 53",
                                 "lauantai from 06-20",
                                 "every",
                                 "every day",
                                 "every sun sun",
                                 "02-29",
                                 "13-01",
                                 "1-1",
                                 "12-6",
                                 "2026-02-30",
                                 "2026-10-18..10-20",
                                 "2026-10-18..2026-10-14",
                                 "2026-01-01..2026-04-03",
                                 "06-01..09-01",
                                 "01-02..01-01",
                                 "10-01..",
                                 "..10-01",
                                 "10-01..10-02..10-03",
                                 "juhannus",
                                 "\xFF\xFE"})
            CHECK_MESSAGE(days(rule, 2026).starts_with("! \"" + std::string(rule) + "\": "), rule);
        CHECK(days("2026-01-01..2026-04-02", 2026) == "2026-01-01..2026-04-02");
        CHECK(days("06-01..08-31", 2026) == "2026-06-01..2026-08-31");
        CHECK(days("easter+60", 2026) == "2026-06-04");
        CHECK(days("week 52", 2026) == "2026-12-21..2026-12-27");
    }

    TEST_CASE("a weekday from a day is that weekday within a week") {
        CHECK(rc::check([] {
            const int year = *rc::gen::inRange(limits::year_min, limits::year_max + 1);
            const auto weekday = static_cast<unsigned>(*rc::gen::inRange(0, 7));
            const Date from = Date(date::local_days(date::year(year) / 1 / 1)) +
                              date::days(*rc::gen::inRange(0, 365));
            const date::year_month_day ymd(from);
            RC_PRE(!(ymd.month() == date::February && ymd.day() == date::day(29)));
            const OnWeekdayFrom rule{date::weekday(weekday), ymd.month() / ymd.day()};
            const auto spans = spans_in(rule, year);
            RC_ASSERT(spans.size() == 1U);
            RC_ASSERT(date::weekday(spans[0].first) == date::weekday(weekday));
            RC_ASSERT(spans[0].first >= from);
            RC_ASSERT(spans[0].first < from + date::days(7));
        }));
    }

    TEST_CASE("any text is a rule or an error") {
        CHECK(rc::check([](const std::string& text) {
            if (const auto rule = parse_day_rule(text)) spans_in(*rule, 2026);
        }));
    }
}

}  // namespace sopu
