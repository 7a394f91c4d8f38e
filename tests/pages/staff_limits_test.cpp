// One step past each limit of the pages for staff: what is not shown is counted.
#include <doctest/doctest.h>

#include "server/pages/limits.h"
#include "server/pages/staff.h"
#include "tests/pages/staff_fixture.h"

namespace sopu::pages {
namespace {

using test::body_of;
using test::contains;
using test::language;
using test::StaffFixture;

std::size_t count_of(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

// What goes on every week takes nothing from others of its kind: no soft finding is among those
// that a test counts.
Event weekly(const std::string& title) {
    Event event = test::draft(title, 10);
    event.routine = true;
    return event;
}

// As records, without judging each: so many at once. No two titles are alike.
void put(StaffFixture& staff, std::size_t count, State state, std::size_t events_of_a_room) {
    std::vector<Change> changes;
    for (std::size_t i = 0; i < count; ++i) {
        Event event = weekly(std::string(1 + i % 7, static_cast<char>('a' + i % 26)) +
                             std::to_string(i * 7919));
        event.id = EventId("t" + std::to_string(i));
        event.uid = event.id.text() + "@test";
        event.venue_text = "Huone " + std::to_string(i / events_of_a_room);
        event.state = state;
        event.verified = state == State::published;
        changes.push_back(Put<Event>{std::make_shared<const Event>(std::move(event))});
    }
    staff.pages.base().put(std::move(changes));
}

std::string queue(StaffFixture& staff) {
    return body_of(staff.get(staff_queue(staff.context(), language("fi"))));
}

TEST_SUITE("pages.staff_limits") {
    TEST_CASE("the queue judges so many events and counts the rest") {
        StaffFixture staff;
        put(staff, limits::queue_judged_max, State::submitted, 1);
        const std::string over_batch =
            "Lisäksi " + std::to_string(limits::queue_judged_max - limits::batch_events_max) +
            " muuta.";
        CHECK(contains(queue(staff), over_batch));
        CHECK_FALSE(contains(queue(staff), "Lisäksi 1 muu."));
        put(staff, limits::queue_judged_max + 1, State::submitted, 1);
        CHECK(contains(queue(staff), over_batch));
        CHECK(contains(queue(staff), "Lisäksi 1 muu."));
    }

    TEST_CASE("an event of the queue tells so many findings") {
        StaffFixture staff;
        put(staff, limits::queue_findings_max, State::published, 100);
        Event event = weekly("Uusi");
        event.venue_text = "Huone 0";
        staff.pages.base().submitted(event);
        CHECK_FALSE(contains(queue(staff), "havainto"));
        put(staff, limits::queue_findings_max + 1, State::published, 100);
        const std::string html = queue(staff);
        CHECK(count_of(html, "<li class=\"blocking\">") == limits::queue_findings_max);
        CHECK(contains(html, "Lisäksi 1 havainto."));
    }

    TEST_CASE("one event tells so many findings and lays so many weeks side by side") {
        StaffFixture staff;
        put(staff, limits::findings_shown_max + 1, State::published, 100);
        Event event = weekly("Uusi");
        event.venue_text = "Huone 0";
        const EventId id = staff.pages.base().submitted(event);
        const std::string html =
            body_of(staff.get(staff_event(staff.context(), language("fi")), id.text()));
        CHECK(count_of(html, "<li class=\"blocking\">") == limits::findings_shown_max);
        CHECK(contains(html, "Lisäksi 1 havainto."));
        CHECK(count_of(html, "<caption>") == limits::weeks_shown_max);
        // The space holds the event, the other and ten more: a day tells eight of those.
        CHECK(count_of(html, "Lisäksi 2 muuta.") == limits::weeks_shown_max);
    }

    TEST_CASE("the list of conflicts ends and counts the rest") {
        StaffFixture staff;
        const auto page = [&] {
            return body_of(staff.get(staff_conflicts(staff.context(), language("fi"))));
        };
        put(staff, 2 * limits::conflicts_shown_max, State::published, 2);
        CHECK(count_of(page(), "class=\"blocking\"") == limits::conflicts_shown_max);
        CHECK_FALSE(contains(page(), "Lisäksi"));
        put(staff, 2 * limits::conflicts_shown_max + 2, State::published, 2);
        CHECK(count_of(page(), "class=\"blocking\"") == limits::conflicts_shown_max);
        CHECK(contains(page(), "Lisäksi 1 muu."));
    }
}

}  // namespace
}  // namespace sopu::pages
