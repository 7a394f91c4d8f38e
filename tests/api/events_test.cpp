#include <doctest/doctest.h>

#include <set>

#include <boost/json/array.hpp>

#include "server/api/limits.h"
#include "tests/api/api_fixture.h"

TEST_SUITE_BEGIN("api.events");

namespace sopu::test {
namespace {

http::Request get(http::Pairs query = {}, const std::string& id = "") {
    return request(http::Method::get, "/api/v1/events", {std::move(query), "", id});
}

std::vector<std::string> ids(const ApiAnswer& answer, const char* name = "id") {
    std::vector<std::string> found;
    for (const auto& item : answer["items"].as_array())
        found.emplace_back(item.at(name).as_string());
    return found;
}

Event on_day(const std::string& title, unsigned day) {
    Event event = draft(title, 10);
    const LocalTime start =
        date::local_days(date::year{2026} / 10 / date::day(day)) + std::chrono::hours(10);
    event.when = Timed{start, start + std::chrono::hours(2), "Europe/Helsinki"};
    return event;
}

Event busy(const std::string& title, int hour) {
    Event event = draft(title, hour);
    event.visibility = Visibility::busy;
    event.organiser.email = "salainen@example.org";
    return event;
}

TEST_CASE("a list shows what is published, by start") {
    ApiFixture fixture;
    const EventId later = fixture.published(on_day("Myöhemmin", 20));
    const EventId sooner = fixture.published(on_day("Aiemmin", 10));
    fixture.submitted(on_day("Odottaa", 15));
    const ApiAnswer answer = api_answer(api::get_events(fixture.context), get());
    CHECK(answer.status == 200);
    CHECK(answer.response.header("content-type") == "application/json");
    CHECK(ids(answer) == std::vector{sooner.text(), later.text()});
    CHECK(answer["next"].is_null());
}

TEST_CASE("pages follow each other whatever is added meanwhile") {
    ApiFixture fixture;
    std::set<std::string> wanted;
    for (unsigned day = 1; day <= 7; ++day)
        wanted.insert(fixture.published(on_day("Päivä", day)).text());
    const auto handler = api::get_events(fixture.context);
    std::set<std::string> seen;
    std::string cursor;
    int pages = 0;
    do {
        const ApiAnswer answer = api_answer(handler, get({{"limit", "3"}, {"cursor", cursor}}));
        REQUIRE(answer.status == 200);
        for (const std::string& id : ids(answer)) CHECK(seen.insert(id).second);
        cursor = answer.text("next");
        fixture.published(on_day("Lisätty alkuun", 1));
        ++pages;
    } while (!cursor.empty() && pages < 10);
    CHECK(pages == 3);
    for (const std::string& id : wanted) CHECK(seen.contains(id));
}

TEST_CASE("limits of a page and of a cursor are kept") {
    ApiFixture fixture;
    const auto handler = api::get_events(fixture.context);
    const auto errors = [&](const std::string& name, const std::string& value) {
        const ApiAnswer answer = api_answer(handler, get({{name, value}}));
        return std::to_string(answer.status) + " " + answer.errors();
    };
    CHECK(errors("limit", std::to_string(api::limits::list_max)) == "200 ");
    CHECK(errors("limit", std::to_string(api::limits::list_max + 1)) == "422 limit:out_of_range");
    CHECK(errors("limit", "0") == "422 limit:out_of_range");
    CHECK(errors("limit", "-1") == "422 limit:not_a_number");
    CHECK(errors("limit", "99999999999999999999999") == "422 limit:out_of_range");
    CHECK(errors("limit", "kaikki") == "422 limit:not_a_number");
    CHECK(errors("cursor", "åäö") == "422 cursor:bad_cursor");
    CHECK(errors("cursor", std::string(api::limits::cursor_bytes_max, 'A')) == "200 ");
    CHECK(errors("cursor", std::string(api::limits::cursor_bytes_max + 4, 'A')) ==
          "422 cursor:bad_cursor");
}

TEST_CASE("every error of a query is told at once, with its parameter") {
    ApiFixture fixture;
    const ApiAnswer answer = api_answer(
        api::get_events(fixture.context),
        get({{"from", "eilen"}, {"routine", "ehkä"}, {"limit", "0"}, {"state", "uusi"}}));
    CHECK(answer.status == 422);
    CHECK(answer.text("code") == "invalid");
    CHECK(answer.errors() ==
          "routine:unknown_value from:bad_instant limit:out_of_range state:unknown_value");
    CHECK(answer.response.header("content-type") == "application/problem+json");
    const ApiAnswer area =
        api_answer(api::get_events(fixture.context), get({{"area", "Atlantis"}}));
    CHECK(area.status == 422);
    CHECK(area.errors() == "area:unknown_area");
}

TEST_CASE("filters: place, time, and words") {
    ApiFixture fixture;
    const EventId here = fixture.published(on_day("Kyläjuhla", 10));
    Event event = on_day("Konsertti", 20);
    event.municipality = MunicipalityCode("205");
    const EventId there = fixture.published(event);
    const auto found = [&](http::Pairs query) {
        return ids(api_answer(api::get_events(fixture.context), get(std::move(query))));
    };
    using Ids = std::vector<std::string>;
    CHECK(found({{"area", "naapurit"}}) == Ids{here.text()});
    CHECK(found({{"area", "kainuu"}, {"except", "suomussalmi"}}) == Ids{there.text()});
    CHECK(found({{"municipality", "777"}, {"municipality", "205"}}) ==
          Ids{here.text(), there.text()});
    CHECK(found({{"from", "2026-10-15"}}) == Ids{there.text()});
    CHECK(found({{"to", "2026-10-20T07:00:00Z"}}) == Ids{here.text()});
    CHECK(found({{"from", "2026-10-20T10:00:00 03:00"}}) == Ids{there.text()});
    CHECK(found({{"q", "KONSERTTI"}}) == Ids{there.text()});
}

TEST_CASE("staff see what waits, and may ask by state") {
    ApiFixture fixture;
    const EventId waits = fixture.submitted(on_day("Odottaa", 15));
    fixture.published(on_day("Julkaistu", 16));
    const auto session = fixture.session("virkailija", "777");
    http::Request asked = get({{"state", "submitted"}});
    CHECK(ids(api_answer(api::get_events(fixture.context), asked)).empty());
    with_session(asked, session);
    CHECK(ids(api_answer(api::get_events(fixture.context), asked)) == std::vector{waits.text()});
    http::Request elsewhere = get();
    with_session(elsewhere, fixture.session("muualta", "205"));
    CHECK(ids(api_answer(api::get_events(fixture.context), elsewhere)).size() == 1);
}

TEST_CASE("one event: unseen is not found, the edit token and staff see all of it") {
    ApiFixture fixture;
    Event event = on_day("Odottaa", 15);
    event.organiser.email = "kyla@example.org";
    event.people = {"puhuja-1"};
    const EventId id = fixture.submitted(event);
    const auto handler = api::get_event(fixture.context);
    CHECK(api_answer(handler, get({}, id.text())).status == 404);
    CHECK(api_answer(handler, get({}, "ei-ole")).status == 404);

    http::Request wrong = get({}, id.text());
    with(wrong, "authorization", "Bearer arvaus");
    CHECK(api_answer(handler, wrong).status == 404);

    http::Request mine = get({}, id.text());
    with(mine, "authorization", "bearer " + fixture.edit_token(id));
    const ApiAnswer seen = api_answer(handler, mine);
    CHECK(seen.status == 200);
    CHECK(seen.response.header("etag") == "\"r1\"");
    CHECK(seen["organiser"].at("email") == "kyla@example.org");
    CHECK(seen["people"].as_array().size() == 1);
    CHECK(seen["token_generation"].is_null());

    http::Request staff = get({}, id.text());
    with_session(staff, fixture.session("virkailija", "777"));
    CHECK(api_answer(handler, staff).text("state") == "submitted");
}

TEST_CASE("strangers do not get contacts, key persons or reasons") {
    ApiFixture fixture;
    Event event = on_day("Julkinen", 15);
    event.organiser.email = "kyla@example.org";
    event.organiser.phone = "040 123";
    event.people = {"puhuja-1"};
    const EventId id = fixture.published(event);
    const auto handler = api::get_event(fixture.context);
    const ApiAnswer seen = api_answer(handler, get({}, id.text()));
    CHECK(seen["organiser"].at("name") == "Kyläyhdistys");
    CHECK(seen["organiser"].at("email").is_null());
    CHECK(seen["organiser"].at("phone").is_null());
    CHECK(seen["people"].as_array().empty());
    CHECK(seen["decision_reason"].is_null());

    event.organiser.is_public = true;
    const EventId open = fixture.published(event);
    CHECK(api_answer(handler, get({}, open.text()))["organiser"].at("email") == "kyla@example.org");
}

TEST_CASE("of a busy event others learn when and where only") {
    ApiFixture fixture;
    const EventId id = fixture.published(busy("Yksityistilaisuus", 10));
    const ApiAnswer seen = api_answer(api::get_event(fixture.context), get({}, id.text()));
    CHECK(seen.status == 200);
    CHECK(seen["title"].is_null());
    CHECK(seen["organiser"].at("name").is_null());
    CHECK(seen.text("municipality") == "777");
    CHECK(seen["when"].at("start") == "2026-10-24T10:00");
    CHECK(body_of(seen.response).find("Yksityis") == std::string::npos);
    CHECK(body_of(seen.response).find("salainen") == std::string::npos);
    const ApiAnswer searched =
        api_answer(api::get_events(fixture.context), get({{"q", "yksityistilaisuus"}}));
    CHECK(ids(searched).empty());
}

TEST_CASE("the same revision again is 304") {
    ApiFixture fixture;
    const EventId id = fixture.published(on_day("Julkinen", 15));
    http::Request again = get({}, id.text());
    with(again, "if-none-match", "\"r2\"");
    const ApiAnswer answer = api_answer(api::get_event(fixture.context), again);
    CHECK(answer.status == 304);
    CHECK(answer.response.header("etag") == "\"r2\"");
}

TEST_CASE("occurrences lie in the window, vague ones by their extent") {
    ApiFixture fixture;
    const EventId timed = fixture.published(on_day("Kellonajalla", 10));
    Event vague = draft("Joskus", 10);
    vague.when = Vague{date::local_days(date::year{2026} / 10 / 1),
                       date::local_days(date::year{2026} / 10 / 31),
                       Precision::month,
                       {},
                       {}};
    const EventId month = fixture.published(vague);
    Event idea = draft("Ajatus", 10);
    idea.when = Undated{};
    fixture.published(idea);
    const ApiAnswer answer = api_answer(api::get_occurrences(fixture.context),
                                        get({{"from", "2026-10-10"}, {"to", "2026-10-11"}}));
    CHECK(ids(answer, "event") == std::vector{month.text(), timed.text()});
    const auto& second = answer["items"].as_array()[1].as_object();
    CHECK(second.at("start") == "2026-10-10T07:00:00Z");
    CHECK(second.at("end") == "2026-10-10T09:00:00Z");
    CHECK(second.at("recurrence_id").is_null());
    CHECK(second.at("venue") == "Sali");
    CHECK(second.at("takes_place") == "scheduled");
    CHECK(ids(api_answer(api::get_occurrences(fixture.context), get()), "event").size() == 2);
}

TEST_CASE("a language is chosen by the address, then by the header") {
    ApiFixture fixture;
    const auto title = [&](http::Pairs query, const std::string& header) {
        http::Request asked = get(std::move(query), "ei-ole");
        if (!header.empty()) with(asked, "accept-language", header);
        return api_answer(api::get_event(fixture.context), asked).text("title");
    };
    const std::string fi = test_messages().text("fi", "error.not_found");
    const std::string sv = test_messages().text("sv", "error.not_found");
    const std::string en = test_messages().text("en", "error.not_found");
    CHECK(title({}, "") == fi);
    CHECK(title({}, "sv-FI,fi;q=0.5") == sv);
    CHECK(title({}, "de, en;q=0.4, sv;q=0.9") == sv);
    CHECK(title({}, "de") == fi);
    CHECK(title({}, "en;q=nan, sv;q=0.1") == sv);
    CHECK(title({{"lang", "en"}}, "sv") == en);
}

}  // namespace
}  // namespace sopu::test

TEST_SUITE_END();
