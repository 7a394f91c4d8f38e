// Time moves through the writer by itself: at midnight at home, and when a hold runs out.
#include <doctest/doctest.h>

#include <thread>

#include "engine/time/iso.h"
#include "server/service/timers.h"
#include "tests/support/random_world.h"
#include "tests/support/service_fixture.h"

namespace sopu::service {
namespace {

using std::chrono::milliseconds;

Instant at(const char* text) {
    return *parse_instant(text);
}

std::shared_ptr<const Snapshot> world(const char* tick, std::vector<Event> events = {}) {
    Records records;
    records.last_tick = Tick{at(tick)};
    for (Event& event : events)
        records.events.push_back(std::make_shared<const Event>(std::move(event)));
    return Snapshot::build(records, test::test_ground());
}

Event held_until(const char* id, const char* until) {
    Event event = test::draft("Varaus", 10);
    event.id = EventId(id);
    event.uid = id;
    event.claim = Claim::hold;
    event.hold_until = at(until);
    return event;
}

// Whether it comes true within some seconds.
bool soon(const std::function<bool()>& true_yet) {
    for (int i = 0; i < 1'000; ++i) {
        if (true_yet()) return true;
        std::this_thread::sleep_for(milliseconds(10));
    }
    return false;
}

TEST_SUITE("service.timers.threads") {
    TEST_CASE("the next tick is at home's next midnight / summer and winter") {
        CHECK(next_tick(*world("2026-10-24T09:00:00Z")) == at("2026-10-24T21:00:00Z"));
        CHECK(next_tick(*world("2026-10-24T21:00:00Z")) == at("2026-10-25T22:00:00Z"));
        CHECK(next_tick(*world("2026-12-31T22:30:00Z")) == at("2027-01-01T22:00:00Z"));
        CHECK(next_tick(*Snapshot::build({}, test::test_ground())) < at("1970-01-02T00:00:00Z"));
    }

    TEST_CASE("or when the first hold runs out / but not one that was withdrawn") {
        CHECK(
            next_tick(*world("2026-10-01T09:00:00Z", {held_until("a", "2026-10-01T15:00:00Z"),
                                                      held_until("b", "2026-10-01T12:00:00Z")})) ==
            at("2026-10-01T12:00:00Z"));
        Event gone = held_until("a", "2026-10-01T12:00:00Z");
        gone.state = State::withdrawn;
        CHECK(next_tick(*world("2026-10-01T09:00:00Z", {gone})) == at("2026-10-01T21:00:00Z"));
    }

    TEST_CASE("a hold is released at its time and the day turns") {
        test::ServiceFixture fixture;
        Service& service = fixture.service();
        REQUIRE(service.submit_and_wait(TickNow{}));
        Event hold = test::draft("Varaus", 10);
        hold.claim = Claim::hold;
        hold.hold_until = fixture.now() + std::chrono::hours(1);
        const EventId id = fixture.submitted(hold).event->id;
        const Timers timers(service, milliseconds(5));

        std::this_thread::sleep_for(milliseconds(60));
        CHECK(service.snapshot()->event(id)->event->state == State::submitted);
        fixture.set_now(fixture.now() + std::chrono::hours(1));
        CHECK(
            soon([&] { return service.snapshot()->event(id)->event->state == State::withdrawn; }));
        const Instant tomorrow = fixture.now() + std::chrono::hours(24);
        fixture.set_now(tomorrow);
        CHECK(soon([&] { return service.snapshot()->last_tick() == tomorrow; }));
    }

    TEST_CASE("nothing is submitted while nothing is due") {
        test::ServiceFixture fixture;
        REQUIRE(fixture.service().submit_and_wait(TickNow{}));
        const auto version = fixture.service().snapshot()->version();
        {
            const Timers timers(fixture.service(), milliseconds(2));
            std::this_thread::sleep_for(milliseconds(50));
        }
        CHECK(fixture.service().snapshot()->version() == version);
    }
}

}  // namespace
}  // namespace sopu::service
