#include <doctest/doctest.h>

#include <boost/json/parse.hpp>

#include "ical/read.h"
#include "server/feeds/feed.h"
#include "server/feeds/handlers.h"
#include "server/service/import_file.h"
#include "tests/support/world_fixture.h"

TEST_SUITE_BEGIN("feeds.feed");

namespace sopu::test {
namespace {

using feeds::Format;
using feeds::Of;

struct FeedFixture : WorldFixture {
    feeds::Context context{service(), test_messages(), "https://sopu.example"};

    http::Response get(Of of, Format format, const std::string& subject, http::Pairs query = {},
                       const std::string& header = "", const std::string& value = "") {
        http::Request asked = request(http::Method::get, "/feeds", {std::move(query), "", ""});
        asked.parameters[of == Of::area ? "area" : "id"] = subject;
        if (!header.empty()) with(asked, header, value);
        return answer(feeds::get_feed(context, of, format), asked);
    }
    std::string text(Of of, Format format, const std::string& subject, http::Pairs query = {}) {
        return body_of(get(of, format, subject, std::move(query)));
    }
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

Event vague(const std::string& title) {
    Event event = draft(title, 10);
    event.when = Vague{date::local_days(date::year{2026} / 10 / 1),
                       date::local_days(date::year{2026} / 10 / 31),
                       Precision::month,
                       {},
                       {}};
    return event;
}

TEST_CASE("a feed holds the published events of its area") {
    FeedFixture fixture;
    fixture.published(draft("Kyläjuhla", 10));
    fixture.submitted(draft("Odottaa", 12));
    Event elsewhere = draft("Konsertti", 10);
    elsewhere.municipality = MunicipalityCode("205");
    fixture.published(elsewhere);
    for (const char* area : {"suomussalmi", "777", "naapurit"}) {
        const std::string feed = fixture.text(Of::area, Format::ics, area);
        CHECK(count(feed, "BEGIN:VEVENT") == 1);
        CHECK(has(feed, "SUMMARY:Kyläjuhla\r\n"));
    }
    CHECK(count(fixture.text(Of::area, Format::ics, "kainuu"), "BEGIN:VEVENT") == 2);
    CHECK(count(fixture.text(Of::area, Format::ics, "all"), "BEGIN:VEVENT") == 2);
    CHECK(count(fixture.text(Of::area, Format::ics, "kainuu", {{"area", "kajaani"}}),
                "BEGIN:VEVENT") == 1);
    CHECK(has(fixture.text(Of::area, Format::ics, "suomussalmi", {{"lang", "sv"}}),
              "X-WR-CALNAME:Evenemang: Suomussalmi"));
}

TEST_CASE("what is not there is 404, what makes no sense is 422") {
    FeedFixture fixture;
    CHECK(fixture.get(Of::area, Format::ics, "atlantis").status == 404);
    CHECK(fixture.get(Of::area, Format::ics, "all", {{"area", "atlantis"}}).status == 404);
    CHECK(fixture.get(Of::venue, Format::ics, "ei-ole").status == 404);
    CHECK(fixture.get(Of::organisation, Format::ics, "ei-ole").status == 404);
    CHECK(fixture.get(Of::event, Format::ics, "ei-ole").status == 404);
    const EventId waits = fixture.submitted(draft("Odottaa", 12));
    CHECK(fixture.get(Of::event, Format::ics, waits.text()).status == 404);
    const http::Response wrong =
        fixture.get(Of::area, Format::ics, "all", {{"from", "eilen"}, {"lang", "de"}});
    CHECK(wrong.status == 422);
    CHECK(has(body_of(wrong), "from: "));
    CHECK(has(body_of(wrong), "lang: "));
}

TEST_CASE("the same feed twice is the same bytes and then 304, in either encoding") {
    FeedFixture fixture;
    for (int hour = 8; hour < 18; ++hour) fixture.published(draft("Tapahtuma", hour, 1));
    const http::Response first = fixture.get(Of::area, Format::ics, "all");
    CHECK(first.status == 200);
    CHECK(first.header("content-type") == "text/calendar; charset=utf-8");
    CHECK(first.header("cache-control") == "public, max-age=300");
    CHECK(first.header("last-modified") == "Thu, 01 Oct 2026 09:00:00 GMT");
    CHECK(first.header("content-disposition") == "inline; filename=\"sopu-all.ics\"");
    fixture.base().set_now(fixture.base().now() + std::chrono::minutes(5));
    fixture.tick();
    const http::Response second = fixture.get(Of::area, Format::ics, "all");
    CHECK(body_of(second) == body_of(first));
    const std::string etag(first.header("etag"));
    CHECK(second.header("etag") == etag);
    CHECK(fixture.get(Of::area, Format::ics, "all", {}, "if-none-match", etag).status == 304);
    const http::Response packed =
        fixture.get(Of::area, Format::ics, "all", {}, "accept-encoding", "gzip");
    CHECK(packed.header("content-encoding") == "gzip");
    CHECK(packed.header("etag") != etag);
    CHECK(fixture
              .get(Of::area, Format::ics, "all", {}, "if-modified-since",
                   std::string(first.header("last-modified")))
              .status == 304);
}

TEST_CASE("an event that leaves a feed is a change of it") {
    FeedFixture fixture;
    fixture.published(draft("Jää", 8));
    const EventId leaves = fixture.published(draft("Lähtee", 10));
    const std::string before(fixture.get(Of::area, Format::ics, "777").header("last-modified"));
    fixture.base().set_now(fixture.base().now() + std::chrono::hours(1));
    Event moved = *fixture.world()->event(leaves)->event;
    moved.municipality = MunicipalityCode("205");
    service::Edit edit;
    edit.id = leaves;
    edit.if_match = moved.revision;
    edit.draft = moved;
    edit.caller = service::Caller::program();
    REQUIRE(fixture.service().submit_and_wait(edit));
    const http::Response after =
        fixture.get(Of::area, Format::ics, "777", {}, "if-modified-since", before);
    CHECK(after.status == 200);
    CHECK(!has(body_of(after), "Lähtee"));
}

TEST_CASE("routine is left out of areas unless asked for, and in the feed of its venue") {
    FeedFixture fixture;
    Event weekly = draft("Jumppa", 18);
    weekly.venue_text.clear();
    weekly.venue = VenueId("halli");
    weekly.routine = true;
    fixture.published(weekly);
    fixture.published(draft("Kyläjuhla", 10));
    CHECK(!has(fixture.text(Of::area, Format::ics, "777"), "Jumppa"));
    CHECK(has(fixture.text(Of::area, Format::ics, "777", {{"routine", "yes"}}), "Jumppa"));
    CHECK(!has(fixture.text(Of::area, Format::ics, "777", {{"routine", "only"}}), "Kyläjuhla"));
    const std::string venue = fixture.text(Of::venue, Format::ics, "halli");
    CHECK(has(venue, "Jumppa"));
    CHECK(has(venue, "LOCATION:Liikuntahalli\\, Suomussalmi"));
    CHECK(!has(fixture.text(Of::venue, Format::ics, "halli-a"), "Jumppa"));
}

TEST_CASE("an event's own feed knows no window") {
    FeedFixture fixture;
    Event old = draft("Vanha", 10);
    old.when = AllDay{date::local_days(date::year{2017} / 6 / 1),
                      date::local_days(date::year{2017} / 6 / 2)};
    const EventId id = fixture.published(old);
    CHECK(!has(fixture.text(Of::area, Format::ics, "all"), "Vanha"));
    CHECK(has(
        fixture.text(Of::area, Format::ics, "all", {{"from", "2017-01-01"}, {"to", "2022-12-31"}}),
        "Vanha"));
    CHECK(has(fixture.text(Of::event, Format::ics, id.text()), "SUMMARY:Vanha"));
}

TEST_CASE("a cancelled event stays and says so") {
    FeedFixture fixture;
    const EventId id = fixture.published(draft("Kyläjuhla", 10));
    REQUIRE(fixture.service().submit_and_wait(
        service::Act{id, Action::cancel, false, "", service::Caller::program()}));
    const std::string ics = fixture.text(Of::area, Format::ics, "777");
    CHECK(has(ics, "STATUS:CANCELLED"));
    CHECK(has(ics, "SEQUENCE:1"));
    CHECK(has(fixture.text(Of::area, Format::atom, "777"), "<title>PERUTTU: Kyläjuhla</title>"));
    CHECK(has(fixture.text(Of::area, Format::csv, "777"), ";cancelled;"));
}

TEST_CASE("what is private is in no format") {
    FeedFixture fixture;
    Event event = draft("Yksityistilaisuus", 10);
    event.visibility = Visibility::busy;
    event.people = {"puhuja-1"};
    event.organiser.email = "salainen@example.org";
    event.description = {{"fi", "Salaista"}};
    fixture.published(event);
    Event open = draft("Avoin", 12);
    open.organiser.email = "salainen@example.org";
    open.people = {"puhuja-1"};
    fixture.published(open);
    for (const Format format : {Format::ics, Format::json, Format::csv, Format::atom}) {
        const std::string feed = fixture.text(Of::area, format, "777");
        CHECK(has(feed, "Avoin"));
        for (const char* secret : {"Yksityis", "alaista", "salainen@", "puhuja-1"})
            CHECK_MESSAGE(!has(feed, secret), secret, " in ", name_of(format));
    }
    CHECK(has(fixture.text(Of::area, Format::ics, "777"), "SUMMARY:varattu"));
    CHECK(has(fixture.text(Of::area, Format::atom, "777"), "<title>varattu</title>"));
}

TEST_CASE("a month is in JSON, CSV and Atom, and not in iCalendar") {
    FeedFixture fixture;
    fixture.published(vague("Lokakuussa"));
    CHECK(!has(fixture.text(Of::area, Format::ics, "777"), "Lokakuussa"));
    CHECK(has(fixture.text(Of::area, Format::csv, "777"),
              ";Lokakuussa;event;2026-10-01;2026-10-31;month;;;;Sali;Suomussalmi;777;"));
    CHECK(has(fixture.text(Of::area, Format::atom, "777"), "lokakuu 2026, Sali, Suomussalmi"));
    const auto json = boost::json::parse(fixture.text(Of::area, Format::json, "777"));
    CHECK(json.at("name") == "Tapahtumat: Suomussalmi");
    CHECK(json.at("items").at(0).at("when").at("precision") == "month");
}

TEST_CASE("no text becomes a formula, a field, a line or an element") {
    FeedFixture fixture;
    Event event = draft("=HYPERLINK(\"http://paha\";\"x\")", 10);
    event.organiser.name = "+358";
    event.venue_text = "@sali </entry><entry>";
    event.description = {{"fi", "-1\nrivi;\"lainaus\" & <b>"}};
    fixture.published(event);
    const std::string csv = fixture.text(Of::area, Format::csv, "777");
    CHECK(has(csv, ";\"'=HYPERLINK(\"\"http://paha\"\";\"\"x\"\")\";"));
    CHECK(has(csv, ";'+358;"));
    CHECK(has(csv, ";'@sali </entry><entry>;"));
    CHECK(has(csv, ";\"'-1\nrivi;\"\"lainaus\"\" & <b>\";\r\n"));
    const std::string atom = fixture.text(Of::area, Format::atom, "777");
    CHECK(count(atom, "<entry>") == 1);
    CHECK(has(atom, "&amp; &lt;b&gt;"));
}

TEST_CASE("a CSV feed read back is the same events and adds none") {
    FeedFixture fixture;
    Event timed = draft("Kyläjuhla", 10);
    timed.description = {{"fi", "Kaksi\nriviä; ja lainaus \"\""}};
    timed.expected_attendance = 120;
    timed.claim = Claim::tentative;
    fixture.published(timed);
    fixture.published(vague("Lokakuussa"));
    Event days = draft("Näyttely", 10);
    days.when = AllDay{date::local_days(date::year{2026} / 10 / 3),
                       date::local_days(date::year{2026} / 10 / 3)};
    fixture.published(days);
    const std::string csv = fixture.text(Of::area, Format::csv, "777");
    const auto file =
        service::read_import(csv, service::ImportFormat::csv, {}, fixture.world()->ground());
    REQUIRE(file);
    CHECK(file->rejected.empty());
    REQUIRE(file->items.size() == 3);
    for (const auto& [read, line] : file->items) {
        const Placed* placed = fixture.world()->event_by_uid(read.uid);
        REQUIRE(placed != nullptr);
        const Event& kept = *placed->event;
        CHECK(read.title == kept.title);
        CHECK(read.description == kept.description);
        CHECK(read.when == kept.when);
        CHECK(read.municipality == kept.municipality);
        CHECK(read.venue_text == kept.venue_text);
        CHECK(read.claim == kept.claim);
        CHECK(read.expected_attendance == kept.expected_attendance);
    }
}

TEST_CASE("an export is the bytes that the server sends") {
    FeedFixture fixture;
    fixture.published(draft("Kyläjuhla", 10));
    for (const Format format : {Format::ics, Format::json, Format::csv, Format::atom}) {
        feeds::FeedRequest wanted;
        wanted.subject = "kainuu";
        wanted.format = format;
        auto query = service::read_list_query({}, feeds::routine_default(wanted.of),
                                              fixture.world()->ground().zones);
        REQUIRE(query);
        wanted.query = *query;
        const auto feed =
            feeds::render_feed(*fixture.world(), wanted, test_messages(), "https://sopu.example");
        REQUIRE(feed);
        CHECK(feed->bytes == fixture.text(Of::area, format, "kainuu"));
    }
}

TEST_CASE("a file's name is safe whatever was asked for") {
    FeedFixture fixture;
    const http::Response response =
        fixture.get(Of::area, Format::csv, "Kainuu (pl. \"Kajaani\")\r\nSet-Cookie: a");
    CHECK(response.status == 404);
    const http::Response named = fixture.get(Of::area, Format::csv, "Kainuu (pl. Kajaani)");
    CHECK(named.status == 200);
    CHECK(named.header("content-disposition") == "inline; filename=\"sopu-kainuu-pl-kajaani.csv\"");
}

}  // namespace
}  // namespace sopu::test

TEST_SUITE_END();
