// Requests, answers, addresses and heads as values.
#include "server/http/message.h"

#include <doctest/doctest.h>

#include <string>

#include "server/http/address.h"
#include "server/http/gate.h"
#include "server/http/http_date.h"
#include "server/http/problem.h"
#include "server/http/wire.h"

namespace {

using namespace sopu::http;

constexpr SystemSeconds rfc_instant{std::chrono::seconds{784'111'777}};  // RFC 9110 5.6.7

std::string head_of(const Response& response, Framing framing = {}) {
    return response_head(response, framing, rfc_instant).value_or("refused");
}

}  // namespace

TEST_SUITE("http.message") {
    TEST_CASE("a method has the name it has on the wire") {
        for (const char* name : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
            CHECK(method_name(method_from(name)) == name);
        CHECK(method_from("get") == Method::other);
        CHECK(method_from("TRACE") == Method::other);
    }

    TEST_CASE("a request is asked for what it may not have") {
        Request request;
        request.headers = {{"cookie", "a=1; sopu_session=x=y ;b=2"}, {"cookie", "c=3"}};
        request.query = {{"area", "777"}, {"lang", "fi"}, {"area", "765"}};
        request.parameters = {{"id", "e1"}};
        CHECK(request.cookie("sopu_session") == "x=y");
        CHECK(request.cookie("c") == "3");
        CHECK_FALSE(request.cookie("A").has_value());
        CHECK(request.query_value("area") == "777");
        CHECK(request.query_values("area").size() == 2);
        CHECK_FALSE(request.query_value("q").has_value());
        CHECK(request.parameter("id") == "e1");
        CHECK(request.parameter("other").empty());
        CHECK(request.header("accept").empty());
    }

    TEST_CASE("an answer's header is found in any case") {
        const Response response = Response::text(200, "text/plain", "hi").with("ETag", "\"1\"");
        CHECK(response.header("etag") == "\"1\"");
        CHECK(response.header("CONTENT-TYPE") == "text/plain");
        CHECK(*response.body == "hi");
        CHECK(Response::redirect("/fi").header("location") == "/fi");
        CHECK(Response::redirect("/fi").status == 303);
    }

    TEST_CASE("a head has a date and a length and no line that the handler slips in") {
        const Response response = Response::text(200, "text/plain", "hello").with("Date", "never");
        CHECK(head_of(response) ==
              "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
              "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\n");
        CHECK(head_of(Response::redirect("/a\r\nSet-Cookie: x=y")) == "refused");
        CHECK(head_of(Response::redirect("/a\nb")) == "refused");
        CHECK(head_of(Response::redirect(std::string("/a\0b", 4))) == "refused");
        CHECK(head_of(Response{}.with("X Y", "z")) == "refused");
        CHECK(head_of(Response{}.with("", "z")) == "refused");
        CHECK(head_of(Response::text(199, "text/plain", "")) == "refused");
        CHECK(head_of(Response::text(600, "text/plain", "")) == "refused");
    }

    TEST_CASE("a head tells the length of a body that is not sent unless there is none to tell") {
        const Response page = Response::text(200, "text/plain", "hello");
        CHECK_FALSE(has_body(page, {.head_request = true}));
        CHECK(head_of(page, {.head_request = true}).find("Content-Length: 5") != std::string::npos);
        for (const int status : {204, 304}) {
            const Response none = Response::text(status, "text/plain", "hello");
            CHECK_FALSE(has_body(none, {}));
            CHECK(head_of(none).find("Content-Length") == std::string::npos);
        }
        CHECK(head_of(page, {.keep = false}).find("Connection: close\r\n") != std::string::npos);
        CHECK(head_of(page, {.http_1_0 = true}).find("Connection: keep-alive\r\n") !=
              std::string::npos);
    }

    TEST_CASE("dates of all three forms are read and nothing else") {
        CHECK(http_date(rfc_instant) == "Sun, 06 Nov 1994 08:49:37 GMT");
        CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == rfc_instant);
        CHECK(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT") == rfc_instant);
        CHECK(parse_http_date("Sun Nov  6 08:49:37 1994") == rfc_instant);
        for (const char* wrong :
             {"", "yesterday", "Sun, 06 Nov 1994 08:49:37", "784111777",
              "Sun, 06 Nov 1994 08:49:37 GMT+2", "Sun, 31 Feb 2026 00:00:00 GMT"})
            CHECK_FALSE(parse_http_date(wrong).has_value());
    }

    TEST_CASE("a refusal is a problem below /api/ and text elsewhere") {
        CHECK(refusal("/api/v1/events", 413, "too_large", "Too large.").header("content-type") ==
              "application/problem+json");
        CHECK(refusal("/fi", 413, "too_large", "Too large.").header("content-type") ==
              "text/plain; charset=utf-8");
        CHECK(*problem(429, "rate_limited", "Wait.").body ==
              R"({"type":"about:blank","status":429,"code":"rate_limited",)"
              R"("title":"Wait.","errors":[]})");
    }
}

TEST_SUITE("http.address") {
    TEST_CASE("an address has one spelling and one key") {
        CHECK(plain_address("192.0.2.1") == "192.0.2.1");
        CHECK(plain_address("::ffff:192.0.2.1") == "192.0.2.1");
        CHECK(plain_address("2001:0DB8::0001") == "2001:db8::1");
        CHECK(plain_address("fe80::1%eth0") == "fe80::1");
        for (const char* wrong : {"", "localhost", "1.2.3", "1.2.3.4.5", "::1::", "unknown"})
            CHECK(plain_address(wrong).empty());
        CHECK(plain_address(std::string(100, '1')).empty());
        CHECK(address_key("192.0.2.1") == "192.0.2.1");
        CHECK(address_key("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
        CHECK(address_key("2001:db8:1:2::9") == address_key("2001:db8:1:2:ffff::"));
        CHECK(address_key("2001:db8:1:3::9") != address_key("2001:db8:1:2::9"));
    }

    TEST_CASE("only a trusted proxy is believed and only about its own peer") {
        const Pairs headers = {{"x-forwarded-for", "6.6.6.6, 198.51.100.7"},
                               {"x-forwarded-for", "10.0.0.2"},
                               {"x-forwarded-proto", "https"}};
        const auto stranger = caller_of("192.0.2.9", headers, {"10.0.0.1"});
        CHECK(stranger.address == "192.0.2.9");
        CHECK_FALSE(stranger.secure);
        const auto one = caller_of("10.0.0.1", headers, {"10.0.0.1"});
        CHECK(one.address == "10.0.0.2");
        CHECK(one.secure);
        const auto two = caller_of("::ffff:10.0.0.1", headers, {"10.0.0.1", "10.0.0.2"});
        CHECK(two.address == "198.51.100.7");
        const Pairs nonsense = {{"x-forwarded-for", "1.2.3.4, unknown"}};
        CHECK(caller_of("10.0.0.1", nonsense, {"10.0.0.1"}).address == "10.0.0.1");
        const Pairs ports = {{"x-forwarded-for", "[2001:db8::1]:4711"}};
        CHECK(caller_of("10.0.0.1", ports, {"10.0.0.1"}).address == "2001:db8::1");
        const Pairs broken = {{"x-forwarded-for", "["}};
        CHECK(caller_of("10.0.0.1", broken, {"10.0.0.1"}).address == "10.0.0.1");
        CHECK(caller_of("10.0.0.1", {}, {"10.0.0.1"}).address == "10.0.0.1");
    }

    TEST_CASE("a gate counts all and each and forgets who has left") {
        Gate gate(3, 2);
        CHECK(gate.enter("a") == Gate::Verdict::open);
        CHECK(gate.enter("a") == Gate::Verdict::open);
        CHECK(gate.enter("a") == Gate::Verdict::address_full);
        CHECK(gate.enter("") == Gate::Verdict::open);
        CHECK(gate.enter("b") == Gate::Verdict::full);
        gate.leave("a");
        CHECK(gate.enter("a") == Gate::Verdict::open);
        gate.leave("");
        CHECK(gate.enter("b") == Gate::Verdict::open);
    }
}
