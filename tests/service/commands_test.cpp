#include <algorithm>

#include <doctest/doctest.h>

#include "engine/world/series.h"
#include "server/service/limits.h"
#include "tests/support/random_world.h"
#include "tests/support/service_fixture.h"

namespace sopu::service {
namespace {

using test::draft;
using test::ServiceFixture;

std::string reasons(const Outcome& outcome) {
    if (outcome) return "taken";
    std::string all;
    for (const Error& error : outcome.error().errors)
        all += (all.empty() ? "" : " ") + error.field + ":" + error.reason;
    return all;
}

Caller holder(const Done& done) {
    return Caller::submitter(done.event->id);
}

Outcome act(ServiceFixture& fixture, const Done& done, Action action, Caller caller,
            std::string reason = "") {
    return fixture.service().submit_and_wait(
        Act{done.event->id, action, false, std::move(reason), std::move(caller)});
}

std::string kinds_of(const Judgement& judgement) {
    std::string kinds;
    for (const Judged& it : judgement.findings)
        kinds += (kinds.empty() ? "" : " ") + std::string(name_of(it.finding.kind));
    return kinds;
}

TEST_SUITE("service.commands") {
    TEST_CASE("a draft is told every error at once, and nothing is written") {
        ServiceFixture fixture;
        Event wrong = draft("", 10);
        wrong.title.clear();
        wrong.municipality = MunicipalityCode("999");
        wrong.venue = VenueId("nowhere");
        wrong.areas = {"Atlantis"};
        wrong.organiser = {"", "not-an-address", "", false};
        wrong.link = "javascript:alert(1)";
        wrong.claim = Claim::expected;
        const std::string told = reasons(fixture.service().submit_and_wait(Submit{wrong, {}}));
        for (const char* expected :
             {"title:missing", "municipality:unknown_municipality", "venue:unknown_venue",
              "areas[0]:unknown_area", "organiser.name:missing", "organiser.email:bad_email",
              "link:not_a_web_address", "claim:staff_only"})
            CHECK_MESSAGE(told.find(expected) != std::string::npos, expected << " in " << told);
        CHECK(fixture.service().snapshot()->version() == 0);
    }

    TEST_CASE(
        "a stranger's event waits, is published by staff of its municipality, and cancelled") {
        ServiceFixture fixture;
        const Done done = fixture.submitted(draft("A", 10));
        CHECK(done.event->state == State::submitted);
        CHECK_FALSE(done.event->verified);
        CHECK(reasons(act(fixture, done, Action::publish, Caller{})) == ":not_found");
        CHECK(reasons(act(fixture, done, Action::publish, holder(done))) != "taken");
        const Caller elsewhere = fixture.staff("elsewhere", "Sotkamo");
        CHECK(reasons(act(fixture, done, Action::publish, elsewhere)) == ":not_found");
        const Caller here = fixture.staff("here", "Kainuu (pl. Kajaani)");
        const Outcome published = act(fixture, done, Action::publish, here);
        REQUIRE(published);
        CHECK(published->event->state == State::published);
        CHECK(published->event->verified);
        const Outcome cancelled = act(fixture, done, Action::cancel, holder(done), "sairastuminen");
        REQUIRE(cancelled);
        CHECK(cancelled->event->takes_place == TakesPlace::cancelled);
        CHECK(cancelled->event->sequence > published->event->sequence);
        CHECK(cancelled->event->state == State::published);
    }

    TEST_CASE("a decision against an event needs its reason") {
        ServiceFixture fixture;
        const Done done = fixture.submitted(draft("A", 10));
        CHECK(reasons(act(fixture, done, Action::decline, Caller::program())) == "reason:missing");
        CHECK(reasons(act(fixture, done, Action::decline, Caller::program(),
                          std::string(limits::reason_bytes_max + 1, 'x'))) == "reason:too_long");
        CHECK(reasons(act(fixture, done, Action::decline, Caller::program(), "ei sovi")) ==
              "taken");
    }

    TEST_CASE("publishing over a certain blocking conflict needs somebody's word") {
        ServiceFixture fixture;
        const Done first = fixture.published(draft("A", 10));
        const Done rival = fixture.submitted(draft("B", 11));
        const Outcome refused = act(fixture, rival, Action::publish, Caller::program());
        CHECK(reasons(refused) == ":blocking_conflict");
        REQUIRE(refused.error().conflicts);
        CHECK(refused.error().conflicts->judgement.verdict == Verdict::blocking);
        const Outcome accepted = fixture.service().submit_and_wait(
            Act{rival.event->id, Action::publish, true, "", Caller::program()});
        CHECK(accepted);
    }

    TEST_CASE("editing a published event onto an occupied time is refused, off it is fine") {
        ServiceFixture fixture;
        fixture.published(draft("A", 10));
        const Done mine = fixture.published(draft("B", 14));
        const auto edit = [&](int hour, std::uint32_t revision, bool override_it, Caller caller) {
            return fixture.service().submit_and_wait(Edit{mine.event->id, draft("B", hour),
                                                          revision, override_it, "sovittu",
                                                          std::move(caller)});
        };
        const std::uint32_t revision = mine.event->revision;
        CHECK(reasons(edit(11, revision, false, holder(mine))) == ":blocking_conflict");
        CHECK(reasons(edit(11, revision, true, holder(mine))) == "override:staff_only");
        CHECK(reasons(edit(16, revision + 7, false, holder(mine))) == ":stale");
        const Outcome moved = edit(16, revision, false, holder(mine));
        REQUIRE(moved);
        CHECK(moved->event->revision == revision + 1);
        CHECK(moved->event->sequence > mine.event->sequence);
        CHECK(edit(11, revision + 1, true, Caller::program()));
        // The conflict stands already: another edit of the same event does not gain it.
        CHECK(edit(11, revision + 2, false, holder(mine)));
    }

    TEST_CASE("a hold runs out at its tick and frees the date") {
        ServiceFixture fixture;
        Event hold = draft("", 10);
        hold.title.clear();
        hold.claim = Claim::hold;
        const Done done = fixture.submitted(hold);
        REQUIRE(done.event->hold_until);
        fixture.set_now(*done.event->hold_until - seconds(1));
        REQUIRE(fixture.service().submit_and_wait(TickNow{}));
        const auto state = [&] {
            return fixture.service().snapshot()->event(done.event->id)->event->state;
        };
        CHECK(state() == State::submitted);
        fixture.set_now(*done.event->hold_until);
        REQUIRE(fixture.service().submit_and_wait(TickNow{}));
        CHECK(state() == State::withdrawn);
        CHECK(fixture.submitted(draft("B", 10)).judgement.findings.empty());
    }

    TEST_CASE("Import::steps - what is too much work is refused, what comes before is not") {
        const auto repeating = [](const char* title, const char* rule) {
            Event event = draft(title, 10);
            event.uid = std::string(title) + "@file";
            Recurrence recurrence;
            recurrence.rule = *recur::parse_rule(rule);
            event.recurrence = std::move(recurrence);
            return event;
        };
        const Event a = repeating("A", "FREQ=WEEKLY;COUNT=50");
        const Event b = repeating("B", "FREQ=MONTHLY;BYDAY=1MO;COUNT=12");
        recur::Budget enough;
        for (const Event& event : {a, b})
            CHECK(check_recurrence(event, test::test_ground().zones, enough).empty());
        const std::int64_t used = recur::limits::steps_max - enough.left();
        const auto refused = [&](std::int64_t steps) {
            ServiceFixture fixture;
            const Outcome outcome = fixture.service().submit_and_wait(
                Import{{a, b}, Caller::program(), false, steps});
            REQUIRE(outcome);
            std::vector<std::string> list;
            for (const auto& [uid, error] : outcome->import.refused)
                list.push_back(uid + " " + error.reason);
            CHECK(outcome->import.added + list.size() == 2);
            return list;
        };
        CHECK(refused(used).empty());
        CHECK(refused(used - 1) == std::vector<std::string>{"B@file too_much_work"});
    }

    TEST_CASE("importing a file twice changes nothing, an older one nothing either") {
        ServiceFixture fixture;
        Event a = draft("A", 10);
        a.uid = "a@file";
        a.sequence = 3;
        a.updated = fixture.now();
        Event b = draft("B", 10);
        b.uid = "b@file";
        const auto import = [&](std::vector<Event> events, bool dry_run = false) {
            const Outcome outcome = fixture.service().submit_and_wait(
                Import{std::move(events), Caller::program(), dry_run});
            REQUIRE(outcome);
            return outcome->import;
        };
        CHECK(import({a, b}, true).added == 2);
        CHECK(fixture.service().snapshot()->events().size() == 0);
        const ImportCounts first = import({a, b});
        CHECK(first.added == 2);
        CHECK(first.conflicts.size() == 1);
        CHECK(first.conflicts[0].finding.severity == Severity::blocking);
        CHECK(import({a, b}).unchanged == 2);
        Event older = a;
        older.title["fi"] = "Vanha";
        older.sequence = 2;
        CHECK(import({older}).unchanged == 1);
        Event newer = a;
        newer.when = draft("A", 18).when;
        newer.sequence = 4;
        CHECK(import({newer}).changed == 1);
        Event injected = a;
        injected.uid = "c@file";
        injected.title["fi"] = "A\r\nATTENDEE:x";
        const ImportCounts refused = import({injected, newer, newer});
        REQUIRE(refused.refused.size() == 2);
        CHECK(refused.refused[0].second.reason == "control_character");
        CHECK(refused.refused[1].second.reason == "duplicate_uid");
        const Placed* placed = fixture.service().snapshot()->event_by_uid("a@file");
        CHECK(placed->event->sequence == 4);
        CHECK(placed->event->state == State::published);
        CHECK(placed->event->verified);
    }

    TEST_CASE("a check tells a stranger no unpublished title, no person, and writes nothing") {
        ServiceFixture fixture;
        Event secret = draft("Yllätysjuhla", 10);
        secret.people = {"puhuja-1"};
        fixture.submitted(secret);
        Event question = draft("", 11);
        question.title.clear();
        question.people = {"puhuja-1"};
        const auto version = fixture.service().snapshot()->version();
        const auto asked = fixture.service().check(question, Caller::anonymous());
        REQUIRE(asked);
        CHECK(kinds_of(*asked) == "venue_overlap audience_overlap");
        for (const Judged& it : asked->findings) {
            CHECK(it.other.hidden == Hidden::provisional);
            CHECK(it.other.title.empty());
        }
        CHECK(asked->verdict == Verdict::warning);  // the other is unverified
        const auto staff = fixture.service().check(question, Caller::program());
        REQUIRE(staff);
        CHECK(kinds_of(*staff) == "venue_overlap person_overlap audience_overlap");
        CHECK(staff->findings[0].other.title.at("fi") == "Yllätysjuhla");
        CHECK(fixture.service().snapshot()->version() == version);
        // With only a person in common a stranger's answer is as if there were nothing.
        question.venue_text = "Muualla";
        question.municipality = MunicipalityCode("765");
        const auto away = fixture.service().check(question, Caller::anonymous());
        REQUIRE(away);
        CHECK(away->findings.empty());
        CHECK(away->counts == Counts{});
        CHECK(away->verdict == Verdict::unknown);  // an empty calendar never says OK
    }

    TEST_CASE("a check of an event that is being edited leaves that event out") {
        ServiceFixture fixture;
        const Done done = fixture.published(draft("A", 10));
        const auto asked =
            fixture.service().check(draft("A", 11), Caller::anonymous(), done.event->id);
        REQUIRE(asked);
        CHECK(asked->findings.empty());
        const auto other = fixture.service().check(draft("A", 11), Caller::anonymous());
        REQUIRE(other);
        CHECK(kinds_of(*other) == "venue_overlap possible_duplicate audience_overlap");
        for (const Judged& it : other->findings) CHECK(it.other.event == done.event->id);
    }
}

TEST_SUITE("service.secrets") {
    TEST_CASE("tokens are derived: equal for equal events, void after a generation") {
        const Secrets secrets{ServerKey{}};
        Event event = draft("A", 10);
        event.id = EventId("e1");
        const std::string token = secrets.edit_token(event);
        CHECK(secrets.is_edit_token(event, token));
        CHECK(secrets.edit_code(event).size() == 8);
        Event other = event;
        other.id = EventId("e2");
        CHECK_FALSE(secrets.is_edit_token(other, token));
        event.token_generation = 1;
        CHECK_FALSE(secrets.is_edit_token(event, token));
        CHECK_FALSE(secrets.is_edit_token(event, ""));
        ServerKey key{};
        key[0] = std::byte{1};
        event.token_generation = 0;
        CHECK_FALSE(Secrets(key).is_edit_token(event, token));
    }

    TEST_CASE("a session is its own, and no changed byte of it is one") {
        const Secrets secrets{ServerKey{}};
        const Secrets::Session session{UserId("Äiti.x"), 3, Instant(seconds(1'800'000'000))};
        const std::string token = secrets.session_token(session);
        const auto read = secrets.session(token);
        REQUIRE(read);
        CHECK(read->user == session.user);
        CHECK(read->generation == 3);
        CHECK(read->expires == session.expires);
        for (std::size_t i = 0; i < token.size(); ++i) {
            std::string bent = token;
            bent[i] = bent[i] == 'A' ? 'B' : 'A';
            if (bent != token) CHECK_FALSE(secrets.session(bent));
        }
        CHECK_FALSE(secrets.session(""));
        CHECK_FALSE(secrets.session("..."));
        CHECK(secrets.is_csrf_token(token, secrets.csrf_token(token)));
        CHECK_FALSE(secrets.is_csrf_token(token, token));
    }
}

}  // namespace
}  // namespace sopu::service
