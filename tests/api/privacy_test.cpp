// What programs are told: no door of the API says what is hidden, whoever asks without the right
// (CONFLICTS "Privacy"). It asks for everything at once, beside events that are alike in all.
#include <array>

#include <doctest/doctest.h>

#include "tests/api/api_fixture.h"

TEST_SUITE_BEGIN("api.privacy");

namespace sopu::test {
namespace {

constexpr std::array secrets{"Salaisuus", "puhuja-1", "salaa@example.org", "Piiloseura"};

void put_secrets(ApiFixture& fixture) {
    for (int i = 0; i < 8; ++i) {
        Event event = draft("Salaisuus", 10 + i % 3);
        event.venue = VenueId("halli");
        event.venue_text.clear();
        if (i > 1) {
            event.venue.reset();
            event.venue_text = "Paikka " + std::to_string(i);
        }
        event.organiser = {"Piiloseura", "salaa@example.org", "", false};
        event.people = {"puhuja-1"};
        event.format = "bazaar";
        event.audiences = {"children"};
        event.position = Position{64.89, 28.9};
        if (i % 2 == 0) event.visibility = Visibility::busy;
        i % 2 == 0 ? fixture.published(event) : fixture.submitted(event);
    }
}

constexpr const char* question =
    R"({"title":{"fi":"Salattu"},"municipality":"777","venue":"halli","people":["puhuja-1"],)"
    R"("format":"bazaar","audiences":["children"],"organiser":{"name":"Me"},)"
    R"("when":{"start":"2026-10-24T10:00","end":"2026-10-24T12:00","zone":"Europe/Helsinki"}})";

void tells_nothing(const ApiAnswer& answer) {
    const std::string body = body_of(answer.response);
    INFO(body);
    for (const std::string_view secret : secrets) CHECK(body.find(secret) == std::string::npos);
}

TEST_CASE("a stranger who asks for everything is told that the hall is taken and nothing hidden") {
    ApiFixture fixture;
    put_secrets(fixture);
    const auto ask = [&](const http::Handler& handler, const char* path) {
        return api_answer(handler, request(http::Method::post, path, {{}, question, ""}));
    };
    const ApiAnswer check = ask(api::post_check(fixture.context), "/api/v1/conflicts/check");
    CHECK(check.status == 200);
    CHECK(body_of(check.response).find("venue_overlap") != std::string::npos);
    CHECK(body_of(check.response).find("person_overlap") == std::string::npos);
    tells_nothing(check);
    const ApiAnswer better = ask(api::post_suggestions(fixture.context), "/api/v1/suggestions");
    CHECK(better.status == 200);
    tells_nothing(better);
    tells_nothing(api_answer(api::get_events(fixture.context),
                             request(http::Method::get, "/api/v1/events", {})));
    tells_nothing(api_answer(api::get_conflicts(fixture.context),
                             request(http::Method::get, "/api/v1/conflicts", {})));
}

TEST_CASE("whoever submits is told no more in the answer to it") {
    ApiFixture fixture;
    put_secrets(fixture);
    const ApiAnswer created =
        api_answer(api::post_event(fixture.context),
                   request(http::Method::post, "/api/v1/events", {{}, question, ""}));
    CHECK(created.status == 201);
    CHECK(body_of(created.response).find("person_overlap") == std::string::npos);
    tells_nothing(created);
}

}  // namespace
}  // namespace sopu::test

TEST_SUITE_END();
