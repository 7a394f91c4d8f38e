// The public pages around the list: front pages, days, months, subscribing, plain pages.
#include <doctest/doctest.h>

#include "server/pages/limits.h"
#include "tests/pages/page_fixture.h"

namespace sopu::pages {
namespace {

using test::body_of;
using test::contains;
using test::language;
using test::PageFixture;
using test::unbalanced;

Date day_of(int year, unsigned month, unsigned day) {
    return Date(date::year{year} / date::month{month} / date::day{day});
}

Change all_day(const std::string& id, Date first, Date last) {
    Event event = test::draft("Tapahtuma", 10);
    event.id = EventId(id);
    event.uid = id;
    event.state = State::published;
    event.venue_text.clear();
    event.when = AllDay{first, last};
    return Put<Event>{std::make_shared<const Event>(std::move(event))};
}

void fill_day(PageFixture& pages, Date day, std::size_t count, const std::string& prefix = "e") {
    std::vector<Change> changes;
    for (std::size_t i = 0; i < count; ++i)
        changes.push_back(all_day(prefix + std::to_string(i), day, day));
    pages.base().put(std::move(changes));
}

std::string front(PageFixture& pages, http::Pairs query = {}, const char* code = "fi") {
    return body_of(
        pages.get(coming_events(pages.context(), language(code)), "/", std::move(query)));
}

std::string at_place(PageFixture& pages, const std::string& slug, http::Pairs query = {},
                     const char* code = "fi") {
    return body_of(
        pages.get(place_events(pages.context(), language(code)), "/", std::move(query), slug));
}

http::Response month(PageFixture& pages, const std::string& slug, const std::string& which,
                     const char* code = "fi", http::Pairs query = {}) {
    http::Request asked;
    asked.path = "/";
    asked.query = std::move(query);
    asked.parameters["slug"] = slug;
    asked.parameters["month"] = which;
    return test::answer(month_page(pages.context(), language(code)), asked);
}

std::size_t times(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

TEST_SUITE("pages.front") {
    TEST_CASE("the question comes first and carries the municipality") {
        PageFixture pages;
        const std::string html = at_place(pages, "suomussalmi");
        CHECK(unbalanced(html) == "");
        CHECK(contains(html, "<form method=\"get\" action=\"/ilmoita\">"));
        CHECK(contains(html, "type=\"hidden\" name=\"municipality\" value=\"777\""));
        CHECK(html.find("ask-date") < html.find("class=\"filter\""));
        CHECK(contains(html, "href=\"/suomussalmi/tilaa\""));
        CHECK(contains(html, "rel=\"canonical\" href=\"http://calendar.example/suomussalmi\""));
        CHECK(contains(html, "hreflang=\"sv\" href=\"http://calendar.example/sv/suomussalmi\""));
        CHECK(contains(html, "href=\"/kainuu\""));
        CHECK(contains(front(pages, {}, "sv"), "name=\"municipality\" list="));
    }

    TEST_CASE("a region and its Swedish slug are places too") {
        PageFixture pages;
        pages.base().published(test::draft("Talkoot", 10));
        CHECK(contains(at_place(pages, "kainuu"), "Talkoot"));
        CHECK(contains(at_place(pages, "kajanaland", {}, "sv"), "Talkoot"));
        CHECK(contains(front(pages, {{"area", "kainuu"}}), "Talkoot"));
        CHECK_FALSE(contains(at_place(pages, "lappi"), "Talkoot"));
        CHECK(pages.get(coming_events(pages.context(), language("fi")), "/", {{"area", "atlantis"}})
                  .status == 422);
    }

    TEST_CASE("a full day is cut in the list and whole a page at a time in its own") {
        PageFixture pages;
        const Date day = day_of(2026, 10, 24);
        const std::size_t many = 2 * limits::day_events_page + 1;
        fill_day(pages, day, many);
        const http::Pairs from{{"from", "2026-10-20"}};
        CHECK(times(front(pages, from), "class=\"what\"") == limits::day_events);
        CHECK(contains(front(pages, from), "href=\"/?day=2026-10-24\""));
        const std::string first = front(pages, {{"day", "2026-10-24"}});
        CHECK(times(first, "class=\"what\"") == limits::day_events_page);
        CHECK(contains(first, "href=\"/?day=2026-10-24&amp;skip=100\""));
        const std::string last = front(pages, {{"day", "2026-10-24"}, {"skip", "200"}});
        CHECK(times(last, "class=\"what\"") == 1);
        CHECK_FALSE(contains(last, "rel=\"next\""));
        for (const char* far : {"100001", "-1", "x", "99999999999999999999"})
            CHECK(times(front(pages, {{"day", "2026-10-24"}, {"skip", far}}), "class=\"what\"") ==
                  limits::day_events_page);
        CHECK(times(front(pages, {{"day", "2026-10-24"}, {"skip", "100000"}}), "class=\"what\"") ==
              0);
    }

    TEST_CASE("a day with as many events as the list takes is not cut") {
        PageFixture pages;
        fill_day(pages, day_of(2026, 10, 24), limits::day_events);
        CHECK_FALSE(contains(front(pages, {{"from", "2026-10-20"}}), "?day="));
    }

    TEST_CASE("a list ends at a whole day and says where it goes on") {
        PageFixture pages;
        const std::size_t days = limits::list_events / limits::day_events + 1;
        for (std::size_t i = 0; i <= days; ++i)
            fill_day(pages, day_of(2026, 10, 20) + date::days(static_cast<int>(i)),
                     limits::day_events, "d" + std::to_string(i) + "e");
        const std::string html = front(pages, {{"from", "2026-10-20"}});
        CHECK(times(html, "class=\"what\"") == days * limits::day_events);
        CHECK(contains(html, "href=\"/?from=2026-10-24\" rel=\"next\""));
        CHECK(contains(front(pages, {{"from", "2026-10-24"}}), "/events/d4e0\""));
    }

    TEST_CASE("narrowed by topic and language and kept in every link") {
        PageFixture pages;
        Event event = test::draft("Konsertti", 10);
        event.categories = {"music"};
        event.audiences = {"families"};
        pages.base().published(event);
        pages.base().published(test::draft("Talkoot", 12));
        const std::string html = at_place(pages, "suomussalmi", {{"category", "music"}});
        CHECK(contains(html, "Konsertti"));
        CHECK_FALSE(contains(html, "Talkoot"));
        CHECK(contains(html, "/suomussalmi/tilaa?category=music"));
        CHECK(contains(html, "category=music\" hreflang") == false);
        CHECK(contains(html, "<details class=\"filter\" open>"));
        CHECK(contains(html, "/sv/suomussalmi?category=music"));
        const auto shown = [&](const char* name, const char* value) {
            return contains(front(pages, {{name, value}}), "Konsertti");
        };
        CHECK(shown("audience", "families"));
        CHECK_FALSE(shown("audience", "seniors"));
        CHECK(shown("language", "fi"));
        CHECK_FALSE(shown("language", "sv"));
        CHECK(shown("category", std::string(501, 'x').c_str()));  // too long says nothing
    }

    TEST_CASE("what an event that is only busy is about cannot be found out by narrowing") {
        PageFixture pages;
        Event event = test::draft("Salaisuus", 10);
        event.visibility = Visibility::busy;
        event.categories = {"music"};
        pages.base().published(event);
        CHECK_FALSE(contains(front(pages, {{"category", "music"}}), "/events/"));
        CHECK_FALSE(contains(front(pages), "value=\"music\""));
    }

    TEST_CASE("a month is a table with weeks and a link for each day that has events") {
        PageFixture pages;
        fill_day(pages, day_of(2026, 12, 5), 200);
        for (const Language& in : languages) {
            const std::string code(in.code);
            const auto page = month(pages, "suomussalmi", "2026-12", code.c_str());
            const std::string html = body_of(page);
            CHECK(page.status == 200);
            CHECK(unbalanced(html) == "");
            CHECK_FALSE(contains(html, "["));
            CHECK(contains(html, "<caption>"));
            CHECK(times(html, "<th scope=\"row\"") == 5);  // 30.11. to 3.1.
            CHECK(times(html, "class=\"outside\"") == 4);
            CHECK(contains(html, "?day=2026-12-05\""));
            CHECK(contains(html, "<span class=\"number\">200</span>"));
        }
        const std::string html = body_of(month(pages, "suomussalmi", "2026-12"));
        CHECK(contains(html, "rel=\"prev\" href=\"/suomussalmi/2026-11\""));
        CHECK(contains(html, "rel=\"next\" href=\"/suomussalmi/2027-01\""));
        CHECK(contains(body_of(month(pages, "suomussalmi", "2027-02")), "class=\"empty\""));
        CHECK(contains(at_place(pages, "2026-12"), "<caption>"));
    }

    TEST_CASE("a month that is none is not there and the last has no next") {
        PageFixture pages;
        for (const char* bad : {"2026-13", "2026-1", "1899-12", "2101-01", "joulukuu"})
            CHECK(month(pages, "suomussalmi", bad).status == 404);
        CHECK(month(pages, "atlantis", "2026-12").status == 404);
        CHECK_FALSE(contains(body_of(month(pages, "suomussalmi", "2100-12")), "rel=\"next\""));
        CHECK_FALSE(contains(body_of(month(pages, "suomussalmi", "1900-01")), "rel=\"prev\""));
    }

    TEST_CASE("what lasts longer than a week is below the table") {
        PageFixture pages;
        pages.base().put({all_day("week", day_of(2026, 12, 7), day_of(2026, 12, 13)),
                          all_day("long", day_of(2026, 12, 14), day_of(2026, 12, 21))});
        const std::string html = body_of(month(pages, "suomussalmi", "2026-12"));
        CHECK(times(html, "class=\"number\"") == 7);
        CHECK_FALSE(contains(html, "/events/week\""));
        CHECK(contains(html, "/events/long\""));
    }

    TEST_CASE("long events beyond the limit are counted") {
        PageFixture pages;
        std::vector<Change> changes;
        for (std::size_t i = 0; i <= limits::month_open_shown; ++i)
            changes.push_back(
                all_day("long" + std::to_string(i), day_of(2026, 12, 1), day_of(2026, 12, 31)));
        pages.base().put(std::move(changes));
        const std::string html = body_of(month(pages, "suomussalmi", "2026-12"));
        CHECK(times(html, "class=\"what\"") == limits::month_open_shown);
        CHECK(contains(html, "?from=2026-12-01\""));
    }
}

}  // namespace
}  // namespace sopu::pages
