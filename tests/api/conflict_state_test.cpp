#include <doctest/doctest.h>

#include <boost/json/array.hpp>

#include "server/api/conflict_json.h"
#include "tests/api/api_fixture.h"

TEST_SUITE_BEGIN("api.conflict_state");

namespace sopu::test {
namespace {

Event in_hall(const std::string& title, int hour) {
    Event event = draft(title, hour);
    event.venue = VenueId("halli");
    event.venue_text.clear();
    return event;
}

// Two events that overlap in the hall, and staff of the municipality.
struct Clash {
    ApiFixture fixture;
    EventId one = fixture.published(in_hall("Ensimmäinen", 10));
    EventId two = fixture.published(in_hall("Toinen", 11));
    WorldFixture::Session maija = fixture.session("maija", "777");

    boost::json::array list(http::Pairs query = {}) {
        http::Request asked =
            request(http::Method::get, "/api/v1/conflicts", {std::move(query), "", ""});
        with_session(asked, maija);
        return api_answer(api::get_conflicts(fixture.context), asked)["items"].as_array();
    }
    boost::json::object only() {
        const auto items = list();
        REQUIRE(items.size() == 1);
        return items[0].as_object();
    }
    std::string state() { return std::string(only().at("state").as_string()); }
    ApiAnswer patch(const WorldFixture::Session& who, const std::string& body,
                    const std::string& match) {
        const std::string id(only().at("id").as_string());
        return patch_id(who, id, body, match);
    }
    ApiAnswer patch_id(const WorldFixture::Session& who, const std::string& id,
                       const std::string& body, const std::string& match) {
        http::Request sent =
            request(http::Method::patch, "/api/v1/conflicts/" + id, {{}, body, id});
        with_session(sent, who);
        if (!match.empty()) with(sent, "if-match", match);
        return api_answer(api::patch_conflict(fixture.context), sent);
    }
    std::string tag() { return tag_of(only()); }
    static std::string tag_of(const boost::json::object& conflict) {
        return "\"r" + std::to_string(conflict.at("revision").to_number<int>()) + "\"";
    }
    ApiAnswer accept() {
        return patch(maija, R"({"state":"accepted","reason":"Sovittu yhdessä"})", tag());
    }
    void edit(const EventId& id, const std::function<void(Event&)>& change) {
        service::Edit edit;
        edit.id = id;
        edit.draft = *fixture.world()->event(id)->event;
        edit.if_match = edit.draft.revision;
        edit.override_blocking = true;
        edit.reason = "koe";
        edit.caller = service::Caller::program();
        change(edit.draft);
        REQUIRE(fixture.service().submit_and_wait(edit));
    }
};

void to_hour(Event& event, int hour) {
    Timed& when = std::get<Timed>(event.when);
    const auto length = *when.end - when.start;
    when.start = date::floor<date::days>(when.start) + std::chrono::hours(hour);
    when.end = when.start + length;
}

TEST_CASE("a conflict is acknowledged and accepted with a reason by staff who have seen it") {
    Clash clash;
    CHECK(clash.state() == "open");
    CHECK(clash.only().at("reason").is_null());
    CHECK(clash.patch(clash.maija, R"({"state":"acknowledged"})", "").status == 428);
    CHECK(clash.patch(clash.maija, R"({"state":"acknowledged"})", "\"r77\"").status == 412);
    const ApiAnswer seen = clash.patch(clash.maija, R"({"state":"acknowledged"})", clash.tag());
    REQUIRE(seen.status == 200);
    CHECK(seen.text("state") == "acknowledged");
    CHECK(seen.text("by") == "maija");
    CHECK(seen.response.header("etag") == clash.tag());
    CHECK(clash.state() == "acknowledged");

    CHECK(clash.patch(clash.maija, R"({"state":"accepted"})", clash.tag()).errors() ==
          "reason:missing");
    CHECK(clash.patch(clash.maija, R"({"state":"accepted","reason":" "})", clash.tag()).status ==
          422);
    CHECK(clash.patch(clash.maija, R"({"state":"resolved"})", clash.tag()).errors() ==
          "state:unknown_value");
    CHECK(clash.patch(clash.maija, R"({"reason":"x"})", clash.tag()).errors() == "state:missing");
    REQUIRE(clash.accept().status == 200);
    const auto accepted = clash.only();
    CHECK(accepted.at("state") == "accepted");
    CHECK(accepted.at("reason") == "Sovittu yhdessä");
    CHECK(accepted.at("by") == "maija");
    CHECK(accepted.at("at") == "2026-10-01T09:00:00Z");

    CHECK(clash.list({{"state", "open"}}).empty());
    CHECK(clash.list({{"state", "accepted"}}).size() == 1);
    CHECK(clash.list({{"state", "open"}, {"state", "accepted"}}).size() == 1);
    const auto lines =
        clash.fixture.base().memory()->audit(std::string(accepted.at("id").as_string()), 9);
    REQUIRE(lines->size() == 2);
    CHECK(lines->front().line.action == "accept_conflict");
    CHECK(lines->front().line.reason == "Sovittu yhdessä");
}

TEST_CASE("what the caller may not see is not there to say anything of") {
    Clash clash;
    const std::string id(clash.only().at("id").as_string());
    const std::string body = R"({"state":"acknowledged"})";
    const auto there = clash.fixture.session("kajaani", "205");
    CHECK(clash.patch_id(there, id, body, clash.tag()).status == 404);
    CHECK(clash.patch_id(clash.maija, "ei-ole", body, "\"r1\"").status == 404);
    const http::Request nobody =
        request(http::Method::patch, "/api/v1/conflicts/" + id, {{}, body, id});
    CHECK(api_answer(api::patch_conflict(clash.fixture.context), nobody).status == 401);
    service::SayOfConflict word;
    word.id = service::ConflictId(id);
    word.event = clash.one;
    word.if_match = 2;
    const auto refused = clash.fixture.service().submit_and_wait(word);
    REQUIRE(!refused);
    CHECK(refused.error().errors.front().code == Code::not_found);
    CHECK(clash.state() == "open");
}

TEST_CASE("an acceptance lapses when date or time or place of either side changes") {
    Clash clash;
    REQUIRE(clash.accept().status == 200);
    clash.edit(clash.two, [](Event& event) { event.title["fi"] = "Uusi nimi"; });
    CHECK(clash.state() == "accepted");
    SUBCASE("time of the one") {
        clash.edit(clash.one, [](Event& event) { to_hour(event, 12); });
        CHECK(clash.state() == "open");
        CHECK(clash.only().at("reason").is_null());
        // Moving back does not bring it back.
        clash.edit(clash.one, [](Event& event) { to_hour(event, 10); });
        CHECK(clash.state() == "open");
    }
    SUBCASE("time of the other") {
        clash.edit(clash.two, [](Event& event) { to_hour(event, 9); });
        CHECK(clash.state() == "open");
    }
    SUBCASE("another place makes it another conflict") {
        clash.edit(clash.two, [](Event& event) { event.venue = VenueId("halli-a"); });
        CHECK(clash.only().at("kind") == "venue_related");
        CHECK(clash.state() == "open");
        CHECK(clash.list({{"state", "resolved"}}).size() == 1);
    }
    SUBCASE("what was acknowledged stays so") {
        REQUIRE(clash.patch(clash.maija, R"({"state":"acknowledged"})", clash.tag()).status == 200);
        clash.edit(clash.one, [](Event& event) { to_hour(event, 12); });
        CHECK(clash.state() == "acknowledged");
    }
}

TEST_CASE("an acceptance lapses when it becomes worse") {
    Clash clash;
    clash.edit(clash.two, [](Event& event) { event.claim = Claim::hold; });
    CHECK(clash.only().at("severity") == "warning");
    REQUIRE(clash.accept().status == 200);
    CHECK(clash.state() == "accepted");
    clash.edit(clash.two, [](Event& event) {
        event.claim = Claim::confirmed;
        event.hold_until.reset();
    });
    CHECK(clash.only().at("severity") == "blocking");
    CHECK(clash.state() == "open");
}

TEST_CASE("nobody accepts what they have not seen") {
    Clash clash;
    const std::string seen = clash.tag();
    clash.edit(clash.two, [](Event& event) { to_hour(event, 9); });
    CHECK(clash.patch(clash.maija, R"({"state":"accepted","reason":"x"})", seen).status == 412);
    CHECK(clash.state() == "open");
}

TEST_CASE("what the disk did not take has not been said") {
    Clash clash;
    const std::string tag = clash.tag();
    clash.fixture.base().memory()->fail_appends(1);
    CHECK(clash.accept().status == 503);
    CHECK(clash.state() == "open");
    CHECK(clash.tag() == tag);
    CHECK(clash.accept().status == 200);
}

TEST_CASE("what is no longer found is resolved") {
    Clash clash;
    REQUIRE(clash.accept().status == 200);
    const std::string id(clash.only().at("id").as_string());
    clash.edit(clash.two, [](Event& event) { to_hour(event, 18); });
    CHECK(clash.list().empty());
    CHECK(clash.list({{"state", "accepted"}}).empty());
    const auto gone = clash.list({{"state", "resolved"}});
    REQUIRE(gone.size() == 1);
    CHECK(gone[0].at("id") == id.c_str());
    CHECK(gone[0].at("state") == "resolved");
    CHECK(gone[0].at("reason") == "Sovittu yhdessä");
    CHECK(gone[0].at("occurrences").as_array().empty());
    CHECK(clash.patch_id(clash.maija, id, R"({"state":"acknowledged"})", "*").status == 404);
}

TEST_CASE("publishing over a conflict accepts it") {
    Clash clash;
    const EventId third = clash.fixture.submitted(in_hall("Kolmas", 10));
    service::Act act;
    act.id = third;
    act.action = Action::publish;
    act.accept_conflicts = true;
    act.reason = "Tila riittää";
    act.caller = clash.fixture.base().staff("liisa", "777");
    const auto done = clash.fixture.service().submit_and_wait(act);
    REQUIRE(done);
    const auto accepted = clash.list({{"state", "accepted"}});
    CHECK(accepted.size() == 2);
    for (const auto& it : accepted) {
        CHECK(it.at("by") == "liisa");
        CHECK(it.at("reason") == "Tila riittää");
    }
    CHECK(clash.list({{"state", "open"}}).size() == 1);
    const auto items = api::conflicts_json(done->judgement, *done->world, act.caller,
                                           test_messages(), true, done->said.get());
    CHECK(items.at(0).at("state") == "accepted");
}

TEST_CASE("a conflict with a closure is accepted until the closure moves") {
    ApiFixture fixture;
    Closure closure;
    closure.id = ClosureId("remontti");
    closure.venue = VenueId("halli");
    closure.name["fi"] = "Remontti";
    const Date day(date::year{2026} / 10 / 24);
    closure.when = AllDay{day, day};
    fixture.put({Put<Closure>{std::make_shared<const Closure>(closure)}});
    const EventId id = fixture.published(in_hall("Turnaus", 10));
    const auto caller = service::Caller::program();
    const auto standing = [&] {
        const auto all = service::stored_conflicts(*fixture.world(), caller,
                                                   *fixture.service().said_of_conflicts());
        REQUIRE(all.size() == 1);
        return all.front().standing;
    };
    service::SayOfConflict word;
    word.id = standing().id;
    word.event = id;
    word.state = service::ConflictState::accepted;
    word.reason = "Sali on jo käytössä";
    word.if_match = standing().revision;
    word.caller = caller;
    REQUIRE(fixture.service().submit_and_wait(word));
    CHECK(standing().state == service::ConflictState::accepted);
    closure.when = AllDay{day, day + date::days{1}};
    closure.revision = 2;
    fixture.put({Put<Closure>{std::make_shared<const Closure>(closure)}});
    CHECK(standing().state == service::ConflictState::open);
}

}  // namespace
}  // namespace sopu::test

TEST_SUITE_END();
