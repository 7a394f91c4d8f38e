#include "tests/sim/clashes.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "tests/sim/drafts.h"
#include "tests/support/gazetteer.h"

namespace sopu::sim {
namespace {

const Year& year_of_tests() {
    static const Year year = make_year({11, 0.02, {}}, test::test_gazetteer());
    return year;
}

const Clashes& clashes_of_tests() {
    static const Clashes clashes(year_of_tests());
    return clashes;
}

// A concert for families in Suomussalmi, Saturday 24.10.2026 from `hour`.
Event concert(int hour, int hours) {
    Event event;
    event.municipality = MunicipalityCode("777");
    event.position = Position{64.88, 28.91};
    event.format = "concert";
    event.audiences = {"families"};
    event.languages = {"fi"};
    event.size = SizeClass::village;
    const LocalTime day = Date(date::year{2026} / 10 / 24);
    event.when = Timed{day + std::chrono::hours(hour), day + std::chrono::hours(hour + hours)};
    return event;
}

}  // namespace

TEST_SUITE("sim.clashes") {
    TEST_CASE("a true clash needs every one of its conditions") {
        const Clashes& clashes = clashes_of_tests();
        const Event mine = concert(12, 2);
        const auto clash = [&](auto&& change) {
            Event other = concert(13, 2);
            change(other);
            return clashes.is_true(mine, other);
        };
        CHECK(clash([](Event&) {}));
        CHECK(clash([](Event& it) { it.audiences = {"youth"}; }));  // the format is the same
        CHECK(clash([](Event& it) { it.format = "fair"; }));        // the audience is
        CHECK(clash([](Event& it) {
            it.format = "fair";
            it.audiences = {"youth", "families"};
        }));
        CHECK_FALSE(clash([](Event& it) {
            it.format = "fair";
            it.audiences = {"youth"};
        }));
        CHECK_FALSE(clash([](Event& it) {
            it.format = "fair";
            it.audiences = {"everyone"};
        }));
        CHECK_FALSE(clash([](Event& it) { it.routine = true; }));
        CHECK_FALSE(clash([](Event& it) { it.size = SizeClass::club; }));
        CHECK(clash([](Event& it) { it.size = SizeClass::regional; }));
        CHECK_FALSE(clash([](Event& it) { std::get<Timed>(it.when).start += minutes(1); }));
        CHECK_FALSE(clash([](Event& it) { it.when = concert(14, 2).when; }));  // touching
        CHECK_FALSE(clash([](Event& it) { it.when = Vague{}; }));
        const Date day(date::year{2026} / 10 / 24);
        CHECK(clash([day](Event& it) { it.when = AllDay{day, day + date::days(2)}; }));
        CHECK_FALSE(clash([day](Event& it) { it.when = AllDay{day, day + date::days(3)}; }));
    }

    TEST_CASE("a third of the larger reach times the scale is as far as a clash goes") {
        const Clashes& clashes = clashes_of_tests();
        Event mine = concert(12, 2);
        Event other = concert(12, 2);
        other.size = SizeClass::municipal;
        const double third = 50.0 / 3 * clashes.scale(MunicipalityCode("777"));
        mine.position->latitude = other.position->latitude + (third - 0.1) / 111.195;
        CHECK(clashes.is_true(mine, other));
        mine.position->latitude = other.position->latitude + (third + 0.1) / 111.195;
        CHECK_FALSE(clashes.is_true(mine, other));
        Meaning half;
        half.reach_share = 0.5;
        CHECK(clashes.is_true(mine, other, half));
    }

    TEST_CASE("language may be asked for") {
        Event mine = concert(12, 2);
        mine.languages = {"sv"};
        Meaning meaning;
        CHECK(clashes_of_tests().is_true(mine, concert(12, 2), meaning));
        meaning.across_languages = false;
        CHECK_FALSE(clashes_of_tests().is_true(mine, concert(12, 2), meaning));
    }

    TEST_CASE("reaches are short where there is much") {
        const Clashes& clashes = clashes_of_tests();
        const MunicipalityCode helsinki("091");
        const MunicipalityCode suomussalmi("777");
        CHECK(clashes.ordinary_day(helsinki) > 20 * clashes.ordinary_day(suomussalmi));
        CHECK(clashes.scale(helsinki) < 1);
        CHECK(clashes.scale(suomussalmi) == 1);
        const Clashes shorter(year_of_tests(), Scaling{0.01, 0.2});
        CHECK(shorter.scale(suomussalmi) < 1);
        CHECK(shorter.scale(helsinki) == 0.2);
    }

    TEST_CASE("by days finds what asking every event finds") {
        Drafts stream(year_of_tests().country, 3);
        int found = 0;
        Meaning meaning;
        meaning.long_events = true;
        for (int i = 0; i < 300; ++i) {
            const Event draft = stream.next();
            std::set<std::string> expected;
            for (const auto& event : year_of_tests().records.events)
                if (clashes_of_tests().is_true(draft, *event, meaning))
                    expected.insert(event->id.text());
            std::set<std::string> by_days;
            for (const Event* event : clashes_of_tests().of(draft, meaning))
                by_days.insert(event->id.text());
            CHECK(by_days == expected);
            found += static_cast<int>(expected.size());
        }
        CHECK(found > 0);
    }

    TEST_CASE("planted drafts clash or do not as they say") {
        const auto planted = plant(year_of_tests(), clashes_of_tests(), 100, 5);
        REQUIRE(planted.size() == 200);
        std::set<std::string> reasons;
        int clashing = 0;
        for (const Planted& it : planted) {
            reasons.insert(it.why);
            clashing += it.clash ? 1 : 0;
            const auto found = clashes_of_tests().of(it.draft);
            const bool named = std::any_of(found.begin(), found.end(), [&](const Event* event) {
                return event->id == it.other;
            });
            CHECK(named == it.clash);
            CHECK(found.empty() != it.clash);
        }
        CHECK(clashing == 100);
        CHECK(reasons.size() == 6);
    }
}

}  // namespace sopu::sim
