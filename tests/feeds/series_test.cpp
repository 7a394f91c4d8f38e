#include <doctest/doctest.h>

#include <boost/json/parse.hpp>

#include "engine/time/iso.h"
#include "server/feeds/feed.h"
#include "server/service/import_file.h"
#include "tests/support/world_fixture.h"

TEST_SUITE_BEGIN("feeds.series");

namespace sopu::test {
namespace {

using feeds::Format;
using feeds::Of;

LocalTime local(const char* text) {
    return *parse_local(text);
}

// Mondays at 18 from 7 September 2026; the clock of the fixture stands at 1 October.
Event mondays(const std::string& rule) {
    Event event = draft("Kuoro", 18);
    event.when = Timed{local("2026-09-07T18:00"), local("2026-09-07T20:00")};
    Recurrence recurrence;
    recurrence.rule = recur::parse_rule(rule).value();
    event.recurrence = recurrence;
    return event;
}

struct SeriesFixture : WorldFixture {
    std::string text(Format format, http::Pairs query = {}, Of of = Of::area,
                     const std::string& subject = "777") {
        feeds::FeedRequest wanted;
        wanted.of = of;
        wanted.subject = subject;
        wanted.format = format;
        auto read =
            service::read_list_query(query, feeds::routine_default(of), world()->ground().zones);
        REQUIRE(read);
        wanted.query = *read;
        auto feed = feeds::render_feed(*world(), wanted, test_messages(), "https://sopu.example");
        REQUIRE(feed);
        return feed->bytes;
    }
};

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

const http::Pairs october{{"from", "2026-10-01"}, {"to", "2026-11-01"}};

TEST_CASE("a calendar feed has the whole master of a series that began before its window") {
    SeriesFixture fixture;
    fixture.published(mondays("FREQ=WEEKLY;COUNT=20"));
    const std::string feed = fixture.text(Format::ics, october);
    CHECK(count(feed, "BEGIN:VEVENT") == 1);
    CHECK(count(feed, "DTSTART;TZID=Europe/Helsinki:20260907T180000\r\n") == 1);
    CHECK(count(feed, "RRULE:FREQ=WEEKLY;COUNT=20\r\n") == 1);
    CHECK(count(fixture.text(Format::ics, {{"from", "2027-05-01"}}), "BEGIN:VEVENT") == 0);
}

TEST_CASE("a rule that no client knows is single events of the window") {
    SeriesFixture fixture;
    Event event = mondays("FREQ=MONTHLY;BYMONTHDAY=7,21");
    const EventId id = fixture.published(event);
    const std::string feed = fixture.text(Format::ics, october);
    CHECK(count(feed, "BEGIN:VEVENT") == 2);
    CHECK(count(feed, "/20261007T150000Z\r\n") == 1);
    CHECK(count(feed, "RRULE:FREQ=MONTHLY") == 0);
    // An endless one has a window in its own feed too.
    const std::string own = fixture.text(Format::ics, {}, Of::event, id.text());
    CHECK(count(own, "BEGIN:VEVENT") > 30);
    CHECK(count(own, "BEGIN:VEVENT") < 50);
}

TEST_CASE("an override says its own place") {
    SeriesFixture fixture;
    Event event = mondays("FREQ=WEEKLY;COUNT=8");
    Recurrence recurrence = *event.recurrence;
    Override other;
    other.recurrence_id = local("2026-10-12T18:00");
    other.place = OverridePlace{VenueId("halli"), "", {}};
    recurrence.overrides = {other};
    event.recurrence = recurrence;
    fixture.published(event);
    const std::string feed = fixture.text(Format::ics);
    CHECK(count(feed, "LOCATION:Sali\\, Suomussalmi\r\n") == 1);
    CHECK(count(feed, "LOCATION:Liikuntahalli\\, Suomussalmi\r\n") == 1);
    CHECK(count(feed, "RECURRENCE-ID;TZID=Europe/Helsinki:20261012T180000\r\n") == 1);
}

TEST_CASE("a table and JSON have a row for each occurrence in the window") {
    SeriesFixture fixture;
    Event event = mondays("FREQ=WEEKLY;COUNT=20");
    Recurrence recurrence = *event.recurrence;
    Override moved;
    moved.recurrence_id = local("2026-10-12T18:00");
    moved.when = Timed{local("2026-10-13T17:00"), local("2026-10-13T18:00")};
    moved.title = LocalizedText{{"fi", "Kuoro vierailee"}};
    Override off;
    off.recurrence_id = local("2026-10-19T18:00");
    off.cancelled = true;
    recurrence.overrides = {moved, off};
    event.recurrence = recurrence;
    fixture.published(event);
    fixture.published(draft("Kyläjuhla", 10));

    const std::string csv = fixture.text(Format::csv, october);
    CHECK(count(csv, "\r\n") == 5);  // the header, three Mondays, one other event
    CHECK(count(csv, ";Kuoro;event;2026-10-05;2026-10-05;time;18:00;20:00;") == 1);
    CHECK(count(csv, ";Kuoro vierailee;event;2026-10-13;2026-10-13;time;17:00;18:00;") == 1);
    CHECK(count(csv, ";2026-10-19;") == 0);
    CHECK(count(csv, "/20261026T160000Z;Kuoro;") == 1);
    CHECK(count(csv, ";2026-10-26T16:00:00Z\r\n") == 1);
    // By time: the village feast is on the 24th.
    CHECK(csv.find("Kyläjuhla") < csv.find("2026-10-26"));
    CHECK(csv.find("Kyläjuhla") > csv.find("Kuoro vierailee"));

    const auto json = boost::json::parse(fixture.text(Format::json, october));
    REQUIRE(json.at("items").as_array().size() == 4);
    const auto& second = json.at("items").at(1);
    CHECK(second.at("recurrence_id") == "2026-10-12T15:00:00Z");
    CHECK(second.at("title").at("fi") == "Kuoro vierailee");
    CHECK(second.at("when").at("start") == "2026-10-13T17:00");
    CHECK(json.at("items").at(2).as_object().contains("recurrence_id") == false);
}

TEST_CASE("news tell a series once with its next occurrence the same all day") {
    SeriesFixture fixture;
    fixture.published(mondays("FREQ=WEEKLY;COUNT=20"));
    const std::string atom = fixture.text(Format::atom);
    CHECK(count(atom, "<entry>") == 1);
    CHECK(count(atom, "Toistuu. Seuraavaksi ma 5.10.2026 klo 18–20") == 1);
    CHECK(count(fixture.text(Format::atom, {{"lang", "sv"}}), "Återkommer. Nästa gång") == 1);
    fixture.base().set_now(fixture.base().now() + std::chrono::hours(3));
    fixture.tick();
    CHECK(fixture.text(Format::atom) == atom);
    fixture.base().set_now(fixture.base().now() + date::days(5));
    fixture.tick();
    CHECK(count(fixture.text(Format::atom), "ma 12.10.2026") == 1);
    fixture.base().set_now(fixture.base().now() + date::days(150));
    fixture.tick();
    CHECK(count(fixture.text(Format::atom), "ma 18.1.2027") == 1);  // the last one
}

TEST_CASE("an occurrence without an end has none in a table") {
    SeriesFixture fixture;
    Event event = mondays("FREQ=WEEKLY;COUNT=5");
    event.when = Timed{local("2026-09-07T18:00"), {}};
    fixture.published(event);
    CHECK(count(fixture.text(Format::csv, october), ";2026-10-05;2026-10-05;time;18:00;;") == 1);
    Event days = mondays("FREQ=YEARLY");
    days.when = AllDay{date::local_days(date::year{2026} / 10 / 30),
                       date::local_days(date::year{2026} / 11 / 1)};
    fixture.published(days);
    CHECK(count(fixture.text(Format::csv, october), ";2026-10-30;2026-11-01;all_day;;;") == 1);
}

TEST_CASE("our own feeds read back add nothing and change no series") {
    SeriesFixture fixture;
    Event cut = mondays("FREQ=WEEKLY;COUNT=20");
    Recurrence recurrence = *cut.recurrence;
    Override earlier;
    earlier.recurrence_id = local("2026-10-12T18:00");
    earlier.range = recur::OverrideRange::this_and_future;
    earlier.when = Timed{local("2026-10-12T17:00"), local("2026-10-12T19:00")};
    recurrence.overrides = {earlier};
    cut.recurrence = recurrence;
    fixture.published(cut);
    fixture.published(mondays("FREQ=MONTHLY;BYMONTHDAY=7,21"));
    for (const auto& [format, kind] : {std::pair(Format::ics, service::ImportFormat::ics),
                                       std::pair(Format::csv, service::ImportFormat::csv)}) {
        service::ImportOptions options;
        options.municipality = MunicipalityCode("777");
        const auto file =
            service::read_import(fixture.text(format), kind, options, fixture.world()->ground());
        REQUIRE(file);
        CHECK(file->rejected.empty());
        service::Import import;
        import.caller = service::Caller::program();
        for (const auto& item : file->items) import.events.push_back(item.event);
        REQUIRE(import.events.size() > 4);
        const auto done = fixture.service().submit_and_wait(import);
        REQUIRE(done);
        CHECK(done->import.added == 0);
        CHECK(done->import.changed == 0);
        CHECK(done->import.unchanged == import.events.size());
    }
}

}  // namespace
}  // namespace sopu::test

TEST_SUITE_END();
