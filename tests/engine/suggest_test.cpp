// Suggestions held against a plain search: every time listed is judged again, and no better one
// among the times that may be tried is left out.
#include <algorithm>
#include <set>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "engine/base/limits.h"
#include "engine/conflict/coverage.h"
#include "engine/conflict/detect.h"
#include "engine/conflict/other_spaces.h"
#include "engine/conflict/suggest.h"
#include "tests/support/random_world.h"

namespace sopu {
namespace {

using date::days;

Date day(int year, unsigned month, unsigned of_month) {
    return date::local_days(date::year(year) / date::month(month) / date::day(of_month));
}

Timed on(Date date, int hour, int hours = 2) {
    Timed timed;
    timed.start = LocalTime(date) + std::chrono::hours(hour);
    timed.end = timed.start + std::chrono::hours(hours);
    return timed;
}

const Date saturday = day(2026, 12, 5);

JudgePlaced always(Verdict verdict) {
    return [verdict](const Placed&) { return verdict; };
}

Event at(const When& when) {
    Event event;
    event.id = EventId("wish");
    event.when = when;
    event.municipality = MunicipalityCode("777");
    event.state = State::published;
    return event;
}

std::shared_ptr<const Snapshot> world_of(const std::vector<Venue>& venues = {},
                                         const std::vector<Closure>& closures = {}) {
    Records records;
    for (const Venue& it : venues) records.venues.push_back(std::make_shared<const Venue>(it));
    for (const Closure& it : closures)
        records.closures.push_back(std::make_shared<const Closure>(it));
    return Snapshot::build(records, test::test_ground());
}

// As the service judges, for somebody who may see everything.
JudgePlaced judge_in(const Snapshot& world) {
    return [&world](const Placed& placed) {
        const auto findings = detect(world, placed, Weakening::other_side);
        return verdict_of(findings, look_around(world, placed, world.last_tick()).enough);
    };
}

TEST_SUITE("engine.suggest") {
    TEST_CASE("a Saturday is nearest to other hours and then to the Sunday and other Saturdays") {
        const auto times = other_times(on(saturday, 10), {});
        REQUIRE(times.size() > 6);
        std::vector<Date> dates;
        for (const OtherTime& it : times) dates.push_back(*first_date(it.when));
        CHECK(dates[0] == saturday + days(1));
        CHECK(std::count(dates.begin(), dates.begin() + 5, saturday) == 4);
        CHECK(dates[5] == saturday + days(7));
        CHECK(dates[6] == saturday - days(7));
        CHECK(std::find(dates.begin(), dates.end(), saturday + days(56)) != dates.end());
        CHECK(std::find(dates.begin(), dates.end(), saturday + days(63)) == dates.end());
        CHECK(std::find(dates.begin(), dates.end(), saturday + days(16)) == dates.end());
    }

    TEST_CASE("a candidate keeps length and part of day and is never the wish") {
        const When wish = on(saturday, 10, 5);
        for (const auto& [when, reason, days_away, distance] : other_times(wish, {})) {
            CHECK_FALSE(when == wish);
            CHECK((reason == Reason::other_hour) == (days_away == 0));
            const auto& timed = std::get<Timed>(when);
            CHECK(*timed.end - timed.start == std::chrono::hours(5));
            CHECK(*timed.end <= LocalTime(date::floor<days>(timed.start)) + std::chrono::hours(23));
        }
        const Vague evening{saturday, saturday, Precision::day, PartOfDay::evening, {}};
        std::set<PartOfDay> parts;
        for (const OtherTime& it : other_times(evening, {}))
            parts.insert(*std::get<Vague>(it.when).part_of_day);
        CHECK(parts.size() == 3);
        CHECK(other_times(Undated{}, {}).empty());
    }

    TEST_CASE("nothing before today - unless the wish is") {
        SuggestionBounds bounds;
        bounds.not_before = saturday;
        for (const OtherTime& it : other_times(on(saturday, 10), bounds))
            CHECK(*first_date(it.when) >= saturday);
        bounds.not_before = saturday + days(1);
        const auto times = other_times(on(saturday, 10), bounds);
        CHECK(std::any_of(times.begin(), times.end(),
                          [](const OtherTime& it) { return *first_date(it.when) < saturday; }));
    }

    TEST_CASE("a wish wider than a day is offered its days") {
        const Vague december{day(2026, 12, 1), day(2026, 12, 31), Precision::month, {}, {}};
        CHECK(other_times(december, {}).size() == 31);
        SuggestionBounds bounds;
        bounds.not_before = day(2026, 12, 30);
        CHECK(other_times(december, bounds).size() == 2);
        const Vague years{day(2026, 1, 1), day(2029, 12, 31), Precision::window, {}, {}};
        const auto spread = other_times(years, {});
        CHECK(spread.size() <= limits::suggestion_candidates_max);
        CHECK(*first_date(spread.back().when) > day(2029, 11, 30));
        // As many days as may be judged, and one more: then every other.
        const days most(limits::suggestion_candidates_max);
        Vague wide{day(2026, 1, 1), day(2026, 1, 1) + most - days(1), Precision::window, {}, {}};
        CHECK(other_times(wide, {}).size() == limits::suggestion_candidates_max);
        wide.to += days(1);
        CHECK(other_times(wide, {}).size() == limits::suggestion_candidates_max / 2 + 1);
    }

    TEST_CASE("the work is bounded by a count") {
        SuggestionBounds bounds;
        bounds.within_days = limits::suggestion_days_max;
        std::size_t asked = 0;
        Event wide = at(on(saturday, 10));
        wide.when = Vague{day(2026, 1, 1), day(2029, 12, 31), Precision::window, {}, {}};
        const auto found = suggest(*world_of(), wide, bounds, [&](const Placed&) {
            ++asked;
            return Verdict::clear;
        });
        CHECK(asked <= limits::suggestion_candidates_max + 1);  // and the wish
        CHECK(asked > limits::suggestion_candidates_max / 2);
        CHECK(found.size() == 5);

        // A long series costs more each, so fewer are judged.
        Event daily = at(on(saturday, 10));
        recur::Rule rule;
        rule.count = 3'000;
        daily.recurrence = Recurrence{rule, {}, {}, {}, {}};
        asked = 0;
        suggest(*world_of(), daily, bounds, [&](const Placed&) {
            ++asked;
            return Verdict::clear;
        });
        CHECK(asked == limits::suggestion_candidates_min + 1);
    }

    TEST_CASE("never worse than the wish and best first") {
        const auto world = world_of();
        const Event wish = at(on(saturday, 10));
        const auto wished_as = [&](Verdict wished, Verdict others) {
            return suggest(*world, wish, {}, [&](const Placed& placed) {
                return placed.event->when == wish.when ? wished : others;
            });
        };
        CHECK(wished_as(Verdict::unknown, Verdict::warning).empty());
        CHECK(wished_as(Verdict::unknown, Verdict::unclear).empty());
        CHECK(wished_as(Verdict::unknown, Verdict::unknown).size() == 5);
        CHECK(suggest(*world, at(Undated{}), {}, always(Verdict::clear)).empty());
        const auto found = suggest(*world, wish, {}, [](const Placed& placed) {
            return *first_date(placed.event->when) == saturday + days(14) ? Verdict::clear
                                                                          : Verdict::notice;
        });
        REQUIRE(found.size() == 5);
        CHECK(*first_date(found[0].when) == saturday + days(14));
        CHECK(found[0].reason == Reason::same_weekday);
        CHECK(found[0].days == 14);
        CHECK(found[1].verdict == Verdict::notice);
    }

    TEST_CASE("every suggestion checks again to its verdict and no better one is left out") {
        CHECK(rc::check("in random worlds", [] {
            const auto seed = *rc::gen::arbitrary<std::uint64_t>();
            test::RandomWorld random(seed);
            const auto world = Snapshot::build(random.records(40), test::test_ground());
            const Ground& ground = world->ground();
            Event event = random.event();
            event.id = EventId();
            event.state = State::published;
            RC_PRE(check(event.when, ground.zones).empty());
            RC_CLASSIFY(static_cast<bool>(event.recurrence), "series");
            const JudgePlaced judge = judge_in(*world);
            const auto place = [&](const Event& it) {
                return world->place(std::make_shared<const Event>(it));
            };
            const Verdict wished = judge(place(event));
            const HolidaysMet met = holidays_met(place(event), ground);
            const auto found = suggest(*world, event, {}, judge);
            for (const Suggestion& it : found) {
                const Event then = with_suggestion(event, it);
                const Placed placed = place(then);
                RC_ASSERT(judge(placed) == it.verdict);
                RC_ASSERT(rank(it.verdict) <= rank(wished));
                RC_ASSERT_FALSE(then == event);
                RC_ASSERT(check_recurrence(then, ground.zones).empty());
                RC_ASSERT(!holidays_met(placed, ground).first || met.first);
                RC_ASSERT(is_wide(event.when) ||
                          holidays_met(placed, ground).occurrences <= met.occurrences);
            }
            std::vector<int> ranks;
            for (const Suggestion& it : candidates(*world, event, {})) {
                const Placed placed = place(with_suggestion(event, it));
                const HolidaysMet then = holidays_met(placed, ground);
                const bool more = (then.first && !met.first) || then.occurrences > met.occurrences;
                if (is_wide(event.when) ? then.first : more) continue;
                if (it.venue != event.venue && !is_open(placed, *world)) continue;
                if (rank(judge(placed)) <= rank(wished)) ranks.push_back(rank(judge(placed)));
            }
            std::sort(ranks.begin(), ranks.end());
            RC_ASSERT(found.size() == std::min<std::size_t>(ranks.size(), 5));
            for (std::size_t i = 0; i < found.size(); ++i)
                RC_ASSERT(rank(found[i].verdict) == ranks[i]);
        }));
    }

    TEST_CASE("the Saturday after 24.10.2020 is a public holiday and is not offered") {
        SuggestionBounds bounds;
        bounds.count_max = 20;
        const Event wish = at(on(day(2020, 10, 24), 10));
        const auto found = suggest(*world_of(), wish, bounds, always(Verdict::notice));
        REQUIRE(found.size() == 20);
        const auto offers = [](const std::vector<Suggestion>& list, Date wanted) {
            return std::any_of(list.begin(), list.end(), [wanted](const Suggestion& it) {
                return *first_date(it.when) == wanted;
            });
        };
        CHECK(offers(found, day(2020, 10, 17)));
        CHECK(offers(found, day(2020, 11, 7)));
        CHECK_FALSE(offers(found, day(2020, 10, 30)));  // its eve
        CHECK_FALSE(offers(found, day(2020, 10, 31)));
        // Two days of which the second is the eve.
        Event two = at(AllDay{day(2020, 10, 22), day(2020, 10, 23)});
        CHECK_FALSE(
            offers(suggest(*world_of(), two, bounds, always(Verdict::notice)), day(2020, 10, 29)));
        // Who wishes for a holiday may get another one.
        const Event holiday = at(on(day(2020, 10, 31), 10));
        CHECK(offers(suggest(*world_of(), holiday, bounds, always(Verdict::notice)),
                     day(2020, 10, 30)));
        // Nor is it the best day of a month that was asked about.
        bounds.count_max = 31;
        const Event month =
            at(Vague{day(2020, 10, 1), day(2020, 10, 31), Precision::month, {}, {}});
        const auto best = suggest(*world_of(), month, bounds, always(Verdict::notice));
        CHECK(best.size() == 29);
        CHECK_FALSE(offers(best, day(2020, 10, 31)));
        CHECK(best.front().reason == Reason::day_within);
    }

    TEST_CASE("a series is not moved on to more holidays than it has") {
        // Fridays from 23.10.2020: the second of them is the eve of pyhäinpäivä already.
        Event fridays = at(on(day(2020, 10, 23), 18));
        recur::Rule rule;
        rule.frequency = recur::Frequency::weekly;
        rule.count = 4;
        fridays.recurrence = Recurrence{rule, {}, {}, {}, {}};
        SuggestionBounds bounds;
        bounds.count_max = 20;
        const auto world = world_of();
        const auto found = suggest(*world, fridays, bounds, always(Verdict::notice));
        REQUIRE_FALSE(found.empty());
        for (const Suggestion& it : found) {
            CHECK(*first_date(it.when) != day(2020, 10, 30));
            const auto placed =
                world->place(std::make_shared<const Event>(with_suggestion(fridays, it)));
            CHECK(holidays_met(placed, world->ground()).occurrences <= 1);
            CHECK(it.recurrence);
        }
    }
}

}  // namespace
}  // namespace sopu
