// A moved series held against its definition: every occurrence later by as much local time.
#include "engine/conflict/moved.h"

#include <algorithm>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "engine/conflict/other_times.h"
#include "engine/world/series.h"
#include "tests/support/random_world.h"

namespace sopu {
namespace {

using date::days;

const Zones& zones() {
    return test::test_ground().zones;
}

Timed evening(int year, unsigned month, unsigned of_month) {
    const Date day = date::local_days(date::year(year) / date::month(month) / date::day(of_month));
    return Timed{LocalTime(day) + std::chrono::hours(18), LocalTime(day) + std::chrono::hours(20),
                 "Europe/Helsinki"};
}

Event series(const When& first, const char* rule) {
    Event event;
    event.when = first;
    Recurrence recurrence;
    recurrence.rule = *recur::parse_rule(rule);
    event.recurrence = std::move(recurrence);
    return event;
}

When later(const When& when, seconds by) {
    When then = when;
    if (auto* timed = std::get_if<Timed>(&then)) {
        timed->start += by;
        if (timed->end) *timed->end += by;
    } else if (auto* all_day = std::get_if<AllDay>(&then)) {
        all_day->first += date::floor<days>(by);
        all_day->last += date::floor<days>(by);
    }
    return then;
}

const Zone& zone_of(const Event& event) {
    const auto* timed = std::get_if<Timed>(&event.when);
    return timed != nullptr ? *zones().find(timed->zone) : zones().home();
}

// Local starts over some years, later by `by`.
std::vector<LocalTime> starts(const Event& event, seconds by = seconds{0}) {
    const Zone& zone = zone_of(event);
    const Instant from = date::sys_days(date::year(2026) / 1 / 1);
    std::vector<LocalTime> list;
    for (const auto& it : occurrences_in(series_of(event, seconds{0}, zones()),
                                         {from, from + days(5 * 366)}, zones()))
        list.push_back(to_local(it.start, zone) + by);
    std::sort(list.begin(), list.end());
    return list;
}

// Whether clocks that went forward shortly before may have made it another time than was said.
bool may_be_put_off(LocalTime at, const Zone& zone) {
    const auto read_back = [&](LocalTime it) { return to_local(to_instant(it, zone), zone); };
    const LocalTime before = at - std::chrono::hours(1);
    return read_back(at) != at || read_back(before) != before;
}

// Without those that a gap of the clocks may put off, where they were or where they are now.
void keep_unmoved_by_clocks(std::vector<LocalTime>& later, seconds by, const Zone& zone) {
    std::erase_if(later, [&](LocalTime it) {
        return may_be_put_off(it, zone) || may_be_put_off(it - by, zone);
    });
}

// Whether it moves; if so it is held to the definition.
bool moves(const Event& event, seconds by) {
    const auto then = moved_to(event, later(event.when, by), zones());
    if (!then) return false;
    auto wanted = starts(event, by);
    auto found = starts(*then);
    // Where the window of years cuts is no matter.
    const std::size_t least = std::min(wanted.size(), found.size());
    wanted.resize(least);
    found.resize(least);
    CHECK(least > 2);
    CHECK(wanted == found);
    return true;
}

TEST_SUITE("engine.moved") {
    TEST_CASE("weekly and daily series move by weeks and days and hours") {
        const Event tuesdays = series(evening(2026, 11, 3), "FREQ=WEEKLY;COUNT=20");
        const Event two = series(evening(2026, 11, 3), "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=30");
        const Event fortnight =
            series(evening(2026, 11, 5), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA;COUNT=30");
        const Event daily = series(evening(2026, 11, 3), "FREQ=DAILY;UNTIL=20261224T235959");
        const Event workdays =
            series(evening(2026, 11, 3), "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=30");
        for (const Event* event : {&tuesdays, &two, &fortnight, &daily, &workdays})
            for (int offset = -15; offset <= 15; ++offset) {
                CHECK(moves(*event, days(offset)));
                CHECK(moves(*event, days(offset) + std::chrono::hours(-3)));
            }
    }

    TEST_CASE("the second Saturday becomes the third but the fourth no fifth") {
        const Event second = series(evening(2026, 11, 14), "FREQ=MONTHLY;BYDAY=2SA");
        CHECK(moves(second, days(7)));
        CHECK(moves(second, days(-7)));
        CHECK(moves(second, std::chrono::hours(2)));
        CHECK_FALSE(moves(second, days(1)));
        CHECK_FALSE(moves(second, days(21)));
        const Event last = series(evening(2026, 11, 28), "FREQ=MONTHLY;BYDAY=-1SA");
        CHECK(moves(last, days(-7)));
        CHECK_FALSE(moves(last, days(7)));
        const Event fifteenth = series(evening(2026, 11, 15), "FREQ=MONTHLY");
        CHECK(moves(fifteenth, days(7)));
        CHECK_FALSE(moves(fifteenth, days(14)));  // not every month has a 29th
        CHECK(moves(series(evening(2026, 11, 15), "FREQ=YEARLY"), days(7)));
        CHECK(moves(series(evening(2026, 5, 10), "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU"), days(7)));
        CHECK_FALSE(moves(series(evening(2026, 11, 10), "FREQ=YEARLY;BYDAY=45TU"), days(7)));
        CHECK_FALSE(
            moves(series(evening(2026, 11, 3), "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1"), days(7)));
    }

    // Half past three of a day whose clocks go from three to four is half past four; moved to
    // another day it is half past three again, and the other way round.
    TEST_CASE("what a gap of the clocks puts off is put off there only") {
        Timed night = evening(2028, 3, 12);
        night.start = LocalTime(date::floor<days>(night.start)) + minutes(3 * 60 + 30);
        night.end = night.start + std::chrono::hours(2);
        const Event sundays = series(night, "FREQ=WEEKLY;COUNT=4");
        const auto third_of = [](const Event& event) {
            const LocalTime third = starts(event).at(2);
            return third - LocalTime(date::floor<days>(third));
        };
        CHECK(third_of(sundays) == minutes(4 * 60 + 30));
        const auto mondays = moved_to(sundays, later(night, days(1)), zones());
        REQUIRE(mondays);
        CHECK(third_of(*mondays) == minutes(3 * 60 + 30));
        const auto back = moved_to(*mondays, night, zones());
        REQUIRE(back);
        CHECK(starts(*back) == starts(sundays));
    }

    TEST_CASE("exceptions and added dates and overrides move along") {
        CHECK(rc::check("every occurrence of random series is moved", [] {
            test::RandomWorld random(*rc::gen::arbitrary<std::uint64_t>());
            Event event = random.event();
            while (!event.recurrence) event = random.event();
            RC_PRE(check(event.when, zones()).empty());
            for (const OtherTime& it : other_times(event.when, {14, 5, {}})) {
                const auto then = moved_to(event, it.when, zones());
                if (!then) continue;
                RC_ASSERT(then->recurrence->overrides.size() == event.recurrence->overrides.size());
                const seconds by =
                    std::holds_alternative<Timed>(event.when)
                        ? std::get<Timed>(it.when).start - std::get<Timed>(event.when).start
                        : seconds(days(it.days));
                auto wanted = starts(event, by);
                auto found = starts(*then);
                keep_unmoved_by_clocks(wanted, by, zone_of(event));
                keep_unmoved_by_clocks(found, by, zone_of(event));
                const std::size_t least = std::min(wanted.size(), found.size());
                RC_ASSERT(std::max(wanted.size(), found.size()) - least <= 1);
                wanted.resize(least);
                found.resize(least);
                RC_ASSERT(wanted == found);
            }
        }));
    }
}

}  // namespace
}  // namespace sopu
