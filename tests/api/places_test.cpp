#include <doctest/doctest.h>

#include <boost/json/array.hpp>

#include "server/api/limits.h"
#include "tests/api/api_fixture.h"

TEST_SUITE_BEGIN("api.places");

namespace sopu::test {
namespace {

http::Request get(http::Pairs query = {}, const std::string& id = "") {
    return request(http::Method::get, "/api/v1/venues", {std::move(query), "", id});
}

std::string keys(const ApiAnswer& answer, const char* name = "id") {
    std::string all;
    for (const auto& item : answer["items"].as_array())
        all += (all.empty() ? "" : " ") + std::string(item.at(name).as_string());
    return all;
}

// A signed-in change of a venue.
http::Request change(http::Method method, const WorldFixture::Session& session,
                     const std::string& body, const std::string& id = "",
                     const std::string& match = "") {
    http::Request sent = request(method, "/api/v1/venues/" + id, {{}, body, id});
    with_session(sent, session);
    if (!match.empty()) with(sent, "if-match", match);
    return sent;
}

TEST_CASE("venues by municipality, area and name, with their sections") {
    ApiFixture fixture;
    const auto handler = api::get_venues(fixture.context);
    CHECK(keys(api_answer(handler, get())) == "halli halli-a halli-b kirjasto");
    CHECK(keys(api_answer(handler, get({{"municipality", "205"}}))) == "kirjasto");
    CHECK(keys(api_answer(handler, get({{"area", "naapurit"}, {"q", "LOHKO"}}))) ==
          "halli-a halli-b");
    CHECK(api_answer(handler, get({{"municipality", "999"}})).status == 422);
    const ApiAnswer page = api_answer(handler, get({{"limit", "3"}}));
    CHECK(keys(page) == "halli halli-a halli-b");
    CHECK(keys(api_answer(handler, get({{"limit", "3"}, {"cursor", page.text("next")}}))) ==
          "kirjasto");
    const ApiAnswer one = api_answer(api::get_venue(fixture.context), get({}, "halli"));
    CHECK(one["spaces"].as_array().size() == 2);
    CHECK(one["opening_hours"].is_array());
    CHECK(one.response.header("etag") == "\"r1\"");
    CHECK(api_answer(api::get_venue(fixture.context), get({}, "ei-ole")).status == 404);
}

TEST_CASE("all municipalities come at once, regions stand among the areas") {
    ApiFixture fixture;
    const auto handler = api::get_municipalities(fixture.context);
    const ApiAnswer all = api_answer(handler, get());
    CHECK(all["items"].as_array().size() == 309);
    CHECK(all["next"].is_null());
    CHECK(keys(api_answer(handler, get({{"area", "Kainuu (pl. Kajaani)"}})), "code") ==
          "105 290 578 620 697 765 777");
    CHECK(api_answer(handler, get({{"limit", "401"}})).errors() == "limit:out_of_range");
    CHECK(api_answer(handler, get({{"limit", "400"}})).status == 200);
    const ApiAnswer areas =
        api_answer(api::get_areas(fixture.context), get({{"municipality", "777"}}));
    CHECK(keys(areas) == "kainuu naapurit");
    CHECK(areas["items"].as_array()[1].at("municipalities").as_array().size() == 2);
    CHECK(keys(api_answer(api::get_organisations(fixture.context), get())) == "nuoret");
}

TEST_CASE("a venue is made, changed and taken away by staff of its municipality") {
    ApiFixture fixture;
    const auto here = fixture.session("suomussalmi", "777");
    const auto there = fixture.session("kajaani", "205");
    const std::string body =
        R"({"name":{"fi":"Seurantalo Ämmä"},"municipality":"777","capacity":120})";
    const auto post = api::post_venue(fixture.context);
    CHECK(api_answer(post, request(http::Method::post, "/api/v1/venues", {{}, body, ""})).status ==
          401);
    CHECK(api_answer(post, change(http::Method::post, there, body)).status == 403);
    const ApiAnswer made = api_answer(post, change(http::Method::post, here, body));
    CHECK(made.status == 201);
    CHECK(made.text("id") == "seurantalo-amma");
    CHECK(made.response.header("location") == "/api/v1/venues/seurantalo-amma");
    CHECK(made.response.header("etag") == "\"r1\"");
    CHECK(api_answer(post, change(http::Method::post, here, body)).text("id") ==
          "seurantalo-amma-2");

    const auto put = api::put_venue(fixture.context);
    const std::string id = made.text("id");
    CHECK(api_answer(put, change(http::Method::put, here, body, id)).status == 428);
    CHECK(api_answer(put, change(http::Method::put, here, body, id, "\"r5\"")).status == 412);
    const ApiAnswer changed =
        api_answer(put, change(http::Method::put, here, body_of(made.response), id, "\"r1\""));
    CHECK(changed.status == 200);
    CHECK(changed["revision"] == 2);
    const auto away = R"({"name":{"fi":"X"},"municipality":"205"})";
    CHECK(api_answer(put, change(http::Method::put, here, away, id, "\"r2\"")).status == 403);

    const auto erase = api::delete_venue(fixture.context);
    CHECK(api_answer(erase, change(http::Method::del, there, "", id, "\"r2\"")).status == 403);
    CHECK(api_answer(erase, change(http::Method::del, here, "", id, "\"r2\"")).status == 204);
    CHECK(api_answer(erase, change(http::Method::del, here, "", id, "\"r2\"")).status == 404);
}

TEST_CASE("what makes a venue wrong") {
    ApiFixture fixture;
    const auto session = fixture.session("suomussalmi");
    const auto post = [&](const std::string& body) {
        return api_answer(api::post_venue(fixture.context),
                          change(http::Method::post, session, body))
            .errors();
    };
    CHECK(post("{}") == "name:missing");
    CHECK(post(R"({"name":{"fi":"A"}})") == "municipality:missing");
    CHECK(post(R"({"name":{"fi":"A"},"municipality":"999"})") ==
          "municipality:unknown_municipality");
    CHECK(post(R"({"name":{"fi":"A"},"municipality":"777","part_of":"ei","shares":["ei"]})") ==
          "part_of:unknown_venue shares[0]:unknown_venue");
    CHECK(post(R"({"id":"A B","name":{"fi":"A"},"municipality":"777"})") == "id:bad_id");
    CHECK(post(R"({"name":{"fi":"!"},"municipality":"777"})") == "id:missing");
    const ApiAnswer taken =
        api_answer(api::post_venue(fixture.context),
                   change(http::Method::post, session,
                          R"({"id":"halli","name":{"fi":"A"},"municipality":"777"})"));
    CHECK(taken.status == 409);
    CHECK(taken.text("code") == "already_exists");
    const ApiAnswer cycle =
        api_answer(api::put_venue(fixture.context),
                   change(http::Method::put, session,
                          R"({"name":{"fi":"Halli"},"municipality":"777","part_of":"halli-a"})",
                          "halli", "\"r1\""));
    CHECK(cycle.status == 422);
    CHECK(cycle.errors() == "part_of:venue_cycle");
}

TEST_CASE("what is in use is not taken away") {
    ApiFixture fixture;
    const auto session = fixture.session("suomussalmi");
    Event event = draft("Turnaus", 10);
    event.venue = VenueId("kirjasto");
    event.organisation = OrganisationId("nuoret");
    event.areas = {"naapurit"};
    fixture.base().submitted(event, service::Caller::program());
    const auto status = [&](const http::Handler& handler, const std::string& id) {
        return api_answer(handler, change(http::Method::del, session, "", id, "\"r1\""))
            .text("code");
    };
    CHECK(status(api::delete_venue(fixture.context), "halli") == "in_use");
    CHECK(status(api::delete_venue(fixture.context), "kirjasto") == "in_use");
    CHECK(status(api::delete_organisation(fixture.context), "nuoret") == "in_use");
    CHECK(status(api::delete_area(fixture.context), "naapurit") == "in_use");
    CHECK(status(api::delete_venue(fixture.context), "halli-a").empty());
}

TEST_CASE("an area is an expression that resolves, and never itself") {
    ApiFixture fixture;
    const auto session = fixture.session("maakunta");
    const auto post = [&](const std::string& body) {
        return api_answer(api::post_area(fixture.context),
                          change(http::Method::post, session, body));
    };
    const ApiAnswer made =
        post(R"({"name":{"fi":"Ylä-Kainuu"},"expression":"naapurit, Puolanka"})");
    CHECK(made.status == 201);
    CHECK(made["municipalities"].as_array().size() == 3);
    CHECK(post(R"({"name":{"fi":"A"},"expression":"Atlantis"})").errors() ==
          "expression:unknown_area");
    CHECK(post(R"({"name":{"fi":"A"}})").errors() == "expression:missing");
    CHECK(api_answer(api::put_area(fixture.context),
                     change(http::Method::put, session,
                            R"({"name":{"fi":"Naapurit"},"expression":"yla-kainuu"})", "naapurit",
                            "\"r1\""))
              .errors() == "expression:area_too_deep");
}

TEST_CASE("an organisation of no municipality is for staff of everywhere") {
    ApiFixture fixture;
    const std::string body = R"({"name":{"fi":"Liitto"}})";
    const auto handler = api::post_organisation(fixture.context);
    CHECK(api_answer(handler, change(http::Method::post, fixture.session("kunta", "777"), body))
              .status == 403);
    CHECK(api_answer(handler, change(http::Method::post,
                                     fixture.session("tilat", "", "venue_manager"), body))
              .status == 403);
    CHECK(api_answer(handler, change(http::Method::post, fixture.session("kaikki"), body)).status ==
          201);
}

TEST_CASE("a closure is made and changed and taken away by staff of its venue's municipality") {
    ApiFixture fixture;
    const auto here = fixture.session("suomussalmi", "777");
    const auto there = fixture.session("kajaani", "205");
    const std::string body = R"({"name":{"fi":"Lattian hionta"},"venue":"halli",
        "when":{"first":"2026-10-23","last":"2026-10-25"}})";
    const auto post = api::post_closure(fixture.context);
    CHECK(api_answer(post, change(http::Method::post, there, body)).status == 403);
    const ApiAnswer made = api_answer(post, change(http::Method::post, here, body));
    REQUIRE(made.status == 201);
    CHECK(made.response.header("location") == "/api/v1/closures/lattian-hionta");
    const ApiAnswer asked =
        api_answer(api::post_check(fixture.context),
                   request(http::Method::post, "/api/v1/conflicts/check", {{}, draft_json(), ""}));
    CHECK(asked.text("verdict") == "blocking");
    CHECK(asked["conflicts"].as_array().at(0).at("kind") == "venue_closed");

    CHECK(keys(api_answer(api::get_closures(fixture.context), get({{"municipality", "777"}}))) ==
          "lattian-hionta");
    CHECK(keys(api_answer(api::get_closures(fixture.context), get({{"municipality", "205"}})))
              .empty());
    const std::string id = made.text("id");
    const auto put = api::put_closure(fixture.context);
    const auto away = R"({"name":{"fi":"X"},"venue":"kirjasto",
        "when":{"first":"2026-10-23","last":"2026-10-25"}})";
    CHECK(api_answer(put, change(http::Method::put, here, away, id, "\"r1\"")).status == 403);
    CHECK(api_answer(put, change(http::Method::put, here, body_of(made.response), id, "\"r1\""))
              .status == 200);
    CHECK(api_answer(api::get_closure(fixture.context), get({}, id)).response.header("etag") ==
          "\"r2\"");
    const auto venue = change(http::Method::del, here, "", "halli-b", "\"r1\"");
    CHECK(api_answer(api::delete_venue(fixture.context), venue).status == 204);
    const auto erase = api::delete_closure(fixture.context);
    CHECK(api_answer(erase, change(http::Method::del, there, "", id, "\"r2\"")).status == 403);
    CHECK(api_answer(erase, change(http::Method::del, here, "", id, "\"r2\"")).status == 204);
}

TEST_CASE("what makes a closure wrong / a venue that is closed stays") {
    ApiFixture fixture;
    const auto session = fixture.session("suomussalmi");
    const auto post = [&](const std::string& body) {
        return api_answer(api::post_closure(fixture.context),
                          change(http::Method::post, session, body))
            .errors();
    };
    CHECK(post(R"({"name":{"fi":"A"},"when":{"first":"2026-10-23","last":"2026-10-25"}})") ==
          "venue:missing");
    CHECK(post(R"({"venue":"halli","when":{"first":"2026-10-23","last":"2026-10-25"}})") ==
          "name:missing");
    CHECK(post(R"({"name":{"fi":"A"},"venue":"ei",
                   "when":{"first":"2026-10-23","last":"2026-10-25"}})") == "venue:unknown_venue");
    CHECK(post(R"({"name":{"fi":"A"},"venue":"halli",
                   "when":{"first":"2026-10-25","last":"2026-10-23"}})") ==
          "when.last:end_before_start");
    CHECK(post(R"({"name":{"fi":"A"},"venue":"halli","when":{"start":"2026-10-25T10:00"}})") ==
          "when:closure_needs_end");
    CHECK(post(R"({"name":{"fi":"A"},"venue":"kirjasto",
                   "when":{"first":"2026-10-23","last":"2026-10-25"}})")
              .empty());
    CHECK(api_answer(api::delete_venue(fixture.context),
                     change(http::Method::del, session, "", "kirjasto", "\"r1\""))
              .text("code") == "in_use");
}

TEST_CASE("a resource is lent while there is stock and stays while an event asks for it") {
    ApiFixture fixture;
    const auto here = fixture.session("suomussalmi", "777");
    const auto post = [&](const std::string& body) {
        return api_answer(api::post_resource(fixture.context),
                          change(http::Method::post, here, body));
    };
    const ApiAnswer made = post(R"({"id":"pa","name":{"fi":"Äänentoisto"},"municipality":"777",
                                    "stock":2,"keeper":"Kulttuuritoimi"})");
    REQUIRE(made.status == 201);
    CHECK(made["stock"] == 2);
    CHECK(post(R"({"name":{"fi":"Lava"},"municipality":"777","stock":-1})").errors() ==
          "stock:out_of_range");
    CHECK(post(R"({"name":{"fi":"Lava"},"municipality":"999"})").errors() ==
          "municipality:unknown_municipality");
    CHECK(post(R"({"name":{"fi":"Lava"}})").status == 403);
    CHECK(keys(api_answer(api::get_resources(fixture.context), get({{"q", "äänen"}}))) == "pa");
    CHECK(api_answer(api::get_resource(fixture.context), get({}, "pa"))["keeper"] ==
          "Kulttuuritoimi");
    const auto put = api_answer(
        api::put_resource(fixture.context),
        change(http::Method::put, here,
               R"({"name":{"fi":"Äänentoisto"},"municipality":"777","stock":0})", "pa", "\"r1\""));
    CHECK(put["stock"] == 0);
    Event event = draft("Konsertti", 10);
    event.resources = {{"pa", 1}};
    fixture.base().submitted(event, service::Caller::program());
    CHECK(api_answer(api::delete_resource(fixture.context),
                     change(http::Method::del, here, "", "pa", "\"r2\""))
              .text("code") == "in_use");
}

TEST_CASE("a name gives at most so many ids") {
    ApiFixture fixture;
    std::vector<Change> taken;
    for (int number = 1; number <= api::limits::id_tries_max; ++number) {
        Organisation each;
        each.id = OrganisationId(number == 1 ? "kerho" : "kerho-" + std::to_string(number));
        each.name = {{"fi", "Kerho"}};
        taken.push_back(Put<Organisation>{std::make_shared<const Organisation>(each)});
    }
    const Change last = taken.back();
    taken.pop_back();
    fixture.put(taken);
    const auto session = fixture.session("kaikki");
    const auto post = [&] {
        return api_answer(api::post_organisation(fixture.context),
                          change(http::Method::post, session, R"({"name":{"fi":"Kerho"}})"));
    };
    CHECK(post().text("id") == "kerho-" + std::to_string(api::limits::id_tries_max));
    CHECK(post().text("code") == "already_exists");
}

TEST_CASE("a record is put once where two of the staff saw the same revision") {
    ApiFixture fixture;
    service::PutRecords late;
    auto halli = std::make_shared<Venue>(*fixture.world()->venue(VenueId("halli")));
    halli->revision = 2;
    late.changes = {Put<Venue>{halli}};
    late.caller = service::Caller::program();
    late.still_right = [](const Snapshot& world) -> Result<void> {
        if (world.venue(VenueId("halli"))->revision == 1) return {};
        return fail(Code::stale, "", "stale");
    };
    CHECK(fixture.service().submit_and_wait(late));
    const auto second = fixture.service().submit_and_wait(late);
    REQUIRE(!second);
    CHECK(second.error().errors.front().code == Code::stale);
}

}  // namespace
}  // namespace sopu::test

TEST_SUITE_END();
