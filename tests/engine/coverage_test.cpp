// What the calendar knows around a question: all of it by going through the world, and no more than
// is enough where there is more than anybody would count.
#include <algorithm>
#include <set>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "engine/base/limits.h"
#include "engine/conflict/coverage.h"
#include "tests/support/random_world.h"

namespace sopu {
namespace {

using date::days;
using test::RandomWorld;
using test::test_ground;

const Instant asked = date::sys_days(date::year{2026} / 10 / 12);

Event event_of(int number, const std::string& organiser, const char* municipality) {
    Event event;
    event.id = EventId("e" + std::to_string(number));
    event.uid = event.id.text();
    event.municipality = MunicipalityCode(municipality);
    event.organiser.name = organiser;
    event.updated = asked - days(30);
    const LocalTime start = date::local_days(date::year{2026} / 10 / 24) + minutes(number);
    event.when = Timed{start, start + std::chrono::hours(2), "Europe/Helsinki"};
    event.state = State::published;
    return event;
}

constexpr const char* helsinki = "091";
constexpr const char* espoo = "049";  // near
constexpr const char* turku = "853";  // and not

class Town {
  public:
    void hold(int events, const std::string& organiser, const char* municipality = helsinki) {
        for (int i = 0; i < events; ++i)
            records_.events.push_back(
                std::make_shared<const Event>(event_of(next_++, organiser, municipality)));
    }
    Coverage around() {
        const auto world = Snapshot::build(records_, test_ground());
        Event draft = event_of(0, "kysyjä", helsinki);
        draft.id = EventId("draft");
        return look_around(*world, world->place(std::make_shared<const Event>(draft)), asked);
    }

  private:
    Records records_;
    int next_ = 0;
};

constexpr auto counted_max = static_cast<std::int64_t>(limits::coverage_events_max);

}  // namespace

TEST_SUITE("engine.coverage") {
    TEST_CASE("figures of random worlds equal those of going through all events") {
        CHECK(rc::check([](std::uint64_t seed) {
            RandomWorld random(seed);
            const auto world = Snapshot::build(random.records(40), test_ground());
            world->events().for_each([&](EventNumber number, const Placed& mine) {
                if (mine.times.undated()) return;
                const Coverage coverage = look_around(*world, mine, asked);
                const Interval extent = mine.times.extent();
                const Interval window(extent.start() - days(28), extent.end() + days(28));
                std::set<std::string> events;
                std::set<std::string> organisers;
                std::set<std::string> municipalities;
                world->events().for_each([&](EventNumber other, const Placed& it) {
                    if (other == number) return;
                    for (const Occurrence& each : world->occurrences(other, window))
                        for (const MunicipalityCode& there : world->placed(each).municipalities) {
                            const bool near = std::any_of(
                                mine.municipalities.begin(), mine.municipalities.end(),
                                [&](const MunicipalityCode& here) {
                                    return *test_ground().gazetteer.distance_km(here, there) <= 25;
                                });
                            if (!near) continue;
                            municipalities.insert(there.text());
                            events.insert(it.id().text());
                            const seconds ago = asked - it.event->updated;
                            if (!it.organiser_key.empty() && ago <= days(365) && ago > -days(1))
                                organisers.insert(it.organiser_key);
                        }
                });
                RC_ASSERT(coverage.judged == !mine.municipalities.empty());
                RC_ASSERT(coverage.all_counted);
                RC_ASSERT(coverage.occurrences == static_cast<std::int64_t>(events.size()));
                RC_ASSERT(coverage.contributors == static_cast<std::int64_t>(organisers.size()));
                RC_ASSERT(coverage.municipalities ==
                          static_cast<std::int64_t>(municipalities.size()));
                const bool enough = events.size() >= 10 && organisers.size() >= 5;
                RC_ASSERT(coverage.enough == (enough || !coverage.judged));
            });
        }));
    }

    TEST_CASE("as many events as are counted are all told, and of one more it is said") {
        Town town;
        for (const char* organiser : {"a", "b", "c", "d", "e"}) town.hold(20, organiser);
        town.hold(static_cast<int>(counted_max) - 100, "f");
        Coverage coverage = town.around();
        CHECK(coverage.all_counted);
        CHECK(coverage.occurrences == counted_max);
        CHECK(coverage.contributors == 6);
        town.hold(1, "g");
        coverage = town.around();
        CHECK_FALSE(coverage.all_counted);
        CHECK(coverage.occurrences == counted_max);
        CHECK(coverage.enough);
    }

    TEST_CASE("one who enters thousands of events does not hide the others") {
        Town town;
        town.hold(static_cast<int>(counted_max) + 200, "suuri");
        CHECK_FALSE(town.around().enough);
        CHECK(town.around().all_counted);
        for (const char* organiser : {"a", "b", "c", "d"}) town.hold(1, organiser);
        CHECK(town.around().enough);
        town.hold(3, "e", espoo);
        town.hold(3, "f", turku);
        const Coverage coverage = town.around();
        CHECK_FALSE(coverage.all_counted);
        CHECK(coverage.municipalities == 2);
    }
}

}  // namespace sopu
