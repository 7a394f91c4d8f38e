#include <algorithm>
#include <future>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "server/service/limits.h"
#include "tests/support/service_fixture.h"

namespace sopu::service {
namespace {

using test::draft;
using test::ServiceFixture;

bool has(const Judgement& judgement, Kind kind) {
    return std::any_of(judgement.findings.begin(), judgement.findings.end(),
                       [kind](const Judged& it) { return it.finding.kind == kind; });
}

Once once(const std::string& key, const std::string& hash) {
    return {"POST /events", key, hash, [](const Done& done) {
                store::Remembered remembered;
                remembered.status = 201;
                remembered.body = done.event->id.text();
                return remembered;
            }};
}

std::string reason(const Outcome& outcome) {
    return outcome ? "" : outcome.error().errors.front().reason;
}

TEST_SUITE("service.writer.threads") {
    TEST_CASE("of two rivals at once exactly one is without the conflict, 200 times") {
        ServiceFixture fixture;
        for (int round = 0; round < 200; ++round) {
            Event mine = draft("A", 10);
            Event other = draft("B", 11);
            mine.venue_text = other.venue_text = "Sali " + std::to_string(round);
            std::promise<Outcome> first, second;
            std::thread a([&] {
                first.set_value(fixture.service().submit_and_wait(Submit{mine, Caller{}}));
            });
            std::thread b([&] {
                second.set_value(fixture.service().submit_and_wait(Submit{other, Caller{}}));
            });
            a.join();
            b.join();
            const Outcome x = first.get_future().get();
            const Outcome y = second.get_future().get();
            REQUIRE(x);
            REQUIRE(y);
            CHECK(has(x->judgement, Kind::venue_overlap) != has(y->judgement, Kind::venue_overlap));
        }
    }

    TEST_CASE("many writers and readers: every answer is in the world, versions only rise") {
        ServiceFixture fixture;
        std::atomic<bool> stop = false;
        std::thread reader([&] {
            std::uint64_t last = 0;
            while (!stop) {
                const auto world = fixture.service().snapshot();
                CHECK(world->version() >= last);
                last = world->version();
            }
        });
        std::vector<std::thread> writers;
        std::vector<std::vector<EventId>> ids(4);
        for (std::size_t w = 0; w < ids.size(); ++w)
            writers.emplace_back([&, w] {
                for (int i = 0; i < 50; ++i) {
                    auto outcome =
                        fixture.service().submit_and_wait(Submit{draft("X", 10), Caller{}});
                    REQUIRE(outcome);
                    ids[w].push_back(outcome->event->id);
                }
            });
        for (auto& writer : writers) writer.join();
        stop = true;
        reader.join();
        const auto world = fixture.service().snapshot();
        CHECK(world->version() == 200);
        for (const auto& list : ids)
            for (const EventId& id : list) CHECK(world->event(id) != nullptr);
    }

    TEST_CASE("a store that refuses: 503, nothing in memory, and later it goes on") {
        ServiceFixture fixture;
        fixture.submitted(draft("Before", 8));
        const auto before = fixture.service().snapshot();
        fixture.memory()->fail_appends(-1);
        const Outcome refused = fixture.service().submit_and_wait(Submit{draft("A", 10), Caller{}});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().errors.front().code == Code::unavailable);
        CHECK(fixture.service().snapshot() == before);
        // A draft with an error is told of its error, disk or no disk.
        Event wrong = draft("", 10);
        wrong.title.clear();
        CHECK(reason(fixture.service().submit_and_wait(Submit{wrong, Caller{}})) == "missing");
        fixture.memory()->fail_appends(0);
        CHECK(fixture.service().submit_and_wait(Submit{draft("A", 10), Caller{}}));
    }

    TEST_CASE("an idempotency key: one event, the same answer, and another body is refused") {
        ServiceFixture fixture;
        const auto submit = [&](const char* hash) {
            return fixture.service().submit_and_wait(Submit{draft("A", 10), Caller{}},
                                                     once("key-1", hash));
        };
        const Outcome first = submit("h1");
        const Outcome again = submit("h1");
        REQUIRE(first);
        REQUIRE(again);
        REQUIRE(again->replayed);
        CHECK(again->replayed->body == first->event->id.text());
        CHECK(fixture.service().snapshot()->events().size() == 1);
        CHECK(reason(submit("h2")) == "idempotency_reused");
        // Within one group too: whatever the timing, 20 at once make one event.
        std::vector<std::future<Outcome>> answers;
        for (int i = 0; i < 20; ++i)
            answers.push_back(std::async(std::launch::async, [&] {
                return fixture.service().submit_and_wait(Submit{draft("B", 12), Caller{}},
                                                         once("key-2", "h"));
            }));
        for (auto& answer : answers) CHECK(answer.get());
        CHECK(fixture.service().snapshot()->events().size() == 2);
        // After its time the tick forgets the key.
        fixture.set_now(fixture.now() + limits::idempotency_kept + std::chrono::hours(1));
        CHECK(fixture.service().submit_and_wait(TickNow{}));
        const Outcome later = submit("h2");
        REQUIRE(later);
        CHECK_FALSE(later->replayed);
    }

    TEST_CASE("shutdown answers what waits and refuses what comes after") {
        ServiceFixture fixture;
        std::vector<std::future<Outcome>> answers;
        for (int i = 0; i < 30; ++i) {
            auto promise = std::make_shared<std::promise<Outcome>>();
            answers.push_back(promise->get_future());
            fixture.service().submit(Submit{draft("A", 10), Caller{}},
                                     [promise](Outcome o) { promise->set_value(std::move(o)); });
        }
        fixture.service().shutdown();
        for (auto& answer : answers) CHECK(answer.get());
        CHECK(reason(fixture.service().submit_and_wait(TickNow{})) == "unavailable");
    }

    TEST_CASE("the queue has a limit, and one past it is told at once") {
        ServiceFixture fixture;
        // The writer is held up inside the first command, by its render.
        std::promise<void> release;
        auto gate = release.get_future().share();
        Once slow = once("slow", "h");
        std::promise<void> entered;
        slow.render = [&](const Done&) {
            entered.set_value();
            gate.wait();
            return store::Remembered{};
        };
        std::atomic<int> answered = 0;
        fixture.service().submit(
            Submit{draft("A", 10), Caller{}}, [&](Outcome) { ++answered; }, slow);
        entered.get_future().wait();
        for (std::size_t i = 0; i < limits::queue_commands_max; ++i)
            fixture.service().submit(TickNow{}, [&](Outcome) { ++answered; });
        CHECK(answered == 0);
        CHECK(reason(fixture.service().submit_and_wait(TickNow{})) == "unavailable");
        release.set_value();
        fixture.service().shutdown();
        CHECK(answered == 1 + static_cast<int>(limits::queue_commands_max));
    }

    TEST_CASE("sign-in on the workers: right, wrong, unknown and disabled") {
        ServiceFixture fixture;
        store::Account account;
        account.id = UserId("demo");
        account.roles = {"coordinator"};
        account.password_hash = hash_password("demo-sopu");
        const auto put = [&] {
            REQUIRE(fixture.service().submit_and_wait(
                PutRecords{{}, {account}, "user add", Caller::program()}));
        };
        put();
        const auto sign_in = [&](const char* name, const char* password) {
            std::promise<Result<store::Account>> answer;
            fixture.service().sign_in(UserId(name), password, [&](Result<store::Account> result) {
                answer.set_value(std::move(result));
            });
            return answer.get_future().get();
        };
        CHECK(sign_in("demo", "demo-sopu"));
        CHECK(sign_in("demo", "demo-sopv").error().reason == "sign_in_failed");
        CHECK(sign_in("nobody", "demo-sopu").error().reason == "sign_in_failed");
        const Secrets::Session session{account.id, 0, fixture.now() + limits::session_length};
        const std::string token = fixture.service().secrets().session_token(session);
        CHECK(fixture.service().caller_of_session(token));
        fixture.set_now(session.expires);
        CHECK_FALSE(fixture.service().caller_of_session(token));
        fixture.set_now(session.expires - std::chrono::hours(1));
        account.disabled = true;
        put();
        CHECK_FALSE(fixture.service().caller_of_session(token));
        CHECK_FALSE(sign_in("demo", "demo-sopu"));
    }
}

}  // namespace
}  // namespace sopu::service
