// Who is told of what a change has done, and of what nobody is (CONFLICTS "A conflict as an
// object"): what waits in the outbox and under it after each door.
#include <algorithm>
#include <future>
#include <set>

#include <doctest/doctest.h>

#include "server/service/notices.h"
#include "tests/support/random_world.h"
#include "tests/support/service_fixture.h"

namespace sopu::service {
namespace {

using test::draft;
using test::ServiceFixture;

// A calendar, its outbox and what waits to be told.
class Told {
  public:
    EventId submitted(const std::string& title, int hour, const std::string& email,
                      const std::function<void(Event&)>& change = {}) {
        Event event = with_address(title, hour, email);
        if (change) change(event);
        later();
        return fixture_.submitted(std::move(event)).event->id;
    }
    EventId published(const std::string& title, int hour, const std::string& email,
                      const std::function<void(Event&)>& change = {}) {
        const EventId id = submitted(title, hour, email, change);
        act(id, Action::publish);
        return id;
    }
    void act(const EventId& id, Action action) {
        later();
        REQUIRE(fixture_.service().submit_and_wait(Act{id, action, true, "", Caller::program()}));
    }
    void edit(const EventId& id, const std::function<void(Event&)>& change) {
        later();
        Edit edit;
        edit.id = id;
        edit.draft = *fixture_.service().snapshot()->event(id)->event;
        edit.if_match = edit.draft.revision;
        edit.override_blocking = true;
        edit.reason = "koe";
        edit.caller = Caller::program();
        change(edit.draft);
        REQUIRE(fixture_.service().submit_and_wait(std::move(edit)));
    }
    void coordinator(const std::string& name, const std::string& area, const std::string& email) {
        store::Account account;
        account.id = UserId(name);
        account.roles = {"coordinator"};
        account.area = area;
        account.email = email;
        account.language = "sv";
        put({}, {account});
    }
    void put(std::vector<Change> changes, std::vector<store::Account> accounts = {}) {
        later();
        REQUIRE(fixture_.service().submit_and_wait(
            PutRecords{std::move(changes), std::move(accounts), "koe", Caller::program()}));
    }
    void tick() { REQUIRE(fixture_.service().submit_and_wait(TickNow{})); }

    // The letters that wait but for receipts, and what each has to tell.
    std::set<std::string> letters() {
        std::set<std::string> ids;
        for (const store::Letter& it : outbox()) ids.insert(it.id);
        return ids;
    }
    std::vector<store::Letter> outbox() {
        std::promise<std::vector<store::Letter>> answer;
        fixture_.service().letters(1'000,
                                   [&](Service::Letters letters) { answer.set_value(*letters); });
        return answer.get_future().get();
    }
    std::vector<store::Notice> waiting(const std::string& letter) {
        std::promise<std::vector<store::Notice>> answer;
        fixture_.service().notices(letter,
                                   [&](Service::Notices notices) { answer.set_value(*notices); });
        std::vector<store::Notice> all = answer.get_future().get();
        std::erase_if(all, [](const store::Notice& it) { return it.told; });
        return all;
    }
    // As the worker does when everything has been sent.
    void send_all() {
        KeepLetters kept;
        for (const store::Letter& it : outbox()) {
            kept.done.push_back(it.id);
            for (store::Notice& notice : waiting(it.id)) kept.told.push_back(std::move(notice));
        }
        REQUIRE(fixture_.service().submit_and_wait(std::move(kept)));
        REQUIRE(letters().empty());
    }
    void say(const EventId& event, ConflictState state) {
        const auto world = fixture_.service().snapshot();
        for (const Finding& it : detect(*world, *world->event(event), Weakening::either_side)) {
            if (it.severity > Severity::warning) continue;
            const auto said = fixture_.service().said_of_conflicts();
            const ConflictId id = conflict_id(it);
            const auto seen = standing_of(it, said_of(*said, id), *world).revision;
            REQUIRE(fixture_.service().submit_and_wait(
                SayOfConflict{id, event, state, "sovittu", seen, Caller::program()}));
        }
    }
    ServiceFixture& fixture() { return fixture_; }

  private:
    static Event with_address(const std::string& title, int hour, const std::string& email) {
        Event event = draft(title, hour);
        event.organiser.email = email;
        return event;
    }
    void later() { fixture_.set_now(fixture_.now() + seconds{1}); }

    ServiceFixture fixture_;
};

std::string to(const EventId& id) {
    return digest_id(id);
}

void to_hour(Event& event, int hour) {
    Timed& when = std::get<Timed>(event.when);
    const auto length = *when.end - when.start;
    when.start = date::floor<date::days>(when.start) + std::chrono::hours(hour);
    when.end = when.start + length;
}

constexpr auto ahead_on_hold = [](Event& event) {
    event.claim = Claim::hold;
    event.hold_until = Instant{date::sys_days(date::year{2026} / 10 / 2)};
};
constexpr auto on_hold = [](Event& event) {
    event.claim = Claim::hold;
    event.hold_until = Instant{date::sys_days(date::year{2026} / 10 / 20)};
};

TEST_SUITE("service.notices") {
    TEST_CASE(
        "both organisers and the coordinators of the place are told - once, the next morning") {
        Told told;
        told.coordinator("maija", "Suomussalmi", "maija@example.org");
        told.coordinator("kaisa", "Kajaani", "kaisa@example.org");
        told.coordinator("ilman", "Suomussalmi", "");
        const EventId one = told.published("A", 10, "a@example.org");
        CHECK(told.letters().empty());
        const EventId two = told.published("B", 11, "b@example.org");
        CHECK(told.letters() == std::set<std::string>{to(one), to(two), "digest.maija"});
        for (const store::Letter& it : told.outbox()) {
            CHECK(it.due == Instant{date::sys_days(date::year{2026} / 10 / 2)} +
                                std::chrono::hours(4));  // 7:00 in Helsinki
            CHECK(it.language == (it.account.empty() ? "fi" : "sv"));
            REQUIRE(told.waiting(it.id).size() >= 1);
            CHECK(told.waiting(it.id).front().severity == Severity::blocking);
        }
        told.send_all();
        told.edit(two, [](Event& event) { event.description = {{"fi", "Tervetuloa"}}; });
        told.edit(two, [](Event& event) { to_hour(event, 9); });
        CHECK(told.letters().empty());
    }

    TEST_CASE("what vanishes before the morning is not told - what comes back later is told anew") {
        Told told;
        const EventId one = told.published("A", 10, "a@example.org");
        const EventId two = told.published("B", 11, "");
        REQUIRE(told.waiting(to(one)).size() == 1);
        told.edit(two, [](Event& event) { to_hour(event, 18); });
        CHECK(told.waiting(to(one)).empty());
        told.edit(two, [](Event& event) { to_hour(event, 11); });
        told.send_all();
        told.act(two, Action::cancel);
        told.send_all();
        const EventId three = told.published("C", 11, "");
        CHECK(told.letters() == std::set<std::string>{to(one)});
        told.put({Erase<Event>{three}});
        CHECK(told.waiting(to(one)).empty());
    }

    TEST_CASE("worse is told again - better is not") {
        Told told;
        const EventId one = told.published("A", 10, "a@example.org");
        const EventId two = told.published("B", 11, "", on_hold);
        REQUIRE(told.waiting(to(one)).size() == 1);
        CHECK(told.waiting(to(one)).front().severity == Severity::warning);
        told.send_all();
        told.act(two, Action::confirm);
        REQUIRE(told.waiting(to(one)).size() == 1);
        CHECK(told.waiting(to(one)).front().severity == Severity::blocking);
        told.send_all();
        told.edit(two, on_hold);
        CHECK(told.letters().empty());
    }

    TEST_CASE("nobody is told before the later one is verified nor at an address that is not") {
        Told told;
        const EventId one = told.published("A", 10, "a@example.org");
        const EventId stranger = told.submitted("B", 11, "b@example.org");
        CHECK(told.letters().empty());
        told.act(stranger, Action::publish);
        CHECK(told.letters() == std::set<std::string>{to(one), to(stranger)});
        Told other;
        const EventId early = other.submitted("A", 10, "a@example.org");
        const EventId late = other.published("B", 11, "b@example.org");
        CHECK(other.letters() == std::set<std::string>{to(late)});
        other.act(early, Action::publish);
        CHECK(other.letters().contains(to(early)));
    }

    TEST_CASE("possible, past, notices and drafts out of it are told nobody") {
        Told told;
        told.published("A", 10, "a@example.org");
        const EventId vague = told.published("B", 11, "b@example.org", [](Event& event) {
            event.when = Vague{date::local_days(date::year{2026} / 10 / 24),
                               date::local_days(date::year{2026} / 10 / 24),
                               Precision::day,
                               {},
                               {}};
        });
        CHECK(told.letters().empty());
        told.edit(vague, [](Event& event) { event.when = draft("B", 18).when; });
        CHECK(told.letters().empty());
        const auto past = [](Event& event) {
            event.when = Timed{date::local_days(date::year{2026} / 9 / 1) + std::chrono::hours(10),
                               date::local_days(date::year{2026} / 9 / 1) + std::chrono::hours(12),
                               "Europe/Helsinki"};
        };
        told.published("C", 10, "c@example.org", past);
        told.published("D", 10, "d@example.org", past);
        CHECK(told.letters().empty());
    }

    TEST_CASE("what has been accepted is told again only when it opens again") {
        Told told;
        told.coordinator("maija", "Suomussalmi", "maija@example.org");
        const EventId one = told.published("A", 10, "a@example.org");
        const EventId two = told.published("B", 11, "b@example.org");
        told.send_all();
        told.say(one, ConflictState::accepted);
        CHECK(told.letters().empty());
        told.edit(two, [](Event& event) { to_hour(event, 9); });  // the acceptance lapses
        CHECK(told.letters() == std::set<std::string>{to(one), to(two), "digest.maija"});
    }

    TEST_CASE("a closure, a smaller stock and a deadline that comes near are told as well") {
        Told told;
        Venue hall;
        hall.id = VenueId("halli");
        hall.name = {{"fi", "Halli"}};
        hall.municipality = MunicipalityCode("777");
        Venue section = hall;
        section.id = VenueId("lohko");
        section.part_of = hall.id;
        Resource tent;
        tent.id = ResourceId("teltta");
        tent.stock = 2;
        told.put({Put<Venue>{std::make_shared<const Venue>(hall)},
                  Put<Venue>{std::make_shared<const Venue>(section)},
                  Put<Resource>{std::make_shared<const Resource>(tent)}});
        const EventId one = told.published("A", 10, "a@example.org", [](Event& event) {
            event.venue = VenueId("lohko");
            event.venue_text.clear();
            event.resources = {{"teltta", 2}};
        });
        CHECK(told.letters().empty());
        Closure closure;
        closure.id = ClosureId("remontti");
        closure.venue = hall.id;
        closure.when = AllDay{date::local_days(date::year{2026} / 10 / 20),
                              date::local_days(date::year{2026} / 10 / 30)};
        told.put({Put<Closure>{std::make_shared<const Closure>(closure)}});
        CHECK(told.waiting(to(one)).size() == 1);
        tent.stock = 1;
        told.put({Put<Resource>{std::make_shared<const Resource>(tent)}});
        CHECK(told.waiting(to(one)).size() == 2);
        told.put({Erase<Closure>{closure.id}});
        CHECK(told.waiting(to(one)).size() == 1);
        const EventId fire = told.published("B", 18, "b@example.org",
                                            [](Event& event) { event.conditions = {"fire"}; });
        CHECK_FALSE(told.letters().contains(to(fire)));
        told.fixture().set_now(Instant{date::sys_days(date::year{2026} / 10 / 5)});
        told.tick();
        CHECK(told.waiting(to(fire)).size() == 1);
    }

    TEST_CASE("an import tells as the form does - and what is over is forgotten") {
        Told told;
        const EventId one = told.published("A", 10, "a@example.org");
        Event file = draft("Tiedostosta", 11);
        file.uid = "x@file";
        REQUIRE(told.fixture().service().submit_and_wait(Import{{file}, Caller::program(), false}));
        CHECK(told.waiting(to(one)).size() == 1);
        told.fixture().set_now(Instant{date::sys_days(date::year{2026} / 10 / 25)});
        told.tick();
        CHECK(told.waiting(to(one)).empty());
    }

    TEST_CASE("nobody is told what they may not know: a busy neighbour invites the same people") {
        Told told;
        const auto bazaar = [](Event& event) {
            event.format = "bazaar";
            event.audiences = {"children"};
            event.position = Position{64.89, 28.9};
        };
        const EventId open = told.published("A", 10, "a@example.org", bazaar);
        const EventId busy = told.published("Salaisuus", 10, "b@example.org", [&](Event& event) {
            bazaar(event);
            event.venue_text = "Muualla";
            event.visibility = Visibility::busy;
        });
        CHECK(told.letters() == std::set<std::string>{to(busy)});
        CHECK(told.waiting(to(open)).empty());
    }

    TEST_CASE("scenario 4: a hold that runs out tells who is next in line and nobody else") {
        Told told;
        const EventId first = told.submitted("Ensin", 10, "1@example.org", ahead_on_hold);
        const EventId second = told.submitted("", 10, "2@example.org", on_hold);
        const EventId third = told.submitted("Kolmas", 11, "3@example.org", on_hold);
        CHECK(told.letters().empty());
        told.fixture().set_now(Instant{date::sys_days(date::year{2026} / 10 / 2)});
        told.tick();
        REQUIRE(told.letters() ==
                std::set<std::string>{"freed." + second.text() + "." + first.text()});
        CHECK(told.outbox().front().due == told.fixture().now());
        told.send_all();
        told.act(second, Action::release);
        CHECK(told.letters() ==
              std::set<std::string>{"freed." + third.text() + "." + second.text()});
    }

    TEST_CASE(
        "scenario 8: a cancelled event tells the hold that waits and one that stays does not") {
        Told told;
        const EventId firm = told.published("Juhla", 10, "");
        const EventId hold = told.submitted("Odottaa", 11, "h@example.org", on_hold);
        told.edit(firm, [](Event& event) { event.title = {{"fi", "Juhlat"}}; });
        CHECK(told.letters().empty());
        told.edit(firm, [](Event& event) { to_hour(event, 12); });  // still at once
        CHECK(told.letters().empty());
        told.act(firm, Action::cancel);
        CHECK(told.letters() == std::set<std::string>{"freed." + hold.text() + "." + firm.text()});
    }

    TEST_CASE("the letter's language is the title's, else the event's, else Finnish") {
        Event event = draft("A", 10);
        event.title = {{"sv", "A"}};
        CHECK(letter_language(event) == "sv");
        event.title = {{"fi", "A"}, {"sv", "A"}};
        event.languages = {"se", "en"};
        CHECK(letter_language(event) == "en");
        event.languages = {"se"};
        CHECK(letter_language(event) == "fi");
    }

    TEST_CASE("the next digest is this morning's or tomorrow's, by the clock at home") {
        const Zone& home = test::test_ground().zones.home();
        const auto at = [](int day, int hour) {
            return Instant{date::sys_days(date::year{2026} / 10 / day)} + std::chrono::hours(hour);
        };
        CHECK(next_digest(at(1, 3), minutes{420}, home) == at(1, 4));
        CHECK(next_digest(at(1, 4), minutes{420}, home) == at(2, 4));
        CHECK(next_digest(at(24, 12), minutes{420}, home) == at(25, 5));  // clocks go back
        CHECK(next_digest(at(1, 3), std::nullopt, home) == at(1, 3));
    }
}

}  // namespace
}  // namespace sopu::service
