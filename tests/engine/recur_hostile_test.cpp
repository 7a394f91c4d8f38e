// Rules that crash or hang other implementations, and each limit one step past. Work is counted,
// not timed: a budget that suffices here suffices on every machine.
#include <doctest/doctest.h>

#include "engine/recur/expand.h"
#include "tests/support/golden.h"
#include "tests/support/series_text.h"
#include "tests/support/zones.h"

namespace sopu::recur {
namespace {

using test::read_series;
using test::test_zones;

Interval years(int from, int to) {
    return {date::sys_days{date::year{from} / 1 / 1}, date::sys_days{date::year{to} / 1 / 1}};
}

Series daily() {
    return read_series("DTSTART:20260101T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\n");
}

std::string reason_of(const Series& series, const Interval& window = years(2026, 2028)) {
    const auto found = expand(series, test_zones(), window);
    return found ? "" : found.error().reason;
}

// Steps that an expansion took; fails if it was refused.
std::int64_t work(const Series& series, const Interval& window) {
    Budget budget;
    const auto found = expand(series, test_zones(), window, budget);
    CHECK(found.has_value());
    return limits::steps_max - budget.left();
}

}  // namespace

TEST_SUITE("engine.recur") {
    TEST_CASE("rules that hang others: found or refused, within the steps said") {
        for (const auto& line : test::golden_lines("tests/golden/recur/hostile.txt")) {
            CAPTURE(line.number);
            REQUIRE(line.fields.size() == 4);
            const Series series =
                read_series("DTSTART:" + line.fields[0] + "\nRRULE:" + line.fields[1] + "\n");
            const int year{date::year_month_day{date::floor<date::days>(series.start)}.year()};
            Budget budget;
            const auto found = expand(series, test_zones(), years(year, year + 2), budget);
            const std::string said = found ? std::to_string(found->size()) : found.error().reason;
            CHECK(said == line.fields[2]);
            CHECK(limits::steps_max - budget.left() <= std::stol(line.fields[3]));
        }
    }

    TEST_CASE("a window far away costs no more than one beside DTSTART") {
        for (const char* rule :
             {"FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,FR", "FREQ=MONTHLY;BYDAY=-1FR",
              "FREQ=YEARLY;BYWEEKNO=20", "FREQ=HOURLY;INTERVAL=5", "FREQ=SECONDLY;INTERVAL=86399",
              "FREQ=DAILY;COUNT=1000000", "FREQ=WEEKLY;COUNT=1000000;BYDAY=MO,TH",
              "FREQ=MONTHLY;COUNT=1000000;BYMONTHDAY=28", "FREQ=SECONDLY;INTERVAL=61;BYHOUR=9"}) {
            CAPTURE(rule);
            const Series series =
                read_series("DTSTART:20260102T100000Z\nRRULE:" + std::string(rule) + "\n");
            const std::int64_t beside = work(series, years(2027, 2028));
            CHECK(work(series, years(2426, 2427)) <= beside + beside / 3 + 50);
        }
    }

    TEST_CASE("counting to a far window ends in an error where it is too much, never in a wait") {
        const Series series = read_series(
            "DTSTART:16000101T000000Z\nRRULE:FREQ=SECONDLY;COUNT=100000000000;BYMONTHDAY=1\n");
        CHECK(reason_of(series, years(2599, 2600)) == "too_much_work");
    }

    TEST_CASE("the error of a budget says so, and a budget may be shared") {
        Budget budget(1'000);
        CHECK(expand(daily(), test_zones(), years(2026, 2027), budget).has_value());
        CHECK(budget.left() < 300);
        const auto refused = expand(daily(), test_zones(), years(2026, 2027), budget);
        REQUIRE(!refused.has_value());
        CHECK(refused.error().code == Code::too_large);
        CHECK(refused.error().field == "rrule");
        CHECK(refused.error().reason == "too_much_work");
        CHECK(budget.exhausted());
        CHECK(budget.left() == 0);
        CHECK(!expand(daily(), test_zones(), years(2026, 2026), budget).has_value());
    }

    TEST_CASE("years begin with 1600 and end with 2600") {
        const auto starting = [](const char* text) {
            return read_series("DTSTART:" + std::string(text) + "\nRRULE:FREQ=YEARLY\n");
        };
        CHECK(reason_of(starting("15991231T235959Z")) == "year_out_of_range");
        CHECK(reason_of(starting("26010101T000000Z")) == "year_out_of_range");
        CHECK(reason_of(starting("26001231T235959Z")) == "");
        const auto all = expand(starting("16000101T000000Z"), test_zones(), years(1500, 3000));
        REQUIRE(all.has_value());
        CHECK(all->size() == 1001);
        CHECK(all->back().start == date::sys_days{date::year{2600} / 1 / 1});
    }

    TEST_CASE("lengths are not negative and at most a hundred years") {
        Series series = daily();
        series.length = {-1, {}};
        CHECK(reason_of(series) == "end_before_start");
        series.length = {0, seconds{-1}};
        CHECK(reason_of(series) == "end_before_start");
        series.rule.reset();
        series.length = {limits::length_days_max, {}};
        CHECK(reason_of(series) == "");
        series.length = {limits::length_days_max + 1, {}};
        CHECK(reason_of(series) == "too_long");
        series.length = {0, date::days{limits::length_days_max} + seconds{1}};
        CHECK(reason_of(series) == "too_long");
    }

    TEST_CASE(
        "so many dates, exceptions and overrides and no more, none of them looked for twice") {
        Series series = daily();
        for (std::size_t i = 0; i < limits::dates_max; ++i) {
            const LocalTime at = series.start + minutes{static_cast<int>(i)};
            series.dates.push_back({at, {}});
            series.exceptions.emplace_back(at);
            Override said;
            said.recurrence_id = at;
            said.start = at;
            series.overrides.push_back(said);
        }
        CHECK(reason_of(series) == "");
        Series more = series;
        more.dates.push_back(more.dates.front());
        CHECK(reason_of(more) == "too_many_dates");
        more = series;
        more.exceptions.push_back(more.exceptions.front());
        CHECK(reason_of(more) == "too_many_dates");
        more = series;
        more.overrides.push_back(more.overrides.front());
        CHECK(reason_of(more) == "too_many_dates");
    }

    TEST_CASE("dates out of the years are refused, exceptions there take nothing out") {
        const Moment far = Date{date::year{2601} / 1 / 1};
        Series series = daily();
        series.exceptions.push_back(far);
        series.exceptions.emplace_back(Instant::max());
        series.exceptions.emplace_back(LocalTime::min());
        CHECK(reason_of(series) == "");
        series.dates.push_back({far, {}});
        CHECK(reason_of(series) == "year_out_of_range");
        series.dates = {{series.start, far}};
        CHECK(reason_of(series) == "year_out_of_range");
        series.dates = {{series.start, Length{-1, {}}}};
        CHECK(reason_of(series) == "end_before_start");
        series.dates.clear();
        series.overrides.resize(1);
        series.overrides[0].recurrence_id = series.start;
        series.overrides[0].start = far;
        CHECK(reason_of(series) == "year_out_of_range");
        series.overrides[0].cancelled = true;
        CHECK(reason_of(series) == "");
    }

    TEST_CASE("UNTIL may be any date at all") {
        for (const char* until : {"99991231", "99991231T235959", "99991231T235959Z", "00010101",
                                  "00010101T000000", "00010101T000000Z"}) {
            CAPTURE(until);
            Series series = daily();
            series.rule->until = test::read_moment(until);
            const auto found = expand(series, test_zones(), years(2026, 2027));
            REQUIRE(found.has_value());
            CHECK(found->size() == (until[0] == '9' ? 365U : 0U));
        }
        Series series = daily();
        series.rule->until = LocalTime::max();
        CHECK(reason_of(series) == "");
        series.rule->until = LocalTime::min();
        CHECK(reason_of(series) == "");
    }

    TEST_CASE("hours, minutes and seconds of dates are not a rule") {
        Series series = read_series("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=HOURLY\n");
        CHECK(reason_of(series) == "rule_sub_daily_of_dates");
        series.rule->frequency = Frequency::daily;
        CHECK(reason_of(series) == "");
    }

    TEST_CASE("a rule that the program made wrong is refused") {
        Series series = daily();
        series.rule->interval = 0;
        CHECK(reason_of(series) == "rule_out_of_range");
    }
}

}  // namespace sopu::recur
