// Suggestions held against a plain search: every time listed is judged again, and no better one
// among the times that may be tried is left out.
#include <algorithm>
#include <set>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "engine/base/limits.h"
#include "engine/conflict/coverage.h"
#include "engine/conflict/detect.h"
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

JudgeTime always(Verdict verdict) {
    return [verdict](const When&) { return std::optional(verdict); };
}

// As the service judges, for somebody who may see everything.
JudgeTime judge_in(const Snapshot& world, const Event& event) {
    return [&world, event](const When& when) -> std::optional<Verdict> {
        if (!check(when, world.ground().zones).empty()) return std::nullopt;
        auto moved = std::make_shared<Event>(event);
        moved->when = when;
        const Placed placed = world.place(std::move(moved));
        const auto findings = detect(world, placed, Weakening::other_side);
        return verdict_of(findings, look_around(world, placed, world.last_tick()).enough);
    };
}

TEST_SUITE("engine.suggest") {
    TEST_CASE("a Saturday is nearest to other hours and then to the Sunday and other Saturdays") {
        const auto times = candidate_times(on(saturday, 10), {});
        REQUIRE(times.size() > 6);
        std::vector<Date> dates;
        for (const When& when : times) dates.push_back(*first_date(when));
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
        for (const When& when : candidate_times(wish, {})) {
            CHECK_FALSE(when == wish);
            const auto& timed = std::get<Timed>(when);
            CHECK(*timed.end - timed.start == std::chrono::hours(5));
            CHECK(*timed.end <= LocalTime(date::floor<days>(timed.start)) + std::chrono::hours(23));
        }
        const Vague evening{saturday, saturday, Precision::day, PartOfDay::evening, {}};
        std::set<PartOfDay> parts;
        for (const When& when : candidate_times(evening, {}))
            parts.insert(*std::get<Vague>(when).part_of_day);
        CHECK(parts.size() == 3);
        CHECK(candidate_times(Undated{}, {}).empty());
    }

    TEST_CASE("nothing before today - unless the wish is") {
        SuggestionBounds bounds;
        bounds.not_before = saturday;
        for (const When& when : candidate_times(on(saturday, 10), bounds))
            CHECK(*first_date(when) >= saturday);
        bounds.not_before = saturday + days(1);
        const auto times = candidate_times(on(saturday, 10), bounds);
        CHECK(std::any_of(times.begin(), times.end(),
                          [](const When& when) { return *first_date(when) < saturday; }));
    }

    TEST_CASE("a wish wider than a day is offered its days") {
        const Vague december{day(2026, 12, 1), day(2026, 12, 31), Precision::month, {}, {}};
        CHECK(candidate_times(december, {}).size() == 31);
        SuggestionBounds bounds;
        bounds.not_before = day(2026, 12, 30);
        CHECK(candidate_times(december, bounds).size() == 2);
        const Vague years{day(2026, 1, 1), day(2029, 12, 31), Precision::window, {}, {}};
        const auto spread = candidate_times(years, {});
        CHECK(spread.size() <= limits::suggestion_candidates_max);
        CHECK(*first_date(spread.back()) > day(2029, 11, 30));
    }

    TEST_CASE("the work is bounded by a count") {
        SuggestionBounds bounds;
        bounds.within_days = limits::suggestion_days_max;
        std::size_t asked = 0;
        const auto found = suggest({on(saturday, 10), Verdict::blocking}, bounds,
                                   [&](const When&) -> std::optional<Verdict> {
                                       ++asked;
                                       return Verdict::clear;
                                   });
        CHECK(asked == limits::suggestion_candidates_max);
        CHECK(found.size() == 5);
    }

    TEST_CASE("never worse than the wish and best first") {
        const Wish wish{on(saturday, 10), Verdict::unknown};
        CHECK(suggest(wish, {}, always(Verdict::warning)).empty());
        CHECK(suggest(wish, {}, always(Verdict::unclear)).empty());
        CHECK(suggest(wish, {}, always(Verdict::unknown)).size() == 5);
        CHECK(suggest(wish, {}, [](const When&) { return std::optional<Verdict>(); }).empty());
        const auto found = suggest(wish, {}, [](const When& when) {
            return std::optional(*first_date(when) == saturday + days(14) ? Verdict::clear
                                                                          : Verdict::notice);
        });
        REQUIRE(found.size() == 5);
        CHECK(*first_date(found[0].when) == saturday + days(14));
        CHECK(found[1].verdict == Verdict::notice);
    }

    TEST_CASE("every suggestion checks again to its verdict and no better one is left out") {
        CHECK(rc::check("in random worlds", [] {
            const auto seed = *rc::gen::arbitrary<std::uint64_t>();
            test::RandomWorld random(seed);
            const auto world = Snapshot::build(random.records(40), test::test_ground());
            Event event = random.event();
            event.id = EventId();
            event.state = State::published;
            const JudgeTime judge = judge_in(*world, event);
            const auto wished = judge(event.when);
            RC_PRE(wished.has_value());
            const auto found = suggest({event.when, *wished}, {}, judge);
            for (const Suggestion& it : found) {
                RC_ASSERT(judge(it.when) == std::optional(it.verdict));
                RC_ASSERT(rank(it.verdict) <= rank(*wished));
                RC_ASSERT_FALSE(it.when == event.when);
            }
            std::vector<int> ranks;
            for (const When& when : candidate_times(event.when, {}))
                if (const auto verdict = judge(when); verdict && rank(*verdict) <= rank(*wished))
                    ranks.push_back(rank(*verdict));
            std::sort(ranks.begin(), ranks.end());
            RC_ASSERT(found.size() == std::min<std::size_t>(ranks.size(), 5));
            for (std::size_t i = 0; i < found.size(); ++i)
                RC_ASSERT(rank(found[i].verdict) == ranks[i]);
        }));
    }
}

}  // namespace
}  // namespace sopu
