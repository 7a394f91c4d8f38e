#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include <doctest/doctest.h>
#include <boost/json/array.hpp>

#include "tests/server/served.h"

namespace sopu {
namespace {

using test::Answer;
using test::draft_json;
using test::object_of;
using test::Served;
using test::text_at;

struct Acknowledged {
    std::string title;
    std::string token;
};

// Posts events until the server is gone; remembers those that were answered 201 and counts them.
void post_until_gone(const Served& served, int client, int round,
                     std::map<std::string, Acknowledged>& acknowledged, std::mutex& mutex,
                     std::atomic<int>& count) {
    for (int i = 0;; ++i) {
        const std::string title =
            "R" + std::to_string(round) + " C" + std::to_string(client) + " N" + std::to_string(i);
        const Answer answer = served.post("/api/v1/events", draft_json(title, title, 10));
        if (answer.status == 0) return;
        REQUIRE(answer.status == 201);
        const auto body = object_of(answer.body);
        const std::lock_guard lock(mutex);
        acknowledged[text_at(body, "id")] = {title, text_at(body, "edit_token")};
        ++count;
    }
}

TEST_SUITE("server.crash") {
    TEST_CASE("a 201 survives kill -9 in 20 rounds and nothing is half there") {
        Served served;
        std::map<std::string, Acknowledged> acknowledged;
        std::mutex mutex;
        std::mt19937 random(20261122);
        for (int round = 0; round < 20; ++round) {
            std::vector<std::thread> clients;
            std::atomic<int> answered{0};
            for (int client = 0; client < 3; ++client)
                clients.emplace_back([&, client] {
                    post_until_gone(served, client, round, acknowledged, mutex, answered);
                });
            // The cut comes at any moment of the work, on a slow machine too: after some answers.
            const int enough = 5 + static_cast<int>(random() % 20);
            while (answered.load() < enough)
                std::this_thread::sleep_for(std::chrono::microseconds(200));
            std::this_thread::sleep_for(std::chrono::microseconds(random() % 5000));
            served.kill();
            for (std::thread& client : clients) client.join();
            served.start();
            for (const auto& [id, was] : acknowledged) {
                if (was.title.rfind("R" + std::to_string(round) + " ", 0) != 0) continue;
                const Answer answer =
                    served.get("/api/v1/events/" + id, {{"Authorization", "Bearer " + was.token}});
                REQUIRE(answer.status == 200);
                const auto body = object_of(answer.body);
                CHECK(text_at(body.at("title").as_object(), "fi") == was.title);
            }
        }
        CHECK(acknowledged.size() >= 100);  // at least five in each round
        CHECK(served.stop() == 0);
        const test::Ran verified = served.sopu({"verify", "--db", served.database()});
        CHECK_MESSAGE(verified.exit_code == 0, verified.out << verified.err);
    }

    TEST_CASE("two clients post for one space and time at once: one of each pair is first") {
        const Served served;
        for (int round = 0; round < 200; ++round) {
            const std::string hall = "Sali " + std::to_string(round);
            Answer answers[2];
            std::thread rivals[2];
            for (int i = 0; i < 2; ++i)
                rivals[i] = std::thread([&, i] {
                    answers[i] = served.post("/api/v1/events", draft_json("T", hall, 10 + i));
                });
            for (std::thread& rival : rivals) rival.join();
            int without = 0;
            for (const Answer& answer : answers) {
                REQUIRE(answer.status == 201);
                without += answer.body.find("\"venue_overlap\"") == std::string::npos;
            }
            CHECK(without == 1);
        }
    }
}

}  // namespace
}  // namespace sopu
