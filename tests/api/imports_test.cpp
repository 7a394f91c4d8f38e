#include <doctest/doctest.h>

#include <boost/json/array.hpp>

#include "server/api/limits.h"
#include "tests/api/api_fixture.h"

TEST_SUITE_BEGIN("api.imports");

namespace sopu::test {
namespace {

const std::string calendar =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//FI\r\n"
    "BEGIN:VEVENT\r\nUID:kuoro@test\r\nDTSTAMP:20260901T000000Z\r\nSUMMARY:Kuoro\r\n"
    "DTSTART;TZID=Europe/Helsinki:20261103T180000\r\nDTEND;TZID=Europe/Helsinki:20261103T200000\r\n"
    "RRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:outo@test\r\nDTSTAMP:20260901T000000Z\r\nSUMMARY:Outo\r\n"
    "DTSTART;TZID=Nowhere/Land:20261103T180000\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n";

http::Request posted(const std::string& body, const std::string& type, http::Pairs query) {
    http::Request asked =
        request(http::Method::post, "/api/v1/imports", {std::move(query), body, ""});
    // The fixture's own says JSON.
    std::erase_if(asked.headers, [](const auto& it) { return it.first == "content-type"; });
    with(asked, "content-type", type);
    return asked;
}

TEST_CASE("staff put a file into their own municipality, and again changes nothing") {
    ApiFixture fixture;
    const auto session = fixture.session("maija", "Suomussalmi");
    http::Request asked =
        posted(calendar, "text/calendar; charset=utf-8", {{"municipality", "777"}});
    with_session(asked, session);
    const ApiAnswer first = api_answer(api::post_import(fixture.context), asked);
    CHECK(first.status == 200);
    CHECK(first["added"] == 1);
    REQUIRE(first["rejected"].as_array().size() == 1);
    CHECK(first["rejected"].as_array()[0].at("uid") == "outo@test");
    CHECK(first["rejected"].as_array()[0].at("reason") == "unknown_zone");
    CHECK(first["notes"].as_array().empty());
    REQUIRE(fixture.world()->event_by_uid("kuoro@test") != nullptr);
    CHECK(fixture.world()->event_by_uid("kuoro@test")->series->kept.size() == 3);
    const ApiAnswer again = api_answer(api::post_import(fixture.context), asked);
    CHECK(again["added"] == 0);
    CHECK(again["unchanged"] == 1);
}

TEST_CASE(
    "a file for another municipality is refused event by event, and without staff as a whole") {
    ApiFixture fixture;
    const auto session = fixture.session("maija", "Suomussalmi");
    http::Request elsewhere = posted(calendar, "text/calendar", {{"municipality", "205"}});
    with_session(elsewhere, session);
    const ApiAnswer refused = api_answer(api::post_import(fixture.context), elsewhere);
    CHECK(refused["added"] == 0);
    CHECK(refused["rejected"].as_array().size() == 2);
    CHECK(fixture.world()->event_by_uid("kuoro@test") == nullptr);

    const http::Request stranger = posted(calendar, "text/calendar", {{"municipality", "777"}});
    CHECK(api_answer(api::post_import(fixture.context), stranger).status == 401);
}

TEST_CASE(
    "what is taken otherwise than the file says is noted by line, and a thousand are enough") {
    ApiFixture fixture;
    const auto session = fixture.session("maija", "Suomussalmi");
    const auto report_of_rows = [&](std::size_t rows) {
        std::string file = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//FI\r\n";
        for (std::size_t i = 0; i < rows; ++i)
            file += "BEGIN:VEVENT\r\nUID:" + std::to_string(i) +
                    "@test\r\nSUMMARY:Kuoro\r\nDTSTART:20261103T180000Z\r\nEND:VEVENT\r\n";
        http::Request asked =
            posted(file + "END:VCALENDAR\r\n", "text/calendar", {{"municipality", "777"}});
        with_session(asked, session);
        return api_answer(api::post_import(fixture.context), asked);
    };
    const ApiAnswer one = report_of_rows(1);
    REQUIRE(one["notes"].as_array().size() == 1);
    const auto note = one["notes"].as_array()[0].as_object();
    CHECK(note.at("reason") == "dtstamp_missing");
    CHECK(note.at("uid") == "0@test");
    CHECK(note.at("line") == 4);
    CHECK(one["notes_left_out"] == 0);
    const ApiAnswer many = report_of_rows(api::limits::import_notes_max + 1);
    CHECK(many["notes"].as_array().size() == api::limits::import_notes_max);
    CHECK(many["notes_left_out"] == 1);
}

TEST_CASE("what is no calendar is named, and nothing is written") {
    ApiFixture fixture;
    const auto session = fixture.session("maija", "Suomussalmi");
    const auto status = [&](const std::string& body, const std::string& type, http::Pairs query) {
        http::Request asked = posted(body, type, std::move(query));
        with_session(asked, session);
        return api_answer(api::post_import(fixture.context), asked).status;
    };
    const auto version = fixture.world()->version();
    CHECK(status("<html>", "text/calendar", {}) == 422);
    CHECK(status(calendar, "text/html", {}) == 415);
    CHECK(status(calendar, "text/calendar", {{"municipality", "Atlantis"}}) == 422);
    CHECK(fixture.world()->version() == version);
}

}  // namespace
}  // namespace sopu::test
