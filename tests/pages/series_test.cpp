// Series where people meet them: the form, the answer, the event's page, lists and months.
#include <doctest/doctest.h>

#include "engine/recur/rule.h"
#include "engine/time/iso.h"
#include "server/pages/form_repeat.h"
#include "server/pages/limits.h"
#include "server/pages/staff.h"
#include "tests/pages/page_fixture.h"
#include "tests/pages/staff_fixture.h"

namespace sopu::pages {
namespace {

using test::body_of;
using test::contains;
using test::language;
using test::PageFixture;
using test::unbalanced;
using test::with_field;

std::size_t times(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

recur::Moment local(const std::string& text) {
    return *parse_local(text);
}

// Tuesdays 18-20 from 3.11.2026 in the hall.
Event tuesdays(const std::string& title, const std::string& rule = "FREQ=WEEKLY;COUNT=14") {
    Event event = test::draft(title, 18);
    event.venue_text.clear();
    event.venue = VenueId("halli");
    event.when = Timed{*parse_local("2026-11-03T18:00"), *parse_local("2026-11-03T20:00"),
                       "Europe/Helsinki"};
    Recurrence recurrence;
    recurrence.rule = *recur::parse_rule(rule);
    event.recurrence = recurrence;
    return event;
}

Event with_overrides(Event event, std::vector<Override> overrides) {
    Recurrence recurrence = *event.recurrence;
    recurrence.overrides = std::move(overrides);
    event.recurrence = recurrence;
    return event;
}

Override skipped(const std::string& at) {
    Override off;
    off.recurrence_id = local(at);
    off.cancelled = true;
    return off;
}

Override elsewhere(const std::string& at) {
    Override moved;
    moved.recurrence_id = local(at);
    moved.title = LocalizedText{{"fi", "Vieraileva opettaja"}};
    moved.place = OverridePlace{std::nullopt, "Koulun sali", std::nullopt};
    moved.when = Timed{*parse_local("2026-11-18T17:00"), *parse_local("2026-11-18T19:00"),
                       "Europe/Helsinki"};
    return moved;
}

// As the program puts it, whatever the service's door takes by now.
EventId put(PageFixture& pages, Event event, const std::string& id) {
    event.id = EventId(id);
    event.uid = id + "@sopu";
    event.state = State::published;
    event.verified = true;
    pages.base().put({Put<Event>{std::make_shared<const Event>(std::move(event))}});
    return EventId(id);
}

Event single(const std::string& title, const std::string& day) {
    Event event = test::draft(title, 18);
    event.venue_text.clear();
    event.venue = VenueId("halli");
    event.when =
        Timed{*parse_local(day + "T19:00"), *parse_local(day + "T21:00"), "Europe/Helsinki"};
    return event;
}

http::Pairs weekly_form() {
    http::Pairs form = with_field(PageFixture::good_form(), "date", "2026-11-03");
    form = with_field(form, "start", "18:00");
    form = with_field(form, "end", "20:00");
    form = with_field(form, "venue", "Liikuntahalli");
    form = with_field(form, "repeat", "weekly");
    return with_field(form, "until", "2027-02-02");
}

struct Drafts {
    PageFixture fixture;
    std::shared_ptr<const Snapshot> world = fixture.base().world();

    FormDraft of(const http::Pairs& fields, const Event& base = {}) const {
        Typed typed;
        for (const auto& [name, value] : fields) typed[name] = value;
        return draft_of(typed, base, languages[0], *world);
    }
    std::string rule(const http::Pairs& fields) const {
        const FormDraft draft = of(fields);
        if (!draft.errors.empty())
            return draft.errors.front().field + " " + draft.errors.front().reason;
        return draft.event.recurrence ? recur::format_rule(*draft.event.recurrence->rule) : "none";
    }
    std::string with(const std::string& name, const std::string& value) const {
        return rule(with_field(weekly_form(), name, value));
    }
};

std::string event_html(PageFixture& pages, const EventId& id, const char* code = "fi") {
    return body_of(pages.get(event_page(pages.context(), language(code)), "/", {}, id.text()));
}

std::string front(PageFixture& pages, http::Pairs query = {}, const char* code = "fi") {
    return body_of(
        pages.get(coming_events(pages.context(), language(code)), "/", std::move(query)));
}

TEST_SUITE("pages.series") {
    TEST_CASE("what the form can say of repeating becomes a rule") {
        const Drafts drafts;
        CHECK(drafts.with("repeat", "none") == "none");
        CHECK(drafts.with("repeat", "") == "none");
        CHECK(drafts.with("repeat", "weekly") == "FREQ=WEEKLY;UNTIL=20270202T215959Z");
        CHECK(drafts.with("repeat", "biweekly") == "FREQ=WEEKLY;UNTIL=20270202T215959Z;INTERVAL=2");
        CHECK(drafts.with("repeat", "daily") == "FREQ=DAILY;UNTIL=20270202T215959Z");
        CHECK(drafts.with("repeat", "monthly") == "FREQ=MONTHLY;UNTIL=20270202T215959Z;BYDAY=1TU");
        const http::Pairs counted =
            with_field(with_field(weekly_form(), "until", ""), "count", "5");
        CHECK(drafts.rule(counted) == "FREQ=WEEKLY;COUNT=5");
        CHECK(drafts.rule(with_field(counted, "repeat", "yearly")) == "FREQ=YEARLY;COUNT=5");
        CHECK(drafts.rule(with_field(counted, "repeat", "yearly_weekday")) ==
              "FREQ=YEARLY;COUNT=5;BYDAY=1TU;BYMONTH=11");
        // The fifth of a month is its last.
        const http::Pairs fifth = with_field(counted, "date", "2026-12-29");
        CHECK(drafts.rule(with_field(fifth, "repeat", "monthly")) ==
              "FREQ=MONTHLY;COUNT=5;BYDAY=-1TU");
    }

    TEST_CASE("what is wrong with a series is told beside its field") {
        const Drafts drafts;
        CHECK(drafts.with("repeat", "hourly") == "repeat unknown_value");
        CHECK(drafts.with("start", "") == "start missing");
        CHECK(drafts.rule(with_field(with_field(weekly_form(), "start", ""), "end", "")) ==
              "start repeat_needs_time");
        CHECK(drafts.with("until", "") == "until repeat_needs_end");
        CHECK(drafts.with("until", "toukokuu") == "until bad_date");
        CHECK(drafts.with("until", "2026-11-02") == "until until_before_start");
        CHECK(drafts.with("count", "5") == "count until_and_count");
        for (const char* bad : {"1", "367", "viisi", "-3", "5x", "99999999999"})
            CHECK(drafts.rule(with_field(with_field(weekly_form(), "until", ""), "count", bad)) ==
                  "count out_of_range");
        const http::Pairs daily = with_field(weekly_form(), "repeat", "daily");
        CHECK(drafts.rule(with_field(daily, "until", "2027-11-03")) ==
              "FREQ=DAILY;UNTIL=20271103T215959Z");
        CHECK(drafts.rule(with_field(daily, "until", "2027-11-04")) == "until repeat_too_many");
        CHECK(drafts.with("except", "joulu") == "except bad_dates");
        CHECK(drafts.with("except", "4.11.") == "except not_an_occurrence");
        CHECK(drafts.with("except", "1.11.–28.2.2027") == "except bad_dates");
        CHECK(drafts.with("except", "3.11.2026–28.2.2027") == "except all_left_out");
    }

    TEST_CASE("days that are left out become exceptions at the time of the series") {
        const Drafts drafts;
        const FormDraft draft =
            drafts.of(with_field(weekly_form(), "except", "ti 10.11. ja 22.12.–6.1."));
        CHECK(draft.errors.empty());
        REQUIRE(draft.event.recurrence);
        CHECK(draft.event.recurrence->exceptions ==
              std::vector<recur::Moment>{local("2026-11-10T18:00"), local("2026-12-22T18:00"),
                                         local("2026-12-29T18:00"), local("2027-01-05T18:00")});
    }

    TEST_CASE("a series goes through the form and back as it was") {
        const Drafts drafts;
        const Zones& zones = drafts.world->ground().zones;
        for (const Language& in : languages) {
            const FormDraft draft = drafts.of(with_field(weekly_form(), "except", "24.11., 5.1."));
            REQUIRE(draft.errors.empty());
            Typed typed = typed_of(draft.event, in, *drafts.world);
            CHECK(typed["repeat"] == "weekly");
            CHECK(typed["until"] == "2027-02-02");
            const FormDraft again = draft_of(typed, draft.event, in, *drafts.world);
            CHECK(again.errors.empty());
            CHECK(again.event.recurrence == draft.event.recurrence);
        }
        CHECK(repeat_of(tuesdays("A", "FREQ=WEEKLY;BYDAY=TU;COUNT=3"), zones) == Repeat::weekly);
        CHECK(repeat_of(tuesdays("A", "FREQ=WEEKLY;BYDAY=MO,TU;COUNT=3"), zones) == Repeat::kept);
        CHECK(repeat_of(test::draft("A", 10), zones) == Repeat::none);
    }

    TEST_CASE("a rule that the form has no words for and what differs stay in an edit") {
        const Drafts drafts;
        const Event odd = with_overrides(tuesdays("A", "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=8"),
                                         {elsewhere("2026-11-17T18:00")});
        Typed typed = typed_of(odd, languages[0], *drafts.world);
        CHECK(typed["repeat"] == "kept");
        const FormDraft kept = draft_of(typed, odd, languages[0], *drafts.world);
        CHECK(kept.errors.empty());
        CHECK(kept.event.recurrence == odd.recurrence);

        const Event plain = with_overrides(tuesdays("A"), {elsewhere("2026-11-17T18:00")});
        typed = typed_of(plain, languages[0], *drafts.world);
        typed["start"] = "18:30";
        const FormDraft later = draft_of(typed, plain, languages[0], *drafts.world);
        REQUIRE(later.event.recurrence);
        REQUIRE(later.event.recurrence->overrides.size() == 1);
        CHECK(later.event.recurrence->overrides[0].recurrence_id == local("2026-11-17T18:30"));
        typed["date"] = "2026-11-04";
        const FormDraft wednesdays = draft_of(typed, plain, languages[0], *drafts.world);
        CHECK(wednesdays.event.recurrence->overrides.empty());
    }

    TEST_CASE("an endless series may stay so and a new one says its end") {
        const Drafts drafts;
        const Event endless = tuesdays("A", "FREQ=YEARLY");
        const Typed typed = typed_of(endless, languages[0], *drafts.world);
        CHECK(draft_of(typed, endless, languages[0], *drafts.world).event.recurrence ==
              endless.recurrence);
        CHECK(draft_of(typed, Event{}, languages[0], *drafts.world).errors.front().reason ==
              "repeat_needs_end");
    }

    TEST_CASE("the answer names the occurrences that clash and what would keep the rest") {
        PageFixture pages;
        put(pages, single("Turnaus", "2026-11-10"), "turnaus");
        put(pages, single("Messut", "2026-11-24"), "messut");
        const std::string html = body_of(pages.post_form(with_field(weekly_form(), "do", "check")));
        CHECK(unbalanced(html) == "");
        CHECK(contains(html, "class=\"verdict blocking\""));
        CHECK(contains(html, "joka tiistai klo 18–20, 3.11.2026–2.2.2027, Liikuntahalli"));
        CHECK(contains(html,
                       "14 kerrasta 1 osuu päällekkäin: ti 10.11. Pienin muutos: jätä väliin "
                       "tämä kerta."));
        CHECK(contains(html, "Jätä väliin ti 10.11. ja ti 24.11.</button>"));
        const http::Pairs tap =
            with_field(weekly_form(), "use", "except=10.11.2026%2C%2024.11.2026");
        const std::string better = body_of(pages.post_form(tap));
        CHECK(contains(better, "class=\"verdict unknown\""));
        CHECK(contains(better, "name=\"except\" value=\"10.11.2026, 24.11.2026\""));
        CHECK(contains(better, "name=\"until\" value=\"2027-02-02\""));
        CHECK(contains(better, "<option value=\"weekly\" selected>"));
        CHECK(contains(better, "paitsi 10.11. ja 24.11."));
    }

    TEST_CASE("a clash of two series and of one event with a series in each language") {
        PageFixture pages;
        put(pages, tuesdays("Salibandy", "FREQ=WEEKLY;COUNT=8"), "salibandy");
        const auto answer = [&pages](const http::Pairs& form, const char* code) {
            return body_of(pages.post_form(with_field(form, "do", "check"), code));
        };
        const http::Pairs form = with_field(weekly_form(), "start", "19:00");
        CHECK(contains(answer(form, "fi"),
                       "Salibandy (Liikuntahalli), joka tiistai klo 18–20. 14 kerrasta 8 osuu "
                       "päällekkäin: ti 3.11., ti 10.11., ti 17.11., ti 24.11., ti 1.12., ti 8.12. "
                       "ja 2 muuta."));
        CHECK(contains(answer(form, "fi"),
                       "joka keskiviikko klo 19–20, 4.11. alkaen (koko sarja, päivää myöhemmin): "
                       "päällekkäisyyksiä ei tiedossa"));
        CHECK(contains(answer(form, "sv"), "8 av 14 tillfällen krockar: ti 3.11, ti 10.11"));
        CHECK(contains(answer(form, "sv"), "Minsta ändringen: hoppa över dessa tillfällen."));
        CHECK(contains(answer(form, "en"), "8 of 14 dates clash: Tue 3 Nov, Tue 10 Nov"));
        http::Pairs once = with_field(form, "repeat", "none");
        once = with_field(once, "date", "2026-11-17");
        CHECK(contains(answer(once, "fi"), "Salibandy (Liikuntahalli), ti 17.11. klo 18–20."));
        CHECK_FALSE(contains(answer(once, "fi"), "päällekkäin: ti"));
        CHECK(contains(answer(with_field(form, "until", "2026-12-01"), "fi"),
                       "Kaikki 5 kertaa osuvat päällekkäin."));
    }

    TEST_CASE("a place within a finding is called as the page's language calls it") {
        PageFixture pages;
        Venue hall;
        hall.id = VenueId("halli");
        hall.name = {{"fi", "Liikuntahalli"}, {"sv", "Idrottshallen"}};
        hall.municipality = MunicipalityCode("777");
        pages.base().put({Put<Venue>{std::make_shared<const Venue>(hall)}});
        put(pages, single("Turnaus", "2026-11-10"), "turnaus");
        http::Pairs form = with_field(weekly_form(), "venue", "Idrottshallen");
        form = with_field(form, "do", "check");
        CHECK(contains(body_of(pages.post_form(form, "sv")), "Turnaus (Idrottshallen)"));
        CHECK(contains(body_of(pages.post_form(form, "fi")), "Turnaus (Liikuntahalli)"));
    }

    TEST_CASE("what was typed is kept with every error and each language has its fields") {
        PageFixture pages;
        for (const Language& in : languages) {
            http::Pairs form = with_field(weekly_form(), "except", "joulu & uusivuosi");
            form = with_field(form, "do", "submit");
            const auto answer = pages.post_form(form, in.code);
            const std::string html = body_of(answer);
            CHECK(answer.status == 422);
            CHECK(unbalanced(html) == "");
            CHECK_FALSE(contains(html, "["));
            CHECK(contains(html, "value=\"joulu &amp; uusivuosi\""));
            CHECK(contains(html, "href=\"#except\""));
            CHECK(contains(html, "id=\"except-error\""));
            CHECK(contains(html, "<option value=\"weekly\" selected>"));
            CHECK(contains(html, "name=\"until\" value=\"2027-02-02\""));
        }
    }

    TEST_CASE("the page of a series says the next six and how many are left") {
        PageFixture pages;
        const EventId id = put(pages, tuesdays("Jumppa"), "jumppa");
        const std::string html = event_html(pages, id);
        CHECK(unbalanced(html) == "");
        CHECK(contains(html, "<dd>joka tiistai klo 18–20, 14 kertaa 3.11.2026 alkaen</dd>"));
        CHECK(times(html, "class=\"time\"") == limits::times_shown);
        CHECK(contains(html, "ti 3.11. klo 18–20"));
        CHECK(contains(html, "Ja vielä 8 kertaa."));
        CHECK(contains(event_html(pages, id, "sv"), "Och 8 tillfällen till."));
        CHECK(contains(event_html(pages, id, "en"), "And 8 more dates."));
        const EventId open = put(pages, tuesdays("Kerho", "FREQ=WEEKLY"), "kerho");
        CHECK(contains(event_html(pages, open), "Jatkuu toistaiseksi."));
        pages.base().base().set_now(*parse_instant("2027-06-01T09:00:00Z"));
        CHECK(contains(event_html(pages, id), "Sarja on päättynyt."));
        CHECK_FALSE(contains(event_html(pages, id), "class=\"time\""));
    }

    TEST_CASE("an occurrence that is skipped or differs is said loudly") {
        PageFixture pages;
        Event event = with_overrides(tuesdays("Jumppa"),
                                     {skipped("2026-11-10T18:00"), elsewhere("2026-11-17T18:00")});
        Recurrence recurrence = *event.recurrence;
        recurrence.exceptions.push_back(local("2026-11-24T18:00"));
        event.recurrence = recurrence;
        const EventId id = put(pages, event, "jumppa");
        const std::string html = event_html(pages, id);
        CHECK(times(html, "class=\"skipped\"") == 2);
        CHECK(contains(html,
                       "<strong class=\"tag stop\">Ei järjestetä</strong> <span "
                       "class=\"time\">ti 10.11. klo 18–20</span>"));
        CHECK(contains(html,
                       "<strong class=\"tag\">Poikkeaa</strong> <span class=\"time\">ke "
                       "18.11. klo 17–19</span> · Vieraileva opettaja, Koulun sali "
                       "(tavallisesti ti 17.11. klo 18–20, tavallisesti Liikuntahalli)"));
        CHECK(contains(html, "paitsi 10.11. ja 24.11."));

        Event busy = event;
        busy.visibility = Visibility::busy;
        const std::string hidden = event_html(pages, put(pages, busy, "varattu"));
        CHECK_FALSE(contains(hidden, "Vieraileva opettaja"));
        CHECK(contains(hidden, "Koulun sali"));
    }

    TEST_CASE("search engines get the next occurrence and the schedule") {
        PageFixture pages;
        pages.base().base().set_now(*parse_instant("2026-11-12T09:00:00Z"));
        const EventId id =
            put(pages, tuesdays("Jumppa", "FREQ=WEEKLY;UNTIL=20270202T215959Z"), "jumppa");
        const std::string html = event_html(pages, id);
        CHECK(contains(html, "\"startDate\":\"2026-11-17T18:00+02:00\""));
        CHECK(contains(html,
                       "\"eventSchedule\":{\"@type\":\"Schedule\",\"repeatFrequency\":\"P1W\","
                       "\"startDate\":\"2026-11-03\",\"startTime\":\"18:00\",\"endTime\":"
                       "\"20:00\",\"scheduleTimezone\":\"Europe/Helsinki\",\"endDate\":"
                       "\"2027-02-02\"}"));
    }

    TEST_CASE("lists and months have a row for each occurrence with its own name and place") {
        PageFixture pages;
        put(pages,
            with_overrides(tuesdays("Jumppa"),
                           {skipped("2026-11-10T18:00"), elsewhere("2026-11-17T18:00")}),
            "jumppa");
        const std::string html = front(pages, {{"from", "2026-11-01"}});
        CHECK(unbalanced(html) == "");
        CHECK(times(html, "/events/jumppa\"") == 3);
        CHECK(contains(html, "id=\"d2026-11-03\""));
        CHECK_FALSE(contains(html, "id=\"d2026-11-10\""));
        CHECK(contains(html, "id=\"d2026-11-18\""));
        CHECK(contains(html, "Vieraileva opettaja"));
        CHECK(contains(html, "<p>ke 18.11. klo 17–19 · Koulun sali · Suomussalmi</p>"));
        CHECK(contains(html, "<p class=\"count\">3 tapahtumaa</p>"));
        const auto day = [&pages](const char* which) { return front(pages, {{"day", which}}); };
        CHECK(contains(day("2026-12-01"), "ti 1.12. klo 18–20"));
        CHECK_FALSE(contains(day("2026-11-17"), "/events/jumppa\""));
        http::Request asked;
        asked.path = "/";
        asked.parameters["slug"] = "suomussalmi";
        asked.parameters["month"] = "2026-12";
        const std::string month =
            body_of(test::answer(month_page(pages.context(), language("fi")), asked));
        CHECK(times(month, "class=\"number\"") == 5);
        CHECK(contains(month, "?day=2026-12-29\""));
        const std::string map = body_of(pages.get(sitemap(pages.context()), "/sitemap.xml"));
        CHECK(times(map, "/events/jumppa</loc>") == languages.size());
    }

    TEST_CASE("regular activities are folded up in the list and whole in the list of a day") {
        PageFixture pages;
        Event routine = tuesdays("Tuolijumppa");
        routine.routine = true;
        put(pages, routine, "tuolijumppa");
        put(pages, single("Konsertti", "2026-11-03"), "konsertti");
        const std::string html = front(pages, {{"from", "2026-11-01"}});
        CHECK(unbalanced(html) == "");
        CHECK(times(html, "<summary>Säännöllistä toimintaa: 1</summary>") == 4);
        CHECK(html.find("Konsertti") < html.find("Tuolijumppa"));
        const std::string day = front(pages, {{"day", "2026-11-03"}});
        CHECK(contains(day, "Tuolijumppa"));
        CHECK_FALSE(contains(day, "class=\"routine\""));
    }

    TEST_CASE("whoever holds the link skips an occurrence and takes it back") {
        PageFixture pages;
        const EventId id = pages.base().submitted(tuesdays("Jumppa"));
        const std::string token = pages.base().edit_token(id);
        const Language& fi = language("fi");
        const auto page = [&] {
            return body_of(
                pages.get(receipt(pages.context(), fi), "/", {{"token", token}}, id.text()));
        };
        const auto press = [&](const char* what, const char* revision) {
            return pages.post(event_action(pages.context(), fi), "/",
                              {{"token", token},
                               {"do", what},
                               {"occurrence", "2026-11-10T16:00:00Z"},
                               {"revision", revision}},
                              id.text());
        };
        const std::string html = page();
        CHECK(unbalanced(html) == "");
        CHECK(times(html, "name=\"do\" value=\"skip\"") == limits::times_shown);
        CHECK(contains(html, "aria-label=\"Jätä väliin: ti 10.11. klo 18–20\""));
        CHECK(press("skip", "1").status == 303);
        CHECK(contains(page(), "value=\"take_back\""));
        CHECK(contains(page(), "class=\"skipped\""));
        CHECK(press("take_back", "1").status == 412);  // somebody has changed it since
        CHECK(press("take_back", "2").status == 303);
        CHECK_FALSE(contains(page(), "class=\"skipped\""));
        CHECK_FALSE(contains(event_html(pages, id), "value=\"skip\""));
        for (const char* bad : {"", "2026-11-10", "2026-11-11T16:00:00Z"}) {
            const auto answer = pages.post(
                event_action(pages.context(), fi), "/",
                {{"token", token}, {"do", "skip"}, {"occurrence", bad}, {"revision", "3"}},
                id.text());
            CHECK(answer.status >= 400);
        }
    }

    TEST_CASE("staff skip an occurrence too") {
        test::StaffFixture staff;
        const EventId id = staff.pages.base().submitted(tuesdays("Jumppa"));
        const Language& fi = language("fi");
        const auto page = [&] {
            return body_of(staff.get(staff_event(staff.context(), fi), id.text()));
        };
        CHECK(times(page(), "name=\"do\" value=\"skip\"") == limits::times_shown);
        const auto done = staff.send(
            post_staff_decision(staff.context(), fi),
            {{"do", "skip"}, {"occurrence", "2026-11-03T16:00:00Z"}, {"revision", "1"}}, id.text());
        CHECK(done.status == 303);
        CHECK(contains(page(), "class=\"skipped\""));
        CHECK(contains(page(), "yksittäistä kertaa muutettu"));
        CHECK(staff.event(id).recurrence->overrides.size() == 1);
    }

    TEST_CASE("staff see the sentence and every occurrence of the week side by side") {
        test::StaffFixture staff;
        PageFixture& pages = staff.pages;
        put(pages, tuesdays("Salibandy"), "salibandy");
        Event asks = tuesdays("Jumppa");
        asks.id = EventId("jumppa");
        asks.uid = "jumppa@sopu";
        asks.state = State::submitted;
        pages.base().put({Put<Event>{std::make_shared<const Event>(asks)}});
        const Context& c = staff.context();
        const std::string queue =
            body_of(staff.get_as(staff.session.token, staff_queue(c, language("fi"))));
        CHECK(contains(queue, "joka tiistai klo 18–20, 14 kertaa 3.11.2026 alkaen"));
        CHECK(contains(queue, "Kaikki 14 kertaa osuvat päällekkäin."));
        const std::string page =
            body_of(staff.get_as(staff.session.token, staff_event(c, language("fi")), "jumppa"));
        CHECK(unbalanced(page) == "");
        CHECK(times(page, "<td class=\"taken\">klo 18–20</td>") == 2);
        CHECK(contains(page, "Seuraavat kerrat"));
    }
}

}  // namespace
}  // namespace sopu::pages
