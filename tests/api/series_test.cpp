// Events that repeat, through the API: posted, listed by occurrence, edited as a whole.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <tuple>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "engine/recur/expand.h"
#include "engine/time/iso.h"
#include "tests/api/api_fixture.h"
#include "tests/support/random_series.h"
#include "tests/support/zones.h"

TEST_SUITE_BEGIN("api.series");

namespace sopu::test {
namespace {

// Four Saturdays from 24.10.2026, over the night when the clocks go back.
const char* const weekly = R"({"recurrence":{"rrule":"FREQ=WEEKLY;COUNT=4"}})";

ApiAnswer posted(ApiFixture& fixture, const std::string& body) {
    return api_answer(api::post_event(fixture.context),
                      request(http::Method::post, "/api/v1/events", {{}, body, ""}));
}

// Submitted and published; its id.
std::string published(ApiFixture& fixture, const std::string& overlay) {
    const ApiAnswer made = posted(fixture, draft_json(overlay));
    REQUIRE_MESSAGE(made.status == 201, body_of(made.response));
    const std::string id = made.text("id");
    http::Request decision = request(http::Method::post, "/api/v1/events/" + id + "/decision",
                                     {{}, R"({"decision":"publish","accept_conflicts":true})", id});
    with_session(decision, fixture.session("julkaisija"));
    REQUIRE(api_answer(api::post_decision(fixture.context), decision).status == 200);
    return id;
}

ApiAnswer event_of(ApiFixture& fixture, const std::string& id) {
    return api_answer(api::get_event(fixture.context),
                      request(http::Method::get, "/api/v1/events/" + id, {{}, "", id}));
}

ApiAnswer occurrences(ApiFixture& fixture, http::Pairs query) {
    return api_answer(
        api::get_occurrences(fixture.context),
        request(http::Method::get, "/api/v1/occurrences", {std::move(query), "", ""}));
}

ApiAnswer put(ApiFixture& fixture, const std::string& id, const boost::json::value& body) {
    http::Request sent =
        request(http::Method::put, "/api/v1/events/" + id, {{}, boost::json::serialize(body), id});
    with(sent, "if-match", "*");
    with(sent, "authorization", "Bearer " + fixture.edit_token(EventId(id)));
    return api_answer(api::put_event(fixture.context), sent);
}

std::vector<std::string> texts(const ApiAnswer& answer, const char* name) {
    std::vector<std::string> all;
    for (const auto& item : answer["items"].as_array())
        all.emplace_back(item.at(name).is_string() ? item.at(name).as_string().c_str() : "-");
    return all;
}

const http::Pairs autumn{{"from", "2026-10-01"}, {"to", "2027-01-01"}};

TEST_CASE("every occurrence is listed by its recurrence-id") {
    ApiFixture fixture;
    const std::string id = published(fixture, weekly);
    const ApiAnswer answer = occurrences(fixture, autumn);
    CHECK(texts(answer, "event") == std::vector<std::string>(4, id));
    const std::vector<std::string> starts{"2026-10-24T07:00:00Z", "2026-10-31T08:00:00Z",
                                          "2026-11-07T08:00:00Z", "2026-11-14T08:00:00Z"};
    CHECK(texts(answer, "recurrence_id") == starts);
    CHECK(texts(answer, "start") == starts);
    const auto& second = answer["items"].as_array()[1].as_object();
    CHECK(second.at("end") == "2026-10-31T13:00:00Z");
    CHECK(second.at("when").at("start") == "2026-10-31T10:00");
    CHECK(second.at("when").at("end") == "2026-10-31T15:00");
    CHECK(second.at("all_day") == false);
    CHECK(event_of(fixture, id)["recurrence"].at("rrule") == "FREQ=WEEKLY;COUNT=4");
}

TEST_CASE("days are listed as days by their local midnight") {
    ApiFixture fixture;
    published(fixture, R"({"when":{"first":"2026-10-24","last":"2026-10-25"},
                           "recurrence":{"rrule":"FREQ=WEEKLY;COUNT=2","exdate":[],
                                         "rdate":["2026-12-05"]}})");
    const ApiAnswer answer = occurrences(fixture, autumn);
    CHECK(texts(answer, "recurrence_id") == std::vector<std::string>{"2026-10-23T21:00:00Z",
                                                                     "2026-10-30T22:00:00Z",
                                                                     "2026-12-04T22:00:00Z"});
    const auto& first = answer["items"].as_array()[0].as_object();
    CHECK(first.at("when").at("last") == "2026-10-25");
    CHECK(first.at("all_day") == true);
}

TEST_CASE("a page of occurrences ends within a series and the next goes on") {
    ApiFixture fixture;
    published(fixture, weekly);
    published(fixture, R"({"venue":"kirjasto","municipality":"205",
                           "recurrence":{"rrule":"FREQ=WEEKLY;COUNT=4"}})");
    std::vector<std::string> seen;
    std::string cursor;
    for (int page = 0; page < 10; ++page) {
        http::Pairs query = autumn;
        query.emplace_back("limit", "3");
        if (!cursor.empty()) query.emplace_back("cursor", cursor);
        const ApiAnswer answer = occurrences(fixture, query);
        REQUIRE(answer.status == 200);
        const auto events = texts(answer, "event");
        const auto ids = texts(answer, "recurrence_id");
        for (std::size_t i = 0; i < ids.size(); ++i) seen.push_back(ids[i] + events[i]);
        cursor = answer.text("next");
        if (cursor.empty()) break;
    }
    CHECK(seen.size() == 8);
    CHECK(std::is_sorted(seen.begin(), seen.end()));
    CHECK(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
}

TEST_CASE("a series is found by any of its occurrences and an endless one far away") {
    ApiFixture fixture;
    const std::string id =
        published(fixture, R"({"recurrence":{"rrule":"FREQ=MONTHLY;BYDAY=4SA"}})");
    const http::Pairs far{{"from", "2090-03-01"}, {"to", "2090-04-01"}};
    const ApiAnswer answer = occurrences(fixture, far);
    CHECK(texts(answer, "start") == std::vector<std::string>{"2090-03-25T08:00:00Z"});
    const ApiAnswer events =
        api_answer(api::get_events(fixture.context),
                   request(http::Method::get, "/api/v1/events", {far, "", ""}));
    CHECK(texts(events, "id") == std::vector{id});
    CHECK(texts(occurrences(fixture, {{"from", "2090-03-01"}, {"to", "2090-03-25"}}), "start")
              .empty());
}

TEST_CASE("every error of a series is told with its field") {
    ApiFixture fixture;
    const auto errors = [&fixture](const std::string& overlay) {
        const ApiAnswer answer = posted(fixture, draft_json(overlay));
        CHECK(answer.status == 422);
        for (const auto& error : answer["errors"].as_array())
            CHECK(!error.at("message").as_string().starts_with("["));
        return answer.errors();
    };
    CHECK(errors(R"({"title":null,"recurrence":{"rrule":"FREQ=WEEKLY;BYDAY=XX","rdate":
          ["2026-10-31T10:00","x"],"exdate":[""]}})") ==
          "recurrence.rrule:rule_bad_weekday recurrence.rdate[1]:bad_moment "
          "recurrence.exdate[0]:bad_moment title:missing");
    CHECK(errors(R"({"recurrence":{"rrule":"FREQ=HOURLY;COUNT=3"}})") ==
          "recurrence.rrule:rule_sub_daily");
    CHECK(errors(R"({"when":{},"recurrence":{"rrule":"FREQ=DAILY;COUNT=3"}})") ==
          "recurrence:recurrence_needs_time");
    CHECK(errors(R"({"when":{"from":"2026-10-01","to":"2026-10-31","precision":"month"},
                     "recurrence":{"rrule":"FREQ=DAILY;COUNT=3"}})") ==
          "recurrence:recurrence_needs_time");
    CHECK(errors(R"({"recurrence":{"rrule":"FREQ=DAILY;COUNT=30000"}})") ==
          "recurrence:too_many_occurrences");
    CHECK(errors(R"({"recurrence":{"rrule":"FREQ=DAILY;UNTIL=20261001"}})") ==
          "recurrence:no_occurrences");
    CHECK(errors(R"({"recurrence":{"exdate":["2026-10-24T10:00"]}})") ==
          "recurrence:no_occurrences");
    CHECK(errors(R"({"recurrence":{"rrule":"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                                   "exdate":["2026-10-24"]}})") == "recurrence:no_occurrences");
    CHECK(errors(R"({"recurrence":{"rrule":"FREQ=DAILY;COUNT=3","overrides":[{"recurrence_id":
          "2026-10-25","when":{"start":"2026-10-25T12:00","end":"2026-10-25T11:00"},
          "place":{"venue":"kuu"}}]}})") ==
          "recurrence.overrides[0].when.end:end_before_start "
          "recurrence.overrides[0].place.venue:unknown_venue");
    CHECK(fixture.world()->events().size() == 0);
}

TEST_CASE("an edit keeps what single occurrences have of their own and says what it could not") {
    ApiFixture fixture;
    const std::string id =
        published(fixture, R"({"recurrence":{"rrule":"FREQ=WEEKLY;COUNT=4","overrides":[
            {"recurrence_id":"2026-10-31T10:00","takes_place":"cancelled"},
            {"recurrence_id":"2026-11-14T10:00","title":{"fi":"Päätös"}}]}})");
    boost::json::object body = event_of(fixture, id).body.as_object();
    body["title"] = boost::json::object{{"fi", "Kerho"}};
    body["recurrence"] = boost::json::object{{"rrule", "FREQ=WEEKLY;COUNT=4"}};
    const ApiAnswer kept = put(fixture, id, body);
    REQUIRE(kept.status == 200);
    CHECK(kept["recurrence"].at("overrides").as_array().size() == 2);
    CHECK(kept["dropped_overrides"].as_array().empty());
    body["recurrence"] = boost::json::object{{"rrule", "FREQ=WEEKLY;COUNT=3"}};
    const ApiAnswer shorter = put(fixture, id, body);
    REQUIRE(shorter.status == 200);
    REQUIRE(shorter["recurrence"].at("overrides").as_array().size() == 1);
    REQUIRE(shorter["dropped_overrides"].as_array().size() == 1);
    CHECK(shorter["dropped_overrides"].as_array()[0].at("title").at("fi") == "Päätös");
    CHECK(texts(occurrences(fixture, autumn), "title").size() == 2);
    // Its own answer changes nothing; a draft that says of overrides that there are none has none.
    CHECK(put(fixture, id, shorter.body)["recurrence"] == shorter["recurrence"]);
    body["recurrence"] =
        boost::json::object{{"rrule", "FREQ=WEEKLY;COUNT=3"}, {"overrides", boost::json::array()}};
    CHECK(put(fixture, id, body)["recurrence"].at("overrides").as_array().empty());
    body["recurrence"] = nullptr;
    CHECK(put(fixture, id, body)["recurrence"].is_null());
    CHECK(texts(occurrences(fixture, autumn), "recurrence_id") == std::vector<std::string>{"-"});
}

TEST_CASE("of a busy series strangers learn when and where but no title of any occurrence") {
    ApiFixture fixture;
    const std::string id = published(
        fixture, R"({"visibility":"busy","recurrence":{"rrule":"FREQ=WEEKLY;COUNT=2","overrides":[
            {"recurrence_id":"2026-10-31T10:00","title":{"fi":"Salaisuus"},
             "description":{"fi":"Salaisuus"},
             "when":{"start":"2026-10-31T12:00","end":"2026-10-31T13:00"}}]}})");
    const ApiAnswer seen = event_of(fixture, id);
    REQUIRE(seen.status == 200);
    CHECK(seen["recurrence"].at("overrides").as_array()[0].at("when").at("start") ==
          "2026-10-31T12:00");
    const ApiAnswer listed = occurrences(fixture, autumn);
    CHECK(texts(listed, "start")[1] == "2026-10-31T10:00:00Z");
    CHECK(texts(listed, "title") == std::vector<std::string>{"-", "-"});
    for (const ApiAnswer* answer : {&seen, &listed})
        CHECK(body_of(answer->response).find("Salaisuus") == std::string::npos);
}

TEST_CASE("a question about a series is answered to its last occurrence") {
    ApiFixture fixture;
    published(fixture, R"({"when":{"start":"2026-11-14T12:00","end":"2026-11-14T13:00"}})");
    const ApiAnswer answer = api_answer(
        api::post_check(fixture.context),
        request(http::Method::post, "/api/v1/conflicts/check",
                {{}, draft_json(R"({"recurrence":{"rrule":"FREQ=WEEKLY;COUNT=60"}})"), ""}));
    REQUIRE(answer.status == 200);
    CHECK(answer["verdict"] == "blocking");
    const auto& clash = answer["conflicts"].as_array().at(0).at("occurrences").as_array().at(0);
    CHECK(clash.at("mine").at("recurrence_id") == "2026-11-14T08:00:00Z");
    CHECK(answer["checked"].at("to").as_string() >= "2027-12-11T13:00:00Z");
}

struct Said {
    recur::Series series;
    std::string body;
};

Said random_said(int number) {
    Said said;
    said.series.start = random_start();
    said.series.zone = test_zones().find("Europe/Helsinki");
    said.series.length = {0, seconds{pick(1, 40) * 900}};
    recur::Rule rule = random_rule(static_cast<recur::Frequency>(pick(3, 6)));
    rule.by_hour.clear();  // so that two occurrences of a day are no surprise to the limits
    rule.by_minute.clear();
    rule.by_second.clear();
    rule.by_set_position.clear();
    rule.count = pick(1, 12);
    said.series.rule = recur::parse_rule(recur::format_rule(rule)).value();
    boost::json::array exdate;
    boost::json::array rdate;
    for (int i = pick(0, 2); i > 0; --i) {
        const LocalTime out = said.series.start + date::days{pick(1, 20)};
        said.series.exceptions.emplace_back(out);
        exdate.emplace_back(format_local(out));
        const LocalTime in = said.series.start + date::days{pick(1, 40)} + seconds{pick(0, 9) * 60};
        said.series.dates.push_back({in, {}});
        rdate.emplace_back(format_local(in));
    }
    const LocalTime end = said.series.start + said.series.length.time;
    // The end is said as local time; over the clocks' change the exact length is another.
    const Zone& zone = *said.series.zone;
    said.series.length.time =
        std::max(to_instant(end, zone) - to_instant(said.series.start, zone), seconds{0});
    const boost::json::object over{
        {"title", {{"fi", "sarja" + std::to_string(number) + "x"}}},
        {"when", {{"start", format_local(said.series.start)}, {"end", format_local(end)}}},
        {"recurrence",
         {{"rrule", recur::format_rule(*said.series.rule)}, {"rdate", rdate}, {"exdate", exdate}}}};
    said.body = draft_json(boost::json::serialize(over));
    return said;
}

TEST_CASE("a series that is posted has the occurrences that engine and recur give it") {
    ApiFixture fixture;
    const auto session = fixture.session("lukija");
    int number = 0;
    CHECK(rc::check([&] {
        const Said said = random_said(++number);
        const Interval window(date::sys_days(date::year{1950} / 1 / 1),
                              date::sys_days(date::year{2099} / 1 / 1));
        const auto expected = recur::expand(said.series, test_zones(), window);
        RC_PRE(expected.has_value() && expected->size() <= 50);
        const ApiAnswer made = posted(fixture, said.body);
        if (expected->empty()) {
            RC_ASSERT(made.errors() == "recurrence:no_occurrences");
            return;
        }
        // What lies beyond the calendar's years is refused as a whole.
        RC_PRE(made.errors() != "recurrence:year_out_of_range");
        RC_ASSERT(made.status == 201);
        http::Request asked = request(http::Method::get, "/api/v1/occurrences",
                                      {{{"q", "sarja" + std::to_string(number) + "x"},
                                        {"from", "1950-01-01"},
                                        {"to", "2098-12-31"},
                                        {"limit", "100"}},
                                       "",
                                       ""});
        with_session(asked, session);
        const ApiAnswer answer = api_answer(api::get_occurrences(fixture.context), asked);
        std::vector<std::string> told;
        for (const auto& item : answer["items"].as_array())
            for (const char* name : {"recurrence_id", "start", "end"})
                told.emplace_back(item.at(name).as_string().c_str());
        std::vector<std::string> wanted;
        for (const recur::Occurrence& it : *expected)
            for (const Instant instant : {it.recurrence_id, it.start, it.end})
                wanted.push_back(format_instant(instant));
        RC_ASSERT(told == wanted);
    }));
}

}  // namespace
}  // namespace sopu::test

TEST_SUITE_END();
