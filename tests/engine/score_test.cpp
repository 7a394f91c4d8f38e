// The soft score: every worked example of CONFLICTS, each factor at its corners, and what holds for
// any two events. Oracles count minutes, one by one.
#include <algorithm>
#include <cmath>
#include <set>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "engine/conflict/score.h"
#include "tests/support/zones.h"

namespace sopu {
namespace {

using date::local_days;
using std::chrono::hours;

// 5.12.2026 is a Saturday.
constexpr LocalTime saturday{local_days(date::year(2026) / 12 / 5)};

Event event_at(LocalTime start, minutes length) {
    Event event;
    event.when = Timed{start, start + length, "Europe/Helsinki"};
    event.municipality = MunicipalityCode("777");
    event.verified = true;
    return event;
}

Event bazaar(LocalTime start, minutes length) {
    Event event = event_at(start, length);
    event.format = "bazaar";
    event.audiences = {"everyone"};
    return event;
}

Event with_audiences(Event event, std::vector<std::string> audiences) {
    event.audiences = std::move(audiences);
    return event;
}

Timing timing(const Event& event, const Policy& policy = {}) {
    return timing_of(resolve(event.when, policy.length_default, test::test_zones()),
                     test::test_zones().home());
}

SoftScore score_of(const Event& mine, const Event& other, const Apart& apart,
                   const Policy& policy = {}, double scale = 1) {
    return soft_score(profile_of(mine, policy), timing(mine), profile_of(other, policy),
                      timing(other), apart, scale, policy);
}

std::string severity_of(const Event& mine, const Event& other, const Apart& apart,
                        const Policy& policy = {}) {
    const auto severity =
        soft_severity(score_of(mine, other, apart, policy), profile_of(mine, policy),
                      profile_of(other, policy), policy);
    return severity ? std::string(name_of(*severity)) : "silent";
}

// A window of clock time as the score sees it.
Timing between(LocalTime start, LocalTime end) {
    const Zone& home = test::test_zones().home();
    const Interval span(to_instant(start, home), to_instant(end, home));
    return {span.length(), {local_span(span, start, end)}};
}

double time_of(LocalTime a, minutes length_a, LocalTime b, minutes length_b, bool same_format) {
    return time_factor(between(a, a + length_a), between(b, b + length_b), same_format, Policy{})
        .value;
}

TEST_SUITE("engine.score") {
    TEST_CASE("two joulumyyjaiset of one day: half overlapping in one village is 100") {
        const Event mine = bazaar(saturday + hours(10), hours(4));
        const Event other = bazaar(saturday + hours(12), hours(4));
        const SoftScore here = score_of(mine, other, {0.0});
        CHECK(here.value == doctest::Approx(100));
        CHECK(here.audience.same_format);
        CHECK(here.time.together == Together::overlapping);
        CHECK(here.time.overlap == hours(2));
        CHECK(severity_of(mine, other, {0.0}) == "warning");

        CHECK(score_of(mine, other, {12.0}).value == doctest::Approx(78));
        CHECK(score_of(mine, other, {12.0}).kilometres == 12.0);
        CHECK(severity_of(mine, other, {12.0}) == "warning");
        CHECK(score_of(mine, other, {18.0}).value == doctest::Approx(42));
        CHECK(severity_of(mine, other, {18.0}) == "notice");
        CHECK(severity_of(mine, other, {25.0}) == "silent");
    }

    TEST_CASE("a family concert against everyone at the same hour who has a hold is 56") {
        const Event mine = with_audiences(event_at(saturday + hours(18), hours(2)), {"families"});
        Event other = with_audiences(event_at(saturday + hours(18), hours(2)), {"everyone"});
        other.claim = Claim::hold;
        CHECK(score_of(mine, other, {0.0}).value == doctest::Approx(56));
        CHECK(severity_of(mine, other, {0.0}) == "notice");
        // The other way the claim that counts is mine, which is confirmed.
        CHECK(score_of(other, mine, {0.0}).value == doctest::Approx(70));
    }

    TEST_CASE("two weekly trainings of children are silent") {
        Event mine = with_audiences(event_at(saturday + hours(10), hours(1)), {"children"});
        Event other = mine;
        CHECK(severity_of(mine, other, {0.0}) == "warning");
        mine.routine = true;
        CHECK(severity_of(mine, other, {0.0}) == "notice");
        CHECK(severity_of(other, mine, {0.0}) == "notice");
        other.categories = {"sports", "weekly_activity"};  // routine by the policy's list
        CHECK(severity_of(mine, other, {0.0}) == "silent");
    }

    TEST_CASE("everyone or an unknown audience never warns without a common format") {
        const Event families =
            with_audiences(event_at(saturday + hours(18), hours(2)), {"families"});
        Policy keen;
        keen.audience_everyone = 1;
        for (const std::vector<std::string>& open :
             {std::vector<std::string>{}, {"everyone"}, {"families", "everyone"}}) {
            const Event other = with_audiences(families, open);
            CHECK(score_of(families, other, {0.0}, keen).value == doctest::Approx(100));
            CHECK(severity_of(families, other, {0.0}, keen) == "notice");
            CHECK(score_of(other, other, {0.0}).value == doctest::Approx(70));
        }
        CHECK(severity_of(families, families, {0.0}, keen) == "warning");
    }

    TEST_CASE("what lasts four days or is an exhibition gives a notice at most") {
        const Event mine = bazaar(saturday + hours(10), hours(4));
        const local_days day{date::year(2026) / 12 / 5};
        Event three = mine;
        three.when = AllDay{day - date::days(1), day + date::days(1)};
        Event four = mine;
        four.when = AllDay{day - date::days(1), day + date::days(2)};
        Event shown = mine;
        shown.categories = {"exhibition"};
        Event one = mine;
        one.when = AllDay{day, day};
        CHECK(severity_of(mine, one, {0.0}) == "warning");
        CHECK(severity_of(mine, three, {0.0}) == "warning");
        CHECK(severity_of(mine, four, {0.0}) == "notice");
        CHECK(severity_of(four, mine, {0.0}) == "notice");
        CHECK(severity_of(mine, shown, {0.0}) == "notice");
        four.when = Timed{saturday, saturday + hours(3 * 24 + 1), "Europe/Helsinki"};
        CHECK(severity_of(mine, four, {0.0}) == "notice");
        four.when = Timed{saturday, saturday + hours(3 * 24), "Europe/Helsinki"};
        CHECK(severity_of(mine, four, {0.0}) == "warning");
    }

    TEST_CASE("a municipality in place of a position gives a possible notice at most") {
        const Event mine = bazaar(saturday + hours(10), hours(4));
        Event other = mine;
        const SoftScore score = score_of(mine, other, {0.0, false});
        CHECK(score.possible);
        CHECK(severity_of(mine, other, {0.0, false}) == "notice");
        CHECK_FALSE(score_of(mine, other, {0.0, true}).possible);
        // No place at all: not evaluated; online: no place is needed.
        CHECK(score_of(mine, other, {}).value == 0);
        other.attendance_mode = AttendanceMode::online;
        CHECK(score_of(mine, other, {std::nullopt, false}).value == doctest::Approx(100));
        CHECK_FALSE(score_of(mine, other, {std::nullopt, false}).possible);
        CHECK_FALSE(score_of(mine, other, {300.0, true}).kilometres);
        other.attendance_mode = AttendanceMode::hybrid;
        CHECK(score_of(mine, other, {300.0}).value == 0);
    }

    TEST_CASE("time falls from half an overlap to the part of day / the day / the weekend") {
        const auto at = [](int hour, int length, int other, int other_length, bool same = false) {
            return time_of(saturday + hours(hour), hours(length), saturday + hours(other),
                           hours(other_length), same);
        };
        CHECK(at(10, 4, 12, 4) == 1);                         // half
        CHECK(at(10, 10, 19, 5) == 0.5);                      // a fifth overlaps; one evening
        CHECK(at(10, 8, 17, 3) == doctest::Approx(2.0 / 3));  // a third of the shorter
        CHECK(at(6, 1, 11, 1) == 0.5);                        // one morning
        CHECK(at(10, 2, 12, 3) == 0.3);                       // touching, morning and afternoon
        CHECK(at(17, 1, 22, 1) == 0.5);                       // one evening
        CHECK(at(1, 2, 4, 1) == 0.3);                         // night is no part of day
        CHECK(at(21, 3, 24, 3) == 0);                         // midnight divides the days
        CHECK(at(21, 3, 24, 3, true) == 0.3);                 // but not a weekend
        CHECK(at(-7, 1, 24 + 23, 1, true) == 0.3);            // Friday 17:00, Sunday 24:00
        CHECK(at(-7, 1, 48, 1, true) == 0);                   // Monday 00:00
        CHECK(at(-8, 1, 24 + 23, 1, true) == 0);              // Friday 16-17
        CHECK(at(-7, 1, 7 * 24, 1, true) == 0);               // another weekend
        CHECK(at(10, 0, 10, 4) == 0);                         // a point takes no time
    }

    TEST_CASE("audiences: the share of the smaller set / one format / another language") {
        const Event base = event_at(saturday + hours(10), hours(1));
        const auto factor = [&](Event a, Event b) {
            return audience_factor(profile_of(a, {}), profile_of(b, {}), {}).value;
        };
        const Event one = with_audiences(base, {"youth"});
        const Event two = with_audiences(base, {"seniors", "youth"});
        const Event three = with_audiences(base, {"families", " Youth", "children", "youth"});
        CHECK(factor(one, two) == 1);
        CHECK(factor(two, three) == 0.5);
        CHECK(factor(one, with_audiences(base, {"seniors"})) == 0);
        CHECK(common_audiences(three, two) == std::vector<std::string>{" Youth", "youth"});
        CHECK(common_audiences(two, with_audiences(base, {"youth", "everyone"})).empty());

        Event swedish = one;
        swedish.languages = {"sv-FI"};
        Event finnish = two;
        finnish.languages = {"fi"};
        CHECK(factor(swedish, finnish) == doctest::Approx(0.75));
        CHECK(factor(swedish, two) == 1);  // no language said
        finnish.languages = {"fi", "SV"};
        CHECK(factor(swedish, finnish) == 1);

        Event fair = one;
        fair.format = "fair";
        Event other_fair = with_audiences(base, {"seniors"});
        other_fair.format = "Fair ";
        CHECK(factor(fair, other_fair) == 1);
        other_fair.languages = {"fi"};
        fair.languages = {"sv"};
        CHECK(factor(fair, other_fair) == doctest::Approx(0.75));
    }

    TEST_CASE("more audiences than a set holds are all audiences") {
        const Event base = event_at(saturday + hours(10), hours(1));
        std::vector<std::string> many;
        for (std::size_t i = 0; i < WordSet::size_max; ++i) many.push_back(std::to_string(i));
        CHECK_FALSE(profile_of(with_audiences(base, many), {}).audiences.open());
        many.push_back(many.front());
        CHECK_FALSE(profile_of(with_audiences(base, many), {}).audiences.open());
        many.push_back("one more");
        CHECK(profile_of(with_audiences(base, many), {}).audiences.open());
        many.push_back("two more");
        CHECK(profile_of(with_audiences(base, many), {}).audiences.size() == 0);
    }

    TEST_CASE("the larger of the two reaches counts and the scale shortens it") {
        Event mine = bazaar(saturday + hours(10), hours(4));
        Event other = mine;
        mine.size = SizeClass::club;
        other.size = SizeClass::club;
        CHECK(score_of(mine, other, {10.0}).value == 0);
        CHECK(score_of(mine, other, {10.0 / 3}).value == doctest::Approx(100));
        other.size = SizeClass::regional;
        CHECK(score_of(mine, other, {40.0}).value == doctest::Approx(100));
        CHECK(score_of(mine, other, {80.0}).value == doctest::Approx(50));
        CHECK(score_of(mine, other, {40.0}, {}, 0.5).value == doctest::Approx(50));
        CHECK(score_of(mine, other, {60.0}, {}, 0.5).value == 0);
        // A festival hurts the club evening, not the other way round.
        CHECK(score_of(other, mine, {0.0}).value == doctest::Approx(30));
        other.size = SizeClass::village;
        CHECK(score_of(other, mine, {0.0}).value == doctest::Approx(60));
        CHECK(reach_scale({}, 0) == 1);
        CHECK(reach_scale({}, 0.5) == 1);
        CHECK(reach_scale({}, 2) == doctest::Approx(0.5));
        CHECK(reach_scale({}, 100'000) == doctest::Approx(0.08));
        Policy said;
        said.scale = 0.4;
        CHECK(reach_scale(said, 12) == 0.4);
    }

    TEST_CASE("claims weigh by how firm they are and an unverified one as a hold") {
        const Event mine = bazaar(saturday + hours(10), hours(4));
        const auto weighed = [&](Claim claim, bool verified) {
            Event other = mine;
            other.claim = claim;
            other.verified = verified;
            return score_of(mine, other, {0.0}).value;
        };
        CHECK(weighed(Claim::confirmed, true) == doctest::Approx(100));
        CHECK(weighed(Claim::tentative, true) == doctest::Approx(100));
        CHECK(weighed(Claim::hold, true) == doctest::Approx(80));
        CHECK(weighed(Claim::confirmed, false) == doctest::Approx(80));
        CHECK(weighed(Claim::expected, true) == doctest::Approx(70));
        CHECK(weighed(Claim::expected, false) == doctest::Approx(70));
    }

    TEST_CASE("a score on the threshold counts whatever its last bit") {
        const Event mine = bazaar(saturday + hours(6), hours(2));
        const Event other = bazaar(saturday + hours(13), hours(2));
        CHECK(severity_of(mine, other, {0.0}) == "notice");  // 0.3: the same day
        Policy policy;
        policy.score_notice = 30.001;
        CHECK(severity_of(mine, other, {0.0}, policy) == "silent");
    }

    TEST_CASE("an event without a clock time is as close as it can be and only possible") {
        const Event mine = bazaar(saturday + hours(10), hours(4));
        Event other = mine;
        const local_days day{date::year(2026) / 12 / 5};
        other.when = Vague{day, day, Precision::day, std::nullopt, std::nullopt};
        SoftScore score = score_of(mine, other, {0.0});
        CHECK(score.value == doctest::Approx(100));
        CHECK(score.possible);
        CHECK(score.time.overlap == hours(2));
        other.when = Vague{day, day, Precision::day, PartOfDay::evening, std::nullopt};
        CHECK(score_of(mine, other, {0.0}).value == doctest::Approx(30));
        other.when = Vague{day + date::days(2), day + date::days(9), Precision::window,
                           PartOfDay::morning, std::nullopt};
        CHECK(score_of(mine, other, {0.0}).value == 0);
        other.when = Undated{};
        CHECK(score_of(mine, other, {0.0}).value == 0);
    }
}

// Properties. Instants are drawn around a weekend, in steps that hit every corner of the clock.

LocalTime random_time() {
    return saturday + minutes(30 * *rc::gen::inRange(-200, 200));
}
minutes random_length() {
    return minutes(30 * *rc::gen::inRange(1, 60));
}

Event random_side() {
    Event event = event_at(random_time(), random_length());
    const std::vector<std::string> words{"families", "youth", "seniors", "everyone"};
    const int count = *rc::gen::inRange(0, 4);
    for (int i = 0; i < count; ++i) event.audiences.push_back(*rc::gen::elementOf(words));
    event.format = *rc::gen::element<std::string>("", "fair", "concert");
    for (const char* language : {"fi", "sv"})
        if (*rc::gen::arbitrary<bool>()) event.languages.emplace_back(language);
    if (*rc::gen::arbitrary<bool>()) event.size = static_cast<SizeClass>(*rc::gen::inRange(0, 4));
    event.claim = static_cast<Claim>(*rc::gen::inRange(0, 4));
    event.verified = *rc::gen::arbitrary<bool>();
    event.routine = *rc::gen::inRange(0, 4) == 0;
    return event;
}

Vague random_vague() {
    const local_days day{date::year(2026) / 12 / 5};
    Vague vague;
    vague.from = day + date::days(*rc::gen::inRange(-3, 3));
    vague.to = vague.from + date::days(*rc::gen::inRange(0, 3));
    vague.precision = vague.from == vague.to ? Precision::day : Precision::window;
    if (*rc::gen::arbitrary<bool>())
        vague.part_of_day = static_cast<PartOfDay>(*rc::gen::inRange(0, 3));
    if (*rc::gen::arbitrary<bool>()) vague.duration = minutes(30 * *rc::gen::inRange(1, 12));
    return vague;
}

Event moved(Event event, minutes by) {
    auto& timed = std::get<Timed>(event.when);
    timed.start += by;
    *timed.end += by;
    return event;
}

// Every fixed time that an event can have, in steps of half an hour.
std::vector<Timing> resolutions_of(const Timing& timing) {
    const Zone& home = test::test_zones().home();
    std::vector<Timing> all;
    for (const LocalSpan& window : timing.windows)
        for (Instant at = window.span.start(); at + timing.duration <= window.span.end();
             at += minutes(30))
            all.push_back({timing.duration, {local_span({at, at + timing.duration}, home)}});
    return all;
}

TEST_SUITE("engine.score") {
    TEST_CASE("days / parts of day and weekends agree with counting minutes") {
        const auto touched = [](LocalTime start, LocalTime end) {
            std::set<std::string> names;
            for (LocalTime at = start; at < end; at += minutes(30)) {
                const auto day = date::floor<date::days>(at);
                const auto hour = date::floor<hours>(at - day).count();
                const std::string date = std::to_string(day.time_since_epoch().count());
                names.insert("day " + date);
                if (hour >= 6 && hour < 23)
                    names.insert((hour < 12   ? "morning "
                                  : hour < 17 ? "afternoon "
                                              : "evening ") +
                                 date);
                const auto weekday = date::weekday(day).iso_encoding();
                if (weekday >= 6 || (weekday == 5 && hour >= 17))
                    names.insert(
                        "weekend " +
                        std::to_string((day - date::days(weekday)).time_since_epoch().count()));
            }
            return names;
        };
        const auto share = [](const std::set<std::string>& a, const std::set<std::string>& b,
                              const std::string& what) {
            return std::any_of(a.begin(), a.end(), [&](const std::string& name) {
                return b.contains(name) &&
                       (what == "part" ? !name.starts_with("day") && !name.starts_with("weekend")
                                       : name.starts_with(what + " "));
            });
        };
        CHECK(rc::check([&] {
            // Before 1970 too, where division rounds the wrong way.
            const auto shift = date::days(*rc::gen::element(0, -20'826, -28'000));
            const LocalTime a = random_time() + shift, b = random_time() + shift;
            const LocalTime a_end = a + random_length(), b_end = b + random_length();
            const LocalSpan mine = between(a, a_end).windows.front();
            const LocalSpan other = between(b, b_end).windows.front();
            const auto mine_names = touched(a, a_end), other_names = touched(b, b_end);
            RC_ASSERT(common(mine.days, other.days) == share(mine_names, other_names, "day"));
            RC_ASSERT(common(mine.parts, other.parts) == share(mine_names, other_names, "part"));
            RC_ASSERT(common(mine.weekends, other.weekends) ==
                      share(mine_names, other_names, "weekend"));
        }));
    }

    TEST_CASE("a score is 0-100 and what is silent both ways has no severity") {
        CHECK(rc::check([] {
            const Event mine = random_side(), other = random_side();
            const double scale = *rc::gen::element(0.08, 0.5, 1.0);
            const SoftScore score =
                score_of(mine, other, {*rc::gen::inRange(0, 150) * 1.0}, {}, scale);
            RC_ASSERT(score.value >= 0 && score.value <= 100);
            const auto severity =
                soft_severity(score, profile_of(mine, {}), profile_of(other, {}), {});
            if (score.value < 29.9) RC_ASSERT_FALSE(severity);
            RC_ASSERT(severity != Severity::blocking);
        }));
    }

    TEST_CASE("moving apart in space never raises a score") {
        CHECK(rc::check([] {
            const Event mine = random_side(), other = random_side();
            const double scale = *rc::gen::element(0.08, 0.5, 1.0);
            const double near = *rc::gen::inRange(0, 1'300) / 10.0;
            const double far = near + *rc::gen::inRange(0, 300) / 10.0;
            RC_ASSERT(score_of(mine, other, {far}, {}, scale).value <=
                      score_of(mine, other, {near}, {}, scale).value);
        }));
    }

    TEST_CASE("moving apart in time never raises a score") {
        const auto middle = [](const Event& event) {
            const auto& timed = std::get<Timed>(event.when);
            return timed.start + (*timed.end - timed.start) / 2;
        };
        CHECK(rc::check([&] {
            Event mine = random_side(), other = random_side();
            // Over the changes of the clock too: 25.10.2026 is 49 days, 28.3.2027 is 113 away.
            const auto days = date::days(*rc::gen::element(0, -42, -41, 112, 113));
            mine = moved(mine, days);
            other = moved(other, days);
            const minutes by(30 * *rc::gen::inRange(0, 200));
            const Event further = moved(other, middle(other) < middle(mine) ? -by : by);
            RC_ASSERT(score_of(mine, further, {0.0}).value <=
                      score_of(mine, other, {0.0}).value + 1e-9);
        }));
    }

    TEST_CASE("a vague side scores as its best resolution") {
        CHECK(rc::check([] {
            Event mine = random_side(), other = random_side();
            mine.when = random_vague();
            if (*rc::gen::arbitrary<bool>()) other.when = random_vague();
            const Policy policy;
            const Profile a = profile_of(mine, policy), b = profile_of(other, policy);
            const Timing my_time = timing(mine), other_time = timing(other);
            const SoftScore bound = soft_score(a, my_time, b, other_time, {0.0}, 1, policy);
            double best = 0;
            for (const Timing& x : resolutions_of(my_time))
                for (const Timing& y : resolutions_of(other_time))
                    best = std::max(best, soft_score(a, x, b, y, {0.0}, 1, policy).value);
            RC_ASSERT(bound.possible == !(my_time.fixed() && other_time.fixed()));
            RC_ASSERT(std::abs(bound.value - best) < 1e-9);
        }));
    }

    TEST_CASE("the time factor is the same from both sides and for one occurrence of each") {
        CHECK(rc::check([] {
            const Timing a = timing(random_side()), b = timing(random_side());
            const bool same = *rc::gen::arbitrary<bool>();
            const TimeFactor there = time_factor(a, b, same, {});
            const TimeFactor back = time_factor(b, a, same, {});
            const TimeFactor one = time_factor(a.windows[0], b.windows[0], same, {});
            RC_ASSERT(there.value == back.value && there.together == back.together);
            RC_ASSERT(there.value == one.value && there.overlap == one.overlap);
        }));
    }
}

}  // namespace
}  // namespace sopu
