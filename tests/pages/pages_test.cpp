// The pages as people meet them: listed, asked, submitted, managed; escaped, in three languages.
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
using test::with_field;

constexpr std::string_view hostile = "<script>alert(1)</script>\"'&";

http::Pairs with_button(http::Pairs fields, const char* button) {
    return with_field(std::move(fields), "do", button);
}

// The token of the address that a submission was sent on to.
std::string token_of(const http::Response& redirect) {
    const std::string where(redirect.header("location"));
    const auto from = where.find("token=") + 6;
    return where.substr(from, where.find('&', from) - from);
}

std::string id_of(const http::Response& redirect) {
    const std::string where(redirect.header("location"));
    const auto from = where.find("/receipt/") + 9;
    return where.substr(from, where.find('?') - from);
}

TEST_SUITE("pages.pages") {
    TEST_CASE("coming events - by day / of one municipality / in three languages") {
        PageFixture pages;
        Event event = test::draft("Talkoot", 10);
        event.description = {{"fi", "Tervetuloa."}};
        const EventId id = pages.base().published(event);
        for (const Language& in : languages) {
            const auto list = pages.get(coming_events(pages.context(), in), std::string(in.home));
            CHECK(list.status == 200);
            CHECK(list.header("content-type") == "text/html; charset=utf-8");
            const std::string html = body_of(list);
            CHECK(unbalanced(html) == "");
            CHECK(contains(html, "<html lang=\"" + std::string(in.code) + "\">"));
            CHECK(contains(html, "Talkoot"));
            CHECK(contains(html, "href=\"" + event_path(in, id.text()) + "\""));
            CHECK_FALSE(contains(html, "["));  // a missing message shows in brackets
        }
        const auto by_code = [&](const char* code) {
            return body_of(pages.get(coming_events(pages.context(), language("fi")), "/",
                                     {{"municipality", code}}));
        };
        CHECK(contains(by_code("777"), "Talkoot"));
        CHECK_FALSE(contains(by_code("205"), "Talkoot"));
    }

    TEST_CASE("a municipality's own page is at its slug / in either language") {
        PageFixture pages;
        pages.base().published(test::draft("Talkoot", 10));
        const auto at = [&](const char* code, const char* slug) {
            return pages.get(place_events(pages.context(), language(code)), "/", {}, slug);
        };
        CHECK(contains(body_of(at("fi", "suomussalmi")), "Talkoot"));
        CHECK(at("sv", "jakobstad").status == 200);
        CHECK(at("fi", "pietarsaari").status == 200);
        CHECK(at("fi", "atlantis").status == 404);
        CHECK(at("fi", "777").header("location") == "/suomussalmi");
        CHECK(at("sv", "Suomussalmi").header("location") == "/sv/suomussalmi");
    }

    TEST_CASE("what is not published is not listed and not there") {
        PageFixture pages;
        const EventId id = pages.base().submitted(test::draft("Salaisuus", 10));
        const auto list = body_of(pages.get(coming_events(pages.context(), language("fi")), "/"));
        CHECK_FALSE(contains(list, "Salaisuus"));
        CHECK(pages.get(event_page(pages.context(), language("fi")), "/", {}, id.text()).status ==
              404);
    }

    TEST_CASE("an event that is only busy keeps its title") {
        PageFixture pages;
        Event event = test::draft("Salaisuus", 10);
        event.visibility = Visibility::busy;
        const EventId id = pages.base().published(event);
        for (const auto& page :
             {pages.get(coming_events(pages.context(), language("fi")), "/"),
              pages.get(event_page(pages.context(), language("fi")), "/", {}, id.text())}) {
            CHECK(page.status == 200);
            CHECK_FALSE(contains(body_of(page), "Salaisuus"));
            CHECK_FALSE(contains(body_of(page), "Kyläyhdistys"));
        }
    }

    TEST_CASE("a query that cannot be read is answered in words") {
        PageFixture pages;
        const auto handler = coming_events(pages.context(), language("fi"));
        for (const auto& [name, value] : http::Pairs{{"from", "huomenna"},
                                                     {"from", "1.1.9999"},
                                                     {"municipality", std::string(hostile)}}) {
            const auto page = pages.get(handler, "/", {{name, value}});
            CHECK(page.status == 422);
            CHECK_FALSE(contains(body_of(page), "<script>"));
        }
    }

    TEST_CASE("the form asks / answers and keeps what was typed - asking writes nothing") {
        PageFixture pages;
        pages.base().published(test::draft("Talkoot", 11));
        const auto version = pages.base().world()->version();
        for (const Language& in : languages) {
            const auto empty = pages.get(show_form(pages.context(), in), std::string(in.form));
            CHECK(empty.status == 200);
            CHECK(unbalanced(body_of(empty)) == "");
            const http::Pairs form = with_field(PageFixture::good_form(), "venue", "Sali");
            const auto answer = pages.post_form(with_button(form, "check"), in.code);
            const std::string html = body_of(answer);
            CHECK(answer.status == 200);
            CHECK(unbalanced(html) == "");
            CHECK(contains(html, "class=\"verdict blocking\""));
            CHECK(contains(html, "Talkoot"));
            CHECK(contains(html, "value=\"Myyjäiset\""));
            CHECK(contains(html, "value=\"2026-10-24\""));
            CHECK(contains(html, "Vapaa-aikatoimisto"));
            CHECK(answer.header("cache-control") == "no-store");
        }
        CHECK(pages.base().world()->version() == version);
    }

    TEST_CASE("only a date and a municipality are needed to ask") {
        PageFixture pages;
        const auto answer =
            pages.post_form({{"date", "24.10.2026"}, {"municipality", "777"}, {"do", "check"}});
        CHECK(answer.status == 200);
        CHECK(contains(body_of(answer), "class=\"verdict unknown\""));
        CHECK(contains(body_of(answer), "Kunta, puh. 08 000"));
    }

    TEST_CASE("everything wrong is told at once / beside its field and nothing is written") {
        PageFixture pages;
        const auto version = pages.base().world()->version();
        const auto answer = pages.post_form({{"date", "31.2.2026"},
                                             {"start", "25:00"},
                                             {"municipality", ""},
                                             {"title", std::string(hostile)},
                                             {"email", "ei"},
                                             {"do", "submit"}});
        const std::string html = body_of(answer);
        CHECK(answer.status == 422);
        CHECK(unbalanced(html) == "");
        for (const char* field : {"date", "start", "municipality", "organiser"}) {
            CHECK_MESSAGE(contains(html, "href=\"#" + std::string(field) + "\""), field);
            CHECK_MESSAGE(contains(html, "id=\"" + std::string(field) + "-error\""), field);
        }
        CHECK(contains(html, "value=\"31.2.2026\""));
        CHECK_FALSE(contains(html, "<script>"));
        CHECK(contains(html, "&lt;script&gt;"));
        CHECK(pages.base().world()->version() == version);
    }

    TEST_CASE("submitted - the receipt has the link and the code - sent twice it is one event") {
        PageFixture pages;
        const http::Pairs form = with_button(PageFixture::good_form(), "submit");
        const auto first = pages.post_form(form);
        REQUIRE(first.status == 303);
        const auto again = pages.post_form(form);
        CHECK(again.header("location") == first.header("location"));
        CHECK(pages.base().world()->events().size() == 1);

        const std::string token = token_of(first);
        const auto receipt_at = [&](const std::string& with_token, http::Pairs query = {}) {
            query.emplace_back("token", with_token);
            return pages.get(receipt(pages.context(), language("fi")), "/", query, id_of(first));
        };
        const auto fresh = receipt_at(token, {{"new", "1"}});
        CHECK(fresh.status == 200);
        CHECK(contains(body_of(fresh), "http://calendar.example/receipt/" + id_of(first)));
        CHECK(unbalanced(body_of(fresh)) == "");
        const auto later = receipt_at(token);
        CHECK(contains(body_of(later), "<code>"));
        CHECK(unbalanced(body_of(later)) == "");
        CHECK(receipt_at("wrong").status == 404);
        CHECK(receipt_at("").status == 404);
        CHECK(later.header("cache-control") == "no-store");
    }

    TEST_CASE("another form with the same key is another event") {
        PageFixture pages;
        const http::Pairs form = with_button(PageFixture::good_form(), "submit");
        CHECK(pages.post_form(form).status == 303);
        CHECK(pages.post_form(with_field(form, "title", "Toinen")).status == 303);
        CHECK(pages.base().world()->events().size() == 2);
    }

    TEST_CASE("the edit link opens the form with what is stored / saves it and withdraws") {
        PageFixture pages;
        const auto sent = pages.post_form(with_button(PageFixture::good_form(), "submit"));
        const std::string id = id_of(sent);
        const std::string token = token_of(sent);
        const auto form = pages.get(show_form(pages.context(), language("fi")), "/ilmoita",
                                    {{"event", id}, {"token", token}});
        CHECK(contains(body_of(form), "value=\"Myyjäiset\""));
        http::Pairs edit = with_field(PageFixture::good_form(), "title", "Joulumyyjäiset");
        edit = with_field(with_field(edit, "event", id), "revision", "1");
        edit = with_button(with_field(edit, "key", "k2"), "submit");
        CHECK(pages.post_form(with_field(edit, "token", "wrong")).status == 404);
        edit = with_field(edit, "token", token);
        CHECK(pages.post_form(with_field(edit, "revision", "7")).status == 412);
        CHECK(pages.post_form(edit).status == 303);
        const auto* event = pages.base().world()->event(EventId(id));
        CHECK(event->event->title.at("fi") == "Joulumyyjäiset");

        const auto act = [&](const std::string& with_token) {
            return pages.post(event_action(pages.context(), language("fi")), "/receipt/" + id,
                              {{"token", with_token}, {"do", "withdraw"}}, id);
        };
        CHECK(act("wrong").status == 404);
        CHECK(act(token).status == 303);
        CHECK(pages.base().world()->event(EventId(id))->event->state == State::withdrawn);
        CHECK(act(token).status == 409);
    }

    TEST_CASE("hostile texts are shown as texts") {
        PageFixture pages;
        Event event = test::draft(std::string(hostile), 10);
        event.description = {{"fi", std::string(hostile) + "\n\ntoinen kappale"}};
        event.organiser.name = hostile;
        event.venue_text = hostile;
        event.link = "javascript:alert(1)";
        event.id = EventId("x1");
        event.uid = "x1";
        event.state = State::published;
        pages.base().put({Put<Event>{std::make_shared<const Event>(event)}});
        for (const auto& page :
             {pages.get(coming_events(pages.context(), language("fi")), "/"),
              pages.get(event_page(pages.context(), language("fi")), "/", {}, "x1")}) {
            const std::string html = body_of(page);
            CHECK(page.status == 200);
            CHECK(unbalanced(html) == "");
            CHECK_FALSE(contains(html, "<script>"));
            CHECK_FALSE(contains(html, "javascript:"));
        }
    }

    TEST_CASE("static files and pages for what is not there") {
        PageFixture pages;
        const auto css = pages.get(static_file(pages.context()), "/", {}, "sopu.css");
        CHECK(css.status == 200);
        CHECK(css.header("content-type") == "text/css; charset=utf-8");
        CHECK(pages.get(static_file(pages.context()), "/", {}, "../fi.json").status == 404);
        const auto lost = pages.get(nothing_here(pages.context()), "/sv/finns/inte");
        CHECK(lost.status == 404);
        CHECK(contains(body_of(lost), "<html lang=\"sv\">"));
        CHECK(contains(body_of(lost), "href=\"/sv/\""));
    }

    TEST_CASE("who sends too often is told when to come back") {
        PageFixture pages;
        const auto limiter = std::make_shared<http::RateLimiter>(
            http::RateLimiter::Options{1, std::chrono::seconds(3)},
            [] { return http::RateLimiter::Instant{}; });
        const auto limited = with_rate_limit(pages.context(), language("fi"),
                                             post_form(pages.context(), language("fi")), limiter);
        const auto send = [&] {
            return pages.post(limited, "/ilmoita", with_button(PageFixture::good_form(), "check"));
        };
        CHECK(send().status == 200);
        const auto refused = send();
        CHECK(refused.status == 429);
        CHECK(refused.header("retry-after") == "3");
    }
}

}  // namespace
}  // namespace sopu::pages
