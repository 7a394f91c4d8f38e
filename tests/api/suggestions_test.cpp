#include <doctest/doctest.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "tests/api/api_fixture.h"

TEST_SUITE_BEGIN("api.suggestions");

namespace sopu::test {
namespace {

ApiAnswer post(const http::Handler& handler, const std::string& body) {
    return api_answer(handler, request(http::Method::post, "/", {{}, body, ""}));
}

std::string question(const std::string& when, const std::string& more = "") {
    return R"({"municipality":"777","venue":"halli","when":)" + when + more + "}";
}

constexpr const char* saturday =
    R"({"start":"2026-10-24T10:00","end":"2026-10-24T12:00","zone":"Europe/Helsinki"})";

Event in_hall(const std::string& title) {
    Event event = draft(title, 10);
    event.venue_text.clear();
    event.venue = VenueId("halli");
    return event;
}

TEST_CASE("a date that is taken gets better ones - each checks again to its verdict") {
    ApiFixture fixture;
    fixture.published(in_hall("Turnaus"));
    const auto check = api::post_check(fixture.context);
    const ApiAnswer answer = post(check, question(saturday));
    CHECK(answer.text("verdict") == "blocking");
    const auto& offered = answer["suggestions"].as_array();
    REQUIRE(offered.size() == 5);
    for (const auto& it : offered) {
        CHECK(it.at("venue") == "halli");
        CHECK(it.at("verdict") == "unknown");
        for (const char* language : {"fi", "sv", "en"})
            CHECK(it.at("text").at(language).as_string().find(":") != boost::json::string::npos);
        const ApiAnswer again = post(check, question(boost::json::serialize(it.at("when"))));
        CHECK(again.text("verdict") == it.at("verdict").as_string().c_str());
        CHECK(again["suggestions"].as_array().empty());
    }
}

TEST_CASE("another section at the same time is offered with its name and why") {
    ApiFixture fixture;
    Event taken = in_hall("Turnaus");
    taken.venue = VenueId("halli-a");
    fixture.published(std::move(taken));
    const auto check = api::post_check(fixture.context);
    const auto asked = [](const std::string& venue, const std::string& when) {
        return R"({"municipality":"777","venue":")" + venue + R"(","when":)" + when + "}";
    };
    const ApiAnswer answer = post(check, asked("halli-a", saturday));
    const auto& first = answer["suggestions"].as_array().at(0);
    CHECK(first.at("venue") == "halli-b");
    CHECK(first.at("reason") == "other_section");
    CHECK(std::string(first.at("text").at("fi").as_string()) ==
          "Lohko B (sama aika, saman rakennuksen toinen tila): päällekkäisyyksiä ei tiedossa, "
          "mutta tietoa on vähän");
    const ApiAnswer again = post(check, asked("halli-b", boost::json::serialize(first.at("when"))));
    CHECK(again.text("verdict") == first.at("verdict").as_string().c_str());
}

TEST_CASE("a series is offered whole - with its rule and exceptions moved along") {
    ApiFixture fixture;
    fixture.published(in_hall("Turnaus"));
    const auto check = api::post_check(fixture.context);
    const auto asked = [](const std::string& when, const std::string& recurrence) {
        return question(when, R"(,"recurrence":)" + recurrence);
    };
    const ApiAnswer answer = post(
        check,
        asked(saturday, R"({"rrule":"FREQ=WEEKLY;COUNT=3;BYDAY=SA","exdate":["2026-11-07"]})"));
    CHECK(answer.text("verdict") == "blocking");
    const auto& offered = answer["suggestions"].as_array();
    REQUIRE_FALSE(offered.empty());
    for (const auto& it : offered) {
        CHECK(std::string(it.at("text").at("en").as_string()).find("the whole series") !=
              std::string::npos);
        const std::string recurrence = boost::json::serialize(it.at("recurrence"));
        const ApiAnswer again =
            post(check, asked(boost::json::serialize(it.at("when")), recurrence));
        CHECK(again.text("verdict") == it.at("verdict").as_string().c_str());
    }
}

TEST_CASE("the list of suggestions has as many as are asked for - and its limits") {
    ApiFixture fixture;
    const auto version = fixture.world()->version();
    const auto handler = api::post_suggestions(fixture.context);
    CHECK(post(handler, question(saturday))["items"].as_array().size() == 5);
    CHECK(post(handler, question(saturday, R"(,"limit":20,"within_days":366)"))["items"]
              .as_array()
              .size() == 20);
    CHECK(post(handler, question(saturday, R"(,"limit":21)")).errors() == "limit:out_of_range");
    CHECK(post(handler, question(saturday, R"(,"within_days":367)")).errors() ==
          "within_days:out_of_range");
    CHECK(post(handler, R"({"when":{}})").status == 422);
    CHECK(post(handler, "[]").status == 422);
    CHECK(fixture.world()->version() == version);
}

TEST_CASE("today is the first day that is offered") {
    ApiFixture fixture;  // it is 2026-10-01
    const ApiAnswer answer =
        post(api::post_suggestions(fixture.context),
             question(R"({"first":"2026-10-02","last":"2026-10-02"})", R"(,"limit":20)"));
    for (const auto& it : answer["items"].as_array())
        CHECK(std::string(it.at("when").at("first").as_string()) >= "2026-10-01");
}

}  // namespace
}  // namespace sopu::test

TEST_SUITE_END();
