// What a busy-only event and one not yet published are called is told to nobody who may not know
// it, whatever kind of conflict they are in (CONFLICTS "Privacy").
#include <set>

#include <doctest/doctest.h>

#include "server/service/explain.h"
#include "tests/support/random_world.h"
#include "tests/support/service_fixture.h"
#include "tests/words/our_messages.h"

namespace sopu::service {
namespace {

using test::draft;
using test::ServiceFixture;

constexpr const char* secret_title = "Salaisuus";

// The same organisation, people, things, format and title as the question: in every kind of
// conflict with it that two events can be in.
Event alike(const std::string& title, int hour) {
    Event event = draft(title, hour);
    event.venue_text.clear();
    event.venue = VenueId("halli");
    event.organisation = OrganisationId("nuoret");
    event.people = {"puhuja-1"};
    event.resources = {{"teltta", 1}};
    event.format = "bazaar";
    event.audiences = {"children"};
    return event;
}

void put_records(ServiceFixture& fixture) {
    Venue hall;
    hall.id = VenueId("halli");
    hall.name = {{"fi", "Halli"}};
    hall.municipality = MunicipalityCode("777");
    Organisation small;
    small.id = OrganisationId("nuoret");
    small.name = {{"fi", "Nuorisoseura"}};
    small.municipality = MunicipalityCode("777");
    small.small = true;
    Resource tent;
    tent.id = ResourceId("teltta");
    tent.name = {{"fi", "teltta"}};
    PutRecords put;
    put.changes = {Put<Venue>{std::make_shared<const Venue>(hall)},
                   Put<Organisation>{std::make_shared<const Organisation>(small)},
                   Put<Resource>{std::make_shared<const Resource>(tent)}};
    put.caller = Caller::program();
    REQUIRE(fixture.service().submit_and_wait(std::move(put)));
}

// Events of the same day that are alike: one in the hall at the hour, one elsewhere, others later.
void put_secrets(ServiceFixture& fixture, Hidden hidden) {
    std::vector<Change> changes;
    int number = 0;
    for (const int hour : {10, 10, 10, 12, 15, 16, 17, 18, 19}) {
        Event event = alike(std::string(secret_title), hour);
        event.id = EventId("s" + std::to_string(number));
        event.uid = event.id.text() + "@test";
        if (number > 0) {
            event.venue.reset();
            event.venue_text = "Paikka " + std::to_string(number);
        }
        if (number == 2) event.venue_text.clear();
        const bool busy = hidden == Hidden::busy;
        event.state = busy ? State::published : State::submitted;
        event.verified = true;
        event.visibility = busy ? Visibility::busy : Visibility::everyone;
        changes.push_back(Put<Event>{std::make_shared<const Event>(std::move(event))});
        ++number;
    }
    PutRecords put;
    put.changes = std::move(changes);
    put.caller = Caller::program();
    REQUIRE(fixture.service().submit_and_wait(std::move(put)));
}

void put_event(ServiceFixture& fixture, Event event) {
    PutRecords put;
    put.changes = {Put<Event>{std::make_shared<const Event>(std::move(event))}};
    put.caller = Caller::program();
    REQUIRE(fixture.service().submit_and_wait(std::move(put)));
}

// The event that is asked about: not yet published, its contact not confirmed.
void put_own(ServiceFixture& fixture, const std::string& title) {
    Event own = alike(title, 10);
    own.id = EventId("own");
    own.uid = "own@test";
    own.state = State::submitted;
    put_event(fixture, std::move(own));
}

Judgement asked(ServiceFixture& fixture, const Caller& caller) {
    const auto world = fixture.service().snapshot();
    return judge(*world, *world->event(EventId("own")), caller, fixture.now());
}

// Everything that an answer says of its findings.
std::string all_said(const Judgement& judgement) {
    std::string text;
    for (const Judged& it : judgement.findings) {
        std::vector<Shown> sides = it.others;
        sides.push_back(it.other);
        for (const Shown& side : sides)
            for (const auto& [language, title] : side.title) text += title + "\n";
        for (const auto& [language, sentence] : sentences(
                 {it.finding, it.other, it.others}, test::test_ground(), words::our_messages()))
            text += sentence + "\n";
    }
    return text;
}

std::set<Kind> kinds_of(const Judgement& judgement) {
    std::set<Kind> kinds;
    for (const Judged& it : judgement.findings) kinds.insert(it.finding.kind);
    return kinds;
}

std::int64_t counted(const Judgement& judgement) {
    std::int64_t all = 0;
    for (const auto& severity : judgement.counts)
        for (const std::int64_t each : severity) all += each;
    return all;
}

TEST_SUITE("service.privacy") {
    TEST_CASE("no kind of conflict tells a hidden title and none that would is counted") {
        for (const Hidden hidden : {Hidden::provisional, Hidden::busy}) {
            ServiceFixture fixture;
            put_records(fixture);
            put_secrets(fixture, hidden);
            put_own(fixture, std::string(secret_title) + " meillä");
            const auto ask = [&](const Caller& caller) { return asked(fixture, caller); };
            const Judgement staff = ask(Caller::program());
            const std::set<Kind> all = kinds_of(staff);
            for (const Kind kind :
                 {Kind::venue_overlap, Kind::person_overlap, Kind::resource_shortage,
                  Kind::organiser_overlap, Kind::audience_overlap, Kind::possible_duplicate,
                  Kind::busy_time, Kind::format_saturation})
                CHECK_MESSAGE(all.contains(kind), name_of(kind));
            CHECK(all_said(staff).find(secret_title) != std::string::npos);

            for (const Caller& caller : {Caller::anonymous(), Caller::submitter(EventId("own"))}) {
                const Judgement told = ask(caller);
                INFO(all_said(told));
                CHECK(all_said(told).find(secret_title) == std::string::npos);
                const std::set<Kind> kinds = kinds_of(told);
                CHECK(kinds.contains(Kind::venue_overlap));
                CHECK(kinds.contains(Kind::resource_shortage));
                for (const Kind kind :
                     {Kind::person_overlap, Kind::organiser_overlap, Kind::possible_duplicate})
                    CHECK_MESSAGE(!kinds.contains(kind), name_of(kind));
                CHECK(kinds.contains(Kind::audience_overlap) == (hidden != Hidden::busy));
                CHECK(counted(told) == static_cast<std::int64_t>(told.findings.size()));
                for (const Judged& it : told.findings) {
                    CHECK(it.others.size() == it.finding.others.size());
                    for (const Shown& other : it.others) CHECK(other.event.empty());
                    if (!it.finding.fact) CHECK_FALSE(it.finding.factors.contains("format"));
                }
            }
        }
    }

    TEST_CASE("staff elsewhere read a provisional title and no busy one") {
        for (const Hidden hidden : {Hidden::provisional, Hidden::busy}) {
            ServiceFixture fixture;
            put_records(fixture);
            put_secrets(fixture, hidden);
            const Caller elsewhere = fixture.staff("elsewhere", "Sotkamo");
            put_own(fixture, "Myyjäiset");
            const Judgement told = asked(fixture, elsewhere);
            CHECK(kinds_of(told).contains(Kind::person_overlap));
            const bool reads = all_said(told).find(secret_title) != std::string::npos;
            CHECK(reads == (hidden == Hidden::provisional));
        }
    }

    TEST_CASE("a list of stored conflicts has no fact for an event and no busy title") {
        ServiceFixture fixture;
        put_records(fixture);
        put_secrets(fixture, Hidden::busy);
        Event crowded = alike("Juhla", 10);
        crowded.municipality = MunicipalityCode("765");  // another's staff see this side only
        crowded.id = EventId("own");
        crowded.uid = "own@test";
        crowded.state = State::published;
        crowded.verified = true;
        put_event(fixture, crowded);
        const Caller sotkamo = fixture.staff("sotkamo", "Sotkamo");
        const auto stored = stored_conflicts(*fixture.service().snapshot(), sotkamo, {});
        REQUIRE_FALSE(stored.empty());
        for (const StoredConflict& it : stored) {
            CHECK(it.finding.other.empty() == it.finding.fact.has_value());
            for (const auto& [language, title] : it.mine.title) CHECK(title != secret_title);
            for (const auto& [language, title] : it.other.title) CHECK(title != secret_title);
            CHECK(it.finding.kind != Kind::audience_overlap);
        }
        // Nor what is remembered of one that is no longer found.
        SaidOfConflict said;
        said.mine = crowded.id;
        said.other = EventId("s0");
        said.id = ConflictId("taken");
        said.kind = Kind::venue_related;
        SaidOfConflict telling = said;
        telling.id = ConflictId("telling");
        telling.kind = Kind::audience_overlap;
        std::set<ConflictId> resolved;
        for (const StoredConflict& it :
             conflicts_of_any_state(*fixture.service().snapshot(), sotkamo, by_id({said, telling})))
            if (it.standing.state == ConflictState::resolved) resolved.insert(it.standing.id);
        CHECK(resolved == std::set<ConflictId>{said.id});
    }
}

}  // namespace
}  // namespace sopu::service
