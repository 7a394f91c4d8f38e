// What the digest of conflicts says, to whom, and what it keeps to itself.
#include <doctest/doctest.h>

#include "server/outbound/limits.h"
#include "tests/outbound/mail_server.h"
#include "tests/outbound/outbox.h"

namespace sopu::outbound {
namespace {

using test::Outbox;
using test::soon;

Event with_address(const std::string& title, int hour, const std::string& email) {
    Event event = test::draft(title, hour);
    event.organiser.email = email;
    return event;
}

void add_coordinator(Outbox& outbox, const std::string& language) {
    store::Account account;
    account.id = UserId("maija");
    account.roles = {"coordinator"};
    account.area = "Suomussalmi";
    account.email = "maija@example.org";
    account.language = language;
    REQUIRE(outbox.world().service().submit_and_wait(
        service::PutRecords{{}, {account}, "koe", service::Caller::program()}));
}

// The body of the letter of that id, or "" if there is none to send.
std::string body(Outbox& outbox, const std::string& id) {
    for (const store::Letter& it : outbox.waiting())
        if (it.id == id)
            if (const auto mail = outbox.mail_of(it)) return mail->body;
    return {};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST_SUITE("outbound.digest.threads") {
    TEST_CASE("one sentence a finding - with the link to the own event and through whom to talk") {
        Outbox outbox;
        const EventId one =
            outbox.world().published(with_address("Myyjäiset", 10, "a@example.org"));
        Event open = with_address("Konsertti", 11, "b@example.org");
        open.organiser.is_public = true;
        open.organiser.phone = "08 123";
        const EventId two = outbox.world().published(open);
        const std::string first = body(outbox, "conflicts." + one.text());
        INFO(first);
        CHECK(has(first, "Samaan aikaan samassa tilassa: Konsertti (Sali), la 24.10.2026"));
        CHECK(has(first, "Järjestäjä: Kyläyhdistys, 08 123, b@example.org"));
        CHECK_FALSE(has(first, "neuvonta"));
        CHECK(has(first, "https://sopu.example/receipt/" + one.text()));
        CHECK_FALSE(has(first, "["));
        const std::string second = body(outbox, "conflicts." + two.text());
        INFO(second);
        CHECK(has(second, "Myyjäiset"));
        CHECK(has(second, "kunnan kautta: neuvonta 08 000"));
        CHECK_FALSE(has(second, "a@example.org"));
    }

    TEST_CASE(
        "the coordinator's is in their language, worst first, and has no more than the limit") {
        Outbox outbox;
        add_coordinator(outbox, "sv");
        outbox.world().published(with_address("Myyjäiset", 10, ""));
        Event hold = with_address("Varattu", 11, "");
        hold.claim = Claim::hold;
        hold.hold_until = outbox.world().base().now() + std::chrono::hours(500);
        outbox.world().published(hold);
        outbox.world().published(with_address("Konsertti", 10, ""));
        const std::string text = body(outbox, "digest.maija");
        INFO(text);
        CHECK(has(text, "3 nya saker"));
        CHECK(has(text, "Samtidigt i samma lokal"));
        CHECK(text.find("Konsertti") < text.find("Varattu"));
        CHECK(has(text, "https://sopu.example/conflicts/sv"));
        CHECK_FALSE(has(text, "["));
        for (std::size_t i = 0; i < 10; ++i)
            outbox.world().published(with_address("Rinnalla " + std::to_string(i), 10, ""));
        const std::string many = body(outbox, "digest.maija");
        std::size_t lines = 0;
        for (std::size_t at = many.find("\n- "); at != std::string::npos;
             at = many.find("\n- ", at + 1))
            ++lines;
        INFO(many);
        CHECK(lines == limits::digest_findings_max);
        // 13 in one space are 78 pairs; that the day is busy may be said besides.
        const std::size_t all = std::stoul(many.substr(many.find("finns ") + 6));
        CHECK(all >= 78);
        CHECK(has(many, "Dessutom " + std::to_string(all - lines) + " till."));
    }

    TEST_CASE("an unpublished neighbour is an entry without a title - a busy one is taken") {
        for (const Visibility visibility : {Visibility::everyone, Visibility::busy}) {
            Outbox outbox;
            const EventId one =
                outbox.world().published(with_address("Myyjäiset", 10, "a@example.org"));
            Event secret = with_address("Salaisuus", 11, "b@example.org");
            secret.organiser.is_public = true;
            secret.people = {"puhuja-1"};
            secret.visibility = visibility;
            const auto done = outbox.world().service().submit_and_wait(
                service::Submit{secret, service::Caller::program()});  // verified, not published
            REQUIRE(done);
            const std::string text = body(outbox, "conflicts." + one.text());
            INFO(text);
            CHECK(has(text, visibility == Visibility::busy ? "varattu" : "alustava merkintä"));
            for (const char* hidden : {"Salaisuus", "puhuja", "b@example.org", "Kyläyhdistys"})
                CHECK_FALSE(has(text, hidden));
        }
    }

    TEST_CASE("what is accepted before the morning or gone is not in it") {
        Outbox outbox;
        add_coordinator(outbox, "fi");
        const EventId one = outbox.world().published(with_address("A", 10, "a@example.org"));
        const EventId two = outbox.world().published(with_address("B", 11, ""));
        REQUIRE(has(body(outbox, "digest.maija"), "yksi asia"));
        const auto world = outbox.world().world();
        const auto found = detect(*world, *world->event(one), Weakening::either_side).front();
        const auto say = [&](service::ConflictState state, std::uint32_t seen) {
            return outbox.world().service().submit_and_wait(
                service::SayOfConflict{service::conflict_id(found), one, state, "sovittu", seen,
                                       service::Caller::program()});
        };
        const auto seen = service::standing_of(found, nullptr, *world).revision;
        REQUIRE(say(service::ConflictState::acknowledged, seen));
        CHECK(body(outbox, "digest.maija").empty());  // staff have seen it
        CHECK_FALSE(body(outbox, "conflicts." + one.text()).empty());
        REQUIRE(say(service::ConflictState::accepted, seen + 1));
        CHECK(body(outbox, "conflicts." + one.text()).empty());
        outbox.world().put({Erase<Event>{two}});
        CHECK(body(outbox, "conflicts." + one.text()).empty());
    }

    TEST_CASE("in the morning it is sent - through a real server - and never again") {
        const test::MailServer server;
        Outbox outbox;
        add_coordinator(outbox, "fi");
        outbox.world().published(with_address("A", 10, "a@example.org"));
        const EventId two = outbox.world().published(with_address("B", 11, ""));
        const auto worker = outbox.worker(smtp_sender(server.url()));
        CHECK(outbox.waiting().size() == 2);
        outbox.later(std::chrono::hours(24));
        CHECK(soon([&] { return outbox.waiting().empty(); }));
        REQUIRE(server.letters().size() == 2);
        CHECK(outbox.log() == "");
        service::Edit edit;
        edit.id = two;
        edit.draft = *outbox.world().world()->event(two)->event;
        edit.draft.description = {{"fi", "Tervetuloa"}};
        edit.if_match = edit.draft.revision;
        edit.caller = service::Caller::program();
        REQUIRE(outbox.world().service().submit_and_wait(edit));
        CHECK(outbox.waiting().empty());
    }

    TEST_CASE("whoever waited is told that the space is free and not who had it") {
        Outbox outbox;
        const EventId first = outbox.world().published(with_address("Salaisuus", 10, ""));
        Event hold = with_address("Kerho", 11, "h@example.org");
        hold.title = {{"en", "Club"}};
        hold.claim = Claim::hold;
        hold.hold_until = outbox.world().base().now() + std::chrono::hours(500);
        outbox.later(std::chrono::seconds(1));
        const EventId waits = outbox.world().submitted(hold);
        outbox.world().put({Erase<Event>{first}});
        const std::string text = body(outbox, "freed." + waits.text() + "." + first.text());
        INFO(text);
        CHECK(has(text, "You are first in line now."));
        CHECK(has(text, "https://sopu.example/en/receipt/" + waits.text()));
        CHECK_FALSE(has(text, "Salaisuus"));
    }
}

}  // namespace
}  // namespace sopu::outbound
