// Other spaces of like size for the same time.
#include "engine/conflict/other_spaces.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "engine/conflict/suggest.h"
#include "tests/support/random_world.h"

namespace sopu {
namespace {

const Date monday = date::local_days(date::year(2026) / 11 / 23);

Venue space(const char* id, std::optional<int> capacity, const char* part_of = nullptr,
            const char* municipality = "777") {
    Venue venue;
    venue.id = VenueId(id);
    venue.municipality = MunicipalityCode(municipality);
    venue.capacity = capacity;
    if (part_of != nullptr) venue.part_of = VenueId(part_of);
    return venue;
}

struct Spaces {
    std::vector<Venue> venues{space("halli", 300),
                              space("halli-a", 100, "halli"),
                              space("halli-b", {}, "halli"),
                              space("halli-c", 150, "halli"),
                              space("sali", 100),
                              space("luokka", 60),
                              space("areena", 5'000),
                              space("muualla", 100, nullptr, "765")};
    std::vector<Closure> closures;

    std::shared_ptr<const Snapshot> world() const {
        Records records;
        for (const Venue& it : venues) records.venues.push_back(std::make_shared<const Venue>(it));
        for (const Closure& it : closures)
            records.closures.push_back(std::make_shared<const Closure>(it));
        return Snapshot::build(records, test::test_ground());
    }
};

Event in(const char* venue, std::optional<int> expected = {}) {
    Event event;
    event.when = Timed{LocalTime(monday) + std::chrono::hours(10),
                       LocalTime(monday) + std::chrono::hours(12), "Europe/Helsinki"};
    event.municipality = MunicipalityCode("777");
    event.venue = VenueId(venue);
    event.state = State::published;
    event.expected_attendance = expected;
    return event;
}

std::string offered(const Event& wish, const Spaces& spaces = {}) {
    const auto world = spaces.world();
    std::string ids;
    for (const OtherSpace& it : other_spaces(wish, *world))
        ids += (ids.empty() ? "" : " ") + it.venue->id.text();
    return ids;
}

TEST_SUITE("engine.other_spaces") {
    TEST_CASE("another section first and then spaces of like size in the municipality") {
        CHECK(offered(in("halli-a")) == "halli-c sali");
        CHECK(offered(in("sali")) == "halli-a halli-c halli");
        CHECK(offered(in("halli")).empty());  // its sections are a part of it
        CHECK(offered(in("areena")).empty());
    }

    TEST_CASE("a space holds those who are expected") {
        CHECK(offered(in("sali", 120)) == "halli-c halli");
        CHECK(offered(in("sali", 50)) == "halli-a halli-c luokka halli");
        CHECK(offered(in("luokka", 10'000)).empty());
    }

    TEST_CASE("without any figure only another section is of like size") {
        CHECK(offered(in("halli-b")) == "halli-a halli-c");
        CHECK(offered(in("halli-b", 100)) == "halli-a halli-c sali");
    }

    TEST_CASE("an event that is online or elsewhere has no other space") {
        Event online = in("sali");
        online.attendance_mode = AttendanceMode::online;
        CHECK(offered(online).empty());
        CHECK(offered(in("tuntematon")).empty());
    }

    TEST_CASE("a space is offered where it is open and the place moves with it") {
        Spaces spaces;
        Event wish = in("halli-a");
        wish.position = Position{64.9, 28.9};
        const auto spaces_of = [&] {
            const auto world = spaces.world();
            const auto wished = VenueId("halli-a");
            std::string ids;
            const auto found = suggest(*world, wish, {56, 20, {}}, [&](const Placed& placed) {
                return placed.space == wished ? Verdict::blocking : Verdict::notice;
            });
            for (const Suggestion& it : found) {
                if (it.venue == wished) continue;
                CHECK(it.when == wish.when);
                CHECK_FALSE(with_suggestion(wish, it).position);
                CHECK((it.reason == Reason::other_section) == (it.venue == VenueId("halli-c")));
                ids += (ids.empty() ? "" : " ") + it.venue->text();
            }
            return ids;
        };
        CHECK(spaces_of() == "halli-c sali");
        spaces.venues[4].opening_hours = {{127, 8 * 60, 11 * 60}};
        CHECK(spaces_of() == "halli-c");
        spaces.closures.push_back(
            {ClosureId("remontti"), VenueId("halli"), AllDay{monday, monday}, {}, 1});
        CHECK(spaces_of().empty());
    }
}

}  // namespace
}  // namespace sopu
