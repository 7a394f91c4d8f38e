// The table of URLs on a served demo: every public page and feed answers, and what is not there
// says so.
#include <doctest/doctest.h>

#include "tests/server/served.h"

namespace sopu {
namespace {

TEST_SUITE("server.routes") {
    TEST_CASE("public addresses answer / with the headers that guard them") {
        const test::Served served(true);
        for (const char* target : {"/",
                                   "/sv/",
                                   "/en/",
                                   "/suomussalmi",
                                   "/sv/jakobstad",
                                   "/en/kajaani",
                                   "/ilmoita",
                                   "/sv/anmal",
                                   "/en/submit",
                                   "/static/sopu.css",
                                   "/healthz",
                                   "/readyz",
                                   "/feeds/all.ics",
                                   "/feeds/kainuu.json",
                                   "/feeds/598.csv",
                                   "/feeds/jakobstad.atom",
                                   "/feeds/venues/suomussalmen-liikuntahalli.ics",
                                   "/api/v1/events",
                                   "/api/v1/municipalities",
                                   "/api/v1/observances",
                                   "/api/v1/areas",
                                   "/api/v1/venues",
                                   "/api/v1/organisations",
                                   "/api/v1/closures",
                                   "/api/v1/resources",
                                   "/api/v1/occurrences?from=2027-01-01&to=2027-02-01"}) {
            const auto answer = served.get(target);
            CHECK_MESSAGE(answer.status == 200, target);
            CHECK_MESSAGE(answer.header("x-content-type-options") == "nosniff", target);
            CHECK_MESSAGE(!answer.header("content-security-policy").empty(), target);
            CHECK_MESSAGE(!answer.body.empty(), target);
        }
    }

    TEST_CASE("pages for staff send to sign in and no place hides them") {
        const test::Served served;
        for (const auto& [target, door] :
             {std::pair{"/henkilokunta", "/henkilokunta/kirjaudu"},
              std::pair{"/henkilokunta/tapahtumat/x", "/henkilokunta/kirjaudu"},
              std::pair{"/sv/personal/overlappningar", "/sv/personal/logga-in"},
              std::pair{"/en/staff/password", "/en/staff/sign-in"}}) {
            const auto answer = served.get(target);
            CHECK_MESSAGE(answer.status == 303, target);
            CHECK_MESSAGE(answer.header("location").starts_with(std::string(door) + "?next="),
                          target);
            CHECK_MESSAGE(answer.header("set-cookie").empty(), target);
            CHECK_MESSAGE(served.get(door).status == 200, door);
        }
    }

    TEST_CASE("what is not there - a problem for programs / a page for people") {
        const test::Served served;
        const auto problem = served.get("/api/v1/nothing");
        CHECK(problem.status == 404);
        CHECK(problem.header("content-type") == "application/problem+json");
        for (const char* target : {"/atlantis", "/a/b/c", "/events/none", "/receipt/none"}) {
            const auto page = served.get(target);
            CHECK_MESSAGE(page.status == 404, target);
            CHECK_MESSAGE(page.header("content-type") == "text/html; charset=utf-8", target);
        }
        CHECK(served.get("/feeds/atlantis.ics").status == 404);
        CHECK(served.post("/healthz", "{}").status == 405);
    }

    TEST_CASE("pages are packed for who takes it") {
        const test::Served served;
        CHECK(served.get("/", {{"Accept-Encoding", "gzip"}}).header("content-encoding") == "gzip");
        CHECK(served.get("/").header("content-encoding").empty());
    }

    TEST_CASE("a form posted to the served page is stored and leads to its receipt") {
        const test::Served served(true);
        const auto sent = test::request(
            served.port(), "POST", "/en/submit",
            {{"Content-Type", "application/x-www-form-urlencoded"}},
            "date=2027-05-05&start=10%3A00&end=12%3A00&municipality=777&venue=Talo&title=Fair&"
            "organiser=Club&email=a%40b.fi&do=submit");
        REQUIRE(sent.status == 303);
        const std::string where(sent.header("location"));
        CHECK(where.starts_with("/en/receipt/"));
        CHECK(served.get(where).status == 200);
    }
}

}  // namespace
}  // namespace sopu
