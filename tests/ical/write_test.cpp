#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/text.h"
#include "ical/component.h"
#include "ical/lines.h"
#include "ical/read.h"
#include "ical/text.h"
#include "ical/write.h"
#include "tests/ical/support.h"

namespace ical = sopu::ical;
using namespace sopu::ical::test;
using sopu::Event;
using sopu::ical::Feed;
using sopu::ical::FeedItem;

namespace {

Feed empty_feed() {
    return {.name = "Suomussalmi",
            .description = "Tapahtumat",
            .language = "fi",
            .words = {"PERUTTU: ", "kellonaika avoin", "varattu", "Järjestäjä"},
            .product = "-//Sopu//Sopu 0.1//FI",
            .items = {}};
}

FeedItem item_of(const Event& event) {
    return {&event, event.venue_text, event.position, event.link};
}

std::string write_events(const std::vector<Event>& events) {
    Feed feed = empty_feed();
    for (const Event& event : events) feed.items.push_back(item_of(event));
    return ical::write(feed, zones());
}

sopu::Date day(int year, unsigned month, unsigned number) {
    return sopu::Date(date::year{year} / date::month{month} / date::day{number});
}

Event fair() {
    Event event;
    event.uid = "fair@example.org";
    event.title["fi"] = "Hyvinvointipäivä";
    event.when = sopu::Timed{sopu::LocalTime(day(2026, 10, 24)) + std::chrono::hours(10),
                             sopu::LocalTime(day(2026, 10, 24)) + std::chrono::hours(15)};
    event.updated = sopu::Instant(std::chrono::seconds(1'767'225'600));
    return event;
}

// Physical lines without their CRLF; fails the case if a line ends in anything else.
std::vector<std::string> physical_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find("\r\n");
        REQUIRE(end != std::string_view::npos);
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end + 2);
    }
    return lines;
}

bool has_line_starting(std::string_view text, std::string_view start) {
    const auto lines = physical_lines(text);
    return std::any_of(lines.begin(), lines.end(),
                       [&](const std::string& line) { return line.starts_with(start); });
}

std::string unfolded(std::string_view text) {
    std::string out(text);
    for (std::size_t at = out.find("\r\n "); at != std::string::npos; at = out.find("\r\n ", at))
        out.erase(at, 3);
    return out;
}

std::vector<Event> events_in(const std::string& bytes) {
    const auto calendar = ical::read(bytes, zones(), {});
    REQUIRE(calendar);
    REQUIRE(calendar->rejected.empty());
    std::vector<Event> events;
    for (const auto& taken : calendar->taken) events.push_back(taken.event);
    return events;
}

const std::string hostile =
    "a\r\nATTENDEE:mailto:evil@example.org\rBEGIN:VEVENT\nEND:VCALENDAR\xE2\x80\xA8"
    "X:1\xC2\x85"
    "Y:2\v\f\x1b\x7f\",;:\\^n\tb\xff";

}  // namespace

TEST_SUITE("ical.write") {
    TEST_CASE("golden files: a calendar read and written again") {
        const auto inputs = golden_inputs("write");
        REQUIRE(!inputs.empty());
        for (const auto& input : inputs) {
            CAPTURE(input.filename().string());
            const std::string actual = write_events(events_in(file_text(input)));
            CHECK(actual == golden_expected(input, actual));
        }
    }

    TEST_CASE("the same feed twice is the same bytes, and an empty feed is a calendar") {
        CHECK(write_events({fair()}) == write_events({fair()}));
        const std::string none = write_events({});
        CHECK(none.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
        CHECK(none.ends_with("END:VCALENDAR\r\n"));
    }

    TEST_CASE("write, read, write: equal bytes and equal events") {
        std::vector<Event> events;
        for (const auto& input : golden_inputs("write"))
            for (const Event& event : events_in(file_text(input))) events.push_back(event);
        const std::string first = write_events(events);
        const std::vector<Event> again = events_in(first);
        CHECK(write_events(again) == first);
    }

    TEST_CASE("hostile text in every field makes no line of its own") {
        Event event = fair();
        const sopu::LocalizedText text{{"fi", hostile}};
        event.uid = event.venue_text = hostile;
        event.title = event.description = text;
        event.organiser = {hostile, "a@b.fi\r\nX:1", "", true};
        event.categories = event.audiences = {hostile, "plain"};
        event.link = "http://a\r\nATTENDEE:mailto:evil@x";
        Feed feed = empty_feed();
        feed.name = feed.description = feed.product = hostile;
        feed.words = {hostile, hostile, hostile, hostile};
        for (const auto takes_place : {sopu::TakesPlace::scheduled, sopu::TakesPlace::cancelled}) {
            event.takes_place = takes_place;
            feed.items = {{&event, hostile, sopu::Position{64.5, 28.25}, event.link}};
            const std::string out = ical::write(feed, zones());
            CHECK(sopu::is_utf8(out));
            const auto lines = physical_lines(out);
            const auto starting = [&](std::string_view start) {
                return std::count_if(lines.begin(), lines.end(), [&](const std::string& line) {
                    return line.starts_with(start);
                });
            };
            for (const std::string& line : lines) CHECK(!sopu::has_control(line, sopu::Lines::one));
            for (const char* name : {"ATTENDEE", "X:", "Y:", "URL", "ORGANIZER"})
                CHECK(starting(name) == 0);
            CHECK(starting("BEGIN:VEVENT") == 1);
            CHECK(starting("END:VCALENDAR") == 1);
            CHECK(events_in(out).size() == 1);
        }
    }

    TEST_CASE("links: http(s) only, percent-encoded where RFC 3986 asks for it") {
        const auto url_line = [](std::string link) {
            Event event = fair();
            event.link = std::move(link);
            const std::string out = unfolded(write_events({event}));
            const std::size_t at = out.find("\r\nURL:");
            return at == std::string::npos ? ""
                                           : out.substr(at + 6, out.find('\r', at + 2) - at - 6);
        };
        CHECK(url_line("https://example.org/päivä?a=\"1\"") ==
              "https://example.org/p%C3%A4iv%C3%A4?a=%221%22");
        CHECK(url_line("javascript:alert(1)") == "");
        CHECK(url_line("http://a b") == "");
        CHECK(url_line("ftp://example.org/") == "");
    }

    TEST_CASE("an e-mail address leaves only where the organiser made it public") {
        Event event = fair();
        event.organiser = {"Kylä \"itä\"", "kyla@example.org", "050 555", false};
        CHECK(write_events({event}).find("kyla@") == std::string::npos);
        event.organiser.name = "kyla@example.org";
        CHECK(write_events({event}).find("kyla@") == std::string::npos);
        event.organiser.name = "Kylä \"itä\"";
        event.organiser.is_public = true;
        const std::string out = unfolded(write_events({event}));
        CHECK(out.find("ORGANIZER;CN=\"Kylä ^'itä^'\":mailto:kyla@example.org\r\n") !=
              std::string::npos);
        CHECK(out.find("050 555") == std::string::npos);
        CHECK(events_in(out).at(0).organiser.name == "Kylä \"itä\"");
        event.organiser.email = "kyla@example.org?cc=x";
        CHECK(!has_line_starting(write_events({event}), "ORGANIZER"));
    }

    TEST_CASE("an event shown as busy tells times and place and nothing else") {
        Event event = fair();
        event.visibility = sopu::Visibility::busy;
        event.description["fi"] = "salaisuus";
        event.organiser = {"salaisuus", "salaisuus@example.org", "", true};
        event.categories = {"salaisuus"};
        event.link = "https://salaisuus.example.org";
        event.venue_text = "Sali";
        const std::string out = write_events({event});
        CHECK(out.find("salaisuus") == std::string::npos);
        CHECK(out.find("Hyvinvointi") == std::string::npos);
        CHECK(out.find("SUMMARY:varattu\r\n") != std::string::npos);
        CHECK(out.find("LOCATION:Sali\r\n") != std::string::npos);
    }

    TEST_CASE("what a date does not say stays out and a day without a time is an all-day event") {
        Event month = fair();
        month.when = sopu::Vague{day(2026, 10, 1), day(2026, 10, 31), sopu::Precision::month,
                                 std::nullopt, std::nullopt};
        Event undated = fair();
        undated.when = sopu::Undated{};
        Event unknown = fair();
        std::get<sopu::Timed>(unknown.when).zone = "Mars/Olympus\r\nX:1";
        CHECK(write_events({month, undated, unknown}) == write_events({}));

        Event vague = fair();
        vague.when = sopu::Vague{day(2026, 10, 24), day(2026, 10, 24), sopu::Precision::day,
                                 sopu::PartOfDay::evening, std::chrono::minutes(90)};
        const std::string out = write_events({vague});
        for (const char* line :
             {"DTSTART;VALUE=DATE:20261024", "DTEND;VALUE=DATE:20261025", "TRANSP:TRANSPARENT",
              "DESCRIPTION:kellonaika avoin", "X-SOPU-PRECISION:DAY", "X-SOPU-PART-OF-DAY:EVENING",
              "X-SOPU-DURATION:PT90M"})
            CHECK(has_line_starting(out, line));
        const Event back = events_in(out).at(0);
        CHECK(back.when == vague.when);
        CHECK(back.description.empty());
        CHECK(!back.transparent);
    }

    TEST_CASE("a cancelled event says so in STATUS and in its title, and comes back as it was") {
        Event event = fair();
        event.takes_place = sopu::TakesPlace::cancelled;
        const std::string out = write_events({event});
        CHECK(has_line_starting(out, "STATUS:CANCELLED"));
        CHECK(has_line_starting(out, "SUMMARY:PERUTTU: Hyvinvointipäivä"));
        CHECK(events_in(out).at(0).title == event.title);
        event.title.clear();
        CHECK(events_in(write_events({event})).at(0).title.empty());
    }
}

TEST_SUITE("ical.lines") {
    // What a fold may never cut, said naively: the octets on both sides of it.
    bool cuts_well(const std::string& before, const std::string& after) {
        if (after.empty() || (static_cast<unsigned char>(after[0]) & 0xC0U) == 0x80U) return false;
        std::size_t backslashes = 0;
        while (backslashes < before.size() && before[before.size() - 1 - backslashes] == '\\')
            ++backslashes;
        return backslashes % 2 == 0;
    }

    TEST_CASE("folds: at most 75 octets, nothing cut in two, and unfolding gives the line back") {
        const auto text = rc::gen::container<std::string>(
            rc::gen::element('a', 'b', ' ', '\\', ',', ';', '\n', '^', '"', '\xC3', '\xA4', '\xE2',
                             '\x82', '\xAC', '\x07', '\r'));
        const bool holds = rc::check("folds", [&] {
            const std::string content = *rc::gen::resize(400, text);
            const std::string line = "SUMMARY:" + ical::escape(content);
            const std::string out = ical::folded(line);
            RC_ASSERT(out.ends_with("\r\n"));
            RC_ASSERT(unfolded(out) == line + "\r\n");
            std::string_view rest = out;
            std::string before;
            while (!rest.empty()) {
                const std::size_t end = rest.find("\r\n");
                RC_ASSERT(end <= ical::fold_octets_max);
                if (!before.empty())
                    RC_ASSERT(cuts_well(before, std::string(rest.substr(1, end - 1))));
                before = rest.substr(0, end);
                rest.remove_prefix(end + 2);
            }
        });
        CHECK(holds);
    }

    TEST_CASE("75 octets stay on one line, 76 do not") {
        CHECK(ical::folded(std::string(75, 'x')) == std::string(75, 'x') + "\r\n");
        CHECK(ical::folded(std::string(76, 'x')) == std::string(75, 'x') + "\r\n x\r\n");
    }

    TEST_CASE("escaping and its undoing, for any bytes") {
        const bool holds = rc::check("escape", [](const std::string& bytes) {
            using sopu::Lines;
            const std::string plain = ical::clean(bytes, Lines::many).text;
            RC_ASSERT(sopu::is_utf8(plain));
            RC_ASSERT(!sopu::has_control(plain, Lines::many));
            std::string without_tabs = plain;
            std::replace(without_tabs.begin(), without_tabs.end(), '\t', ' ');
            RC_ASSERT(ical::unescape(ical::escape(bytes)) == without_tabs);
            RC_ASSERT(!sopu::has_control(ical::escape(bytes), Lines::one));
            const std::string quoted = ical::quote_parameter(bytes);
            RC_ASSERT(!sopu::has_control(quoted, Lines::one));
            const std::string inside = quoted.substr(1, quoted.size() - 2);
            RC_ASSERT(inside.find('"') == std::string::npos);
            ical::ComponentParser parser;
            RC_ASSERT(
                parser.add({"ORGANIZER;CN=" + quoted + ":mailto:a@example.org", 1}).has_value());
            const auto properties = parser.finish();
            RC_ASSERT(properties.has_value());
            RC_ASSERT(sopu::trim(*properties->front().parameter("CN")) == sopu::trim(without_tabs));
        });
        CHECK(holds);
    }
}
