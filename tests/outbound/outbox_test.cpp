// The outbox: what is promised to be sent is sent, again and again, and leaves the outbox only
// then.
#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <mutex>
#include <thread>

#include "server/outbound/letters.h"
#include "server/outbound/limits.h"
#include "server/outbound/outbox_worker.h"
#include "tests/outbound/mail_server.h"
#include "tests/support/world_fixture.h"

namespace sopu::outbound {
namespace {

using namespace std::chrono_literals;

// A calendar whose receipts are sent by what a test hands in.
class Outbox {
  public:
    EventId submitted(const std::string& email, const std::string& language) {
        Event event = test::draft("Kevätmyyjäiset", 10);
        event.organiser.email = email;
        const auto done = world_.service().submit_and_wait(
            service::Submit{event, service::Caller::anonymous(), language});
        REQUIRE(done.has_value());
        return done->event->id;
    }

    std::optional<Mail> mail_of(const store::Letter& letter) {
        return outbound::mail_of(letter, *world_.world(), world_.service().secrets(),
                                 test::test_messages(),
                                 {"https://sopu.example", "sopu@example.org", "Kunta"});
    }

    OutboxWorker worker(SendMail send) {
        return OutboxWorker(
            {world_.service(), [this](const store::Letter& it) { return mail_of(it); },
             std::move(send),
             [this](std::string_view line) {
                 const std::lock_guard lock(mutex_);
                 log_ += line;
             }},
            5ms);
    }

    std::vector<store::Letter> waiting() {
        std::promise<std::vector<store::Letter>> answer;
        world_.service().letters(
            1'000, [&answer](service::Service::Letters letters) { answer.set_value(*letters); });
        return answer.get_future().get();
    }

    void later(std::chrono::seconds by) { world_.base().set_now(world_.base().now() + by); }
    test::WorldFixture& world() { return world_; }
    std::string log() {
        const std::lock_guard lock(mutex_);
        return log_;
    }

  private:
    test::WorldFixture world_;
    std::mutex mutex_;
    std::string log_;  // by mutex_
};

// Until it holds; a test that waits for ever says where.
template <class Holds>
bool soon(const Holds& holds) {
    for (int i = 0; i < 4'000; ++i) {
        if (holds()) return true;
        std::this_thread::sleep_for(5ms);
    }
    return false;
}

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
