#include <doctest/doctest.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "server/service/limits.h"
#include "tests/api/api_fixture.h"

TEST_SUITE_BEGIN("api.change");

namespace sopu::test {
namespace {

http::Request post(const std::string& body) {
    return request(http::Method::post, "/api/v1/events", {{}, body, ""});
}

http::Request on(const std::string& id, const std::string& action, const std::string& body = "") {
    return request(http::Method::post, "/api/v1/events/" + id + "/" + action, {{}, body, id});
}

http::Request put(const std::string& id, const std::string& body) {
    return request(http::Method::put, "/api/v1/events/" + id, {{}, body, id});
}

ApiAnswer created(ApiFixture& fixture, const std::string& overlay = "{}") {
    ApiAnswer answer = api_answer(api::post_event(fixture.context), post(draft_json(overlay)));
    REQUIRE(answer.status == 201);
    return answer;
}

ApiAnswer decided(ApiFixture& fixture, const std::string& id, const std::string& body,
                  const std::string& area = "") {
    http::Request decision = on(id, "decision", body);
    with_session(decision, fixture.session("virkailija" + area, area));
    return api_answer(api::post_decision(fixture.context), decision);
}

TEST_CASE("a submission is answered with its link, code and verdict") {
    ApiFixture fixture;
    const ApiAnswer answer = created(fixture);
    const std::string id = answer.text("id");
    CHECK(answer.text("state") == "submitted");
    CHECK(answer.text("edit_token") == fixture.edit_token(EventId(id)));
    CHECK(answer.text("edit_url") ==
          "https://sopu.example/receipt/" + id + "?token=" + answer.text("edit_token"));
    CHECK(answer.text("edit_code").size() == 8);
    CHECK(answer.text("verdict") == "unknown");
    CHECK(answer["counts"].at("blocking").at("certain") == 0);
    CHECK(answer["conflicts"].as_array().empty());
    CHECK(answer.response.header("etag") == "\"r1\"");
    CHECK(answer.response.header("location") == "/api/v1/events/" + id);
}

TEST_CASE("every field error is told at once and nothing is written") {
    ApiFixture fixture;
    const auto version = fixture.world()->version();
    const ApiAnswer answer = api_answer(
        api::post_event(fixture.context),
        post(R"({"when":{"start":"2026-10-24T15:00","end":"2026-10-24T10:00","weekday":"su"},
                 "organiser":{"email":"ei"},"uusi":1,"recurrence":{"rrule":"FREQ=OFTEN"}})"));
    CHECK(answer.status == 422);
    const std::string errors = answer.errors();
    for (const char* expected :
         {"when.end:end_before_start", "when.weekday:weekday_mismatch", "uusi:unknown_field",
          "organiser.email:bad_email", "recurrence.rrule:rule_unknown_frequency"})
        CHECK_MESSAGE(errors.find(expected) != std::string::npos, expected, " in ", errors);
    for (const auto& error : answer["errors"].as_array())
        CHECK(!error.at("message").as_string().starts_with("["));
    const ApiAnswer needs = api_answer(api::post_event(fixture.context), post("{}"));
    CHECK(needs.status == 422);
    CHECK(needs.errors().find("title:missing") != std::string::npos);
    CHECK(fixture.world()->version() == version);
}

TEST_CASE("what is no JSON is 400 and what does not say it is JSON is 415") {
    ApiFixture fixture;
    const auto handler = api::post_event(fixture.context);
    CHECK(api_answer(handler, post("{\"title\":")).status == 400);
    CHECK(api_answer(handler, post("{\"title\":")).text("code") == "bad_json");
    CHECK(api_answer(handler, post(std::string(100, '['))).text("code") == "too_deep");
    CHECK(api_answer(handler, post("\"\xC3\"")).status == 400);
    CHECK(api_answer(handler, post("[]")).status == 422);
    http::Request form = post(draft_json());
    form.headers = {{"content-type", "application/x-www-form-urlencoded"}};
    const ApiAnswer answer = api_answer(handler, form);
    CHECK(answer.status == 415);
    CHECK(answer.text("code") == "unsupported_media_type");
    http::Request charset = post(draft_json());
    charset.headers = {{"content-type", "Application/JSON; charset=utf-8"}};
    CHECK(api_answer(handler, charset).status == 201);
}

TEST_CASE("a second submission of one space and time hears of the first, by no name") {
    ApiFixture fixture;
    const std::string first = created(fixture).text("id");
    const ApiAnswer second = created(fixture, R"({"title":{"fi":"Toinen"}})");
    CHECK(second.text("verdict") == "warning");
    const auto& conflict = second["conflicts"].as_array().at(0).as_object();
    CHECK(conflict.at("kind") == "venue_overlap");
    CHECK(conflict.at("state") == "open");
    CHECK(conflict.at("other").at("event") == first.c_str());
    CHECK(conflict.at("other").at("title").is_null());
    CHECK(conflict.at("mine").at("event") == second.text("id").c_str());
}

TEST_CASE("a replay of a key gets the same answer and writes nothing") {
    ApiFixture fixture;
    http::Request first = post(draft_json());
    with(first, "idempotency-key", "avain-1");
    const auto handler = api::post_event(fixture.context);
    const ApiAnswer made = api_answer(handler, first);
    const auto version = fixture.world()->version();
    const ApiAnswer again = api_answer(handler, first);
    CHECK(again.status == 201);
    CHECK(body_of(again.response) == body_of(made.response));
    CHECK(again.response.header("etag") == made.response.header("etag"));
    CHECK(again.response.header("location") == made.response.header("location"));
    CHECK(fixture.world()->version() == version);

    const auto kept =
        fixture.base().memory()->remembered("POST /api/v1/events anonymous", "avain-1");
    REQUIRE(kept);
    REQUIRE(*kept);
    CHECK((*kept)->body.find(made.text("edit_token")) == std::string::npos);
    CHECK((*kept)->body.find(made.text("edit_code")) == std::string::npos);

    http::Request other = post(draft_json(R"({"title":{"fi":"Muu"}})"));
    with(other, "idempotency-key", "avain-1");
    const ApiAnswer reused = api_answer(handler, other);
    CHECK(reused.status == 422);
    CHECK(reused.text("code") == "idempotency_reused");
}

TEST_CASE("an idempotency key has a length") {
    ApiFixture fixture;
    const auto status = [&](std::size_t bytes) {
        http::Request sent = post(draft_json());
        with(sent, "idempotency-key", std::string(bytes, 'k'));
        return api_answer(api::post_event(fixture.context), sent).status;
    };
    CHECK(status(service::limits::idempotency_key_bytes_max) == 201);
    CHECK(status(service::limits::idempotency_key_bytes_max + 1) == 422);
}

TEST_CASE("a PUT needs the revision that its caller saw") {
    ApiFixture fixture;
    const ApiAnswer made = created(fixture);
    const std::string id = made.text("id");
    const auto handler = api::put_event(fixture.context);
    const auto edit = [&](const std::string& match) {
        http::Request sent = put(id, draft_json(R"({"title":{"fi":"Uusi nimi"}})"));
        with(sent, "authorization", "Bearer " + made.text("edit_token"));
        if (!match.empty()) with(sent, "if-match", match);
        return api_answer(handler, sent);
    };
    CHECK(edit("").status == 428);
    CHECK(edit("").text("code") == "precondition_required");
    CHECK(edit("\"r7\"").status == 412);
    CHECK(edit("W/\"r1\"").status == 412);
    CHECK(edit("roskaa").status == 412);
    const ApiAnswer changed = edit("\"r9\", \"r1-gz\"");
    CHECK(changed.status == 200);
    CHECK(changed["title"].at("fi") == "Uusi nimi");
    CHECK(changed["revision"] == 2);
    CHECK(changed.response.header("etag") == "\"r2\"");
    CHECK(changed.text("verdict") == "unknown");
    CHECK(edit("*").status == 200);
}

TEST_CASE("the answer of a PUT can be sent back") {
    ApiFixture fixture;
    const ApiAnswer made = created(fixture);
    const auto handler = api::put_event(fixture.context);
    http::Request first = put(made.text("id"), draft_json());
    with(first, "authorization", "Bearer " + made.text("edit_token"));
    with(first, "if-match", "\"r1\"");
    const ApiAnswer changed = api_answer(handler, first);
    REQUIRE(changed.status == 200);
    http::Request second = put(made.text("id"), body_of(changed.response));
    with(second, "authorization", "Bearer " + made.text("edit_token"));
    with(second, "if-match", std::string(changed.response.header("etag")));
    const ApiAnswer again = api_answer(handler, second);
    CHECK(again.status == 200);
    CHECK(again["organiser"] == changed["organiser"]);
    CHECK(again["when"] == changed["when"]);
}

TEST_CASE("a change without a token is not found, or unauthorised where all can see the event") {
    ApiFixture fixture;
    const ApiAnswer made = created(fixture);
    const std::string id = made.text("id");
    const auto cancel = api::post_action(fixture.context, Action::cancel);
    CHECK(api_answer(cancel, on(id, "cancel")).status == 404);
    CHECK(api_answer(cancel, on("ei-ole", "cancel")).status == 404);
    REQUIRE(decided(fixture, id, R"({"decision":"publish"})").status == 200);
    const ApiAnswer nobody = api_answer(cancel, on(id, "cancel"));
    CHECK(nobody.status == 401);
    CHECK(nobody.response.header("www-authenticate") == "Bearer");
    const std::string other = created(fixture).text("edit_token");
    http::Request foreign = on(id, "cancel");
    with(foreign, "authorization", "Bearer " + other);
    CHECK(api_answer(cancel, foreign).status == 401);
    http::Request elsewhere = on(id, "cancel");
    with_session(elsewhere, fixture.session("kajaani", "205"));
    CHECK(api_answer(cancel, elsewhere).status == 403);
}

TEST_CASE("a session without its CSRF token changes nothing") {
    ApiFixture fixture;
    const std::string id = created(fixture).text("id");
    const auto session = fixture.session("virkailija");
    http::Request sent = on(id, "decision", R"({"decision":"publish"})");
    with(sent, "cookie", "muu=1; sopu_session=" + session.token);
    const ApiAnswer answer = api_answer(api::post_decision(fixture.context), sent);
    CHECK(answer.status == 403);
    CHECK(answer.text("code") == "csrf");
    with(sent, "x-csrf-token", session.csrf);
    CHECK(api_answer(api::post_decision(fixture.context), sent).status == 200);
}

TEST_CASE("cancelling a published event says so with a higher sequence") {
    ApiFixture fixture;
    const ApiAnswer made = created(fixture);
    const std::string id = made.text("id");
    REQUIRE(decided(fixture, id, R"({"decision":"publish"})").status == 200);
    http::Request cancel = on(id, "cancel", R"({"reason":"Sairastapaus"})");
    with(cancel, "authorization", "Bearer " + made.text("edit_token"));
    const ApiAnswer answer = api_answer(api::post_action(fixture.context, Action::cancel), cancel);
    CHECK(answer.status == 200);
    CHECK(answer.text("takes_place") == "cancelled");
    CHECK(answer["sequence"] == 1);
    CHECK(answer["verdict"].is_null());
    CHECK(answer.response.header("etag") == "\"r3\"");
    CHECK(api_answer(api::post_action(fixture.context, Action::cancel), cancel).status == 409);
}

TEST_CASE("a decision is for staff of the municipality, with a reason where it says no") {
    ApiFixture fixture;
    const ApiAnswer made = created(fixture);
    const std::string id = made.text("id");
    CHECK(decided(fixture, id, R"({"decision":"publish"})", "205").status == 404);
    CHECK(decided(fixture, id, R"({"decision":"cancel"})").errors() == "decision:unknown_value");
    CHECK(decided(fixture, id, "{}").errors() == "decision:missing");
    CHECK(decided(fixture, id, R"({"decision":"decline"})").errors() == "reason:missing");
    CHECK(decided(fixture, id,
                  R"({"decision":"decline","reason":")" +
                      std::string(service::limits::reason_bytes_max + 1, 'a') + "\"}")
              .errors() == "reason:too_long");
    http::Request own = on(id, "decision", R"({"decision":"publish"})");
    with(own, "authorization", "Bearer " + made.text("edit_token"));
    CHECK(api_answer(api::post_decision(fixture.context), own).status == 403);
    const ApiAnswer published = decided(fixture, id, R"({"decision":"publish"})", "777");
    CHECK(published.status == 200);
    CHECK(published.text("state") == "published");
    CHECK(!published.text("verdict").empty());
}

TEST_CASE("what blocks is told and publishes nothing until somebody answers for it") {
    ApiFixture fixture;
    const std::string first = created(fixture).text("id");
    const std::string second = created(fixture).text("id");
    REQUIRE(decided(fixture, first, R"({"decision":"publish"})").status == 200);
    const ApiAnswer refused = decided(fixture, second, R"({"decision":"publish"})");
    CHECK(refused.status == 409);
    CHECK(refused.text("code") == "blocking_conflict");
    const auto& conflict = refused["conflicts"].as_array().at(0).as_object();
    CHECK(conflict.at("severity") == "blocking");
    CHECK(conflict.at("id").is_null());
    CHECK(conflict.at("other").at("event") == first.c_str());
    const ApiAnswer taken =
        decided(fixture, second, R"({"decision":"publish","accept_conflicts":true})");
    CHECK(taken.status == 200);
    CHECK(taken.text("verdict") == "blocking");
}

TEST_CASE("a published event does not move onto another without staff's word") {
    ApiFixture fixture;
    const std::string first = created(fixture).text("id");
    const ApiAnswer second = created(fixture, R"({"when":{"first":"2026-10-25"}})");
    const std::string id = second.text("id");
    REQUIRE(decided(fixture, first, R"({"decision":"publish"})").status == 200);
    REQUIRE(decided(fixture, id, R"({"decision":"publish"})").status == 200);
    http::Request move = put(id, draft_json());
    with(move, "authorization", "Bearer " + second.text("edit_token"));
    with(move, "if-match", "\"r2\"");
    const ApiAnswer refused = api_answer(api::put_event(fixture.context), move);
    CHECK(refused.status == 409);
    const auto& conflicts = refused["conflicts"].as_array();
    CHECK(std::count_if(conflicts.begin(), conflicts.end(),
                        [](const auto& each) { return each.at("severity") == "blocking"; }) == 1);
    CHECK(conflicts.at(0).at("kind") == "venue_overlap");

    http::Request over = put(id, draft_json(R"({"override":true,"reason":"Sovittu"})"));
    with_session(over, fixture.session("virkailija"));
    with(over, "if-match", "\"r2\"");
    CHECK(api_answer(api::put_event(fixture.context), over).status == 200);
}

TEST_CASE("a full disk is 503 with a time to come back, and nothing is there") {
    ApiFixture fixture;
    const auto version = fixture.world()->version();
    fixture.base().memory()->fail_appends(1);
    const ApiAnswer answer = api_answer(api::post_event(fixture.context), post(draft_json()));
    CHECK(answer.status == 503);
    CHECK(!answer.response.header("retry-after").empty());
    CHECK(fixture.world()->version() == version);
}

}  // namespace
}  // namespace sopu::test

TEST_SUITE_END();
