// How an event repeats, in three languages.
#include "server/words/repeats.h"

#include <sstream>

#include <doctest/doctest.h>

#include "engine/recur/expand.h"
#include "engine/time/iso.h"
#include "tests/support/golden.h"
#include "tests/support/zones.h"
#include "tests/words/our_messages.h"

namespace sopu::words {
namespace {

std::vector<std::string> parts_of(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> parts;
    for (std::string part; in >> part;)
        if (part != "-") parts.push_back(part);
    return parts;
}

When when_of(const std::string& text) {
    const auto parts = parts_of(text);
    REQUIRE(!parts.empty());
    if (const auto day = parse_date(parts[0])) return AllDay{*day, *parse_date(parts.at(1))};
    Timed timed{*parse_local(parts[0]), {}, "Europe/Helsinki"};
    if (parts.size() > 1) timed.end = *parse_local(parts[1]);
    return timed;
}

// The first days of the rule, whatever is left out.
std::vector<Date> first_days(const When& when, const recur::Rule& rule, std::size_t count) {
    const Zones& zones = test::test_zones();
    recur::Series series;
    series.rule = rule;
    series.all_day = std::holds_alternative<AllDay>(when);
    series.start =
        series.all_day ? LocalTime(std::get<AllDay>(when).first) : std::get<Timed>(when).start;
    const Instant start = to_instant(series.start, zones.home());
    std::vector<Date> days;
    const auto found =
        recur::expand(series, zones, {start - date::days(1), start + date::days(366)});
    for (const auto& it : found.value())
        if (days.size() < count)
            days.push_back(date::floor<date::days>(to_local(it.start, zones.home())));
    return days;
}

Recurrence weekly(std::vector<Date> exceptions = {}) {
    Recurrence recurrence;
    recurrence.rule = *recur::parse_rule("FREQ=WEEKLY;COUNT=10");
    for (const Date day : exceptions) recurrence.exceptions.emplace_back(day);
    return recurrence;
}

const When tuesday =
    Timed{*parse_local("2026-11-03T18:00"), *parse_local("2026-11-03T20:00"), "Europe/Helsinki"};

std::string finnish(const Recurrence& recurrence, RepeatDetail detail = RepeatDetail::whole) {
    return repeat_text("fi", tuesday, recurrence, {test::test_zones(), our_messages()}, detail);
}

TEST_SUITE("words.repeats") {
    TEST_CASE("rules as sentences of each language") {
        for (const auto& line : test::golden_lines("tests/golden/repeats.txt")) {
            INFO("tests/golden/repeats.txt:" << line.number);
            REQUIRE(line.fields.size() == 7);
            const When when = when_of(line.fields[0]);
            Recurrence recurrence;
            const auto rule = recur::parse_rule(line.fields[1]);
            REQUIRE(rule.has_value());
            recurrence.rule = *rule;
            for (const auto& day : parts_of(line.fields[2]))
                recurrence.exceptions.emplace_back(*parse_date(day));
            RepeatContext context{test::test_zones(), our_messages(), {}, {}};
            if (line.fields[3] != "-") context.today = *parse_date(line.fields[3]);
            context.next = first_days(when, *rule, 3);
            CHECK(repeat_text("fi", when, recurrence, context) == line.fields[4]);
            CHECK(repeat_text("sv", when, recurrence, context) == line.fields[5]);
            CHECK(repeat_text("en", when, recurrence, context) == line.fields[6]);
        }
    }

    TEST_CASE("the pattern alone has neither range nor exceptions") {
        CHECK(finnish(weekly({*parse_date("2026-11-10")}), RepeatDetail::pattern) ==
              "joka tiistai klo 18–20");
        Recurrence odd;
        odd.rule = *recur::parse_rule("FREQ=MONTHLY;BYMONTHDAY=1,3");
        CHECK(finnish(odd, RepeatDetail::pattern) == "");
    }

    TEST_CASE("a cancelled occurrence is left out like an exception and once") {
        Recurrence recurrence = weekly({*parse_date("2026-11-10")});
        Override off;
        off.recurrence_id = *parse_local("2026-11-10T18:00");
        off.cancelled = true;
        recurrence.overrides.push_back(off);
        off.recurrence_id = *parse_instant("2026-11-17T16:00:00Z");
        recurrence.overrides.push_back(off);
        CHECK(finnish(recurrence) ==
              "joka tiistai klo 18–20, 10 kertaa 3.11.2026 alkaen, paitsi 10.11.2026 ja "
              "17.11.2026");
    }

    TEST_CASE("dates that are added are told") {
        Recurrence recurrence = weekly();
        recurrence.dates.push_back({*parse_local("2026-12-05T18:00"), {}});
        CHECK(finnish(recurrence).ends_with(", lisäksi 5.12.2026"));
        Recurrence alone;
        alone.dates = recurrence.dates;
        CHECK(finnish(alone) == "toistuu");
    }

    TEST_CASE("another clock is named and UTC has no weekday") {
        const auto text = [](const char* zone) {
            const When when = Timed{*parse_local("2026-11-03T18:00"), {}, zone};
            return repeat_text("en", when, weekly(), {test::test_zones(), our_messages()},
                               RepeatDetail::pattern);
        };
        CHECK(text("Europe/Stockholm") == "every Tuesday, 18:00 (Europe/Stockholm)");
        CHECK(text("Europe/Mariehamn") == "every Tuesday, 18:00");
        CHECK(text("UTC") == "");
    }

    TEST_CASE("a list of days is cut at six and the rest counted") {
        std::vector<Date> days;
        for (int i = 0; i < 6; ++i) days.push_back(*parse_date("2026-11-03") + date::days(7 * i));
        const auto today = *parse_date("2026-11-01");
        const auto listed = [&](const char* lang, std::size_t count = 0) {
            return days_listed(lang, days, our_messages(), today, count);
        };
        CHECK(listed("fi").ends_with("ti 1.12. ja ti 8.12."));
        days.push_back(*parse_date("2026-12-15"));
        CHECK(listed("fi").ends_with("ti 8.12. ja 1 muu"));
        CHECK(listed("sv", 14).ends_with("ti 8.12 och 8 till"));
        days.resize(1);
        CHECK(listed("en") == "Tue 3 Nov");
        CHECK(listed("en", 3) == "Tue 3 Nov and 2 more");
    }
}

}  // namespace
}  // namespace sopu::words
