// Requests over real sockets: what is answered, what is refused, and what a slow or broken peer can
// do. Ends of life and crowds are in listener_life_test.cpp.
#include "server/http/listener.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include "server/http/limits.h"
#include "tests/http/listener_fixture.h"
#include "tests/support/http_client.h"

namespace {

using namespace sopu;
using namespace sopu::test;
using http::Request;
using http::Response;

std::string chunk(const std::string& data) {
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", data.size());
    return size + data + "\r\n";
}

const Headers chunked = {{"Transfer-Encoding", "chunked"}};

// The status of the answer to these bytes on a connection of their own.
int status_of(const Server& server, std::string_view bytes) {
    Connection connection(server.port());
    connection.send(bytes);
    return connection.receive().status;
}

}  // namespace

TEST_SUITE("http.listener.threads") {
    TEST_CASE("a request reaches the handler whole and its answer comes back") {
        const Server server(echo());
        const Answer answer =
            request(server.port(), "POST", "/a%20b?x=1&y=%C3%A4", {{"X-Odd", "v"}}, "hello");
        CHECK(answer.status == 200);
        CHECK(answer.body == "POST /a b x=1 y=ä x-odd:v 127.0.0.1 hello");
        CHECK(answer.header("content-length") == std::to_string(answer.body.size()));
        CHECK(answer.header("date").ends_with(" GMT"));
        CHECK(answer.header("server").empty());
        CHECK(answer.header("connection") == "close");
    }

    TEST_CASE("a connection is kept and requests sent together are answered in order") {
        const Server server(echo());
        Connection connection(server.port());
        for (int i = 0; i < 3; ++i) {
            connection.send(request_text("GET", "/kept" + std::to_string(i)));
            CHECK(connection.receive().body.starts_with("GET /kept" + std::to_string(i)));
        }
        std::string together;
        for (int i = 0; i < 50; ++i)
            together += request_text("POST", "/p" + std::to_string(i), {}, std::string(100, 'b'));
        connection.send(together);
        for (int i = 0; i < 50; ++i)
            CHECK(connection.receive().body.starts_with("POST /p" + std::to_string(i) + " "));
    }

    TEST_CASE("bytes may come one by one") {
        const Server server(echo());
        Connection connection(server.port());
        for (const char c : request_text("POST", "/drip", {}, "body")) connection.send({&c, 1});
        CHECK(connection.receive().body == "POST /drip 127.0.0.1 body");
    }

    TEST_CASE("HEAD 204 and 304 have no body and the connection goes on") {
        const Server server([](const Request& asked, const http::Reply& reply) {
            const int status = asked.path == "/204" ? 204 : asked.path == "/304" ? 304 : 200;
            reply(Response::text(status, "text/plain", "never seen"));
        });
        Connection connection(server.port());
        connection.send(request_text("HEAD", "/") + request_text("GET", "/204") +
                        request_text("GET", "/304") + request_text("GET", "/"));
        CHECK(connection.receive(true).header("content-length") == "10");
        const Answer none = connection.receive();
        CHECK(none.status == 204);
        CHECK(none.header("content-length").empty());
        CHECK(connection.receive().status == 304);
        CHECK(connection.receive().body == "never seen");
    }

    TEST_CASE("HTTP/1.0 closes unless asked to keep") {
        const Server server(echo());
        Connection once(server.port());
        once.send("GET /old HTTP/1.0\r\n\r\n");
        CHECK(once.receive().status == 200);
        CHECK(once.closed());
        Connection kept(server.port());
        kept.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        CHECK(kept.receive().header("connection") == "keep-alive");
        kept.send("GET /again HTTP/1.0\r\n\r\n");
        CHECK(kept.receive().status == 200);
    }

    TEST_CASE("a long answer arrives in full") {
        const std::string body(5'000'000, 'z');
        const Server server(http::immediate(
            [&](const Request&) { return Response::text(200, "text/plain", body); }));
        CHECK(request(server.port(), "GET", "/").body == body);
    }

    TEST_CASE("100 Continue is said before the body and not where the body would be refused") {
        const Server server(echo(), [](auto& options) { options.body_bytes_max = 10; });
        const Headers expect = {{"Expect", "100-continue"}, {"Content-Length", "4"}};
        Connection connection(server.port());
        connection.send(request_text("POST", "/", expect));
        CHECK(connection.receive().status == 100);
        connection.send("body");
        CHECK(connection.receive().body.ends_with("body"));
        connection.send(request_text("POST", "/", expect) + "body");  // does not wait
        Answer answer = connection.receive();
        if (answer.status == 100) answer = connection.receive();
        CHECK(answer.status == 200);
        connection.send(
            request_text("POST", "/", {{"Expect", "100-continue"}, {"Content-Length", "11"}}));
        CHECK(connection.receive().status == 413);
        CHECK(request(server.port(), "POST", "/", {{"Expect", "gold"}}, "x").status == 417);
    }

    TEST_CASE("a chunked body is put together and its trailer is no header") {
        const Server server(echo());
        Connection connection(server.port());
        connection.send(request_text("POST", "/c", chunked) + chunk("hel") + chunk("lo") +
                        "0\r\nX-Odd: trailer\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n");
        CHECK(connection.receive().body == "POST /c 127.0.0.1 hello");
        connection.send(request_text("GET", "/next"));
        CHECK(connection.receive().status == 200);
    }

    TEST_CASE("a header may be as long as the limit and not a byte longer") {
        const Server server(echo(), [](auto& options) { options.header_bytes_max = 1'000; });
        const std::size_t rest = request_text("GET", "/", {{"X-Pad", ""}}).size();
        CHECK(request_text("GET", "/", {{"X-Pad", std::string(1'000 - rest, 'p')}}).size() ==
              1'000);
        const auto status = [&](std::size_t size) {
            return status_of(server,
                             request_text("GET", "/", {{"X-Pad", std::string(size - rest, 'p')}}));
        };
        CHECK(status(1'000) == 200);
        CHECK(status(1'001) == 431);
        CHECK(status(500'000) == 431);
        CHECK(status_of(server, "GET /" + std::string(1'100, 'p')) == 431);
    }

    TEST_CASE("a body may be as long as the limit and not a byte longer counted or chunked") {
        const Server server(echo(), [](auto& options) {
            options.body_bytes_max = 1'000;
            options.import_body_bytes_max = 50'000;
        });
        const auto status = [&](const char* path, std::size_t size) {
            const std::string body(size, 'b');
            const int counted = request(server.port(), "POST", path, {}, body).status;
            const int in_chunks =
                status_of(server, request_text("POST", path, chunked) + chunk(body) + "0\r\n\r\n");
            CHECK(counted == in_chunks);
            return counted;
        };
        CHECK(status("/api/v1/events", 1'000) == 200);
        CHECK(status("/api/v1/events", 1'001) == 413);
        CHECK(status("/api/v1/imports", 50'000) == 200);
        CHECK(status("/api/v1/imports", 50'001) == 413);
        CHECK(status("/api/v1/imports/x", 1'001) == 413);
        CHECK(
            request(server.port(), "PUT", "/api/v1/imports", {}, std::string(1'001, 'b')).status ==
            413);
        const Answer refused =
            request(server.port(), "POST", "/api/v1/events", {}, std::string(3'000'000, 'b'));
        CHECK(refused.status == 413);
        CHECK(refused.header("content-type") == "application/problem+json");
    }

    TEST_CASE("a chunked body without end is cut off at the limit") {
        const Server server(echo(), [](auto& options) { options.body_bytes_max = 10'000; });
        Connection connection(server.port());
        connection.send(request_text("POST", "/", chunked));
        for (int i = 0; i < 100; ++i)
            if (!connection.send(chunk(std::string(1'000, 'b')))) break;
        CHECK(connection.receive().status == 413);
        Connection extension(server.port());
        extension.send(request_text("POST", "/", chunked) + "5;x=");
        for (int i = 0; i < 100; ++i)
            if (!extension.send(std::string(1'000, 'e'))) break;
        CHECK(extension.receive().status >= 400);
    }

    TEST_CASE("only so many large bodies are held at a time") {
        const Server server(echo());
        std::vector<Connection> busy;
        for (std::size_t i = 0; i < http::limits::import_bodies_at_once_max; ++i) {
            busy.emplace_back(server.port());
            busy.back().send(
                request_text("POST", "/api/v1/imports",
                             {{"Expect", "100-continue"}, {"Content-Length", "70000"}}));
            CHECK(busy.back().receive().status == 100);
        }
        const std::string large(70'000, 'b');
        const Answer refused = request(server.port(), "POST", "/api/v1/imports", {}, large);
        CHECK(refused.status == 503);
        CHECK(refused.header("retry-after") == "5");
        CHECK(request(server.port(), "POST", "/api/v1/imports", {}, "small").status == 200);
        busy.front().send(large);
        CHECK(busy.front().receive().status == 200);
        CHECK(request(server.port(), "POST", "/api/v1/imports", {}, large).status == 200);
    }

    TEST_CASE("what is not a request is answered with 400") {
        const Server server(echo());
        const std::string host = "\r\nHost: test\r\n";
        for (const std::string& bytes : {
                 std::string("nonsense\r\n\r\n"),
                 std::string("\r\n\r\n\x01\x02\x03\r\n\r\n"),
                 std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11),  // TLS hello
                 std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                 std::string("GET / HTTP/1.1\r\n\r\n"),
                 "GET / HTTP/1.1" + host + "Host: other\r\n\r\n",
                 "GET / HTTP/3.7" + host + "\r\n",
                 "GET  HTTP/1.1" + host + "\r\n",
                 "GET /a b HTTP/1.1" + host + "\r\n",
                 "GET * HTTP/1.1" + host + "\r\n",
                 "GET a HTTP/1.1" + host + "\r\n",
                 "GET /a%zz HTTP/1.1" + host + "\r\n",
                 "GET /a% HTTP/1.1" + host + "\r\n",
                 "GET /a%00 HTTP/1.1" + host + "\r\n",
                 "GET /?a=%00 HTTP/1.1" + host + "\r\n",
                 "GET /?a=%FF HTTP/1.1" + host + "\r\n",
                 std::string("GET /a\0b HTTP/1.1", 18) + host + "\r\n",
                 "GET / HTTP/1.1" + host + std::string("X-A: b\0c\r\n\r\n", 13),
                 "GET / HTTP/1.1" + host + "X A: b\r\n\r\n",
                 "GET / HTTP/1.1" + host + "no colon\r\n\r\n",
                 "POST / HTTP/1.1" + host + "Content-Length: x\r\n\r\n",
                 "POST / HTTP/1.1" + host + "Content-Length: -1\r\n\r\n",
                 "POST / HTTP/1.1" + host + "Content-Length: 99999999999999999999999\r\n\r\n",
                 "POST / HTTP/1.1" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                 "POST / HTTP/1.1" + host +
                     "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                 "POST / HTTP/1.0" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                 "POST / HTTP/1.1" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                 "POST / HTTP/1.1" + host + "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
                 "POST / HTTP/1.1" + host + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n",
                 "POST / HTTP/1.1" + host +
                     "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
             }) {
            CAPTURE(bytes);
            CHECK(status_of(server, bytes) == 400);
        }
        for (const char* coding : {"gzip", "gzip, chunked", "chunked, gzip", "identity"})
            CHECK(status_of(server, "POST / HTTP/1.1" + host + "Transfer-Encoding: " + coding +
                                        "\r\n\r\n0\r\n\r\n") == 501);
        CHECK(request(server.port(), "GET", "/fine").status == 200);
    }

    TEST_CASE("a peer that goes away in the middle is no answer's business") {
        const Server server(echo());
        for (const char* part : {"", "G", "GET / HTTP/1.1\r\nHost: test\r\n",
                                 "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\nab"}) {
            Connection connection(server.port());
            connection.send(part);
            connection.finish_sending();
            CHECK(connection.receive_all().empty());
        }
        CHECK(request(server.port(), "GET", "/").status == 200);
    }

    TEST_CASE("who drips a header or a body is told that the time is over") {
        const Server server(echo(),
                            [](auto& options) { options.read_deadline = std::chrono::seconds{1}; });
        Connection silent(server.port());
        Connection header(server.port());
        Connection body(server.port());
        header.send("GET / HTTP/1.1\r\nHost: t");
        body.send(request_text("POST", "/", {{"Content-Length", "1000"}}) + "a");
        for (int i = 0; i < 6; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
            header.send("e");
            body.send("b");
        }
        CHECK(header.receive().status == 408);
        CHECK(body.receive().status == 408);
        CHECK(silent.receive_all().empty());  // it asked nothing, so there is nothing to answer
    }

    TEST_CASE("a kept connection that falls silent is closed") {
        const Server server(echo(),
                            [](auto& options) { options.idle_deadline = std::chrono::seconds{1}; });
        Connection connection(server.port());
        connection.send(request_text("GET", "/"));
        CHECK(connection.receive().status == 200);
        CHECK(connection.closed());
    }

    TEST_CASE("who does not read is given up") {
        const std::string body(30'000'000, 'z');
        std::atomic<bool> asked_for_all{false};
        const Server server(http::immediate([&](const Request& asked) {
                                const bool small = asked.path == "/small";
                                if (!small) asked_for_all = true;
                                return Response::text(200, "text/plain", small ? "s" : body);
                            }),
                            [](auto& options) {
                                options.write_deadline = std::chrono::seconds{1};
                                options.connections_max = 1;
                            });
        Connection connection(server.port());
        connection.send(request_text("GET", "/"));
        while (!asked_for_all) std::this_thread::sleep_for(std::chrono::milliseconds{5});
        int status = 503;  // until the only place is free again
        for (int i = 0; i < 200 && status != 200; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
            status = request(server.port(), "GET", "/small").status;
        }
        CHECK(status == 200);
        CHECK(connection.receive_all().size() < body.size());
    }

    TEST_CASE("only a trusted proxy may say who is calling") {
        const Headers forwarded = {{"X-Forwarded-For", "198.51.100.7"},
                                   {"X-Forwarded-Proto", "https"}};
        const auto who = http::immediate([](const Request& asked) {
            return Response::text(200, "text/plain", asked.remote + (asked.secure ? " https" : ""));
        });
        const Server open(who);
        CHECK(request(open.port(), "GET", "/", forwarded).body == "127.0.0.1");
        const Server behind(who, [](auto& options) { options.trusted_proxies = {"127.0.0.1"}; });
        CHECK(request(behind.port(), "GET", "/", forwarded).body == "198.51.100.7 https");
    }
}
