#include "server/words/dates.h"

#include <ctime>
#include <sstream>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "engine/time/iso.h"
#include "tests/support/golden.h"
#include "tests/support/zones.h"

namespace sopu::words {
namespace {

Date day_of(const std::string& text) {
    const auto day = parse_date(text);
    REQUIRE_MESSAGE(day.has_value(), text);
    return *day;
}

LocalTime time_of(const std::string& text) {
    const auto time = parse_local(text);
    REQUIRE_MESSAGE(time.has_value(), text);
    return *time;
}

// One case of the golden file: "timed START [END] [ZONE]" and so on.
When when_of(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> parts;
    for (std::string part; in >> part;) parts.push_back(part);
    REQUIRE(!parts.empty());
    if (parts[0] == "timed") {
        Timed timed{time_of(parts.at(1)), {}, "Europe/Helsinki"};
        if (parts.size() > 2) timed.end = time_of(parts[2]);
        if (parts.size() > 3) timed.zone = parts[3];
        return timed;
    }
    if (parts[0] == "allday") return AllDay{day_of(parts.at(1)), day_of(parts.at(2))};
    if (parts[0] == "vague") {
        Vague vague{day_of(parts.at(1)), day_of(parts.at(2)), Precision::day, {}, {}};
        vague.precision = from_name<Precision>(parts.at(3)).value();
        if (parts.size() > 4) vague.part_of_day = from_name<PartOfDay>(parts[4]).value();
        return vague;
    }
    REQUIRE(parts[0] == "undated");
    return Undated{};
}

TEST_SUITE("words.dates") {
    TEST_CASE("dates are written as each language writes them") {
        for (const auto& line : test::golden_lines("tests/golden/dates.txt")) {
            INFO("tests/golden/dates.txt:" << line.number);
            REQUIRE(line.fields.size() == 5);
            const When when = when_of(line.fields[0]);
            std::optional<Date> today;
            if (line.fields[1] != "-") today = day_of(line.fields[1]);
            const auto& zones = test::test_zones();
            CHECK(when_text("fi", when, zones, today) == line.fields[2]);
            CHECK(when_text("sv", when, zones, today) == line.fields[3]);
            CHECK(when_text("en", when, zones, today) == line.fields[4]);
        }
    }

    TEST_CASE("an interval is written on the clocks of a zone") {
        const auto start = *parse_instant("2026-10-24T07:00:00Z");
        const auto end = *parse_instant("2026-10-24T12:30:00Z");
        const auto& zones = test::test_zones();
        const auto today = day_of("2026-10-01");
        CHECK(interval_text("fi", {start, end}, zones.home(), today) == "la 24.10. klo 10–15.30");
        CHECK(interval_text("en", {start, end}, *zones.find("UTC")) ==
              "Sat 24 Oct 2026, 7:00–12:30");
    }

    TEST_CASE("single parts of a date") {
        const auto day = day_of("2026-10-24");
        CHECK(date_text("sv", day) == "lö 24.10.2026");
        CHECK(dates_text("fi", day, day_of("2026-10-25")) == "24.–25.10.2026");
        CHECK(time_text("fi", time_of("2026-10-24T09:15")) == "klo 9.15");
        CHECK(time_text("sv", time_of("2026-10-24T09:15")) == "kl. 9.15");
        CHECK(time_text("en", time_of("2026-10-24T09:15")) == "9:15");
        CHECK(weekday_short("fi", day) == "la");
        CHECK(weekday_long("sv", day) == "lördag");
        CHECK(weekday_long("en", day_of("2026-10-26")) == "Monday");
        CHECK(month_name("fi", 12) == "joulukuu");
        CHECK(week_text("fi", day) == "vk 43");
        CHECK(week_text("sv", day) == "v. 43");
        CHECK(week_text("en", day) == "week 43");
        CHECK(date_text("se", day) == date_text("fi", day));
    }

    TEST_CASE("the week is the one that ISO 8601 says") {
        for (Date day = day_of("1998-12-01"); day < day_of("2040-01-31"); day += date::days{1}) {
            const date::year_month_day civil{day};
            std::tm parts{};
            parts.tm_year = static_cast<int>(civil.year()) - 1900;
            parts.tm_yday = static_cast<int>((day - Date{civil.year() / 1 / 1}).count());
            parts.tm_wday = static_cast<int>(date::weekday{day}.c_encoding());
            char week[3] = {};
            REQUIRE(std::strftime(week, sizeof week, "%V", &parts) == 2);
            REQUIRE_MESSAGE(week_number(day) == std::stoi(week), format_date(day));
        }
    }

    TEST_CASE("no two dates are written alike with years left out or not") {
        CHECK(rc::check([] {
            const Date today = day_of("2026-01-01") + date::days{*rc::gen::inRange(0, 3000)};
            const Date one = today + date::days{*rc::gen::inRange(-500, 500)};
            const Date other = today + date::days{*rc::gen::inRange(-500, 500)};
            for (const auto* lang : {"fi", "sv", "en"})
                RC_ASSERT((one == other) ==
                          (date_text(lang, one, today) == date_text(lang, other, today)));
        }));
    }

    TEST_CASE("the same day a year apart is never written alike") {
        const auto last = day_of("2028-03-01");
        for (Date today = day_of("2026-01-01"); today < last; today += date::days{1})
            for (int back = -40; back < 1; ++back) {
                const Date near = today + date::days{back};
                const Date ahead{date::year_month_day{near} + date::years{1}};
                REQUIRE(dates_text("fi", near, near + date::days{1}, today) !=
                        dates_text("fi", ahead, ahead + date::days{1}, today));
            }
    }
}

}  // namespace
}  // namespace sopu::words
