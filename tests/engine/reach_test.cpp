// How far away an event still matters: every size with its own cells on the map, and policies of
// single municipalities that reach further than those of their neighbours.
#include <algorithm>
#include <array>

#include <doctest/doctest.h>

#include "engine/conflict/detect.h"
#include "engine/conflict/score.h"
#include "tests/support/random_world.h"

namespace sopu {
namespace {

using test::test_ground;

constexpr std::array sizes{SizeClass::club, SizeClass::village, SizeClass::municipal,
                           SizeClass::regional};

// 5.12.2026 is a Saturday.
constexpr LocalTime evening{date::local_days(date::year(2026) / 12 / 5) + std::chrono::hours(18)};

Event concert_at(const char* id, const Position& position, SizeClass size) {
    Event event;
    event.id = EventId(id);
    event.uid = id;
    event.when = Timed{evening, evening + std::chrono::hours(2), "Europe/Helsinki"};
    event.position = position;
    event.size = size;
    event.format = "concert";
    event.audiences = {"youth"};
    event.verified = true;
    event.state = State::published;
    return event;
}

std::shared_ptr<const Snapshot> world_of(const std::vector<Event>& events, const Ground& ground) {
    Records records;
    for (const Event& event : events)
        records.events.push_back(std::make_shared<const Event>(event));
    return Snapshot::build(records, ground);
}

bool meets(const Snapshot& world, const Event& mine, const Event& other) {
    const std::vector<Finding> findings =
        detect(world, *world.event(mine.id), Weakening::either_side);
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& it) {
        return it.kind == Kind::audience_overlap && it.other == other.id;
    });
}

// So many kilometres to the east of a village in Kainuu.
Position east_of_village(double kilometres) {
    return {64.88, 28.9 + kilometres / 111.195 / 0.42460};
}

}  // namespace

TEST_SUITE("engine.conflict.reach") {
    TEST_CASE("two of each size meet well within the reach of the larger, and not beyond it") {
        const Policy& policy = test_ground().policy();
        for (const SizeClass mine : sizes)
            for (const SizeClass theirs : sizes) {
                const double reach = reach_km(mine, theirs, 1, policy);
                for (const double away : {0.4, 0.9, 1.1}) {
                    const Event a = concert_at("a", east_of_village(0), mine);
                    const Event b = concert_at("b", east_of_village(away * reach), theirs);
                    const auto world = world_of({a, b}, test_ground());
                    CAPTURE(name_of(mine));
                    CAPTURE(name_of(theirs));
                    CAPTURE(away);
                    // At nine tenths three in twenty of the score are left: less than a notice.
                    const bool near = away < 0.5;
                    CHECK(meets(*world, a, b) == near);
                    CHECK(meets(*world, b, a) == near);
                }
            }
    }

    TEST_CASE("a policy that reaches further than the neighbour's is heard from both sides") {
        Policy wide;
        wide.reach_km = {200, 200, 200, 200};
        const Policies policies({}, {{MunicipalityCode("777"), wide}});
        const Ground& usual = test_ground();
        const Ground ground{usual.zones, usual.gazetteer, usual.observances, policies, usual.fold};
        Event a = concert_at("a", east_of_village(0), SizeClass::club);
        a.municipality = MunicipalityCode("777");
        Event b = concert_at("b", east_of_village(-90), SizeClass::club);
        b.municipality = MunicipalityCode("205");
        const auto world = world_of({a, b}, ground);
        CHECK(meets(*world, a, b));
        CHECK(meets(*world, b, a));
        CHECK_FALSE(meets(*world_of({a, b}, usual), a, b));
    }
}

}  // namespace sopu
