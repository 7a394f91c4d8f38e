// What lives here: a calendar with its outbox, and a worker that sends by what a test hands in.
// What may not: expectations. Thread-safety: one thread; the worker has its own.
#pragma once

#include <future>
#include <mutex>
#include <thread>

#include <doctest/doctest.h>

#include "server/outbound/letters.h"
#include "server/outbound/outbox_worker.h"
#include "tests/support/world_fixture.h"

namespace sopu::test {

// A calendar whose receipts are sent by what a test hands in.
class Outbox {
  public:
    EventId submitted(const std::string& email, const std::string& language) {
        Event event = draft("Kevätmyyjäiset", 10);
        event.organiser.email = email;
        const auto done = world_.service().submit_and_wait(
            service::Submit{event, service::Caller::anonymous(), language});
        REQUIRE(done.has_value());
        return done->event->id;
    }

    std::optional<outbound::Written> write(const store::Letter& letter,
                                           const std::vector<store::Notice>& notices) {
        const auto world = world_.world();
        const auto said = world_.service().said_of_conflicts();
        return outbound::write_letter(letter, notices,
                                      {*world, *said, world_.service().secrets(), test_messages(),
                                       sender_, world_.base().now(), [this](const UserId& id) {
                                           return world_.service().account(id);
                                       }});
    }
    std::optional<outbound::Mail> mail_of(const store::Letter& letter) {
        auto written = write(letter, notices_of(letter));
        return written ? std::optional(std::move(written->mail)) : std::nullopt;
    }

    outbound::OutboxWorker worker(outbound::SendMail send) {
        return outbound::OutboxWorker(
            {world_.service(),
             [this](const store::Letter& it, const std::vector<store::Notice>& notices) {
                 return write(it, notices);
             },
             std::move(send),
             [this](std::string_view line) {
                 const std::lock_guard lock(mutex_);
                 log_ += line;
             }},
            std::chrono::milliseconds(5));
    }

    std::vector<store::Letter> waiting() {
        std::promise<std::vector<store::Letter>> answer;
        world_.service().letters(
            1'000, [&answer](service::Service::Letters letters) { answer.set_value(*letters); });
        return answer.get_future().get();
    }

    std::vector<store::Notice> notices_of(const store::Letter& letter) {
        std::promise<std::vector<store::Notice>> answer;
        world_.service().notices(letter.id, [&answer](service::Service::Notices notices) {
            answer.set_value(*notices);
        });
        return answer.get_future().get();
    }

    void later(std::chrono::seconds by) { world_.base().set_now(world_.base().now() + by); }
    WorldFixture& world() { return world_; }
    std::string log() {
        const std::lock_guard lock(mutex_);
        return log_;
    }

  private:
    WorldFixture world_;
    const outbound::Sender sender_{"https://sopu.example", "sopu@example.org", "Kunta",
                                   "neuvonta 08 000", [](std::string_view language) {
                                       return "https://sopu.example/conflicts/" +
                                              std::string(language);
                                   }};
    std::mutex mutex_;
    std::string log_;  // by mutex_
};

// Until it holds; a test that waits for ever says where.
template <class Holds>
bool soon(const Holds& holds) {
    for (int i = 0; i < 4'000; ++i) {
        if (holds()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

}  // namespace sopu::test
