// What staff do beside deciding: they read the log of an event and change their password, and what
// they submit for a trusted organisation is out at once.
#include <future>

#include <doctest/doctest.h>

#include "server/service/limits.h"
#include "tests/support/random_world.h"
#include "tests/support/service_fixture.h"

namespace sopu::service {
namespace {

using test::draft;
using test::ServiceFixture;

Service::Lines history(ServiceFixture& fixture, const std::string& subject) {
    std::promise<Service::Lines> answer;
    fixture.service().history(subject,
                              [&](Service::Lines lines) { answer.set_value(std::move(lines)); });
    return answer.get_future().get();
}

std::string changed(ServiceFixture& fixture, const std::string& old, const std::string& next) {
    std::promise<Result<store::Account>> answer;
    fixture.service().change_password(
        UserId("maija"), old, next,
        [&](Result<store::Account> account) { answer.set_value(std::move(account)); });
    const auto account = answer.get_future().get();
    return account ? "changed" : account.error().field + ":" + account.error().reason;
}

store::Account account_of(ServiceFixture& fixture, const std::string& password) {
    store::Account account;
    account.id = UserId("maija");
    account.roles = {"coordinator"};
    account.password_hash = hash_password(password);
    PutRecords put{{}, {account}, "user add", Caller::program()};
    REQUIRE(fixture.service().submit_and_wait(std::move(put)));
    return account;
}

Event of_organisation(ServiceFixture& fixture, bool trusted) {
    Organisation organisation;
    organisation.id = OrganisationId("kunta");
    organisation.name = {{"fi", "Kunta"}};
    organisation.trusted = trusted;
    PutRecords put;
    put.changes = {
        Put<Organisation>{std::make_shared<const Organisation>(std::move(organisation))}};
    put.caller = Caller::program();
    REQUIRE(fixture.service().submit_and_wait(std::move(put)));
    Event event = draft("Avajaiset", 10);
    event.organisation = OrganisationId("kunta");
    return event;
}

TEST_SUITE("service.staff.threads") {
    TEST_CASE("the log of an event: who did what and when, newest first") {
        ServiceFixture fixture;
        const Done done = fixture.submitted(draft("A", 10));
        const Caller maija = fixture.staff("maija", "Suomussalmi");
        fixture.set_now(fixture.now() + seconds(60));
        REQUIRE(fixture.service().submit_and_wait(
            Act{done.event->id, Action::request_changes, false, "Kellonaika puuttuu", maija}));
        const auto lines = history(fixture, done.event->id.text());
        REQUIRE(lines);
        REQUIRE(lines->size() == 2);
        const store::Logged newest{
            fixture.now(),
            {"maija", "request_changes", done.event->id.text(), "Kellonaika puuttuu"}};
        CHECK(lines->front() == newest);
        CHECK(lines->back().line.action == "submit");
        CHECK(lines->back().at == fixture.now() - seconds(60));
        CHECK(history(fixture, "nobody")->empty());
    }

    TEST_CASE("readings of the log are bounded while the writer is busy and all are answered") {
        ServiceFixture fixture;
        std::promise<void> entered;
        std::promise<void> go_on;
        fixture.service().submit(TickNow{}, [&](const Outcome&) {
            entered.set_value();
            go_on.get_future().wait();
        });
        entered.get_future().wait();
        std::vector<std::promise<bool>> answers(limits::readings_max + 1);
        for (std::promise<bool>& answer : answers)
            fixture.service().history(
                "a", [&answer](const Service::Lines& lines) { answer.set_value(bool(lines)); });
        CHECK_FALSE(answers.back().get_future().get());
        go_on.set_value();
        answers.pop_back();
        for (std::promise<bool>& answer : answers) CHECK(answer.get_future().get());
        fixture.service().shutdown();
        CHECK(history(fixture, "a").error().code == Code::unavailable);
    }

    TEST_CASE("the log of one event is told up to its limit") {
        ServiceFixture fixture;
        const Done done = fixture.submitted(draft("A", 10));
        const Caller holder = Caller::submitter(done.event->id);
        for (std::size_t i = 0; i < limits::history_lines_max; ++i) {
            Edit edit;
            edit.id = done.event->id;
            edit.draft = *done.event;
            edit.if_match = static_cast<std::uint32_t>(i + 1);
            edit.caller = holder;
            REQUIRE(fixture.service().submit_and_wait(std::move(edit)));
        }
        const auto lines = history(fixture, done.event->id.text());
        REQUIRE(lines);
        CHECK(lines->size() == limits::history_lines_max);
        CHECK(lines->back().line.action == "edit");  // the submission is one line further
    }

    TEST_CASE("a password is changed with the old one and ends every session") {
        ServiceFixture fixture;
        account_of(fixture, "vanha-sana");
        const Secrets& secrets = fixture.service().secrets();
        const std::string session =
            secrets.session_token({UserId("maija"), 0, fixture.now() + seconds(60)});
        REQUIRE(fixture.service().caller_of_session(session));
        CHECK(changed(fixture, "arvaus-sana", "uusi-sana-1") == "old:wrong_password");
        CHECK(changed(fixture, "vanha-sana", std::string(limits::password_bytes_min - 1, 'x')) ==
              "new:too_short");
        CHECK(changed(fixture, "vanha-sana", std::string(limits::password_bytes_max + 1, 'x')) ==
              "new:too_long");
        CHECK(fixture.service().caller_of_session(session));
        CHECK(changed(fixture, "vanha-sana", std::string(limits::password_bytes_min, 'x')) ==
              "changed");
        CHECK_FALSE(fixture.service().caller_of_session(session));
        CHECK(changed(fixture, "vanha-sana", "uusi-sana-1") == "old:wrong_password");
        CHECK(changed(fixture, std::string(limits::password_bytes_min, 'x'),
                      std::string(limits::password_bytes_max, 'y')) == "changed");
    }

    TEST_CASE("an account is replaced only as it was seen") {
        ServiceFixture fixture;
        store::Account account = account_of(fixture, "vanha-sana");
        PutRecords put{{}, {account}, "password", Caller::program()};
        put.accounts.front().generation = 1;
        put.account_seen = account;
        REQUIRE(fixture.service().submit_and_wait(put));
        const auto late = fixture.service().submit_and_wait(put);
        REQUIRE_FALSE(late);
        CHECK(late.error().errors.front().code == Code::stale);
    }

    TEST_CASE("a decision is about the revision that was looked at") {
        ServiceFixture fixture;
        const Done done = fixture.submitted(draft("A", 10));
        const Caller maija = fixture.staff("maija", "Suomussalmi");
        Act act{done.event->id, Action::publish, false, "", maija};
        act.if_match = 2;
        const auto stale = fixture.service().submit_and_wait(act);
        REQUIRE_FALSE(stale);
        CHECK(stale.error().errors.front().code == Code::stale);
        act.if_match = 1;
        CHECK(fixture.service().submit_and_wait(act));
    }

    TEST_CASE("what is published as one without findings must have none") {
        ServiceFixture fixture;
        const Done mine = fixture.submitted(draft("A", 10));
        fixture.submitted(draft("B", 11));
        const Caller maija = fixture.staff("maija", "Suomussalmi");
        Act act{mine.event->id, Action::publish, false, "", maija};
        act.only_without_findings = true;
        const auto outcome = fixture.service().submit_and_wait(act);
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().errors.front().reason == "has_findings");
        act.only_without_findings = false;  // a hold of a stranger's blocks nothing
        CHECK(fixture.service().submit_and_wait(act));
    }

    TEST_CASE("a stranger says of a busy entry that it is theirs and of nothing else") {
        ServiceFixture fixture;
        Event busy = draft("Varaus", 10);
        busy.visibility = Visibility::busy;
        const EventId entry = fixture.published(busy).event->id;
        const EventId open = fixture.published(draft("Konsertti", 14)).event->id;
        const EventId own = fixture.submitted(draft("Juhla", 10)).event->id;
        const auto link = [&](const EventId& to, const Caller& caller) {
            Edit edit;
            edit.id = own;
            edit.draft = *fixture.service().snapshot()->event(own)->event;
            edit.draft.own_reservations = {to};
            edit.if_match = edit.draft.revision;
            edit.caller = caller;
            const auto outcome = fixture.service().submit_and_wait(std::move(edit));
            return outcome ? std::string("fine") : outcome.error().errors.front().field;
        };
        const Caller submitter = Caller::submitter(own);
        for (const EventId& wrong : {open, own, EventId("nobody")})
            CHECK(link(wrong, submitter) == "own_reservations[0]");
        const auto takes_space = [&] {
            const auto world = fixture.service().snapshot();
            for (const Judged& it :
                 judge(*world, *world->event(own), submitter, fixture.now()).findings)
                if (it.finding.kind == Kind::venue_overlap) return true;
            return false;
        };
        CHECK(takes_space());
        CHECK(link(entry, submitter) == "fine");
        CHECK_FALSE(takes_space());
        CHECK(link(open, fixture.staff("maija", "Suomussalmi")) == "fine");
    }

    TEST_CASE("what is only good to know needs nobody - that it may be told twice does") {
        Finding holiday;
        holiday.kind = Kind::observance;
        holiday.severity = Severity::notice;
        CHECK_FALSE(needs_a_person(holiday));
        Finding twice = holiday;
        twice.kind = Kind::possible_duplicate;
        CHECK(needs_a_person(twice));
        Finding maybe = holiday;
        maybe.severity = Severity::warning;
        maybe.certainty = Certainty::possible;
        CHECK(needs_a_person(maybe));
        ServiceFixture fixture;
        Event event = draft("A", 10);
        event.when = AllDay{date::local_days(date::year{2026} / 12 / 6),
                            date::local_days(date::year{2026} / 12 / 6)};
        const Done done = fixture.submitted(event);
        REQUIRE_FALSE(done.judgement.findings.empty());  // Independence Day
        Act act{done.event->id, Action::publish, false, "", fixture.staff("maija", "Suomussalmi")};
        act.only_without_findings = true;
        CHECK(fixture.service().submit_and_wait(act));
    }

    TEST_CASE("of a pair in one space people are not told that it invites the same people too") {
        Finding space;
        space.kind = Kind::venue_overlap;
        space.severity = Severity::warning;
        space.mine = EventId("a");
        space.other = EventId("b");
        space.occurrence_count = 2;
        Finding people = space;
        people.kind = Kind::audience_overlap;
        CHECK(is_said_by(people, space));
        CHECK_FALSE(is_said_by(space, people));
        std::swap(people.mine, people.other);
        CHECK(is_said_by(people, space));
        Finding elsewhere = people;
        elsewhere.other = EventId("c");
        CHECK_FALSE(is_said_by(elsewhere, space));
        Finding more = people;
        more.occurrence_count = 3;  // on a day on which the space is free
        CHECK_FALSE(is_said_by(more, space));
        Finding maybe = space;
        maybe.certainty = Certainty::possible;
        CHECK_FALSE(is_said_by(people, maybe));
        const std::vector<Judged> both{{space, {}}, {people, {}}, {elsewhere, {}}};
        const auto said = worth_saying(both);
        REQUIRE(said.size() == 2);
        CHECK(said[0]->finding == space);
        CHECK(said[1]->finding == elsewhere);
    }

    TEST_CASE("a trusted organisation needs no review where staff of its area submit") {
        ServiceFixture fixture;
        const Event event = of_organisation(fixture, true);
        const Done done = fixture.submitted(event, fixture.staff("maija", "Suomussalmi"));
        CHECK(done.event->state == State::published);
        CHECK(done.event->verified);
        const auto lines = history(fixture, done.event->id.text());
        REQUIRE(lines->size() == 2);
        CHECK(lines->front().line ==
              store::Audit{"maija", "publish_trusted", done.event->id.text(), "kunta"});
    }

    TEST_CASE("no review is skipped - elsewhere / not trusted / in the way of another") {
        ServiceFixture fixture;
        const Event trusted = of_organisation(fixture, true);
        const Caller maija = fixture.staff("maija", "Suomussalmi");
        CHECK(fixture.submitted(trusted, fixture.staff("pekka", "Sotkamo")).event->state ==
              State::submitted);
        const Event plain = of_organisation(fixture, false);
        CHECK(fixture.submitted(plain, maija).event->state == State::submitted);

        ServiceFixture busy;
        const Event clashing = of_organisation(busy, true);
        busy.published(draft("Ennen", 10));
        const Done done = busy.submitted(clashing, busy.staff("maija", "Suomussalmi"));
        CHECK(done.event->state == State::submitted);
        CHECK(done.judgement.verdict == Verdict::blocking);
    }

    TEST_CASE("policy can want every event reviewed") {
        Policy policy;
        policy.trusted_publish_without_review = false;
        const Ground& ground = test::test_ground();
        const Policies policies(policy);
        const Ground strict{ground.zones, ground.gazetteer, ground.observances, policies,
                            ground.fold};
        ServiceFixture fixture(nullptr, strict);
        const Event event = of_organisation(fixture, true);
        CHECK(fixture.submitted(event, fixture.staff("maija", "Suomussalmi")).event->state ==
              State::submitted);
    }
}

}  // namespace
}  // namespace sopu::service
