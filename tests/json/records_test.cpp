// What is written is read back: every record through its text and back, and an answer as a draft.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "server/json/draft_json.h"
#include "server/json/event_json.h"
#include "server/json/parse.h"
#include "server/json/records_json.h"
#include "server/json/writer.h"
#include "tests/support/random_event.h"
#include "tests/support/zones.h"

using namespace sopu;

namespace {

boost::json::value through_text(const boost::json::object& object) {
    const auto read = json::parse_json(json::write_json(object));
    RC_ASSERT(read.has_value());
    return *read;
}

// What the door leaves to the service: everything that answers add.
Event content_of(Event event) {
    const Event fresh;
    event.id = fresh.id;
    event.uid = fresh.uid;
    event.state = fresh.state;
    event.takes_place = fresh.takes_place;
    event.decision_reason = fresh.decision_reason;
    event.verified = fresh.verified;
    event.revision = fresh.revision;
    event.sequence = fresh.sequence;
    event.token_generation = fresh.token_generation;
    event.created = fresh.created;
    event.updated = fresh.updated;
    return event;
}

}  // namespace

TEST_SUITE("json.records") {
    TEST_CASE("an event comes back from its record as it was") {
        CHECK(rc::check([](const Event& event) {
            const auto read =
                json::event_from_json(through_text(json::to_record(event)).as_object());
            RC_ASSERT(read.has_value());
            RC_ASSERT(*read == event);
        }));
    }

    TEST_CASE("an answer sent back is a draft of the same content") {
        CHECK(rc::check([](const Event& event) {
            const auto draft =
                json::draft_from_json(through_text(json::to_json(event)), test::test_zones());
            if (!draft) RC_FAIL(draft.error().front().field + " " + draft.error().front().reason);
            RC_ASSERT(draft->event == content_of(event));
        }));
    }

    TEST_CASE("a record from before events repeated is one that does not") {
        boost::json::object record = json::to_record(Event{});
        CHECK(record.at("recurrence").is_null());
        record.erase("recurrence");
        CHECK(json::event_from_json(record).value() == Event{});
    }

    TEST_CASE("a series comes back as it was / even one that says nothing") {
        Event event;
        event.recurrence = Recurrence{};
        CHECK(json::event_from_json(json::to_record(event)).value() == event);
        Recurrence long_ago;
        Override changed;
        changed.recurrence_id = Date(date::year{2026} / 10 / 24);
        changed.title = LocalizedText{};  // said to be empty
        long_ago.overrides.assign(limits::overrides_max + 1, changed);
        event.recurrence = long_ago;
        CHECK(json::event_from_json(json::to_record(event)).value() == event);
    }

    TEST_CASE("an answer has no token generation") {
        CHECK_FALSE(json::to_json(Event{}).contains("token_generation"));
        CHECK(json::to_record(Event{}).contains("token_generation"));
    }

    TEST_CASE("venues, organisations and areas come back as they were") {
        CHECK(rc::check([](const Venue& venue) {
            const auto text = through_text(json::to_json(venue));
            RC_ASSERT(json::venue_from_json(text.as_object()).value() == venue);
            Venue sent = json::venue_input(text).value();
            sent.revision = venue.revision;  // ours to say
            RC_ASSERT(sent == venue);
        }));
        CHECK(rc::check([](const Organisation& organisation) {
            const auto text = through_text(json::to_json(organisation));
            RC_ASSERT(json::organisation_from_json(text.as_object()).value() == organisation);
        }));
        CHECK(rc::check([](const Area& area) {
            const auto text = through_text(json::to_json(area));
            RC_ASSERT(json::area_from_json(text.as_object()).value() == area);
        }));
    }

    TEST_CASE("a record that we cannot have written is our error") {
        boost::json::object record = json::to_record(Event{});
        CHECK(json::event_from_json(record).has_value());
        boost::json::object unknown = record;
        unknown["colour"] = "red";
        REQUIRE_FALSE(json::event_from_json(unknown).has_value());
        CHECK(json::event_from_json(unknown).error().code == Code::internal);
        CHECK(json::event_from_json(unknown).error().detail == "colour: unknown_field");
        for (const char* needed : {"id", "uid", "state", "revision", "created", "updated"}) {
            CAPTURE(needed);
            boost::json::object incomplete = record;
            incomplete.erase(needed);
            REQUIRE_FALSE(json::event_from_json(incomplete).has_value());
            CHECK(json::event_from_json(incomplete).error().reason == "broken_record");
        }
    }

    TEST_CASE("limits of today do not make a record of yesterday unreadable") {
        Event event;
        event.title["fi"] = std::string(limits::title_bytes_max + 1, 'a');
        CHECK(json::event_from_json(json::to_record(event)).value() == event);
    }

    TEST_CASE("a position keeps seven decimals") {
        Event event;
        event.position = Position{64.883012345678901, -28.90999999999999};
        const auto read = json::event_from_json(
            json::parse_json(json::write_json(json::to_record(event)))->as_object());
        CHECK(read->position == Position{64.8830123, -28.91});
    }
}
