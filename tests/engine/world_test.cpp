#include <algorithm>
#include <sstream>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "engine/conflict/detect.h"
#include "engine/time/iso.h"
#include "engine/world/snapshot.h"
#include "tests/support/random_world.h"

namespace sopu {
namespace {

using test::RandomWorld;
using test::test_ground;

// Everything a snapshot says through its public functions, as text that two can be compared by.
std::string told(const Snapshot& world) {
    std::vector<std::string> lines;
    lines.push_back("tick " + format_instant(world.last_tick()));
    world.events().for_each([&](EventNumber, const Placed& placed) {
        std::ostringstream line;
        line << "event " << placed.id().text() << " space " << placed.space.text() << " org "
             << placed.organiser_key << " setup " << placed.setup.count() << "/"
             << placed.teardown.count() << " in";
        for (const auto& code : placed.municipalities) line << " " << code.text();
        for (const Window& window : placed.times.windows)
            line << " " << format_instant(window.span.start()) << "/"
                 << format_instant(window.span.end());
        line << " by uid " << (world.event_by_uid(placed.event->uid) != nullptr);
        lines.push_back(line.str());
    });
    for (const Finding& it : detect_all(world))
        lines.push_back("finding " + std::string(name_of(it.kind)) + " " +
                        std::string(name_of(it.severity)) + " " +
                        std::string(name_of(it.certainty)) + " " + it.mine.text() + " " +
                        it.other.text());
    std::sort(lines.begin(), lines.end());
    std::string all;
    for (const std::string& line : lines) all += line + "\n";
    return all;
}

// What a window finds under a key, by event id.
std::vector<std::string> found(const Snapshot& world, Dimension dimension, const std::string& key,
                               const Interval& window) {
    std::vector<Occurrence> occurrences;
    world.find(dimension, key, window, occurrences);
    std::vector<std::string> ids;
    for (const Occurrence& it : occurrences) ids.push_back(world.placed(it.event).id().text());
    std::sort(ids.begin(), ids.end());
    return ids;
}

std::vector<std::string> found_by_looking(const Snapshot& world, Dimension dimension,
                                          const std::string& key, const Interval& window) {
    std::vector<std::string> ids;
    world.events().for_each([&](EventNumber number, const Placed& placed) {
        if (!placed.series) {
            for (const Posting& it : postings_of(placed, number))
                for (const Occurrence& each : it.occurrences)
                    if (it.dimension == dimension && it.key == key && found_in(each.extent, window))
                        ids.push_back(placed.id().text());
            return;
        }
        const auto all = recur::expand(
            placed.series->said, world.ground().zones,
            {date::sys_days(date::year(2020) / 1 / 1), date::sys_days(date::year(2060) / 1 / 1)});
        for (const recur::Occurrence& each : *all)
            if (const auto it = posted(placed, number, each, dimension, key);
                it && found_in(it->extent, window))
                ids.push_back(placed.id().text());
    });
    std::sort(ids.begin(), ids.end());
    return ids;
}

TEST_SUITE("engine.world") {
    TEST_CASE("after(changes) says what build(records with the changes) says") {
        CHECK(rc::check([](std::uint64_t seed) {
            RandomWorld random(seed);
            const Records records = random.records(25);
            const auto start = Snapshot::build(records, test_ground());
            const auto first = random.changes(20);
            const auto second = random.changes(6);
            // In two steps, the way groups come; and each step at once.
            const auto world = start->after(first, 1)->after(second, 2);
            const auto rebuilt = Snapshot::build(
                test::applied(test::applied(records, first), second), test_ground(), 2);
            RC_ASSERT(told(*world) == told(*rebuilt));
            // The version that others still read has not moved.
            RC_ASSERT(told(*start) == told(*Snapshot::build(records, test_ground())));
        }));
    }

    TEST_CASE("a window finds what looking at every event finds") {
        CHECK(rc::check([](std::uint64_t seed) {
            RandomWorld random(seed);
            const auto world =
                Snapshot::build(random.records(40), test_ground())->after(random.changes(15), 1);
            const Instant base = date::sys_days(date::year{2026} / 10 / 20);
            std::mt19937_64 dice(seed);
            for (int i = 0; i < 12; ++i) {
                // Also in years for which endless series are not kept.
                const auto far = date::days(dice() % 3 == 0 ? dice() % 9000 : 0);
                const Instant from = base + far + minutes(15 * (dice() % 900));
                const Interval window(from, from + minutes(15 * (dice() % 200)));
                for (const char* code : {"777", "205", "290"})
                    RC_ASSERT(found(*world, Dimension::municipality, code, window) ==
                              found_by_looking(*world, Dimension::municipality, code, window));
                for (const char* space : {"v0", "v4", "~777:kylätalo"})
                    RC_ASSERT(found(*world, Dimension::space, space, window) ==
                              found_by_looking(*world, Dimension::space, space, window));
                RC_ASSERT(found(*world, Dimension::everywhere, "", window) ==
                          found_by_looking(*world, Dimension::everywhere, "", window));
                RC_ASSERT(found(*world, Dimension::person, "puhuja-1", window) ==
                          found_by_looking(*world, Dimension::person, "puhuja-1", window));
            }
        }));
    }

    TEST_CASE("a venue text that matches an alias is that venue, and not once the alias is gone") {
        Records records;
        Venue hall;
        hall.id = VenueId("sali");
        hall.name = {{"fi", "Liikuntasali"}};
        hall.municipality = MunicipalityCode("777");
        hall.aliases = {"Kylätalo"};
        records.venues.push_back(std::make_shared<const Venue>(hall));
        Event event;
        event.id = EventId("a");
        event.uid = "a";
        event.municipality = MunicipalityCode("777");
        event.venue_text = "KYLÄTALO";
        records.events.push_back(std::make_shared<const Event>(event));
        const auto world = Snapshot::build(records, test_ground());
        CHECK(world->event(event.id)->space.text() == "sali");
        hall.aliases.clear();
        const std::vector<Change> changes{Put<Venue>{std::make_shared<const Venue>(hall)}};
        CHECK(world->after(changes, 1)->event(event.id)->space.text() == "~777:kylätalo");
        CHECK(world->event(event.id)->space.text() == "sali");
    }

    TEST_CASE("a venue that would be part of itself is seen") {
        Venue a;
        a.id = VenueId("a");
        Venue b = a;
        b.id = VenueId("b");
        b.part_of = VenueId("a");
        CHECK_FALSE(makes_cycle(b, {&a}));
        a.part_of = VenueId("b");
        CHECK(makes_cycle(a, {&b}));
        a.part_of = VenueId("a");
        CHECK(makes_cycle(a, {}));
        // Even if one got in, nothing goes round for ever.
        a.part_of = VenueId("b");
        CHECK(VenueTree({&a, &b}).are_related(a.id, b.id));
    }
}

}  // namespace
}  // namespace sopu
