// Lives of listeners and handlers: answers from other threads, handlers that break, crowds,
// shortage of descriptors, ports in use, and the end.
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>

#include "server/http/listener.h"
#include "tests/http/listener_fixture.h"
#include "tests/support/http_client.h"

namespace {

using namespace sopu;
using namespace sopu::test;
using http::Reply;
using http::Request;
using http::Response;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Steady = std::chrono::steady_clock;

// Replies given away by a handler and not answered yet.
class Pending {
  public:
    http::Handler handler() {
        return [this](const Request&, Reply reply) {
            const std::lock_guard lock(mutex_);
            replies_.push_back(std::move(reply));
            came_.notify_all();
        };
    }

    Reply take() {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [&] { return !replies_.empty(); });
        Reply reply = std::move(replies_.front());
        replies_.pop_front();
        return reply;
    }

  private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<Reply> replies_;  // under mutex_
};

Response text(std::string body) {
    return Response::text(200, "text/plain", std::move(body));
}

}  // namespace

TEST_SUITE("http.listener.threads") {
    TEST_CASE("an answer may come later from another thread") {
        Pending pending;
        const Server server(pending.handler());
        std::thread worker([&] {
            for (int i = 0; i < 20; ++i) pending.take()(text(std::to_string(i)));
        });
        Connection connection(server.port());
        for (int i = 0; i < 20; ++i) {
            connection.send(request_text("GET", "/"));
            CHECK(connection.receive().body == std::to_string(i));
        }
        worker.join();
    }

    TEST_CASE("the first answer counts") {
        const Server server([](const Request&, const Reply& reply) {
            reply(text("first"));
            reply(text("second"));
        });
        Connection connection(server.port());
        connection.send(request_text("GET", "/") + request_text("GET", "/"));
        CHECK(connection.receive().body == "first");
        CHECK(connection.receive().body == "first");
    }

    TEST_CASE("a handler that throws is a 500 and a line in the log without the path") {
        const Server server([](const Request& asked, const Reply& reply) {
            const Reply kept = reply;
            if (asked.path == "/odd") throw 42;
            throw std::runtime_error("broken");
        });
        Connection connection(server.port());
        connection.send(request_text("GET", "/api/v1/secret") + request_text("GET", "/odd"));
        const Answer answer = connection.receive();
        CHECK(answer.status == 500);
        CHECK(answer.header("content-type") == "application/problem+json");
        CHECK(answer.body.find("broken") == std::string::npos);
        CHECK(connection.receive().status == 500);
        CHECK(server.logged("broken"));
        CHECK_FALSE(server.logged("secret"));
    }

    TEST_CASE("an answer that would inject a line is never written") {
        const Server server(http::immediate(
            [](const Request&) { return text("x").with("X-A", "b\r\nSet-Cookie: stolen=1"); }));
        const Answer answer = request(server.port(), "GET", "/");
        CHECK(answer.status == 500);
        CHECK(answer.header("set-cookie").empty());
        CHECK(server.logged("cannot be sent"));
    }

    TEST_CASE("a reply that dies unused is a 500 one that never comes a 503") {
        const Server careless([](const Request&, const Reply&) {});
        CHECK(request(careless.port(), "GET", "/").status == 500);
        Pending pending;
        const Server server(pending.handler(),
                            [](auto& options) { options.reply_deadline = seconds{1}; });
        CHECK(request(server.port(), "GET", "/").status == 503);
        CHECK(server.logged("in time"));
        pending.take()(text("too late, and harmless"));
    }

    TEST_CASE("a reply may outlive its caller and even the listener") {
        Pending pending;
        Reply after_caller;
        Reply after_listener;
        {
            const Server server(pending.handler(),
                                [](auto& options) { options.drain = seconds{0}; });
            {
                Connection connection(server.port());
                connection.send(request_text("GET", "/"));
                after_caller = pending.take();
            }
            after_caller(text("nobody is there"));
            Connection connection(server.port());
            connection.send(request_text("GET", "/"));
            after_listener = pending.take();
        }
        after_listener(text("nothing is there"));
        after_listener = nullptr;
    }

    TEST_CASE("stop lets a request under way finish and closes the idle at once") {
        Pending pending;
        Server server(pending.handler(), [](auto& options) { options.drain = seconds{20}; });
        Connection busy(server.port());
        Connection idle(server.port());
        idle.send(request_text("GET", "/"));
        pending.take()(text("before"));
        CHECK(idle.receive().body == "before");
        busy.send(request_text("GET", "/"));
        const Reply reply = pending.take();
        const std::uint16_t port = server.port();
        std::thread stopper([&] { server.stop(); });
        CHECK(idle.closed());
        const auto until = Steady::now() + seconds{10};
        while (Connection(port).connected() && Steady::now() < until)  // each thread has its own
            std::this_thread::sleep_for(milliseconds{5});
        CHECK_FALSE(Connection(port).connected());
        reply(text("after"));
        const Answer answer = busy.receive();
        CHECK(answer.body == "after");
        CHECK(answer.header("connection") == "close");
        busy.finish_sending();
        stopper.join();
    }

    TEST_CASE("stop does not wait longer than it may") {
        Pending pending;
        Server server(pending.handler());  // drains for a second
        Connection connection(server.port());
        connection.send(request_text("GET", "/"));
        const Reply never = pending.take();
        const auto begin = Steady::now();
        server.stop();
        CHECK(Steady::now() - begin >= milliseconds{900});
        CHECK(connection.closed());
        server.stop();  // once more does no harm
        CHECK(server.port() != 0);
    }

    TEST_CASE("two hundred connections at a time are all served") {
        const Server server(echo());
        std::vector<Connection> crowd;
        for (int i = 0; i < 200; ++i) crowd.emplace_back(server.port());
        for (auto& connection : crowd) connection.send(request_text("GET", "/crowd"));
        int served = 0;
        for (auto& connection : crowd) served += connection.receive().status == 200 ? 1 : 0;
        CHECK(served == 200);
    }

    TEST_CASE("many clients and many repliers do not disturb each other") {
        Pending pending;
        std::atomic<bool> over{false};
        const Server server(pending.handler());
        std::vector<std::thread> repliers;
        for (int i = 0; i < 2; ++i)
            repliers.emplace_back([&] {
                while (!over) pending.take()(text("ok"));
            });
        std::atomic<int> served{0};
        std::vector<std::thread> clients;
        for (int i = 0; i < 4; ++i)
            clients.emplace_back([&] {
                Connection connection(server.port());
                for (int n = 0; n < 50; ++n) {
                    connection.send(request_text("POST", "/", {}, "body"));
                    served += connection.receive().body == "ok" ? 1 : 0;
                }
            });
        for (auto& client : clients) client.join();
        CHECK(served == 200);
        over = true;
        for (int i = 0; i < 2; ++i) request(server.port(), "GET", "/");  // lets the repliers see it
        for (auto& replier : repliers) replier.join();
    }

    TEST_CASE("one connection too many is told so by address and in all") {
        const Server by_address(echo(),
                                [](auto& options) { options.connections_per_address_max = 3; });
        const Server in_all(echo(), [](auto& options) {
            options.connections_max = 3;
            options.trusted_proxies = {"127.0.0.1"};
            options.connections_per_address_max = 1;  // does not count for a proxy
        });
        for (const Server* server : {&by_address, &in_all}) {
            std::vector<Connection> kept;
            for (int i = 0; i < 3; ++i) {
                kept.emplace_back(server->port());
                kept.back().send(request_text("GET", "/"));
                CHECK(kept.back().receive().status == 200);
            }
            Connection extra(server->port());
            const Answer refused = extra.receive();
            CHECK(refused.status == 503);
            CHECK(refused.body == "Too many connections.\n");
            CHECK(extra.closed());
            kept.clear();
            int status = 0;
            for (int i = 0; i < 100 && status != 200; ++i) {  // until the closing is noticed
                status = request(server->port(), "GET", "/").status;
                if (status != 200) std::this_thread::sleep_for(milliseconds{20});
            }
            CHECK(status == 200);
        }
    }

    TEST_CASE("without descriptors accepting rests and goes on when there are some") {
#ifdef __SANITIZE_ADDRESS__
        // The undefined behaviour sanitizer itself opens a pipe to look at an object's memory, and
        // takes the object for broken when there is no descriptor left for it.
        MESSAGE("not under sanitizers, which need descriptors of their own");
        return;
#else
        const Server server(echo());
        rlimit before{};
        REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
        const int next = dup(0);  // the lowest free descriptor is the client's
        REQUIRE(next >= 0);
        close(next);
        const rlimit tight{static_cast<rlim_t>(next) + 1, before.rlim_max};
        REQUIRE(setrlimit(RLIMIT_NOFILE, &tight) == 0);
        Connection connection(server.port());
        const bool connected = connection.connected();
        if (connected) connection.send(request_text("GET", "/"));
        const auto until = Steady::now() + seconds{10};
        while (!server.logged("accepting rests") && Steady::now() < until)
            std::this_thread::sleep_for(milliseconds{10});
        REQUIRE(setrlimit(RLIMIT_NOFILE, &before) == 0);
        CHECK(connected);
        CHECK(server.logged("accepting rests"));
        CHECK(connection.receive().status == 200);
#endif
    }

    TEST_CASE("a port that somebody listens on is refused and free again afterwards") {
        std::uint16_t port = 0;
        {
            const Server server(echo());
            port = server.port();
            http::ListenerOptions options;
            options.port = port;
            const auto second = http::Listener::start(options, echo());
            REQUIRE_FALSE(second.has_value());
            CHECK(second.error().code == Code::unavailable);
            CHECK(second.error().reason == "address_in_use");
            CHECK(request(port, "GET", "/").status == 200);
        }
        const Server again(echo(), [&](auto& options) { options.port = port; });
        CHECK(request(port, "GET", "/").status == 200);
    }

    TEST_CASE("of two that start on one port at one time at most one wins") {
        int wins = 0;
        for (int round = 0; round < 30; ++round) {
            std::uint16_t port = 0;
            {
                const Server probe(echo());
                port = probe.port();
            }
            const auto start = [&] {
                http::ListenerOptions options;
                options.port = port;
                return http::Listener::start(options, echo());
            };
            auto other = std::async(std::launch::async, start);
            const auto mine = start();
            const auto theirs = other.get();
            CHECK_FALSE((mine.has_value() && theirs.has_value()));
            wins += mine.has_value() || theirs.has_value() ? 1 : 0;
        }
        CHECK(wins > 0);
    }

    TEST_CASE("an address that is none is refused") {
        http::ListenerOptions options;
        options.address = "localhost:80";
        const auto wrong = http::Listener::start(options, echo());
        REQUIRE_FALSE(wrong.has_value());
        CHECK(wrong.error().code == Code::invalid);
        options.address = "192.0.2.1";  // RFC 5737: nobody's
        options.port = 0;
        const auto elsewhere = http::Listener::start(options, echo());
        REQUIRE_FALSE(elsewhere.has_value());
        CHECK(elsewhere.error().code == Code::unavailable);
    }
}
