// The demo data as `serve --demo` puts it in: by the same functions, on a memory store.
#include <doctest/doctest.h>

#include "server/cli/assets.h"
#include "server/cli/demo.h"
#include "tests/support/random_world.h"
#include "tests/support/service_fixture.h"

namespace sopu::cli {
namespace {

TEST_SUITE("server.demo") {
    TEST_CASE("an empty calendar is filled - records / seeds and an account in every role") {
        test::ServiceFixture fixture;
        service::Service& service = fixture.service();
        REQUIRE(is_empty(*service.snapshot()));
        const auto filled = fill_with_demo(service, test::test_ground());
        REQUIRE_MESSAGE(filled.has_value(), (filled ? "" : filled.error().detail));
        const auto world = service.snapshot();
        CHECK_FALSE(is_empty(*world));
        CHECK(world->event(EventId("E18")) != nullptr);
        CHECK(world->venue(VenueId("suomussalmen-liikuntahalli")) != nullptr);
        const auto account = service.account(UserId(std::string(demo_user)));
        REQUIRE(account);
        CHECK(account->roles.size() == EnumNames<service::StaffRole>::names.size());
        CHECK(service::is_password(account->password_hash, std::string(demo_password)));
    }

    TEST_CASE("the same day gives the same records - another week moves them") {
        const auto json = *embedded("data/demo/synthetic.json");
        const Instant now = date::sys_days(date::year{2026} / 11 / 22) + std::chrono::hours(8);
        const auto records = [&](Instant at) {
            const auto changes = demo_records(json, test::test_ground(), at);
            REQUIRE(changes);
            return Snapshot::build({}, test::test_ground())->after(*changes, 1);
        };
        const auto first = records(now);
        const auto same_day = records(now + std::chrono::hours(1));
        const auto next_week = records(now + std::chrono::hours(7 * 24));
        first->events().for_each([&](auto, const Placed& placed) {
            CHECK(same_day->event(placed.id())->event->when == placed.event->when);
            CHECK(next_week->event(placed.id())->event->when != placed.event->when);
        });
    }

    TEST_CASE("data that is broken is refused") {
        for (const char* json : {"", "[]", R"({"events":[1]})", R"({"events":[{"key":"a"}]})",
                                 R"({"events":[{"key":"a","title":5,"municipality":"777"}]})"}) {
            const auto changes = demo_records(json, test::test_ground(), Instant{});
            // A nearly empty entry is a draft too; what has a wrong type is not.
            if (std::string(json).find("\"a\"}") == std::string::npos)
                CHECK_FALSE_MESSAGE(changes.has_value(), json);
        }
    }
}

}  // namespace
}  // namespace sopu::cli
