#include <doctest/doctest.h>

#include <boost/json/array.hpp>

#include "tests/api/api_fixture.h"

TEST_SUITE_BEGIN("api.observances");

namespace sopu::test {
namespace {

ApiAnswer ask(const ApiFixture& fixture, http::Pairs query) {
    return api_answer(
        api::get_observances(fixture.context),
        request(http::Method::get, "/api/v1/observances", {std::move(query), "", ""}));
}

// "2026-10-12 syysloma-vk-42 …"
std::string days(const ApiAnswer& answer) {
    std::string all;
    for (const auto& item : answer["items"].as_array())
        all += (all.empty() ? "" : " ") + std::string(item.at("first").as_string()) + " " +
               std::string(item.at("id").as_string());
    return all;
}

TEST_CASE("anybody may ask what the days of a municipality are") {
    ApiFixture fixture;
    const http::Pairs october{{"from", "2026-10-10"}, {"to", "2026-11-01"}};
    const auto with_place = [&](const char* name, const char* value) {
        http::Pairs query = october;
        query.emplace_back(name, value);
        return days(ask(fixture, query));
    };
    CHECK(with_place("municipality", "777") ==
          "2026-10-10 aleksis-kiven-paiva 2026-10-12 syysloma-vk-42 2026-10-24 ykn-paiva "
          "2026-10-30 pyhainpaivan-aatto 2026-10-31 pyhainpaiva");
    CHECK(with_place("area", "Soini, Oulu") ==
          "2026-10-10 aleksis-kiven-paiva 2026-10-10 hirvijahti-alkaa 2026-10-12 syysloma-vk-42 "
          "2026-10-19 syysloma-vk-43 2026-10-24 ykn-paiva 2026-10-30 pyhainpaivan-aatto "
          "2026-10-31 pyhainpaiva");
    // Not narrowed it is whole, Sipoo's own week too.
    CHECK(days(ask(fixture, october)).find("2026-10-14 syysloma-sipoo") != std::string::npos);
}

TEST_CASE("an observance says what it is and where") {
    ApiFixture fixture;
    const ApiAnswer answer = ask(
        fixture, {{"from", "2026-08-20"}, {"to", "2026-08-21"}, {"municipality", "Suomussalmi"}});
    REQUIRE(answer["items"].as_array().size() == 1);
    const auto& hunt = answer["items"].as_array()[0];
    CHECK(hunt.at("kind") == "hunting");
    CHECK(hunt.at("name").at("sv") == "sjöfågeljakten börjar");
    CHECK(hunt.at("first") == "2026-08-20");
    CHECK(hunt.at("last") == "2026-08-20");
    CHECK(hunt.at("hours").at("from") == "12:00");
    CHECK(hunt.at("hours").at("to") == "24:00");
    CHECK(hunt.at("municipalities").as_array().size() == 293);  // all but the 16 of Åland
    CHECK(hunt.at("firm") == true);
    const ApiAnswer holiday = ask(fixture, {{"from", "2026-10-31"}, {"to", "2026-11-01"}});
    const auto& saints = holiday["items"].as_array().at(0);
    CHECK(saints.at("kind") == "public_holiday");
    CHECK(saints.at("hours").is_null());
    CHECK(saints.at("municipalities").is_null());
}

TEST_CASE("the window is half open and local and has the ends of a feed where none are said") {
    ApiFixture fixture;
    const auto of = [&](const char* from, const char* to) {
        return days(ask(fixture, {{"from", from}, {"to", to}, {"municipality", "777"}}));
    };
    CHECK(of("2026-10-30", "2026-10-31") == "2026-10-30 pyhainpaivan-aatto");
    CHECK(of("2026-10-31", "2026-10-31").empty());
    CHECK(of("2026-10-30T21:59:59Z", "2026-10-30T22:00:00Z").empty() == false);
    CHECK(of("2026-10-30T22:00:00Z", "2026-10-30T22:00:01Z") == "2026-10-31 pyhainpaiva");
    // A week is found by any of its days.
    CHECK(of("2026-10-18", "2026-10-19") == "2026-10-12 syysloma-vk-42");
    // The clock stands at 1.10.2026: from 1.7.2026 on.
    CHECK(days(ask(fixture, {{"limit", "1"}})) == "2026-07-06 eino-leinon-paiva");
}

TEST_CASE("pages follow each other and errors say which part") {
    ApiFixture fixture;
    const http::Pairs year{{"from", "2026-01-01"}, {"to", "2027-01-01"}, {"municipality", "777"}};
    http::Pairs query = year;
    query.emplace_back("limit", "200");
    const ApiAnswer whole = ask(fixture, query);
    CHECK(whole["next"].is_null());
    std::string found;
    std::string cursor;
    do {
        query = year;
        query.emplace_back("limit", "7");
        query.emplace_back("cursor", cursor);
        const ApiAnswer page = ask(fixture, query);
        found += (found.empty() ? "" : " ") + days(page);
        cursor = page["next"].is_null() ? "" : page.text("next");
    } while (!cursor.empty());
    CHECK(found == days(whole));
    CHECK(ask(fixture, {{"municipality", "999"}}).errors() == "municipality:unknown_area");
    CHECK(ask(fixture, {{"area", "Atlantis"}}).errors() == "area:unknown_area");
    CHECK(ask(fixture, {{"from", "x"}, {"to", "2200-01-01"}}).errors() ==
          "from:bad_instant to:year_out_of_range");
    CHECK(ask(fixture, {{"from", "2026-02-01"}, {"to", "2026-01-01"}}).errors() ==
          "to:end_before_start");
    CHECK(ask(fixture, {{"limit", "201"}}).errors() == "limit:out_of_range");
}

}  // namespace
}  // namespace sopu::test

TEST_SUITE_END();
