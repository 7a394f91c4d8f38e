// Asking in the browser: at once from an address, while one types, with better times to tap; and
// back to one's own event by the code of its receipt.
#include <doctest/doctest.h>

#include <regex>

#include "engine/base/limits.h"
#include "server/pages/limits.h"
#include "tests/pages/page_fixture.h"
#include "tests/support/golden.h"

namespace sopu::pages {
namespace {

using test::body_of;
using test::contains;
using test::language;
using test::PageFixture;
using test::unbalanced;
using test::with_field;

http::Response ask(PageFixture& pages, const http::Pairs& query, const char* code = "fi") {
    const Language& in = language(code);
    return pages.get(show_form(pages.context(), in), std::string(in.form), query);
}

Event in_hall(const std::string& title, int hour) {
    Event event = test::draft(title, hour);
    event.venue_text.clear();
    event.venue = VenueId("halli");
    return event;
}

const http::Pairs in_the_hall{{"date", "2026-10-24"},
                              {"start", "10:00"},
                              {"end", "12:00"},
                              {"municipality", "777"},
                              {"venue", "Liikuntahalli"}};

// The value of the first button that offers another time.
std::string first_offer(const std::string& html) {
    const std::regex button(R"re(name="use" value="([^"]*)")re");
    std::smatch found;
    if (!std::regex_search(html, found, button)) return {};
    return std::regex_replace(found[1].str(), std::regex("&amp;"), "&");
}

std::size_t count_of(const std::string& html, const std::string& part) {
    std::size_t count = 0;
    for (auto at = html.find(part); at != std::string::npos; at = html.find(part, at + 1)) ++count;
    return count;
}

TEST_SUITE("pages.ask") {
    TEST_CASE("a date and a municipality in the address are checked at once") {
        PageFixture pages;
        for (const Language& in : languages) {
            const auto answer =
                ask(pages, {{"date", "5.12.2026"}, {"municipality", "777"}}, in.code.data());
            const std::string html = body_of(answer);
            CHECK(answer.status == 200);
            CHECK(unbalanced(html) == "");
            CHECK(contains(html, "class=\"verdict unknown\""));
            CHECK(contains(html, "name=\"date\" value=\"2026-12-05\""));
            CHECK(contains(html, "<option value=\"777\" selected>"));
            CHECK(contains(html, "Kunta, puh. 08 000"));
        }
        CHECK(contains(body_of(ask(pages, {{"date", "2026-12-05"}, {"municipality", "777"}})),
                       "Tarkistettu klo 12. Tapahtumia 0, kuntia 0, ilmoittajia 0. "
                       "Kaikki eivät ilmoita tänne."));
    }

    TEST_CASE("a link with a date alone fills the form and asks nothing yet") {
        PageFixture pages;
        const std::string html = body_of(ask(pages, {{"date", "2026-12-05"}}));
        CHECK(contains(html, "value=\"2026-12-05\""));
        CHECK_FALSE(contains(html, "class=\"verdict"));
        CHECK_FALSE(contains(html, "class=\"errors\""));
    }

    TEST_CASE("what is wrong in the address is told beside its field") {
        PageFixture pages;
        const auto answer = ask(pages, {{"date", ""}, {"municipality", "Atlantis"}});
        CHECK(answer.status == 422);
        CHECK(contains(body_of(answer), "href=\"#date\""));
        CHECK(contains(body_of(answer), "href=\"#municipality\""));
    }

    TEST_CASE("a taken section - another one at the same time is one tap and keeps the time") {
        PageFixture pages;
        Event taken = in_hall("Turnaus", 10);
        taken.venue = VenueId("halli-a");
        pages.base().published(taken);
        const http::Pairs asked = with_field(in_the_hall, "venue", "Lohko A");
        const std::string html = body_of(ask(pages, asked));
        CHECK(contains(html, "Kokeile: Lohko B."));
        CHECK(contains(html, "Lohko B (sama aika, saman rakennuksen toinen tila): "));
        const std::string better =
            body_of(pages.post_form(with_field(asked, "use", first_offer(html))));
        CHECK(contains(better, "name=\"venue\" value=\"Lohko B\""));
        CHECK(contains(better, "name=\"start\" value=\"10:00\""));
        CHECK(contains(better, "class=\"verdict unknown\""));
    }

    TEST_CASE("a taken hall - what stands in the way / who lets it / a better time is one tap") {
        PageFixture pages;
        pages.base().published(in_hall("Turnaus", 10));
        const std::string html = body_of(ask(pages, in_the_hall));
        CHECK(contains(html, "class=\"verdict blocking\""));
        CHECK(contains(html, "ESTE. Näin ei onnistu:"));
        CHECK(contains(html, "Turnaus"));
        CHECK(contains(html, "Kokeile: "));
        CHECK(contains(html, "Tilan varaa: Vapaa-aikatoimisto, puh. 040 000"));
        CHECK(contains(html, "Tämä ei varaa tilaa eikä ole lupa."));
        CHECK(count_of(html, "name=\"use\"") == 5);

        http::Pairs form = with_field(in_the_hall, "title", "Myyjäiset");
        form = with_field(form, "email", "martat@example.org");
        form = with_field(form, "use", first_offer(html));
        const auto better = pages.post_form(form);
        CHECK(better.status == 200);
        CHECK(contains(body_of(better), "class=\"verdict unknown\""));
        CHECK(contains(body_of(better), "value=\"Myyjäiset\""));
        CHECK(contains(body_of(better), "value=\"martat@example.org\""));
        CHECK_FALSE(contains(body_of(better), "name=\"use\""));
    }

    TEST_CASE("a tap brings dates and times and nothing else") {
        PageFixture pages;
        http::Pairs form = with_field(in_the_hall, "end_date", "2026-10-25");
        form = with_field(form, "do", "submit");
        for (const char* sent : {"date=2026-11-07&venue=muualla&token=x", "date=2026-11-07"}) {
            const std::string html = body_of(pages.post_form(with_field(form, "use", sent)));
            CHECK(contains(html, "name=\"date\" value=\"2026-11-07\""));
            CHECK(contains(html, "name=\"end_date\" value=\"\""));
            CHECK(contains(html, "name=\"start\" value=\"\""));
            CHECK(contains(html, "value=\"Liikuntahalli\""));
        }
        // One that nobody of ours wrote leaves what was typed.
        const std::string html = body_of(pages.post_form(with_field(form, "use", "date=%zz")));
        CHECK(contains(html, "name=\"date\" value=\"2026-10-24\""));
        CHECK(pages.base().world()->events().size() == 0);
    }

    TEST_CASE("a busy entry of the hall is our own reservation by one tap, and then it is silent") {
        PageFixture pages;
        Event busy = in_hall("Varaus", 9);
        const auto day = date::local_days(date::year{2026} / 10 / 24);
        busy.when =
            Timed{day + std::chrono::hours(9), day + std::chrono::hours(13), "Europe/Helsinki"};
        busy.visibility = Visibility::busy;
        const EventId entry = pages.base().published(busy);
        const std::string before = body_of(ask(pages, in_the_hall));
        CHECK(contains(before, "class=\"verdict blocking\""));
        CHECK(contains(before, "Se on meidän oma varauksemme</button>"));
        const std::string fields = first_offer(before);
        CHECK(contains(fields, "own=" + entry.text()));

        http::Pairs form = PageFixture::good_form();
        form = with_field(std::move(form), "venue", "Liikuntahalli");
        form = with_field(std::move(form), "use", fields);
        const auto silent = pages.post_form(form);
        const std::string html = body_of(silent);
        CHECK(silent.status == 200);
        CHECK_FALSE(contains(html, "class=\"verdict blocking\""));
        CHECK(contains(html, "name=\"own\" value=\"" + entry.text() + "\""));
        CHECK(contains(html, "value=\"Myyjäiset\""));  // what was typed is kept

        form = with_field(PageFixture::good_form(), "venue", "Liikuntahalli");
        form = with_field(std::move(form), "own", entry.text());
        form = with_field(std::move(form), "do", "submit");
        CHECK(pages.post_form(form).status == 303);
        const auto world = pages.base().service().snapshot();
        std::vector<EventId> own;
        world->events().for_each([&](EventNumber, const Placed& it) {
            if (!it.event->own_reservations.empty()) own = it.event->own_reservations;
        });
        CHECK(own == std::vector<EventId>{entry});
    }

    TEST_CASE("without an hour no tap on a reservation is offered: it would silence nothing") {
        PageFixture pages;
        Event busy = in_hall("Varaus", 9);
        const auto day = date::local_days(date::year{2026} / 10 / 24);
        busy.when = AllDay{day, day};
        busy.visibility = Visibility::busy;
        pages.base().published(busy);
        CHECK(contains(body_of(ask(pages, in_the_hall)), "oma varauksemme"));
        const http::Pairs open{in_the_hall[0], in_the_hall[3], in_the_hall[4]};
        CHECK_FALSE(contains(body_of(ask(pages, open)), "oma varauksemme"));
    }

    TEST_CASE("nobody is silenced who has said what they do, and the list has a limit") {
        PageFixture pages;
        const EventId open = pages.base().published(in_hall("Konsertti", 10));
        CHECK_FALSE(contains(body_of(ask(pages, in_the_hall)), "oma varauksemme"));
        http::Pairs form = with_field(PageFixture::good_form(), "own", open.text());
        form = with_field(std::move(form), "do", "submit");
        const auto refused = pages.post_form(form);
        CHECK(refused.status == 422);
        CHECK(contains(body_of(refused), "Tällaista tapahtumaa ei ole."));

        std::string many;
        for (std::size_t i = 0; i <= sopu::limits::list_items_max; ++i)
            many += (i == 0 ? "e" : ",e") + std::to_string(i);
        const auto too_many = pages.post_form(with_field(PageFixture::good_form(), "own", many));
        CHECK(contains(body_of(too_many), std::to_string(sopu::limits::list_items_max)));
    }

    TEST_CASE("the section's keeper is that of the hall") {
        PageFixture pages;
        auto hall = *pages.base().world()->venue(VenueId("halli"));
        hall.keeper = "Hallimestari";
        pages.base().put({Put<Venue>{std::make_shared<const Venue>(hall)}});
        const auto answer = ask(pages, with_field(in_the_hall, "venue", "Lohko A"));
        CHECK(contains(body_of(answer), "Tilan varaa: Hallimestari"));
    }

    TEST_CASE("three warnings by name and the rest counted") {
        PageFixture pages;
        for (int i = 0; i < 5; ++i) {
            Event hold = in_hall("Varaus " + std::to_string(i), 10);
            hold.claim = Claim::hold;
            hold.routine = true;  // of what goes on every week there is one notice for all
            pages.base().submitted(hold);
        }
        const std::string html = body_of(ask(pages, in_the_hall));
        CHECK(contains(html, "class=\"verdict warning\""));
        CHECK(contains(html, "HARKITSE. Katso tämä ennen kuin päätät:"));
        CHECK(count_of(html, "<li class=\"warning\">") == limits::warnings_named_max);
        CHECK(count_of(html, "<li class=\"notice\">") == 1);
        CHECK(html.rfind("<li class=\"warning\">") < html.find("<li class=\"notice\">"));
        CHECK(contains(html, "viikoittaista toimintaa, 5 ryhmää"));
        CHECK(contains(html, "Lisäksi 2 havaintoa."));
        CHECK(contains(html, "Sinä päätät."));
    }

    TEST_CASE("a fact is told without a link and no title that is hidden is told") {
        PageFixture pages;
        Event secret = test::draft("Salaisuus", 11);
        secret.format = "bazaar";
        pages.base().submitted(secret);
        const std::string holiday =
            body_of(ask(pages, {{"date", "2026-12-06"}, {"municipality", "777"}}));
        CHECK(contains(holiday, "</span> Ajankohtaan osuu pyhäpäivä: itsenäisyyspäivä, su 6.12."));
        const std::string near =
            body_of(ask(pages, with_field(with_field(in_the_hall, "venue", "Sali"), "title",
                                          "Salaisuus tulossa")));
        CHECK(contains(near, "alustava merkintä (Sali)"));
        CHECK(count_of(near, "Salaisuus") == 1);  // what was typed
    }

    TEST_CASE("while somebody types the same words come without a page around them") {
        PageFixture pages;
        pages.base().published(in_hall("Turnaus", 10));
        const auto version = pages.base().world()->version();
        for (const Language& in : languages) {
            const auto handler = form_answer(pages.context(), in);
            const auto answer = pages.post(handler, answer_path(in), in_the_hall);
            const std::string html = body_of(answer);
            CHECK(answer.status == 200);
            CHECK(html.find("<section class=\"verdict blocking\"") != std::string::npos);
            CHECK_FALSE(contains(html, "<html"));
            CHECK_FALSE(contains(html, "["));
            CHECK(unbalanced(html) == "");
            CHECK(answer.header("cache-control") == "no-store");
            const std::string whole = body_of(ask(pages, in_the_hall, in.code.data()));
            const auto from = html.find("<section");
            CHECK(contains(whole, html.substr(from, html.find("</section>") - from)));
        }
        CHECK(pages.base().world()->version() == version);
    }

    TEST_CASE("half a question is answered with nothing") {
        PageFixture pages;
        const auto handler = form_answer(pages.context(), language("fi"));
        for (const http::Pairs& fields :
             {http::Pairs{{"date", "2026-10-24"}}, http::Pairs{{"municipality", "777"}},
              with_field(in_the_hall, "start", "25"), with_field(in_the_hall, "event", "e1")}) {
            const auto answer = pages.post(handler, "/", fields);
            CHECK(answer.status == 200);
            CHECK_FALSE(contains(body_of(answer), "<"));
        }
    }

    TEST_CASE("our module is under 4 kB and names what the form has") {
        const std::string module = test::source_file("web/static/check.js");
        CHECK(module.size() < 4'096);
        for (const std::string_view id : {"\"ask\"", "\"live\"", "dataset.answer"})
            CHECK(contains(module, id));
        PageFixture pages;
        const std::string html = body_of(ask(pages, {}));
        CHECK(contains(html, "<form id=\"ask\""));
        CHECK(contains(html, "<div id=\"live\" aria-live=\"polite\">"));
        CHECK(contains(html, "data-answer=\"/ilmoita/answer\""));
        CHECK(contains(html, "<script type=\"module\" src=\"/static/check.js\"></script>"));
    }

    TEST_CASE("the code of a receipt opens the event - however it is written") {
        PageFixture pages;
        const EventId id = pages.base().submitted(test::draft("Talkoot", 10));
        pages.base().submitted(test::draft("Toinen", 14));
        const std::string code =
            pages.base().service().secrets().edit_code(*pages.base().world()->event(id)->event);
        const std::string token = pages.base().edit_token(id);
        for (const Language& in : languages) {
            const auto open = open_by_code(pages.context(), in);
            const auto typed = code.substr(0, 4) + " - " + ascii_lower(code.substr(4));
            const auto answer = pages.post(open, std::string(in.code_form), {{"code", typed}});
            CHECK(answer.status == 303);
            CHECK(answer.header("location") == receipt_path(in, id.text()) + "?token=" + token);
            const std::string form =
                body_of(pages.get(code_form(pages.context(), in), std::string(in.code_form)));
            CHECK(unbalanced(form) == "");
            CHECK_FALSE(contains(form, "["));
            for (const char* wrong : {"", "00000000", "AAAA", "<b>", "0000000000000"}) {
                const auto refused = pages.post(open, std::string(in.code_form), {{"code", wrong}});
                CHECK(refused.status == 422);
                CHECK_FALSE(contains(body_of(refused), "<b>"));
                CHECK(contains(body_of(refused), "id=\"code-error\""));
            }
        }
    }

    TEST_CASE("the receipt says who lets the room and where the code is used") {
        PageFixture pages;
        const auto sent = pages.post_form(
            with_field(with_field(PageFixture::good_form(), "do", "submit"), "venue", "halli"));
        REQUIRE(sent.status == 303);
        const std::string where(sent.header("location"));
        const std::string id = where.substr(9, where.find('?') - 9);
        const auto token =
            where.substr(where.find("token=") + 6, where.find("&new") - where.find("token=") - 6);
        const std::string html = body_of(pages.get(receipt(pages.context(), language("fi")), "/",
                                                   {{"token", token}, {"new", "1"}}, id));
        CHECK(contains(html, "<dt>Tilan varaa</dt><dd>Vapaa-aikatoimisto, puh. 040 000</dd>"));
        CHECK(contains(html, "href=\"/koodi\""));
    }
}

}  // namespace
}  // namespace sopu::pages
