// The rule engine against RFC 5545 3.3.10 taken literally: look at every second that the clock
// parts allow, keep those that satisfy every part, number the sets, count.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>

#include "engine/recur/expand.h"
#include "tests/support/random_series.h"
#include "tests/support/zones.h"

namespace sopu::recur {
namespace {

using test::one_in;
using test::pick;

bool is_one_of(const Numbers& values, std::int64_t from_begin, std::int64_t length) {
    return std::any_of(values.begin(), values.end(), [&](int value) {
        return value > 0 ? value == from_begin : value == from_begin - length - 1;
    });
}

// One day of the calendar with all that a rule may ask of it.
struct Day {
    explicit Day(Date on) : date(on), ymd(on), weekday(date::weekday{on}.c_encoding()) {}

    std::int64_t of_month() const { return static_cast<unsigned>(ymd.day()); }
    std::int64_t month_length() const {
        return static_cast<unsigned>((ymd.year() / ymd.month() / date::last).day());
    }
    std::int64_t of_year() const { return (date - Date{ymd.year() / 1 / 1}).count() + 1; }
    std::int64_t year_length() const { return ymd.year().is_leap() ? 366 : 365; }
    std::int64_t month() const { return static_cast<unsigned>(ymd.month()); }

    // A week belongs to the year that holds its fourth day.
    Day fourth_of_week(int week_start) const {
        const int into_week = (static_cast<int>(weekday) - week_start + 7) % 7;
        return Day(date - date::days{into_week} + date::days{3});
    }

    Date date;
    date::year_month_day ymd;
    unsigned weekday;
};

bool is_in_weeks(const Rule& rule, const Day& day) {
    const Day fourth = day.fourth_of_week(rule.week_start);
    const Day last = Day(Date{fourth.ymd.year() / 12 / 28}).fourth_of_week(rule.week_start);
    const Day end = last.ymd.year() == fourth.ymd.year() ? last : Day(last.date - date::days{7});
    const Day next(end.date + date::days{7});
    const std::int64_t weeks =
        next.ymd.year() == fourth.ymd.year() ? (next.of_year() + 6) / 7 : (end.of_year() + 6) / 7;
    return is_one_of(rule.by_week_number, (fourth.of_year() + 6) / 7, weeks);
}

bool is_of_days(const Rule& rule, const Day& day) {
    const bool in_month = rule.frequency == Frequency::monthly || !rule.by_month.empty();
    const std::int64_t at = in_month ? day.of_month() : day.of_year();
    const std::int64_t length = in_month ? day.month_length() : day.year_length();
    return std::any_of(rule.by_day.begin(), rule.by_day.end(), [&](const ByDay& by) {
        if (by.weekday != static_cast<int>(day.weekday)) return false;
        if (by.ordinal == 0) return true;
        return by.ordinal > 0 ? (at + 6) / 7 == by.ordinal : (length - at) / 7 + 1 == -by.ordinal;
    });
}

// The day parts, those filled in that FREQ leaves to DTSTART.
bool satisfies(Rule rule, const Day& start, const Day& day) {
    const Frequency f = rule.frequency;
    const bool says_day =
        !rule.by_day.empty() || !rule.by_month_day.empty() || !rule.by_year_day.empty();
    if (!says_day && (f == Frequency::weekly || !rule.by_week_number.empty()))
        rule.by_day = {{static_cast<std::int16_t>(start.weekday), 0}};
    else if (!says_day && f >= Frequency::monthly) {
        rule.by_month_day = {static_cast<std::int16_t>(start.of_month())};
        if (f == Frequency::yearly && rule.by_month.empty())
            rule.by_month = {static_cast<std::int16_t>(start.month())};
    }
    if (!rule.by_month.empty() && !is_one_of(rule.by_month, day.month(), 12)) return false;
    if (!rule.by_month_day.empty() &&
        !is_one_of(rule.by_month_day, day.of_month(), day.month_length()))
        return false;
    if (!rule.by_year_day.empty() && !is_one_of(rule.by_year_day, day.of_year(), day.year_length()))
        return false;
    if (!rule.by_week_number.empty() && !is_in_weeks(rule, day)) return false;
    return rule.by_day.empty() || is_of_days(rule, day);
}

std::vector<int> clock_values(const Numbers& by, std::int64_t from_start, bool free, int size) {
    std::vector<int> values;
    const auto says = [&by](int value) {
        return std::find(by.begin(), by.end(), value) != by.end();
    };
    for (int i = 0; i < size; ++i) {
        const bool leap_second = i == 59 && says(60);
        if (by.empty() ? free || i == from_start : says(i) || leap_second) values.push_back(i);
    }
    return values;
}

std::int64_t floor_of(std::int64_t a, std::int64_t b) {
    return (a - ((a % b) + b) % b) / b;
}

// The number of the period that a time lies in.
std::int64_t period(const Rule& rule, const Day& day, std::int64_t local) {
    switch (rule.frequency) {
        case Frequency::secondly:
            return local;
        case Frequency::minutely:
            return floor_of(local, 60);
        case Frequency::hourly:
            return floor_of(local, 3600);
        case Frequency::daily:
            return floor_of(local, 86'400);
        case Frequency::weekly:
            return day.fourth_of_week(rule.week_start).date.time_since_epoch().count() / 7;
        case Frequency::monthly:
            return static_cast<int>(day.ymd.year()) * 12 + day.month();
        default:
            return static_cast<int>(day.ymd.year());
    }
}

// All elements of the sets of the periods, before BYSETPOS.
std::map<std::int64_t, std::vector<std::int64_t>> sets(const Rule& rule, LocalTime start, Date from,
                                                       Date to) {
    const Day start_day(date::floor<date::days>(start));
    const std::int64_t clock = (start - start_day.date).count();
    const Frequency f = rule.frequency;
    const auto hours = clock_values(rule.by_hour, clock / 3600, f <= Frequency::hourly, 24);
    const auto minutes =
        clock_values(rule.by_minute, clock / 60 % 60, f <= Frequency::minutely, 60);
    const auto seconds = clock_values(rule.by_second, clock % 60, f <= Frequency::secondly, 60);
    const std::int64_t first = period(rule, start_day, start.time_since_epoch().count());
    std::map<std::int64_t, std::vector<std::int64_t>> found;
    for (Date on = from; on < to; on += date::days{1}) {
        const Day day(on);
        if (!satisfies(rule, start_day, day)) continue;
        const std::int64_t midnight = LocalTime{on}.time_since_epoch().count();
        for (const int hour : hours)
            for (const int minute : minutes)
                for (const int second : seconds) {
                    const std::int64_t local = midnight + hour * 3600 + minute * 60 + second;
                    const std::int64_t number = period(rule, day, local);
                    if ((number - first) % rule.interval == 0) found[number].push_back(local);
                }
    }
    return found;
}

std::vector<std::int64_t> naive(const Rule& rule, LocalTime start, Date from, Date to) {
    std::vector<std::int64_t> all{start.time_since_epoch().count()};
    for (const auto& [number, set] : sets(rule, start, from, to))
        for (std::size_t i = 0; i < set.size(); ++i) {
            const auto size = static_cast<std::int64_t>(set.size());
            const bool taken =
                rule.by_set_position.empty() ||
                is_one_of(rule.by_set_position, static_cast<std::int64_t>(i) + 1, size);
            if (taken && set[i] > all.front()) all.push_back(set[i]);
        }
    return all;
}

// So many days that there is something to see and the oracle does not take all day.
int horizon_days(Frequency frequency) {
    switch (frequency) {
        case Frequency::secondly:
            return 2;
        case Frequency::minutely:
            return 20;
        case Frequency::hourly:
            return 300;
        default:
            return 2500;
    }
}

constexpr date::days week{7};

void compare(const Rule& rule, LocalTime start, int days) {
    const Date first_day = date::floor<date::days>(start);
    // Whole periods, so that BYSETPOS sees all of the first one and of the last.
    const Date from{date::year_month_day{first_day}.year() / 1 / 1};
    const Date to = first_day + date::days{days};
    const bool below_day = rule.frequency < Frequency::daily;  // then a day is enough of a whole
    std::vector<std::int64_t> expected = naive(rule, start, below_day ? first_day : from - week,
                                               below_day ? to : to + date::days{400});
    if (rule.count && static_cast<std::int64_t>(expected.size()) > *rule.count)
        expected.resize(static_cast<std::size_t>(*rule.count));
    Series series;
    series.start = start;
    series.zone = test::test_zones().find("UTC");
    series.rule = rule;
    const Interval window{Instant{start.time_since_epoch()} + date::days{pick(0, days / 2)},
                          Instant{LocalTime{to}.time_since_epoch()}};
    std::erase_if(expected, [&](std::int64_t local) {
        return Instant{seconds{local}} < window.start() || Instant{seconds{local}} >= window.end();
    });
    Budget budget(50'000'000);
    const auto found = expand(series, test::test_zones(), window, budget);
    RC_ASSERT(found.has_value());
    std::vector<std::int64_t> got;
    for (const Occurrence& occurrence : *found)
        got.push_back(occurrence.start.time_since_epoch().count());
    RC_LOG() << format_rule(rule) << " from " << start.time_since_epoch().count();
    RC_ASSERT(got == expected);
}

}  // namespace

TEST_SUITE("engine.recur") {
    TEST_CASE("rules of days, weeks, months and years are what they literally say") {
        for (const auto f :
             {Frequency::daily, Frequency::weekly, Frequency::monthly, Frequency::yearly})
            CHECK(rc::check([f] {
                Rule rule = test::random_rule(f);
                if (one_in(3)) rule.count = pick(1, 60);
                compare(rule, test::random_start(), horizon_days(f));
            }));
    }

    TEST_CASE("rules of hours, minutes and seconds are what they literally say") {
        for (const auto f : {Frequency::hourly, Frequency::minutely, Frequency::secondly})
            CHECK(rc::check([f] {
                Rule rule = test::random_rule(f);
                rule.interval = one_in(2) ? 1 : pick(1, 40);
                if (f == Frequency::secondly) rule.by_hour = test::some_numbers(0, 23, false);
                if (one_in(3)) rule.count = pick(1, 60);
                compare(rule, test::random_start(), horizon_days(f));
            }));
    }

    TEST_CASE("COUNT is kept over windows far from DTSTART") {
        CHECK(rc::check([] {
            Rule rule = test::random_rule(static_cast<Frequency>(pick(3, 6)));
            Series series;
            series.start = test::random_start();
            series.zone = test::test_zones().find("UTC");
            series.rule = rule;
            const Interval all{Instant{series.start.time_since_epoch()},
                               Instant{date::sys_days{date::year{2100} / 1 / 1}}};
            Budget plenty(50'000'000);
            const auto endless = expand(series, test::test_zones(), all, plenty);
            RC_ASSERT(endless.has_value());
            const auto count = static_cast<std::int64_t>(endless->size());
            series.rule->count = pick(1, static_cast<int>(std::min<std::int64_t>(count, 20'000)));
            const auto last = (*endless)[static_cast<std::size_t>(*series.rule->count - 1)];
            // Only the end: the walk has to count what it does not show.
            const Interval window{last.start, all.end()};
            const auto tail = expand(series, test::test_zones(), window, plenty);
            RC_LOG() << format_rule(*series.rule);
            RC_ASSERT(tail.has_value());
            RC_ASSERT(tail->size() == 1U);
            RC_ASSERT(tail->front().start == last.start);
        }));
    }

    // As said above, over a hundred years: every day is looked at, every member numbered.
    TEST_CASE("COUNT ends a far window where the literal reading does") {
        CHECK(rc::check([] {
            Rule rule = test::random_rule(static_cast<Frequency>(pick(3, 6)));
            rule.interval = pick(1, 12);
            rule.by_hour.resize(std::min<std::size_t>(rule.by_hour.size(), 1));
            const LocalTime start = test::random_start();
            const Date first_day = date::floor<date::days>(start);
            const Date first_new_year{date::year_month_day{first_day}.year() / 1 / 1};
            const LocalTime end{first_day + date::days{36'525}};
            const Instant to{end.time_since_epoch()};
            // Whole periods, so that BYSETPOS sees all of the last one.
            auto literal = naive(rule, start, first_new_year - week,
                                 date::floor<date::days>(end) + date::days{400});
            std::erase_if(literal, [&](std::int64_t it) { return Instant{seconds{it}} >= to; });
            const auto all = static_cast<std::int64_t>(literal.size());
            rule.count = one_in(4) ? pick(1, 200) : std::max<std::int64_t>(1, all - pick(0, 40));
            const auto kept = std::min(*rule.count, all);
            // From a few before the last one on, where that is a hundred years behind.
            const auto shown = std::min<std::int64_t>(kept, pick(1, 5));
            const Instant from{seconds{literal[static_cast<std::size_t>(kept - shown)]}};
            Series series;
            series.start = start;
            series.zone = test::test_zones().find("UTC");
            series.rule = rule;
            const auto found = expand(series, test::test_zones(), {from, to});
            RC_LOG() << format_rule(rule) << " from " << start.time_since_epoch().count();
            RC_ASSERT(found.has_value());
            std::vector<std::int64_t> got;
            for (const Occurrence& occurrence : *found)
                got.push_back(occurrence.start.time_since_epoch().count());
            std::vector<std::int64_t> wanted(literal.begin() + (kept - shown),
                                             literal.begin() + kept);
            RC_ASSERT(got == wanted);
        }));
    }
}

}  // namespace sopu::recur
