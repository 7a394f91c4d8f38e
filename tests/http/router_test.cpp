// Which handler a path finds, and what is said where there is none.
#include "server/http/router.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>

namespace {

using namespace sopu::http;

// A handler whose answer is its name and the parameters it was given.
Handler named(std::string name) {
    return immediate([name = std::move(name)](const Request& request) {
        std::string text = name;
        for (const auto& [key, value] : request.parameters) text += " " + key + "=" + value;
        return Response::text(200, "text/plain", text);
    });
}

Response ask(const Router& router, Method method, std::string path) {
    Request request;
    request.method = method;
    request.path = std::move(path);
    request.parameters = {{"stale", "yes"}};
    Response answer;
    int answers = 0;
    router.handle(request, [&](Response response) {
        answer = std::move(response);
        ++answers;
    });
    CHECK(answers == 1);
    return answer;
}

std::string get(const Router& router, std::string path) {
    const Response response = ask(router, Method::get, std::move(path));
    return response.status == 200 ? *response.body : std::to_string(response.status);
}

using Line = std::pair<Method, std::string>;

const std::vector<Line>& lines() {
    static const std::vector<Line> all = {
        {Method::get, "/"},
        {Method::get, "/sv/"},
        {Method::get, "/{slug}"},
        {Method::get, "/healthz"},
        {Method::get, "/feeds/{area}.ics"},
        {Method::get, "/feeds/{area}.freebusy.ics"},
        {Method::get, "/feeds/{area}"},
        {Method::get, "/feeds/all.ics"},
        {Method::get, "/feeds/venues/{id}/freebusy.ics"},
        {Method::get, "/api/v1/events/{id}"},
        {Method::put, "/api/v1/events/{id}"},
        {Method::get, "/api/v1/events"},
        {Method::post, "/api/v1/events"},
        {Method::post, "/api/v1/events/{id}/cancel"},
        {Method::put, "/api/v1/events/{id}/occurrences/{recurrence_id}"},
        {Method::del, "/api/v1/sessions/current"},
    };
    return all;
}

Router router_of(const std::vector<Line>& routes) {
    Router router;
    for (const auto& [method, pattern] : routes) router.add(method, pattern, named(pattern));
    return router;
}

}  // namespace

TEST_SUITE("http.router") {
    TEST_CASE("a literal wins over a suffix a suffix over a parameter") {
        const Router router = router_of(lines());
        CHECK(get(router, "/") == "/");
        CHECK(get(router, "/healthz") == "/healthz");
        CHECK(get(router, "/suomussalmi") == "/{slug} slug=suomussalmi");
        CHECK(get(router, "/feeds/all.ics") == "/feeds/all.ics");
        CHECK(get(router, "/feeds/777.ics") == "/feeds/{area}.ics area=777");
        CHECK(get(router, "/feeds/777.freebusy.ics") == "/feeds/{area}.freebusy.ics area=777");
        CHECK(get(router, "/feeds/777.atom") == "/feeds/{area} area=777.atom");
        CHECK(get(router, "/feeds/venues/v1/freebusy.ics") ==
              "/feeds/venues/{id}/freebusy.ics id=v1");
        CHECK(*ask(router, Method::put, "/api/v1/events/e1/occurrences/r1").body ==
              "/api/v1/events/{id}/occurrences/{recurrence_id} id=e1 recurrence_id=r1");
    }

    TEST_CASE("a path matches as it is written with its slashes") {
        const Router router = router_of(lines());
        CHECK(get(router, "/sv/") == "/sv/");
        CHECK(get(router, "/sv") == "/{slug} slug=sv");
        CHECK(get(router, "/healthz/") == "404");
        CHECK(get(router, "//healthz") == "404");
        CHECK(get(router, "/feeds/.ics") == "/feeds/{area} area=.ics");
        CHECK(get(router, "/feeds/") == "404");
        CHECK(get(router, "/api/v1/events/") == "404");
    }

    TEST_CASE("a known path with another method says which there are") {
        const Router router = router_of(lines());
        const Response events = ask(router, Method::del, "/api/v1/events");
        CHECK(events.status == 405);
        CHECK(events.header("allow") == "GET, HEAD, POST");
        CHECK(events.header("content-type") == "application/problem+json");
        CHECK(ask(router, Method::get, "/api/v1/sessions/current").header("allow") == "DELETE");
        CHECK(ask(router, Method::post, "/healthz").header("allow") == "GET, HEAD");
        CHECK(ask(router, Method::other, "/healthz").status == 405);
        CHECK(ask(router, Method::head, "/api/v1/sessions/current").status == 405);
    }

    TEST_CASE("HEAD runs the handler of GET which sees that it is HEAD") {
        Router router;
        router.add(Method::get, "/a", immediate([](const Request& request) {
                       return Response::text(200, "text/plain",
                                             std::string(method_name(request.method)));
                   }));
        CHECK(*ask(router, Method::head, "/a").body == "HEAD");
    }

    TEST_CASE("an unknown path goes to the fallback") {
        Router router = router_of(lines());
        CHECK(ask(router, Method::get, "/no/such").status == 404);
        router.otherwise(named("fallback"));
        CHECK(get(router, "/no/such") == "fallback");
    }

    TEST_CASE("the table can be listed") {
        const auto list = router_of(lines()).list();
        CHECK(list.size() == lines().size());
        CHECK(std::is_sorted(list.begin(), list.end()));
        CHECK(std::find(list.begin(), list.end(), "POST /api/v1/events/{id}/cancel") != list.end());
    }

    TEST_CASE("the order of adding does not matter") {
        const std::vector<std::string> segments = {"",     "sv",  "feeds",    "all.ics", "x.ics",
                                                   "api",  "v1",  "events",   "e1",      "cancel",
                                                   ".ics", "777", "sessions", "current", "healthz"};
        const Router router = router_of(lines());
        const bool holds = rc::check([&] {
            auto shuffled = lines();
            const auto swaps = *rc::gen::container<std::vector<std::size_t>>(
                shuffled.size(), rc::gen::inRange<std::size_t>(0, shuffled.size()));
            for (std::size_t i = 0; i < swaps.size(); ++i)
                std::swap(shuffled[i], shuffled[swaps[i]]);
            const auto parts = *rc::gen::container<std::vector<std::string>>(
                *rc::gen::inRange<std::size_t>(1, 6), rc::gen::elementOf(segments));
            std::string path;
            for (const auto& part : parts) path += "/" + part;
            RC_ASSERT(get(router_of(shuffled), path) == get(router, path));
        });
        CHECK(holds);
    }
}
