#include <doctest/doctest.h>

#include <algorithm>

#include <boost/json/array.hpp>

#include "engine/base/limits.h"
#include "server/api/conflict_json.h"
#include "tests/api/api_fixture.h"

TEST_SUITE_BEGIN("api.check");

namespace sopu::test {
namespace {

ApiAnswer check(ApiFixture& fixture, const std::string& body, const std::string& token = "") {
    http::Request asked = request(http::Method::post, "/api/v1/conflicts/check", {{}, body, ""});
    if (!token.empty()) with(asked, "authorization", "Bearer " + token);
    return api_answer(api::post_check(fixture.context), asked);
}

http::Request stored(http::Pairs query = {}) {
    return request(http::Method::get, "/api/v1/conflicts", {std::move(query), "", ""});
}

Event in_hall(const std::string& title, int hour, const char* venue = "halli") {
    Event event = draft(title, hour);
    event.venue_text.clear();
    event.venue = VenueId(venue);
    return event;
}

TEST_CASE("a question needs a time and a place, and writes nothing") {
    ApiFixture fixture;
    const auto version = fixture.world()->version();
    const ApiAnswer clear =
        check(fixture, R"({"when":{"first":"2026-10-24"},"municipality":"777"})");
    CHECK(clear.status == 200);
    CHECK(clear.text("verdict") == "unknown");
    CHECK(clear["suggestions"].as_array().empty());
    CHECK(clear["checked"].at("at") == "2026-10-01T09:00:00Z");
    CHECK(clear["checked"].at("sources") == 0);
    CHECK(clear["checked"].at("occurrences").is_int64());
    CHECK(check(fixture, R"({"municipality":"777"})").errors() == "when:missing");
    CHECK(check(fixture, R"({"when":{"first":"2026-10-24"}})").errors() == "municipality:missing");
    CHECK(fixture.world()->version() == version);
}

TEST_CASE("a conflict with a fact names the fact and has no other event") {
    ApiFixture fixture;
    const std::string asked = R"({"when":{"first":"2026-12-06"},"municipality":"777"})";
    const ApiAnswer answer = check(fixture, asked);
    REQUIRE(answer["conflicts"].as_array().size() == 1);
    const auto& conflict = answer["conflicts"].as_array().at(0).as_object();
    CHECK(conflict.at("kind") == "observance");
    CHECK(conflict.at("other").is_null());
    CHECK(conflict.at("others").as_array().empty());
    const auto& fact = conflict.at("fact").as_object();
    CHECK(fact.at("type") == "observance");
    CHECK(fact.at("id") == "itsenaisyyspaiva");
    CHECK(fact.at("name").at("sv") == "självständighetsdagen");
    CHECK(conflict.at("factors").at("observance") == "public_holiday");
    CHECK(conflict.at("text").at("fi") ==
          "Ajankohtaan osuu pyhäpäivä: itsenäisyyspäivä, su 6.12.2026.");
}

TEST_CASE("a conflict with a fact keeps its id and two facts of a kind have two") {
    Finding finding;
    finding.kind = Kind::observance;
    finding.mine = EventId("e1");
    finding.fact = Fact{FactType::observance, "jouluaatto", {}};
    const std::string id = api::conflict_id(finding);
    CHECK(api::conflict_id(finding) == id);
    finding.fact->id = "joulupaiva";
    CHECK(api::conflict_id(finding) != id);
}

TEST_CASE("others of a conflict are listed and a hidden one is only counted") {
    ApiFixture fixture;
    for (const char* title : {"Kirppis", "Piilotettu", "Basaari"}) {
        Event event = draft(title, 15);
        event.format = "bazaar";
        // Places of their own; the place of a hidden one is told, its title is not.
        event.venue_text = "Paikka " + std::to_string(std::string(title).size());
        event.title["fi"] == "Piilotettu" ? fixture.submitted(event) : fixture.published(event);
    }
    const ApiAnswer answer = check(fixture, draft_json(R"({"format":"bazaar"})"));
    for (const auto& each : answer["conflicts"].as_array()) {
        if (each.at("kind") != "format_saturation") continue;
        CHECK(each.at("other").is_null());
        CHECK(each.at("factors").at("count") == 4);
        const auto& others = each.at("others").as_array();
        CHECK(others.size() == 3);
        CHECK(each.at("others_count") == 3);
        CHECK(std::count_if(others.begin(), others.end(), [](const auto& other) {
                  return other.at("event").is_null() && other.at("title").is_null();
              }) == 1);
        CHECK(body_of(answer.response).find("Piilotettu") == std::string::npos);
        return;
    }
    FAIL("no format_saturation");
}

TEST_CASE("of many others the first are listed and all are counted") {
    ApiFixture fixture;
    for (std::size_t i = 0; i <= limits::others_listed_max; ++i) {
        Event event = draft("Kirppis " + std::to_string(i), 15);
        event.format = "bazaar";
        event.venue_text = "Paikka " + std::to_string(i);
        fixture.published(event);
    }
    const ApiAnswer answer = check(fixture, draft_json(R"({"format":"bazaar"})"));
    for (const auto& each : answer["conflicts"].as_array()) {
        if (each.at("kind") != "format_saturation") continue;
        CHECK(each.at("others").as_array().size() == limits::others_listed_max);
        CHECK(each.at("others_count") == limits::others_listed_max + 1);
        return;
    }
    FAIL("no format_saturation");
}

TEST_CASE("a conflict has every field of the contract") {
    ApiFixture fixture;
    const EventId id = fixture.published(in_hall("Turnaus", 10));
    const ApiAnswer answer = check(fixture, draft_json());
    REQUIRE(answer.status == 200);
    CHECK(answer.text("verdict") == "blocking");
    CHECK(answer["counts"].at("blocking").at("certain") == 1);
    CHECK(answer["counts"].at("opportunity").at("possible") == 0);
    const auto& conflict = answer["conflicts"].as_array().at(0).as_object();
    for (const char* name :
         {"id", "kind", "severity", "certainty", "state", "mine", "other", "others", "others_count",
          "fact", "occurrence_count", "occurrences", "factors", "text"})
        CHECK_MESSAGE(conflict.contains(name), name);
    CHECK(conflict.at("id").is_null());
    CHECK(conflict.at("mine").at("event").is_null());
    CHECK(conflict.at("other").at("event") == id.text().c_str());
    CHECK(conflict.at("other").at("title").at("fi") == "Turnaus");
    CHECK(conflict.at("other").at("venue") == "halli");
    CHECK(conflict.at("occurrence_count") == 1);
    const auto& clash = conflict.at("occurrences").as_array().at(0);
    CHECK(clash.at("overlap").at("start") == "2026-10-24T07:00:00Z");
    CHECK(clash.at("overlap").at("end") == "2026-10-24T09:00:00Z");
    CHECK(clash.at("other").at("recurrence_id").is_null());
    CHECK(conflict.at("factors").at("minutes") == 120);
    for (const char* language : {"fi", "sv", "en"})
        CHECK(conflict.at("text").at(language).as_string().find("Turnaus") !=
              boost::json::string::npos);
}

TEST_CASE("an unlisted venue is told by its name") {
    ApiFixture fixture;
    fixture.published(draft("Vanha", 10));
    const ApiAnswer answer = check(fixture, draft_json(R"({"venue":null,"venue_text":" SALI "})"));
    CHECK(answer["conflicts"].as_array().at(0).at("other").at("venue") == "Sali");
}

TEST_CASE("the event being edited is left out for whoever may see it") {
    ApiFixture fixture;
    const EventId id = fixture.published(in_hall("Turnaus", 10));
    const std::string editing = draft_json(R"({"event":")" + id.text() + "\"}");
    CHECK(check(fixture, editing).text("verdict") == "unknown");
    const EventId hidden = fixture.submitted(in_hall("Salainen", 20));
    const std::string asked = R"({"event":")" + hidden.text() + "\"}";
    CHECK(check(fixture, draft_json(asked)).errors() == "event:unknown_event");
    CHECK(check(fixture, draft_json(asked), fixture.edit_token(hidden)).status == 200);
    CHECK(check(fixture, draft_json(R"({"event":7})")).errors() == "event:wrong_type");
}

TEST_CASE("a stranger is not told where a person is, staff are") {
    ApiFixture fixture;
    Event talk = in_hall("Luento", 10, "kirjasto");
    talk.municipality = MunicipalityCode("205");
    talk.people = {"puhuja-1"};
    fixture.published(talk);
    const std::string question = draft_json(R"({"people":["puhuja-1"]})");
    const ApiAnswer stranger = check(fixture, question);
    CHECK(stranger["conflicts"].as_array().empty());
    CHECK(stranger["counts"].at("warning").at("certain") == 0);
    http::Request asked =
        request(http::Method::post, "/api/v1/conflicts/check", {{}, question, ""});
    // Nothing is written, so the cookie alone is enough here.
    with(asked, "cookie", "sopu_session=" + fixture.session("virkailija").token);
    const ApiAnswer staff = api_answer(api::post_check(fixture.context), asked);
    const auto& conflict = staff["conflicts"].as_array().at(0).as_object();
    CHECK(conflict.at("kind") == "person_overlap");
    CHECK(conflict.at("factors").at("person") == "puhuja-1");
}

TEST_CASE("stored conflicts are for staff, each once and with an id that stays") {
    ApiFixture fixture;
    fixture.published(in_hall("Ensimmäinen", 10));
    fixture.published(in_hall("Toinen", 11));
    fixture.published(in_hall("Lohko", 11, "halli-a"));
    const auto handler = api::get_conflicts(fixture.context);
    CHECK(api_answer(handler, stored()).status == 401);
    const auto session = fixture.session("virkailija");
    const auto found = [&](http::Pairs query) {
        http::Request asked = stored(std::move(query));
        with_session(asked, session);
        return api_answer(handler, asked);
    };
    const ApiAnswer all = found({});
    REQUIRE(all.status == 200);
    REQUIRE(all["items"].as_array().size() == 3);
    const auto& first = all["items"].as_array()[0].as_object();
    CHECK(first.at("state") == "open");
    CHECK(first.at("id").as_string().size() == 32);
    CHECK(first.at("mine").at("title").at("fi") == "Ensimmäinen");
    CHECK(body_of(found({}).response) == body_of(all.response));

    CHECK(found({{"severity", "notice"}})["items"].as_array().empty());
    CHECK(found({{"state", "resolved"}})["items"].as_array().empty());
    CHECK(found({{"area", "Kajaani"}})["items"].as_array().empty());
    CHECK(found({{"area", "naapurit"}, {"from", "2026-10-24"}})["items"].as_array().size() == 3);
    CHECK(found({{"to", "2026-10-24"}})["items"].as_array().empty());
    CHECK(found({{"severity", "paha"}, {"state", "ehkä"}, {"area", "Atlantis"}}).errors() ==
          "area:unknown_area severity:unknown_value state:unknown_value");
    const ApiAnswer page = found({{"limit", "2"}});
    CHECK(page["items"].as_array().size() == 2);
    CHECK(found({{"limit", "2"}, {"cursor", page.text("next")}})["items"].as_array().size() == 1);
}

TEST_CASE("an edit token opens no list of conflicts") {
    ApiFixture fixture;
    http::Request asked = stored();
    with(asked, "authorization", "Bearer " + fixture.edit_token(fixture.submitted(draft("A", 9))));
    CHECK(api_answer(api::get_conflicts(fixture.context), asked).status == 401);
}

TEST_CASE("a conflict's id does not depend on which side is asked") {
    Finding one;
    one.kind = Kind::venue_overlap;
    one.mine = EventId("a");
    one.other = EventId("b");
    Finding two = one;
    std::swap(two.mine, two.other);
    CHECK(api::conflict_id(one) == api::conflict_id(two));
    two.kind = Kind::buffer_overlap;
    CHECK(api::conflict_id(one) != api::conflict_id(two));
}

}  // namespace
}  // namespace sopu::test

TEST_SUITE_END();
