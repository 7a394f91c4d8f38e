// Every kind of conflict against everybody who may ask: who is told of it where the other side is
// hidden, and that what is told says nothing of that side but that it is there (CONFLICTS
// "Privacy"). A new kind fails here until somebody has decided.
#include <array>
#include <map>
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

enum class Asks { anonymous, submitter, verified_submitter, staff_elsewhere, staff };
constexpr std::array everybody{Asks::anonymous, Asks::submitter, Asks::verified_submitter,
                               Asks::staff_elsewhere, Asks::staff};

struct Row {
    // Who is told of it where the other side is not published, and where it is busy-only.
    std::set<Asks> provisional;
    std::set<Asks> busy;
};

const std::set<Asks> all(everybody.begin(), everybody.end());
const std::set<Asks> only_staff{Asks::staff_elsewhere, Asks::staff};
const std::set<Asks> own_staff{Asks::staff};
const std::set<Asks> of_people{Asks::verified_submitter, Asks::staff_elsewhere, Asks::staff};

const std::map<Kind, Row> table{
    {Kind::venue_overlap, {all, all}},
    {Kind::venue_related, {all, all}},
    {Kind::buffer_overlap, {all, all}},
    {Kind::regular_slot, {all, all}},
    {Kind::venue_closed, {all, all}},
    {Kind::capacity_exceeded, {all, all}},
    {Kind::resource_shortage, {all, all}},
    {Kind::person_overlap, {of_people, of_people}},
    {Kind::organiser_overlap, {only_staff, own_staff}},
    {Kind::audience_overlap, {all, own_staff}},
    {Kind::busy_time, {all, all}},
    {Kind::format_saturation, {all, all}},
    {Kind::observance, {all, all}},
    {Kind::lead_time, {all, all}},
    {Kind::series_self_overlap, {all, all}},
    {Kind::doubtful_time, {all, all}},
    {Kind::possible_duplicate, {only_staff, own_staff}},
    {Kind::opportunity, {all, own_staff}},
};

// Kinds that are with a fact, of which the others are a list.
bool is_with_fact(Kind kind) {
    static const std::set<Kind> kinds{Kind::venue_closed,      Kind::capacity_exceeded,
                                      Kind::resource_shortage, Kind::busy_time,
                                      Kind::format_saturation, Kind::observance,
                                      Kind::lead_time,         Kind::doubtful_time};
    return kinds.contains(kind);
}

constexpr std::array secrets{"Salaisuus", "puhuja-1", "Piiloseura", "piiloseura",
                             "bazaar",    "Basaari",  "myyjäiset",  "salaa@example.org"};

struct World {
    ServiceFixture fixture;

    World(Hidden hidden, bool verified) {
        Event own = draft("Omamme", 10);
        own.id = EventId("own");
        own.uid = "own@test";
        own.state = State::submitted;
        own.verified = verified;
        Event secret = draft("Salaisuus", 10);
        secret.id = EventId("secret");
        secret.uid = "secret@test";
        secret.organiser = {"Piiloseura", "salaa@example.org", "", true};
        secret.organisation = OrganisationId("piiloseura");
        secret.people = {"puhuja-1"};
        secret.format = "bazaar";
        secret.verified = true;
        secret.state = hidden == Hidden::busy ? State::published : State::submitted;
        secret.visibility = hidden == Hidden::busy ? Visibility::busy : Visibility::everyone;
        PutRecords put;
        put.caller = Caller::program();
        for (Event* it : {&own, &secret})
            put.changes.push_back(Put<Event>{std::make_shared<const Event>(std::move(*it))});
        REQUIRE(fixture.service().submit_and_wait(std::move(put)));
    }

    Caller caller(Asks asks) {
        switch (asks) {
            case Asks::anonymous:
                return Caller::anonymous();
            case Asks::submitter:
            case Asks::verified_submitter:
                return Caller::submitter(EventId("own"));
            case Asks::staff_elsewhere:
                return fixture.staff("elsewhere", "Kajaani");
            case Asks::staff:
                return fixture.staff("here", "Suomussalmi");
        }
        return {};
    }

    Finding finding(Kind kind) {
        const auto world = fixture.service().snapshot();
        Finding finding;
        finding.kind = kind;
        finding.severity = Severity::warning;
        finding.mine = EventId("own");
        const Interval time = world->event(EventId("own"))->times.extent();
        finding.clashes.push_back({{{}, time}, {{}, time}, time});
        finding.occurrence_count = 1;
        finding.factors = {{"person", std::string("puhuja-1")},
                           {"format", std::string("bazaar")},
                           {"minutes", std::int64_t{120}}};
        if (!is_with_fact(kind)) {
            finding.other = EventId("secret");
            return finding;
        }
        finding.fact = Fact{FactType::load, "x", {{"fi", "asia"}}};
        finding.others = {EventId("secret")};
        // Of what is asked about itself: its own format.
        finding.factors.erase("format");
        return finding;
    }
};

// All that an answer says of the other side: sentences, titles, organisations, factors.
std::string said(const Judged& judged) {
    std::string text;
    for (const auto& [language, sentence] : sentences({judged.finding, judged.other, judged.others},
                                                      test::test_ground(), words::our_messages()))
        text += sentence + "\n";
    std::vector<Shown> sides = judged.others;
    sides.push_back(judged.other);
    for (const Shown& side : sides) {
        for (const auto& [language, title] : side.title) text += title + "\n";
        if (side.organisation) text += side.organisation->text() + "\n";
    }
    for (const auto& [name, factor] : judged.finding.factors)
        if (const auto* value = std::get_if<std::string>(&factor))
            if (name != "person") text += *value + "\n";
    return text;
}

bool is_hidden(Asks asks, Hidden hidden) {
    if (asks == Asks::staff) return false;
    return asks != Asks::staff_elsewhere || hidden == Hidden::busy;
}

TEST_SUITE("service.privacy") {
    TEST_CASE("every kind against everybody who asks: who is told and that nothing hidden is") {
        for (std::size_t i = 0; i < EnumNames<Kind>::names.size(); ++i) {
            const Kind kind = static_cast<Kind>(i);
            REQUIRE_MESSAGE(table.contains(kind), name_of(kind));
            for (const Hidden hidden : {Hidden::provisional, Hidden::busy})
                for (const Asks asks : everybody) {
                    World world(hidden, asks == Asks::verified_submitter);
                    const Caller caller = world.caller(asks);
                    const auto snapshot = world.fixture.service().snapshot();
                    const Finding finding = world.finding(kind);
                    INFO(name_of(kind), " ", static_cast<int>(hidden), " ", static_cast<int>(asks));
                    const Row& row = table.at(kind);
                    const auto& told = hidden == Hidden::busy ? row.busy : row.provisional;
                    const bool may = may_tell(caller, finding, EventId("own"), *snapshot);
                    CHECK(may == told.contains(asks));
                    if (!may || !is_hidden(asks, hidden)) continue;
                    const StoredConflict shown =
                        shown_conflict(finding, nullptr, *snapshot, caller);
                    const std::string text = said({shown.finding, shown.other, shown.others});
                    for (const std::string_view secret : secrets)
                        CHECK_MESSAGE(text.find(secret) == std::string::npos, text);
                    for (const Shown& other : shown.others) CHECK(other.event.empty());
                }
        }
    }
}

}  // namespace
}  // namespace sopu::service
