// What is done to requests and answers whatever they are about.
#include "server/http/middleware.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <zlib.h>

#include <algorithm>
#include <map>
#include <string>

namespace {

using namespace sopu::http;
using std::chrono::milliseconds;
using std::chrono::seconds;

Response run(const Handler& handler, const Request& request = {}) {
    Response answer;
    handler(request, [&](Response response) { answer = std::move(response); });
    return answer;
}

Handler page() {
    return immediate([](const Request&) { return Response::text(200, "text/html", "hi"); });
}

Request with_headers(Pairs headers, Method method = Method::get) {
    Request request;
    request.method = method;
    request.headers = std::move(headers);
    return request;
}

// zlib's own reader, so that our writer is not judged by itself.
std::string unpacked(const std::string& packed) {
    std::string out(4'000'000, '\0');
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
    std::string in = packed;
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

Response feed(std::size_t size = 5'000) {
    const std::string body(size, 'x');
    return Response::text(200, "text/calendar; charset=utf-8", body)
        .with("ETag", strong_etag(body))
        .with("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT")
        .with("Cache-Control", "no-cache");
}

bool takes(const char* accept_encoding) {
    return takes_gzip(with_headers({{"accept-encoding", accept_encoding}}));
}

// A clock that stands still until it is told.
struct HandClock {
    RateLimiter::Instant now{};
    RateLimiter::Clock read() {
        return [this] { return now; };
    }
};

}  // namespace

TEST_SUITE("http.middleware") {
    TEST_CASE("pages are told to load nothing that is not ours") {
        const Response response = run(with_security_headers(page()));
        const std::string_view policy = response.header("content-security-policy");
        for (const char* part : {"default-src 'none'", "script-src 'self'", "base-uri 'none'",
                                 "frame-ancestors 'none'", "form-action 'self'"})
            CHECK(policy.find(part) != std::string_view::npos);
        CHECK(policy.find("unsafe") == std::string_view::npos);
        CHECK(response.header("x-content-type-options") == "nosniff");
        CHECK(response.header("referrer-policy") == "no-referrer");
        CHECK(response.header("set-cookie").empty());
    }

    TEST_CASE("a handler's own policy is kept") {
        const Handler own = immediate(
            [](const Request&) { return Response{}.with("referrer-policy", "same-origin"); });
        const Response response = run(with_security_headers(own));
        CHECK(std::count_if(response.headers.begin(), response.headers.end(), [](const auto& h) {
                  return h.first == "Referrer-Policy" || h.first == "referrer-policy";
              }) == 1);
    }

    TEST_CASE("the turn after the burst waits and one comes back in each interval") {
        HandClock clock;
        RateLimiter limiter({.burst = 3, .interval = milliseconds{2'500}}, clock.read());
        for (int i = 0; i < 3; ++i) CHECK_FALSE(limiter.retry_after("a").has_value());
        CHECK(limiter.retry_after("a") == seconds{3});  // 2.5 s, rounded up
        CHECK_FALSE(limiter.retry_after("b").has_value());
        clock.now += milliseconds{2'499};
        CHECK(limiter.retry_after("a") == seconds{1});
        clock.now += milliseconds{1};
        CHECK_FALSE(limiter.retry_after("a").has_value());
        CHECK(limiter.retry_after("a").has_value());
        clock.now += seconds{3'600};
        for (int i = 0; i < 3; ++i) CHECK_FALSE(limiter.retry_after("a").has_value());
        CHECK(limiter.retry_after("a").has_value());  // a long rest gives no more than a burst
    }

    TEST_CASE("only so many callers are remembered") {
        HandClock clock;
        RateLimiter limiter({.burst = 1, .interval = seconds{60}, .keys_max = 3}, clock.read());
        for (const char* key : {"a", "b", "c"}) CHECK_FALSE(limiter.retry_after(key).has_value());
        CHECK(limiter.retry_after("a").has_value());        // and "a" is now the last heard
        CHECK_FALSE(limiter.retry_after("d").has_value());  // one past: "b" is forgotten
        CHECK(limiter.keys() == 3);
        CHECK(limiter.retry_after("a").has_value());
        CHECK_FALSE(limiter.retry_after("b").has_value());
        CHECK(limiter.keys() == 3);
    }

    TEST_CASE("a limiter lets through what a bucket of tokens would") {
        const bool holds = rc::check([] {
            const auto waits = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 5'000));
            HandClock clock;
            RateLimiter limiter({.burst = 4, .interval = milliseconds{1'000}}, clock.read());
            long long thousandths = 4'000;  // of a token
            for (const int wait : waits) {
                clock.now += milliseconds{wait};
                thousandths = std::min(4'000LL, thousandths + wait);
                const bool has_token = thousandths >= 1'000;
                RC_ASSERT(limiter.retry_after("a").has_value() != has_token);
                if (has_token) thousandths -= 1'000;
            }
        });
        CHECK(holds);
    }

    TEST_CASE("too many requests are told when to come again") {
        HandClock clock;
        const auto limiter = std::make_shared<RateLimiter>(
            RateLimiter::Options{.burst = 1, .interval = seconds{5}}, clock.read());
        const Handler limited = with_rate_limit(page(), limiter);
        Request request;
        request.remote = "2001:db8::1";
        CHECK(run(limited, request).status == 200);
        request.remote = "2001:db8::2";  // the same /64
        const Response refused = run(limited, request);
        CHECK(refused.status == 429);
        CHECK(refused.header("retry-after") == "5");
        CHECK(refused.header("content-type") == "application/problem+json");
        CHECK(run(with_rate_limit(page(), nullptr), request).status == 200);
    }

    TEST_CASE("If-None-Match is compared weakly as a list and with the star") {
        const Response response = Response::text(200, "text/plain", "x").with("ETag", "\"a,b\"");
        const auto status = [&](Pairs headers) {
            return conditional(with_headers(std::move(headers)), response).status;
        };
        CHECK(status({{"if-none-match", "\"a,b\""}}) == 304);
        CHECK(status({{"if-none-match", "W/\"a,b\""}}) == 304);
        CHECK(status({{"if-none-match", "\"x\" , W/\"a,b\",\"y\""}}) == 304);
        CHECK(status({{"if-none-match", "\"x\""}, {"if-none-match", "\"a,b\""}}) == 304);
        CHECK(status({{"if-none-match", "*"}}) == 304);
        CHECK(status({{"if-none-match", "\"a\""}}) == 200);
        CHECK(status({{"if-none-match", "a,b"}}) == 200);
        CHECK(status({{"if-none-match", "\"a,b"}}) == 200);
        CHECK(status({{"if-none-match", ""}}) == 200);
        CHECK(status({}) == 200);
    }

    TEST_CASE("If-Modified-Since counts only without If-None-Match") {
        const auto status = [](Pairs headers) {
            return conditional(with_headers(std::move(headers)), feed()).status;
        };
        CHECK(status({{"if-modified-since", "Sun, 06 Nov 1994 08:49:37 GMT"}}) == 304);
        CHECK(status({{"if-modified-since", "Sun, 06 Nov 1994 08:49:36 GMT"}}) == 200);
        CHECK(status({{"if-modified-since", "Sun Nov  6 08:49:38 1994"}}) == 304);
        CHECK(status({{"if-modified-since", "nonsense"}}) == 200);
        CHECK(status({{"if-none-match", "\"other\""},
                      {"if-modified-since", "Sun, 06 Nov 1994 08:49:37 GMT"}}) == 200);
    }

    TEST_CASE("a 304 keeps what caches need and drops what describes the body") {
        const Response answer =
            conditional(with_headers({{"if-none-match", "*"}}),
                        feed().with("Content-Disposition", "inline").with("Vary", "X"));
        CHECK(answer.status == 304);
        CHECK(answer.body == nullptr);
        CHECK(answer.header("etag") == feed().header("etag"));
        CHECK(answer.header("cache-control") == "no-cache");
        CHECK(answer.header("vary") == "X");
        CHECK(answer.header("last-modified") == feed().header("last-modified"));
        CHECK(answer.header("content-type").empty());
        CHECK(answer.header("content-disposition").empty());
    }

    TEST_CASE("only reading is conditional and only of what is there") {
        const Pairs star = {{"if-none-match", "*"}};
        CHECK(conditional(with_headers(star, Method::head), feed()).status == 304);
        CHECK(conditional(with_headers(star, Method::post), feed()).status == 200);
        CHECK(conditional(with_headers(star), Response::text(404, "text/plain", "")).status == 404);
    }

    TEST_CASE("Accept-Encoding is honoured to its q-values") {
        for (const char* yes :
             {"gzip", "GZIP", "deflate, gzip;q=0.5", "*", "x-gzip", "gzip;q=1.000",
              "identity;q=0.5, gzip", "gzip;q=0.001", "gzip;q=0.5, identity;q=0.5", "gzip ; q=0.3"})
            CHECK_MESSAGE(takes(yes), yes);
        for (const char* no :
             {"", "br", "gzip;q=0", "gzip;q=0.0", "*;q=0", "gzip;q=0, *", "identity, gzip;q=0.5",
              "gzip;q=x", "gzip;q=2", "gzip;q=-1", "gzipped", "gzip;q="})
            CHECK_MESSAGE(!takes(no), no);
        CHECK_FALSE(takes_gzip({}));
    }

    TEST_CASE("a compressed answer is the same text with another tag") {
        const Request taker = with_headers({{"accept-encoding", "gzip"}});
        const Response packed = compressed(taker, feed());
        CHECK(packed.header("content-encoding") == "gzip");
        CHECK(packed.header("vary") == "Accept-Encoding");
        CHECK(unpacked(*packed.body) == *feed().body);
        CHECK(packed.body->size() < 200);
        CHECK(packed.header("etag") == gzip_etag(feed().header("etag")));
        CHECK(packed.header("etag").ends_with("-gz\""));
        const Response plain = compressed({}, feed());
        CHECK(plain.header("content-encoding").empty());
        CHECK(plain.header("vary") == "Accept-Encoding");
        CHECK(plain.header("etag") == feed().header("etag"));
        CHECK(*compressed(taker, feed()).body == *packed.body);  // equal bytes
    }

    TEST_CASE("what is short packed already or a picture is left alone") {
        const Request taker = with_headers({{"accept-encoding", "gzip"}});
        CHECK(compressed(taker, feed(1'023)).header("content-encoding").empty());
        CHECK(compressed(taker, feed(1'024)).header("content-encoding") == "gzip");
        CHECK(compressed(taker, feed(1'023)).header("vary").empty());
        const Response twice = compressed(taker, compressed(taker, feed(100'000)));
        CHECK(unpacked(*twice.body) == std::string(100'000, 'x'));
        const Response picture = Response::text(200, "image/png", std::string(5'000, 'x'));
        CHECK(compressed(taker, picture).header("content-encoding").empty());
        CHECK(compressed(taker, Response{}).body == nullptr);
        const Response varied = compressed(taker, feed().with("Vary", "Accept-Language"));
        CHECK(varied.header("vary") == "Accept-Language, Accept-Encoding");
    }

    TEST_CASE("each encoding has its own 304") {
        const std::string plain_tag(feed().header("etag"));
        const std::string gzip_tag = gzip_etag(plain_tag);
        const auto status = [&](const std::string& tag, const char* accepts) {
            return negotiated(with_headers({{"if-none-match", tag}, {"accept-encoding", accepts}}),
                              feed())
                .status;
        };
        CHECK(status(plain_tag, "identity") == 304);
        CHECK(status(gzip_tag, "gzip") == 304);
        CHECK(status(gzip_tag, "identity") == 200);
        CHECK(status(plain_tag, "gzip") == 200);
        const Response answer = negotiated(
            with_headers({{"if-none-match", gzip_tag}, {"accept-encoding", "gzip"}}), feed());
        CHECK(answer.header("etag") == gzip_tag);
        CHECK(answer.header("vary") == "Accept-Encoding");
        CHECK(answer.header("content-encoding").empty());
        const Response fresh = negotiated(with_headers({{"accept-encoding", "gzip"}}), feed());
        CHECK(unpacked(*fresh.body) == *feed().body);
    }

    TEST_CASE("gzip gives every text back") {
        const bool holds =
            rc::check([](const std::string& text) { RC_ASSERT(unpacked(gzip(text)) == text); });
        CHECK(holds);
    }

    TEST_CASE("a tag is of the bytes and nothing else") {
        CHECK(strong_etag("a") == strong_etag("a"));
        CHECK(strong_etag("a") != strong_etag("b"));
        CHECK(strong_etag("").size() == 34);
        CHECK(gzip_etag("\"x\"") == "\"x-gz\"");
        CHECK(gzip_etag("W/\"x\"") == "W/\"x-gz\"");
        CHECK(gzip_etag("odd") == "odd");
    }
}
