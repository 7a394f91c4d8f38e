// The event page for search engines and subscribers, subscribing, plain pages, colours.
#include <doctest/doctest.h>

#include "server/pages/limits.h"
#include "server/pages/qr.h"
#include "server/pages/theme.h"
#include "tests/pages/page_fixture.h"

namespace sopu::pages {
namespace {

using test::body_of;
using test::contains;
using test::language;
using test::PageFixture;
using test::unbalanced;

std::string event_html(PageFixture& pages, const Event& event, const char* code = "fi") {
    const EventId id = pages.base().published(event);
    return body_of(pages.get(event_page(pages.context(), language(code)), "/", {}, id.text()));
}

std::string subscribe(PageFixture& pages, const std::string& slug, http::Pairs query = {},
                      const char* code = "fi") {
    return body_of(
        pages.get(subscribe_page(pages.context(), language(code)), "/", std::move(query), slug));
}

TEST_SUITE("pages.site") {
    TEST_CASE("an event page speaks schema.org and no title can end the block") {
        PageFixture pages;
        Event event = test::draft("</script><script>alert(1)</script>&\"", 10);
        event.when = Timed{date::local_days(date::year{2026} / 10 / 24) + std::chrono::hours(10),
                           date::local_days(date::year{2026} / 10 / 25) + std::chrono::hours(10)};
        const std::string html = event_html(pages, event);
        const auto from = html.find("<script type=\"application/ld+json\">");
        REQUIRE(from != std::string::npos);
        const std::string block = html.substr(from, html.find("</script>", from) - from);
        CHECK(contains(block, "\"startDate\":\"2026-10-24T10:00+03:00\""));
        CHECK(contains(block, "\"endDate\":\"2026-10-25T10:00+02:00\""));
        CHECK(contains(block, "https://schema.org/EventScheduled"));
        CHECK(contains(block, "\\u003c/script\\u003e\\u003cscript\\u003e"));
        CHECK(contains(block, "\"organizer\":{\"@type\":\"Organization\""));
        CHECK(contains(block, "\"addressLocality\":\"Suomussalmi\""));
        CHECK_FALSE(contains(html, "<script>"));
        CHECK(unbalanced(html) == "");
    }

    TEST_CASE("nothing of a busy event is told to search engines") {
        PageFixture pages;
        Event event = test::draft("Salaisuus", 10);
        event.visibility = Visibility::busy;
        CHECK_FALSE(contains(event_html(pages, event), "ld+json"));
    }

    TEST_CASE("a cancelled and a moved event say so in a heading") {
        for (const auto& [takes_place, heading] :
             {std::pair{TakesPlace::cancelled, "Tapahtuma on peruttu"},
              std::pair{TakesPlace::postponed, "Tapahtuma on siirretty"},
              std::pair{TakesPlace::rescheduled, "Tapahtuma on siirretty uuteen aikaan"},
              std::pair{TakesPlace::moved_online, "Tapahtuma on siirretty verkkoon"}}) {
            PageFixture pages;
            Event event = test::draft("Talkoot", 10);
            event.id = EventId("x");
            event.uid = "x";
            event.state = State::published;
            event.takes_place = takes_place;
            pages.base().put({Put<Event>{std::make_shared<const Event>(event)}});
            const std::string html =
                body_of(pages.get(event_page(pages.context(), language("fi")), "/", {}, "x"));
            CHECK(contains(html, "<h2 id=\"status-title\">" + std::string(heading) + "</h2>"));
            CHECK(unbalanced(html) == "");
        }
        PageFixture pages;
        CHECK_FALSE(contains(event_html(pages, test::draft("Talkoot", 10)), "status-title"));
    }

    TEST_CASE("what is not known yet is said") {
        PageFixture pages;
        Event event = test::draft("Talkoot", 10);
        event.venue_text.clear();
        event.venue.reset();
        event.position.reset();
        const auto day = Date(date::year{2026} / 10 / 24);
        event.when = Vague{day, day, Precision::day, {}, {}};
        const std::string html = event_html(pages, event);
        CHECK(contains(html, "Kellonaika ei ole vielä tiedossa."));
        CHECK(contains(html, "Paikka ei ole vielä tiedossa."));
        CHECK_FALSE(contains(html, "openstreetmap"));
    }

    TEST_CASE("a known position leads to a map") {
        PageFixture pages;
        Event event = test::draft("Talkoot", 10);
        event.venue.reset();
        event.venue_text = "Ranta";
        event.position = Position{64.88, 28.9};
        CHECK(contains(event_html(pages, event), "https://www.openstreetmap.org/?mlat=64.880000"));
        event.venue_text.clear();
        CHECK(contains(event_html(pages, event), "https://www.openstreetmap.org/?mlat=64.880000"));
    }

    TEST_CASE("an event leads back to the calendar of its municipality") {
        PageFixture pages;
        CHECK(contains(event_html(pages, test::draft("Talkoot", 10), "sv"),
                       "href=\"/sv/suomussalmi\">Tillbaka"));
    }

    TEST_CASE("a text in another language than the page is marked") {
        PageFixture pages;
        CHECK(contains(event_html(pages, test::draft("Talkoot", 10), "sv"), "<h1 lang=\"fi\">"));
    }

    TEST_CASE("subscribing: an address for each program and a code that leads to the page") {
        PageFixture pages;
        for (const Language& in : languages) {
            const std::string code(in.code);
            const std::string html = subscribe(pages, "suomussalmi", {}, code.c_str());
            CHECK(unbalanced(html) == "");
            CHECK_FALSE(contains(html, "["));
            CHECK(contains(html, "webcal://calendar.example/feeds/suomussalmi.ics?lang=" + code));
            CHECK(
                contains(html, "https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2F"));
            CHECK(contains(html, "https://outlook.live.com/calendar/0/addfromweb?url=http%3A"));
            CHECK(contains(html, "<svg class=\"qr\""));
        }
        CHECK(contains(subscribe(pages, "kajanaland", {{"category", "music"}, {"lang", "sv"}}),
                       "/feeds/kainuu.ics?category=music&amp;lang=sv"));
        CHECK(contains(subscribe(pages, ""), "/feeds/all.ics"));
        CHECK(contains(subscribe(pages, "", {{"lang", "xx"}}), "/feeds/all.ics?lang=fi"));
        CHECK(pages.get(subscribe_page(pages.context(), language("fi")), "/", {}, "atlantis")
                  .status == 404);
    }

    TEST_CASE("a code is a square of runs and refuses what it cannot hold") {
        const auto code = qr_code("https://sopu.example/suomussalmi/tilaa");
        REQUIRE(code.has_value());
        CHECK(code->size == "37");  // version 3, 29 modules, and the quiet zone
        CHECK(code->path.starts_with("M4 4h7v1h-7z"));
        CHECK(code->path.find_first_not_of("M hvz-0123456789") == std::string::npos);
        CHECK(qr_code(std::string(qr_bytes_max, 'a')).has_value());
        CHECK(qr_code(std::string(qr_bytes_max + 1, 'a')).error().reason == "too_long");
        CHECK_FALSE(qr_code("").has_value());
        CHECK_FALSE(qr_code(std::string("a\0b", 3)).has_value());
    }

    TEST_CASE("the plain pages are whole in each language and name who was named") {
        PageFixture pages;
        for (const Language& in : languages)
            for (const Info info : infos) {
                const auto page = pages.get(info_page(pages.context(), in, info), "/");
                const std::string html = body_of(page);
                CHECK(page.status == 200);
                CHECK(unbalanced(html) == "");
                CHECK_FALSE(contains(html, "["));
                CHECK_FALSE(contains(html, "{"));
                CHECK(contains(html, "Kunta, puh. 08 000"));
            }
        Context context = pages.context();
        context.site.name = "Yläkalenteri";
        context.site.operator_name = "Kainuun <liitto>";
        context.site.authority = "Valvoja";
        const std::string html =
            body_of(pages.get(info_page(context, language("fi"), Info::accessibility), "/"));
        CHECK(contains(html, "Yläkalenteri"));
        CHECK(contains(html, "Kainuun &lt;liitto&gt;"));
        CHECK(contains(html, "Valvoja"));
    }

    TEST_CASE("robots and the site map: public events within the limit") {
        PageFixture pages;
        pages.base().submitted(test::draft("Salaisuus", 12));
        const EventId id = pages.base().published(test::draft("Talkoot", 10));
        const auto xml = pages.get(sitemap(pages.context()), "/sitemap.xml");
        CHECK(xml.header("content-type") == "application/xml; charset=utf-8");
        CHECK(unbalanced(body_of(xml).substr(body_of(xml).find("?>") + 2)) == "");
        CHECK(contains(body_of(xml), "<loc>http://calendar.example/sv/suomussalmi</loc>"));
        CHECK(contains(body_of(xml), "/events/" + id.text() + "</loc>"));
        CHECK(contains(body_of(pages.get(robots(pages.context()), "/robots.txt")),
                       "Sitemap: http://calendar.example/sitemap.xml"));
    }

    TEST_CASE("the site map stops at its limit") {
        PageFixture pages;
        std::vector<Change> changes;
        for (std::size_t i = 0; i <= limits::sitemap_events_max; ++i) {
            Event event = test::draft("Tapahtuma", 10);
            event.id = EventId("e" + std::to_string(i));
            event.uid = event.id.text();
            event.state = State::published;
            changes.push_back(Put<Event>{std::make_shared<const Event>(std::move(event))});
        }
        pages.base().put(std::move(changes));
        const std::string xml = body_of(pages.get(sitemap(pages.context()), "/sitemap.xml"));
        std::size_t count = 0;
        for (auto at = xml.find("example/events/"); at != std::string::npos;
             at = xml.find("example/events/", at + 1))
            ++count;
        CHECK(count == limits::sitemap_events_max);
    }

    TEST_CASE("a colour is taken only where it can be read") {
        const auto css = theme_css("#0b5394");
        REQUIRE(css.has_value());
        CHECK(contains(*css, "--link:#0b5394"));
        CHECK(theme_css("#FFEE00").error().reason == "color_too_light");
        for (const char* bad : {"", "red", "#12345", "#12345g", "#1234567", "0b5394#"})
            CHECK(theme_css(bad).error().reason == "bad_color");
        CHECK(theme_css("#000000").has_value());
    }

    TEST_CASE("a colour of one's own is a style sheet of its own") {
        PageFixture pages;
        Context context = pages.context();
        context.site.theme = *theme_css("#7a1040");
        const auto css = pages.get(static_file(context), "/static/theme.css", {}, "theme.css");
        CHECK(css.header("content-type") == "text/css; charset=utf-8");
        CHECK(contains(body_of(css), "#7a1040"));
        CHECK(contains(body_of(pages.get(coming_events(context, language("fi")), "/")),
                       "/static/theme.css"));
        CHECK(pages.get(static_file(pages.context()), "/", {}, "theme.css").status == 404);
        CHECK_FALSE(
            contains(body_of(pages.get(coming_events(pages.context(), language("fi")), "/")),
                     "/static/theme.css"));
    }
}

}  // namespace
}  // namespace sopu::pages
