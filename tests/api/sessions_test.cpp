#include <doctest/doctest.h>

#include <set>

#include <boost/json/array.hpp>

#include "server/api/answer.h"
#include "server/http/status.h"
#include "server/service/limits.h"
#include "tests/api/api_fixture.h"

TEST_SUITE_BEGIN("api.sessions");

namespace sopu::test {
namespace {

void add_user(ApiFixture& fixture) {
    store::Account account;
    account.id = UserId("demo");
    account.password_hash = service::hash_password("demo-sopu");
    account.roles = {"coordinator", "admin"};
    service::PutRecords command;
    command.accounts = {account};
    command.caller = service::Caller::program();
    REQUIRE(fixture.service().submit_and_wait(command));
}

http::Request sign_in(const std::string& user, const std::string& password) {
    return request(http::Method::post, "/api/v1/sessions",
                   {{}, R"({"user":")" + user + R"(","password":")" + password + "\"}", ""});
}

TEST_CASE("signing in gives a cookie that opens the door, and signing out takes it") {
    ApiFixture fixture;
    add_user(fixture);
    const ApiAnswer answer =
        api_answer(api::post_session(fixture.context), sign_in("demo", "demo-sopu"));
    REQUIRE(answer.status == 200);
    CHECK(answer["roles"].as_array().size() == 2);
    const std::string set(answer.response.header("set-cookie"));
    for (const char* part : {"; HttpOnly", "; SameSite=Lax", "; Path=/", "; Secure"})
        CHECK_MESSAGE(set.find(part) != std::string::npos, part);
    const std::string cookie = set.substr(0, set.find(';'));

    http::Request out = request(http::Method::del, "/api/v1/sessions/current");
    with(out, "cookie", cookie);
    const auto handler = api::delete_session(fixture.context);
    CHECK(api_answer(handler, out).status == 403);
    with(out, "x-csrf-token", answer.text("csrf"));
    const ApiAnswer ended = api_answer(handler, out);
    CHECK(ended.status == 204);
    CHECK(std::string(ended.response.header("set-cookie")).find("Max-Age=0") != std::string::npos);
    CHECK(api_answer(handler, request(http::Method::del, "/api/v1/sessions/current")).status ==
          401);
}

TEST_CASE("a wrong name and a wrong password get one and the same answer") {
    ApiFixture fixture;
    add_user(fixture);
    const auto handler = api::post_session(fixture.context);
    const ApiAnswer password = api_answer(handler, sign_in("demo", "arvaus123"));
    const ApiAnswer name = api_answer(handler, sign_in("muu", "demo-sopu"));
    CHECK(password.status == 401);
    CHECK(password.text("code") == "sign_in_failed");
    CHECK(body_of(password.response) == body_of(name.response));
}

TEST_CASE("names and passwords are bounded before they are hashed") {
    ApiFixture fixture;
    const auto errors = [&](std::size_t user, std::size_t password) {
        return api_answer(api::post_session(fixture.context),
                          sign_in(std::string(user, 'u'), std::string(password, 'p')))
            .errors();
    };
    using namespace service::limits;
    CHECK(errors(user_name_bytes_max, password_bytes_max).empty());
    CHECK(errors(user_name_bytes_max + 1, 8) == "user:too_long");
    CHECK(errors(4, password_bytes_max + 1) == "password:too_long");
    const ApiAnswer empty =
        api_answer(api::post_session(fixture.context),
                   request(http::Method::post, "/api/v1/sessions", {{}, "{}", ""}));
    CHECK(empty.errors() == "user:missing password:missing");
}

TEST_CASE("sign-ins are limited by address and name") {
    ApiFixture fixture;
    const http::RateLimiter::Instant standing{};
    fixture.context.sign_in_limit = std::make_shared<http::RateLimiter>(
        http::RateLimiter::Options{2, std::chrono::seconds(30), 100},
        [standing] { return standing; });
    const auto handler = api::post_session(fixture.context);
    const auto status = [&](const std::string& user, const std::string& remote) {
        http::Request sent = sign_in(user, "arvaus123");
        sent.remote = remote;
        return api_answer(handler, sent).status;
    };
    CHECK(status("demo", "192.0.2.1") == 401);
    CHECK(status("demo", "192.0.2.1") == 401);
    CHECK(status("demo", "192.0.2.1") == 429);
    CHECK(status("muu", "192.0.2.1") == 401);
    CHECK(status("demo", "192.0.2.2") == 401);
    http::Request sent = sign_in("demo", "arvaus123");
    CHECK(api_answer(handler, sent).response.header("retry-after") == "30");
}

TEST_CASE("health tells the version of the world") {
    ApiFixture fixture;
    const ApiAnswer health =
        api_answer(api::get_health(fixture.context), request(http::Method::get, "/healthz"));
    CHECK(health.text("status") == "ok");
    CHECK(health["version"].to_number<std::uint64_t>() == fixture.world()->version());
    CHECK(
        api_answer(api::get_ready(fixture.context), request(http::Method::get, "/readyz")).status ==
        200);
}

TEST_CASE("every code has a status and a name of its own, and words in three languages") {
    std::set<std::string_view> names;
    for (int number = 0; number <= static_cast<int>(Code::internal); ++number) {
        const auto code = static_cast<Code>(number);
        const std::string name(http::code_name(code));
        CHECK(names.insert(http::code_name(code)).second);
        const int status = http::status_of(Error{code, "", name, {}, {}});
        CHECK(status >= 400);
        CHECK_MESSAGE(test_messages().has("error." + name), name);
        for (const char* language : {"fi", "sv", "en"}) {
            const Errors errors{Error{code, "", name, {{"seconds", "3"}}, {}}};
            const http::Response response = api::problem(errors, language, test_messages());
            CHECK(response.status == status);
            CHECK(body_of(response).find("\"status\":" + std::to_string(status)) !=
                  std::string::npos);
        }
    }
    CHECK(http::status_of(Error{Code::invalid, "", "bad_json", {}, {}}) == 400);
    CHECK(http::status_of(Error{Code::stale, "", "stale", {}, {}}) == 412);
    CHECK(http::status_of(Error{Code::precondition_required, "", "x", {}, {}}) == 428);
    CHECK(http::status_of(Error{Code::unsupported, "", "x", {}, {}}) == 422);
    CHECK(http::status_of(Errors{}) == 500);
}

TEST_CASE("what the API itself refuses has words in every language") {
    for (const char* reason : {"csrf",
                               "not_found",
                               "unauthorised",
                               "forbidden",
                               "stale",
                               "precondition_required",
                               "unsupported_media_type",
                               "bad_json",
                               "too_deep",
                               "idempotency_reused",
                               "too_long",
                               "too_many",
                               "out_of_range",
                               "not_a_number",
                               "bad_cursor",
                               "bad_instant",
                               "bad_id",
                               "unknown_value",
                               "year_out_of_range",
                               "end_before_start",
                               "unknown_event",
                               "unknown_area",
                               "already_exists",
                               "in_use",
                               "venue_cycle",
                               "missing",
                               "wrong_type",
                               "blocking_conflict",
                               "rate_limited",
                               "sign_in_failed",
                               "staff_only"})
        CHECK_MESSAGE(test_messages().has(std::string("error.") + reason), reason);
}

}  // namespace
}  // namespace sopu::test

TEST_SUITE_END();
