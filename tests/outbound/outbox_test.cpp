// The outbox: what is promised to be sent is sent, again and again, and leaves the outbox only
// then.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "server/outbound/limits.h"
#include "tests/outbound/mail_server.h"
#include "tests/outbound/outbox.h"

namespace sopu::outbound {
namespace {

using namespace std::chrono_literals;
using test::Outbox;
using test::soon;

TEST_SUITE("outbound.outbox.threads") {
    TEST_CASE("waits double up to a bound") {
        CHECK(wait_after(1) == limits::first_wait);
        CHECK(wait_after(2) == 2 * limits::first_wait);
        CHECK(wait_after(limits::letter_tries_max) == limits::longest_wait);
        CHECK(wait_after(1'000) == limits::longest_wait);
    }

    TEST_CASE("the letter has link and code and who lets the room - in the form's language") {
        Outbox outbox;
        const EventId id = outbox.submitted("martat@example.org", "sv");
        const auto letters = outbox.waiting();
        REQUIRE(letters.size() == 1);
        const auto mail = outbox.mail_of(letters[0]);
        REQUIRE(mail.has_value());
        CHECK(mail->to == "martat@example.org");
        CHECK(mail->subject == "Antecknat preliminärt: Kevätmyyjäiset");
        const Event& event = *outbox.world().world()->event(id)->event;
        const auto& secrets = outbox.world().service().secrets();
        for (const std::string& part :
             {"https://sopu.example/sv/receipt/" + id.text() + "?token=", secrets.edit_token(event),
              secrets.edit_code(event), std::string("Kunta"), std::string("24.10")})
            CHECK_MESSAGE(mail->body.find(part) != std::string::npos, part);
        CHECK(mail->body.find('[') == std::string::npos);
    }

    TEST_CASE("no address or no wish is no letter") {
        Outbox outbox;
        outbox.submitted("", "fi");
        outbox.submitted("martat@example.org", "");
        CHECK(outbox.waiting().empty());
    }

    TEST_CASE("sent once and gone - through a real server") {
        const test::MailServer server;
        Outbox outbox;
        outbox.submitted("martat@example.org", "fi");
        const auto worker = outbox.worker(smtp_sender(server.url()));
        CHECK(soon([&] { return outbox.waiting().empty(); }));
        REQUIRE(server.letters().size() == 1);
        CHECK(server.letters()[0].at("to").as_array().at(0) == "martat@example.org");
        CHECK(outbox.log() == "");
    }

    TEST_CASE("a failure waits and is tried again - the log has no address") {
        Outbox outbox;
        outbox.submitted("martat@example.org", "fi");
        std::atomic<int> tries = 0;
        const auto worker = outbox.worker([&tries](const Mail&) -> Result<void> {
            if (++tries < 3) return fail(Code::unavailable, "", "unavailable", "not now");
            return {};
        });
        CHECK(soon([&] { return tries == 1 && outbox.log().find("try 1") != std::string::npos; }));
        std::this_thread::sleep_for(30ms);
        CHECK(tries == 1);
        outbox.later(limits::first_wait);
        CHECK(soon([&] { return tries == 2; }));
        outbox.later(2 * limits::first_wait);
        CHECK(soon([&] { return outbox.waiting().empty(); }));
        CHECK(tries == 3);
        CHECK(outbox.log().find("martat") == std::string::npos);
    }

    TEST_CASE("given up after the last try - and at once where it is refused for good") {
        Outbox outbox;
        const EventId id = outbox.submitted("martat@example.org", "fi");
        outbox.submitted("vaara@example.org", "fi");
        std::atomic<int> tries = 0;
        std::atomic<int> refused = 0;
        const auto worker = outbox.worker([&](const Mail& mail) -> Result<void> {
            if (mail.to.starts_with("vaara")) {
                ++refused;
                return fail(Code::invalid, "", "mail_refused", "554");
            }
            ++tries;
            return fail(Code::unavailable, "", "unavailable", "not now");
        });
        for (int i = 1; i <= limits::letter_tries_max; ++i) {
            CHECK(soon([&] {
                return outbox.log().find(id.text() + ", try " + std::to_string(i)) !=
                       std::string::npos;
            }));
            outbox.later(limits::longest_wait);
        }
        CHECK(soon([&] { return outbox.waiting().empty(); }));
        std::this_thread::sleep_for(30ms);
        CHECK(tries == limits::letter_tries_max);
        CHECK(refused == 1);
        CHECK(outbox.log().find("given up") != std::string::npos);
    }

    TEST_CASE("nobody to write to any more is nothing to send") {
        Outbox outbox;
        const EventId id = outbox.submitted("martat@example.org", "fi");
        outbox.world().put({Erase<Event>{id}});
        const auto worker = outbox.worker([](const Mail&) -> Result<void> {
            FAIL("sent");
            return {};
        });
        CHECK(soon([&] { return outbox.waiting().empty(); }));
    }
}

}  // namespace
}  // namespace sopu::outbound
