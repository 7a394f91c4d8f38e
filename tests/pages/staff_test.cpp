// The pages for staff: who gets in, what they see, what they decide; and who does not.
#include <doctest/doctest.h>

#include "server/pages/limits.h"
#include "server/pages/staff.h"
#include "server/pages/staff_paths.h"
#include "server/service/limits.h"
#include "tests/pages/staff_fixture.h"

namespace sopu::pages {
namespace {

using test::body_of;
using test::contains;
using test::language;
using test::StaffFixture;
using test::unbalanced;

Event elsewhere() {
    Event event = test::draft("Kajaanissa", 10);
    event.municipality = MunicipalityCode("205");
    return event;
}

// The text between two marks.
std::string between(const std::string& html, const std::string& from, const std::string& to) {
    const auto start = html.find(from);
    if (start == std::string::npos) return {};
    return html.substr(start, html.find(to, start) - start);
}

TEST_SUITE("pages.staff") {
    TEST_CASE("nobody gets in without a session: pages send to sign in and forms are refused") {
        StaffFixture staff;
        const EventId id = staff.pages.base().submitted(test::draft("A", 10));
        for (const Language& in : languages) {
            const Context& c = staff.context();
            const std::string door = staff_path(StaffPage::sign_in, in);
            for (const http::Handler& page : {staff_queue(c, in), staff_conflicts(c, in),
                                              show_password(c, in), staff_event(c, in)}) {
                for (const char* token : {"", "made-up", "bWFpamE.0.99999999999.AAAA"}) {
                    const auto answer = staff.get_as(token, page, id.text());
                    CHECK(answer.status == 303);
                    CHECK(answer.header("location") == door + "?next=%2Fhenkilokunta");
                    CHECK(body_of(answer).empty());
                }
            }
            for (const http::Handler& form : {post_batch(c, in), post_sign_out(c, in),
                                              post_password(c, in), post_staff_decision(c, in)}) {
                const auto answer = staff.post_as(
                    "", form, {{"csrf", staff.session.csrf}, {"do", "publish"}}, id.text());
                CHECK(answer.status == 403);
            }
        }
        CHECK(staff.event(id).state == State::submitted);
    }

    TEST_CASE("a form without its token or with another one is refused and does nothing") {
        StaffFixture staff;
        const EventId id = staff.pages.base().submitted(test::draft("A", 10));
        const auto other = staff.pages.base().session("pekka", "Suomussalmi");
        const Context& c = staff.context();
        const Language& fi = language("fi");
        for (const http::Handler& form : {post_batch(c, fi), post_sign_out(c, fi),
                                          post_password(c, fi), post_staff_decision(c, fi)})
            for (const std::string& token : {std::string(), std::string("x"), other.csrf}) {
                http::Pairs fields{{"do", "publish"}, {"revision", "1"}};
                fields.emplace_back("pick-" + id.text(), "1");
                if (!token.empty()) fields.emplace_back("csrf", token);
                const auto answer = staff.post_as(staff.session.token, form, fields, id.text());
                CHECK(answer.status == 403);
                CHECK(answer.header("set-cookie").empty());
                CHECK(contains(body_of(answer), "Lomake on vanhentunut"));
            }
        CHECK(staff.event(id).state == State::submitted);
    }

    TEST_CASE("another municipality's event is not there to see or to decide") {
        StaffFixture staff;
        const EventId waiting = staff.pages.base().submitted(elsewhere());
        const EventId published = staff.pages.base().published(elsewhere());
        const Context& c = staff.context();
        for (const std::string& id :
             {waiting.text(), published.text(), std::string("none"), std::string()}) {
            CHECK(staff.get(staff_event(c, language("fi")), id).status == 404);
            const auto decided = staff.send(post_staff_decision(c, language("fi")),
                                            {{"do", "publish"}, {"revision", "1"}}, id);
            CHECK(decided.status == 404);
        }
        const std::string queue = body_of(staff.get(staff_queue(c, language("fi"))));
        CHECK_FALSE(contains(queue, "Kajaanissa"));
        const auto batch =
            staff.send(post_batch(c, language("fi")), {{"pick-" + waiting.text(), "1"}});
        CHECK(batch.header("location") == "/henkilokunta?published=0&left=1");
        CHECK(staff.event(waiting).state == State::submitted);
    }

    TEST_CASE("an account without a deciding role sees an empty queue") {
        StaffFixture staff;
        const EventId id = staff.pages.base().submitted(test::draft("A", 10));
        const auto keeper = staff.pages.base().session("kalle", "", "venue_manager");
        const Context& c = staff.context();
        CHECK(contains(body_of(staff.get_as(keeper.token, staff_queue(c, language("fi")))),
                       "Mikään ei odota päätöstä."));
        CHECK(staff.get_as(keeper.token, staff_event(c, language("fi")), id.text()).status == 404);
    }

    TEST_CASE("the queue: what has findings first with a sentence each and the rest in one batch") {
        StaffFixture staff;
        staff.pages.base().published(test::draft("Varattu", 10));
        const EventId clashing = staff.pages.base().submitted(test::draft("Osuu", 11));
        Event calm = test::draft("Rauhallinen", 18);
        calm.venue_text = "Toinen sali";
        const EventId clean = staff.pages.base().submitted(calm);
        for (const Language& in : languages) {
            const auto answer = staff.get(staff_queue(staff.context(), in));
            CHECK(answer.status == 200);
            CHECK(answer.header("cache-control") == "no-store");
            const std::string html = body_of(answer);
            CHECK(unbalanced(html) == "");
            CHECK_FALSE(contains(html, "["));
            CHECK(html.find("Osuu") < html.find("Rauhallinen"));
            CHECK(contains(html, "<li class=\"verdict blocking\">"));
            CHECK(contains(html, "Varattu (Sali)"));
            CHECK(contains(html, "name=\"pick-" + clean.text() + "\" value=\"1\" checked"));
            CHECK_FALSE(contains(html, "pick-" + clashing.text()));
            CHECK(contains(html, "href=\"" + staff_event_path(in, clashing.text()) + "\""));
        }
        const auto done = staff.send(post_batch(staff.context(), language("fi")),
                                     {{"pick-" + clean.text(), "1"}});
        CHECK(done.status == 303);
        CHECK(done.header("location") == "/henkilokunta?published=1&left=0");
        CHECK(staff.event(clean).state == State::published);
        CHECK(staff.event(clashing).state == State::submitted);
        const std::string after = body_of(staff.get(staff_queue(staff.context(), language("fi")),
                                                    "", {{"published", "1"}, {"left", "0"}}));
        CHECK(contains(after, "Julkaistu: 1 tapahtuma."));
        CHECK_FALSE(contains(after, "Rauhallinen"));
    }

    TEST_CASE("a batch leaves what has changed since or has findings") {
        StaffFixture staff;
        const EventId stale = staff.pages.base().submitted(test::draft("A", 10));
        Event other = test::draft("B", 18);
        const EventId found = staff.pages.base().submitted(other);
        staff.pages.base().submitted(test::draft("C", 19));
        const auto done = staff.send(
            post_batch(staff.context(), language("fi")),
            {{"pick-" + stale.text(), "7"}, {"pick-" + found.text(), "1"}, {"pick-nobody", "1"}});
        CHECK(done.header("location") == "/henkilokunta?published=0&left=3");
        CHECK(staff.event(stale).state == State::submitted);
        CHECK(staff.event(found).state == State::submitted);
        const auto none = staff.send(post_batch(staff.context(), language("fi")), {});
        CHECK(none.header("location") == "/henkilokunta");
    }

    TEST_CASE("a batch and its list have a limit") {
        StaffFixture staff;
        http::Pairs picks;
        for (std::size_t i = 0; i <= limits::batch_events_max; ++i) {
            Event event = test::draft("T" + std::to_string(i), 10);
            event.routine = true;  // these take nothing from each other
            event.venue_text = "Sali " + std::to_string(i);
            picks.emplace_back("pick-" + staff.pages.base().submitted(event).text(), "1");
        }
        const std::string html = body_of(staff.get(staff_queue(staff.context(), language("fi"))));
        CHECK(contains(html, "Lisäksi 1 muu."));
        const http::Handler batch = post_batch(staff.context(), language("fi"));
        CHECK(staff.send(batch, picks).status == 422);
        picks.pop_back();
        CHECK(staff.send(batch, picks).header("location") ==
              "/henkilokunta?published=" + std::to_string(limits::batch_events_max) + "&left=0");
    }

    TEST_CASE("facts stand among the findings and no week is laid beside them") {
        StaffFixture staff;
        Event event = test::draft("Itsenäisyysjuhla", 10);
        const LocalTime start =
            date::local_days(date::year{2026} / 12 / 6) + std::chrono::hours(10);
        event.when = Timed{start, start + std::chrono::hours(2), "Europe/Helsinki"};
        event.conditions = {"fire"};
        const EventId id = staff.pages.base().submitted(event);
        staff.pages.base().base().set_now(staff.pages.base().base().now() +
                                          std::chrono::hours(24 * 60));
        staff.pages.base().tick();
        // Sessions do not last for sixty days.
        staff.session = staff.pages.base().session("liisa", "Suomussalmi");
        for (const Language& in : languages) {
            const Context& c = staff.context();
            for (const http::Handler& page :
                 {staff_event(c, in), staff_queue(c, in), staff_conflicts(c, in)}) {
                const auto answer = staff.get(page, id.text());
                CHECK(answer.status == 200);
                CHECK(unbalanced(body_of(answer)) == "");
                CHECK_FALSE(contains(body_of(answer), "<caption>"));
            }
        }
        const std::string html =
            body_of(staff.get(staff_event(staff.context(), language("fi")), id.text()));
        CHECK(contains(html, "Päivä sopii aiheeseen: itsenäisyyspäivä"));
        CHECK(contains(html, "Määräaika on mennyt: pelastussuunnitelma, viimeistään su 22.11."));
    }

    TEST_CASE("one event: its contact and findings and the week of both side by side") {
        StaffFixture staff;
        const EventId before = staff.pages.base().published(test::draft("Varattu", 10));
        Event third = test::draft("Samalla viikolla", 18);
        const EventId also = staff.pages.base().published(third);
        Event event = test::draft("Osuu", 11);
        event.organiser.email = "martat@example.org";
        event.organiser.phone = "040 123";
        event.people = {"puhuja-1"};
        const EventId id = staff.pages.base().submitted(event);
        for (const Language& in : languages) {
            const auto answer = staff.get(staff_event(staff.context(), in), id.text());
            CHECK(answer.status == 200);
            CHECK(answer.header("cache-control") == "no-store");
            const std::string html = body_of(answer);
            CHECK(unbalanced(html) == "");
            CHECK_FALSE(contains(html, "["));
            CHECK(contains(html, "href=\"mailto:martat@example.org\""));
            CHECK(contains(html, "040 123"));
            CHECK(contains(html, "puhuja-1"));
            CHECK(contains(html, "<section class=\"verdict blocking\""));
            CHECK(contains(html, "href=\"" + staff_event_path(in, before.text()) + "\""));
            CHECK(contains(html, "href=\"" + staff_event_path(in, also.text()) + "\""));
            CHECK(contains(html, "name=\"accept\""));
            const std::string table = between(html, "<table>", "</table>");
            CHECK(table.find("2026-10-19") < table.find("2026-10-25"));  // Monday to Sunday
            CHECK_FALSE(contains(table, "2026-10-18"));
            CHECK_FALSE(contains(table, "2026-10-26"));
            const std::string saturday = between(table, "2026-10-24", "</tr>");
            CHECK(contains(saturday, "Samalla viikolla"));
            CHECK(contains(saturday, "class=\"taken\""));
            CHECK_FALSE(contains(saturday, "2026<"));                   // the caption has the year
            if (in.code == "fi") CHECK(contains(saturday, "klo 11–"));  // the row has the day
            CHECK_FALSE(contains(between(table, "2026-10-23", "</tr>"), "class=\"taken\""));
        }
    }

    TEST_CASE("that two in one hall at one time invite the same people is not said beside it") {
        StaffFixture staff;
        const auto concert = [](const char* title, int hour) {
            Event event = test::draft(title, hour);
            event.format = "concert";
            event.audiences = {"youth"};
            return event;
        };
        staff.pages.base().published(concert("Varattu", 10));
        const EventId id = staff.pages.base().submitted(concert("Osuu", 11));
        const std::string html =
            body_of(staff.get(staff_event(staff.context(), language("en")), id.text()));
        const std::string findings = between(html, "<ul class=\"findings\"", "</ul>");
        CHECK(contains(findings, "Varattu"));
        CHECK(findings.find("<li") == findings.rfind("<li"));
    }

    TEST_CASE("what another municipality marked as busy stays so in the week of staff") {
        StaffFixture staff;
        Event secret = test::draft("Salainen kokous", 10);
        secret.municipality = MunicipalityCode("205");
        secret.venue = VenueId("kirjasto");
        secret.venue_text.clear();
        secret.visibility = Visibility::busy;
        staff.pages.base().published(secret);
        Event mine = test::draft("Oma", 11);
        mine.venue = VenueId("kirjasto");
        mine.venue_text.clear();
        const EventId id = staff.pages.base().submitted(mine);
        const std::string html =
            body_of(staff.get(staff_event(staff.context(), language("fi")), id.text()));
        CHECK(contains(html, "varattu"));
        CHECK_FALSE(contains(html, "Salainen"));
    }

    TEST_CASE("publishing over an obstacle needs somebody's word for it") {
        StaffFixture staff;
        staff.pages.base().published(test::draft("Varattu", 10));
        const EventId id = staff.pages.base().submitted(test::draft("Osuu", 11));
        const auto refused = staff.decide(id, "publish", "Sovittu <b>yhdessä</b>");
        CHECK(refused.status == 409);
        const std::string html = body_of(refused);
        CHECK(unbalanced(html) == "");
        CHECK(contains(html, "role=\"alert\""));
        CHECK(contains(html, "Varattu (Sali)"));
        CHECK(contains(html, "Sovittu &lt;b&gt;yhdessä&lt;/b&gt;</textarea>"));
        CHECK(staff.event(id).state == State::submitted);
        const auto done = staff.decide(id, "publish", "Sovittu yhdessä", {{"accept", "yes"}});
        CHECK(done.status == 303);
        CHECK(done.header("location") ==
              staff_event_path(language("fi"), id.text()) + "?done=publish");
        CHECK(staff.event(id).state == State::published);
        CHECK(staff.event(id).decision_reason == "Sovittu yhdessä");
    }

    TEST_CASE("no decision against the organiser without a reason") {
        StaffFixture staff;
        const EventId id = staff.pages.base().submitted(test::draft("A", 10));
        for (const char* decision : {"request_changes", "decline"}) {
            const auto refused = staff.decide(id, decision, " \r\n ");
            CHECK(refused.status == 422);
            CHECK(contains(body_of(refused), "id=\"reason-error\""));
            CHECK(contains(body_of(refused), "href=\"#reason\""));
        }
        CHECK(staff.decide(id, "decline", std::string(service::limits::reason_bytes_max + 1, 'x'))
                  .status == 422);
        CHECK(staff.decide(id, "decline", "a\x01").status == 422);
        CHECK(staff.decide(id, "withdraw", "x").status == 422);
        CHECK(staff.event(id).state == State::submitted);
        CHECK(
            staff.decide(id, "request_changes", std::string(service::limits::reason_bytes_max, 'x'))
                .status == 303);
        CHECK(staff.event(id).state == State::changes_requested);
    }

    TEST_CASE("a decision is about the revision that was looked at") {
        StaffFixture staff;
        const EventId id = staff.pages.base().submitted(test::draft("A", 10));
        for (const char* revision : {"2", "0", "", "x"}) {
            const auto refused = staff.decide(id, "publish", "", {{"revision", revision}});
            CHECK(refused.status == 412);
            CHECK(contains(body_of(refused), "Joku muutti"));
        }
        CHECK(staff.decide(id, "publish").status == 303);
        CHECK(staff.decide(id, "publish").status == 409);  // already is
    }

    TEST_CASE("the log and the decision in Finnish and Swedish to copy") {
        StaffFixture staff;
        const EventId id = staff.pages.base().submitted(test::draft("Myyjäiset", 10));
        REQUIRE(staff.decide(id, "decline", "Ei tapahtuma\r\nvaan <mainos>").status == 303);
        for (const Language& in : languages) {
            const std::string html = body_of(
                staff.get(staff_event(staff.context(), in), id.text(), {{"done", "decline"}}));
            CHECK(unbalanced(html) == "");
            CHECK(contains(html, "role=\"status\""));
            const std::string fi = between(html, "id=\"decision-fi\"", "</textarea>");
            CHECK(contains(fi, "Päätös: tapahtumaa ei julkaista"));
            CHECK(contains(fi, "la 24.10.2026"));
            CHECK(contains(fi, "Perustelu: Ei tapahtuma\nvaan &lt;mainos&gt;"));
            CHECK(contains(fi, "Päätöksen tekijä: maija, to 1.10.2026"));
            const std::string sv = between(html, "id=\"decision-sv\"", "</textarea>");
            CHECK(contains(sv, "Beslut: evenemanget publiceras inte"));
            CHECK(contains(sv, "lö 24.10.2026"));
            const std::string log = between(html, "id=\"history-title\"", "</section>");
            CHECK(contains(log, "<td>maija</td>"));
        }
        const std::string fi =
            body_of(staff.get(staff_event(staff.context(), language("fi")), id.text()));
        CHECK(contains(fi, "<td>ilmoittaja</td><td>ilmoitettu</td>"));
        CHECK(contains(fi, "<td>ei julkaistu</td>"));
        CHECK(contains(fi, ">Julkaise</button>"));  // a decision can be changed
        CHECK_FALSE(contains(fi, ">Ei julkaista</button>"));
    }

    TEST_CASE("conflicts of the area to read") {
        StaffFixture staff;
        const http::Handler page = staff_conflicts(staff.context(), language("fi"));
        CHECK(contains(body_of(staff.get(page)), "Päällekkäisyyksiä ei ole tiedossa."));
        staff.pages.base().published(test::draft("Yksi", 10));
        staff.pages.base().published(test::draft("Kaksi", 11));
        for (Event event : {elsewhere(), elsewhere()}) staff.pages.base().published(event);
        for (const Language& in : languages) {
            const auto answer = staff.get(staff_conflicts(staff.context(), in));
            const std::string html = body_of(answer);
            CHECK(answer.status == 200);
            CHECK(unbalanced(html) == "");
            CHECK(contains(html, "Yksi"));
            CHECK(contains(html, "Kaksi"));
            CHECK_FALSE(contains(html, "Kajaanissa"));
            CHECK_FALSE(contains(html, "["));
        }
        staff.pages.base().base().set_now(staff.pages.base().base().now() +
                                          std::chrono::hours(24 * 60));
        const auto later = staff.pages.base().session("maija", "Suomussalmi");
        CHECK(contains(body_of(staff.get_as(later.token, page)),
                       "Päällekkäisyyksiä ei ole tiedossa."));
    }

    TEST_CASE("a conflict is marked as seen or accepted with a reason on the page") {
        StaffFixture staff;
        const EventId one = staff.pages.base().published(test::draft("Yksi", 10));
        staff.pages.base().published(test::draft("Kaksi", 11));
        const auto standing = [&] {
            return service::stored_conflicts(*staff.pages.base().world(),
                                             service::Caller::program(),
                                             *staff.pages.base().service().said_of_conflicts())
                .at(0)
                .standing;
        };
        const auto fields = [&](const std::string& what, const std::string& reason) {
            return http::Pairs{{"conflict", standing().id.text()},
                               {"event", one.text()},
                               {"revision", std::to_string(standing().revision)},
                               {"do", what},
                               {"reason", reason}};
        };
        const http::Handler post = post_conflict(staff.context(), language("fi"));
        const http::Handler page = staff_conflicts(staff.context(), language("fi"));
        CHECK(contains(body_of(staff.get(page)), "<span class=\"tag\">avoin</span>"));

        CHECK(staff.post_as(staff.session.token, post, fields("acknowledged", "")).status == 403);
        CHECK(staff.post_as("", post, fields("acknowledged", "")).status == 403);
        const auto there = staff.pages.base().session("kalle", "205");
        http::Pairs theirs = fields("acknowledged", "");
        theirs.emplace_back("csrf", there.csrf);
        CHECK(staff.post_as(there.token, post, theirs).status == 404);
        CHECK(standing().state == service::ConflictState::open);

        const auto seen = staff.send(post, fields("acknowledged", ""));
        CHECK(seen.status == 303);
        CHECK(seen.header("location") == "/henkilokunta/paallekkaisyydet?done=acknowledged");
        CHECK(standing().state == service::ConflictState::acknowledged);
        CHECK(contains(body_of(staff.get(page, "", {{"done", "acknowledged"}})),
                       "Päällekkäisyys on kuitattu."));

        const auto bare = staff.send(post, fields("accepted", "  "));
        CHECK(bare.status == 422);
        CHECK(contains(body_of(bare), "<details class=\"decide\" open>"));
        CHECK(unbalanced(body_of(bare)) == "");
        http::Pairs stale = fields("accepted", "Sovittu <yhdessä>");
        stale.at(2).second = "1";
        const auto late = staff.send(post, stale);
        CHECK(late.status == 412);
        CHECK(contains(body_of(late), "value=\"Sovittu &lt;yhdessä&gt;\""));
        CHECK(staff.send(post, fields("resolved", "x")).status == 422);

        CHECK(staff.send(post, fields("accepted", "Sovittu yhdessä")).status == 303);
        CHECK(standing().state == service::ConflictState::accepted);
        for (const Language& in : languages) {
            const std::string html = body_of(staff.get(staff_conflicts(staff.context(), in)));
            CHECK(unbalanced(html) == "");
            CHECK(contains(html, ": Sovittu yhdessä</p>"));
            CHECK(contains(html, "maija, "));
            CHECK_FALSE(contains(html, "["));
        }
    }
}

}  // namespace
}  // namespace sopu::pages
