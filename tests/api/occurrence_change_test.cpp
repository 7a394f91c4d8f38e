// PUT of one occurrence, or of it and all later ones.
#include <doctest/doctest.h>

#include <boost/json/array.hpp>

#include "tests/api/api_fixture.h"

TEST_SUITE_BEGIN("api.occurrence_change");

namespace sopu::test {
namespace {

// Four Saturdays at ten from 24.10.2026, in the hall.
class SeriesFixture : public ApiFixture {
  public:
    SeriesFixture() {
        Event event = draft("Kerho", 10);
        event.venue = VenueId("halli");
        event.venue_text.clear();
        Recurrence recurrence;
        recurrence.rule = recur::parse_rule("FREQ=WEEKLY;COUNT=4").value();
        event.recurrence = recurrence;
        id = published(std::move(event));
    }

    http::Request change(const std::string& recurrence_id, const std::string& body,
                         const std::string& range = "") {
        http::Request sent = request(
            http::Method::put, "/api/v1/events/" + id.text() + "/occurrences/" + recurrence_id,
            {{}, body, id.text()});
        if (!range.empty()) {
            sent.query.emplace_back("range", range);
            sent.target += "?range=" + range;
        }
        sent.parameters["recurrence_id"] = recurrence_id;
        return sent;
    }
    ApiAnswer changed(const std::string& recurrence_id, const std::string& body,
                      const std::string& range = "") {
        http::Request sent = change(recurrence_id, body, range);
        with(sent, "if-match", "*");
        with(sent, "authorization", "Bearer " + edit_token(id));
        return api_answer(api::put_occurrence(context), sent);
    }
    // "start title" of each occurrence, one a line.
    std::string listed() {
        const ApiAnswer answer =
            api_answer(api::get_occurrences(context),
                       request(http::Method::get, "/api/v1/occurrences",
                               {{{"from", "2026-10-01"}, {"to", "2027-01-01"}}, "", ""}));
        std::string lines;
        for (const auto& item : answer["items"].as_array()) {
            if (item.at("event") != id.text().c_str()) continue;
            lines += item.at("start").as_string().c_str();
            lines += " ";
            lines += item.at("title").at("fi").as_string().c_str();
            lines += "\n";
        }
        return lines;
    }
    Event record() { return *world()->event(id)->event; }

    EventId id;
};

const std::string first = "2026-10-24T07:00:00Z";
const std::string second = "2026-10-31T08:00:00Z";
const std::string third = "2026-11-07T08:00:00Z";
const std::string fourth = "2026-11-14T08:00:00Z";
const std::string whole =
    "2026-10-24T07:00:00Z Kerho\n2026-10-31T08:00:00Z Kerho\n2026-11-07T08:00:00Z Kerho\n"
    "2026-11-14T08:00:00Z Kerho\n";

TEST_CASE("one occurrence moves and gets a title and the others stay") {
    SeriesFixture fixture;
    const auto sequence = fixture.record().sequence;
    const ApiAnswer answer = fixture.changed(second, R"({"title":{"fi":"Vierailija"},
                    "when":{"start":"2026-11-01T12:00","end":"2026-11-01T13:00"}})");
    REQUIRE_MESSAGE(answer.status == 200, body_of(answer.response));
    CHECK(answer["verdict"].is_string());
    CHECK(answer["conflicts"].as_array().empty());
    CHECK(answer.response.header("etag") == "\"r3\"");
    const auto& changed = answer["recurrence"].at("overrides").as_array().at(0);
    CHECK(changed.at("recurrence_id") == "2026-10-31T10:00");
    CHECK(changed.at("range") == "this");
    CHECK(fixture.record().sequence == sequence + 1);
    CHECK(fixture.listed() ==
          "2026-10-24T07:00:00Z Kerho\n2026-11-01T10:00:00Z Vierailija\n"
          "2026-11-07T08:00:00Z Kerho\n2026-11-14T08:00:00Z Kerho\n");
    // What equals the series again is no override.
    REQUIRE(fixture.changed(second, R"({"title":{"fi":"Kerho"}})").status == 200);
    const ApiAnswer back = fixture.changed(
        second, R"({"when":{"start":"2026-10-31T10:00","end":"2026-10-31T12:00"}})");
    REQUIRE(back.status == 200);
    CHECK(back["recurrence"].at("overrides").as_array().empty());
    CHECK(fixture.listed() == whole);
}

TEST_CASE("an occurrence is skipped and taken back and named as a person would") {
    SeriesFixture fixture;
    const Event before = fixture.record();
    for (const std::string& named :
         {second, std::string("2026-10-31T10:00"), std::string("2026-10-31")}) {
        REQUIRE(fixture.changed(named, R"({"takes_place":"cancelled"})").status == 200);
        CHECK(fixture.listed().find("2026-10-31") == std::string::npos);
        REQUIRE(fixture.changed(named, R"({"takes_place":"scheduled"})").status == 200);
        CHECK(fixture.listed() == whole);
    }
    Event after = fixture.record();
    CHECK(after.revision == before.revision + 6);
    after.revision = before.revision;
    after.sequence = before.sequence;
    CHECK(after == before);
}

TEST_CASE("an occurrence in another hall is found there and not in the hall of its series") {
    SeriesFixture fixture;
    REQUIRE(fixture.changed(second, R"({"venue":"kirjasto","title":{"fi":"Lukupiiri"}})").status ==
            200);
    const auto starts = [&fixture](const char* name, const char* value) {
        const ApiAnswer answer = api_answer(
            api::get_occurrences(fixture.context),
            request(http::Method::get, "/api/v1/occurrences",
                    {{{"from", "2026-10-01"}, {"to", "2027-01-01"}, {name, value}}, "", ""}));
        std::vector<std::string> all;
        for (const auto& item : answer["items"].as_array())
            all.emplace_back(item.at("start").as_string().c_str());
        return all;
    };
    CHECK(starts("venue", "kirjasto") == std::vector{second});
    CHECK(starts("venue", "halli") == std::vector{first, third, fourth});
    CHECK(starts("q", "lukupiiri") == std::vector{second});
    CHECK(starts("q", "kerho") == std::vector{first, third, fourth});
    const auto events = [&fixture](const char* from, const char* to) {
        return api_answer(
                   api::get_events(fixture.context),
                   request(http::Method::get, "/api/v1/events",
                           {{{"from", from}, {"to", to}, {"venue", "kirjasto"}}, "", ""}))["items"]
            .as_array()
            .size();
    };
    CHECK(events("2026-10-30", "2026-11-02") == 1);
    CHECK(events("2026-11-06", "2026-11-10") == 0);
}

TEST_CASE("this and following move together and later ones keep what is their own") {
    SeriesFixture fixture;
    REQUIRE(fixture.changed(fourth, R"({"title":{"fi":"Päätös"}})").status == 200);
    const ApiAnswer answer = fixture.changed(
        second, R"({"when":{"start":"2026-10-31T16:00","end":"2026-10-31T18:00"}})", "following");
    REQUIRE(answer.status == 200);
    CHECK(fixture.listed() ==
          "2026-10-24T07:00:00Z Kerho\n2026-10-31T14:00:00Z Kerho\n"
          "2026-11-07T14:00:00Z Kerho\n2026-11-14T14:00:00Z Päätös\n");
    REQUIRE(fixture.changed(third, R"({"title":{"fi":"Ilta"}})", "following").status == 200);
    CHECK(fixture.listed() ==
          "2026-10-24T07:00:00Z Kerho\n2026-10-31T14:00:00Z Kerho\n"
          "2026-11-07T14:00:00Z Ilta\n2026-11-14T14:00:00Z Päätös\n");
    REQUIRE(fixture.changed(third, R"({"takes_place":"cancelled"})", "following").status == 200);
    CHECK(fixture.listed() == "2026-10-24T07:00:00Z Kerho\n2026-10-31T14:00:00Z Kerho\n");
    REQUIRE(fixture.changed(third, R"({"takes_place":"scheduled"})", "following").status == 200);
    CHECK(fixture.listed() ==
          "2026-10-24T07:00:00Z Kerho\n2026-10-31T14:00:00Z Kerho\n"
          "2026-11-07T14:00:00Z Ilta\n2026-11-14T14:00:00Z Päätös\n");
    // One of them alone again, back at its first time.
    REQUIRE(
        fixture.changed(third, R"({"when":{"start":"2026-11-07T10:00","end":"2026-11-07T12:00"}})")
            .status == 200);
    CHECK(fixture.listed() ==
          "2026-10-24T07:00:00Z Kerho\n2026-10-31T14:00:00Z Kerho\n"
          "2026-11-07T08:00:00Z Ilta\n2026-11-14T14:00:00Z Päätös\n");
}

TEST_CASE("an occurrence that the series leaves out is taken back before it is changed") {
    SeriesFixture fixture;
    Event event = draft("Kerho", 10);
    Recurrence recurrence;
    recurrence.rule = recur::parse_rule("FREQ=WEEKLY;COUNT=4").value();
    recurrence.exceptions = {Date(date::year{2026} / 10 / 31)};
    event.recurrence = recurrence;
    fixture.id = fixture.published(event);
    const ApiAnswer refused = fixture.changed(second, R"({"title":{"fi":"A"}})");
    CHECK(refused.status == 422);
    CHECK(refused.errors() == "takes_place:occurrence_skipped");
    CHECK(fixture.changed(second, R"({"takes_place":"cancelled"})").status == 200);
    const ApiAnswer back =
        fixture.changed(second, R"({"takes_place":"scheduled","title":{"fi":"A"}})");
    REQUIRE(back.status == 200);
    CHECK(back["recurrence"].at("exdate").as_array().empty());
    CHECK(fixture.listed().find("2026-10-31T08:00:00Z A\n") != std::string::npos);
}

TEST_CASE("what is no occurrence is 404 with its reason") {
    SeriesFixture fixture;
    for (const char* unknown : {"2026-10-25T07:00:00Z", "2026-10-31T08:00:01Z", "huomenna",
                                "2026-11-21T08:00:00Z", "0001-01-01T00:00:00Z"}) {
        CAPTURE(unknown);
        const ApiAnswer answer = fixture.changed(unknown, R"({"takes_place":"cancelled"})");
        CHECK(answer.status == 404);
        CHECK(answer.errors() == "recurrence_id:unknown_occurrence");
    }
    fixture.id = fixture.published(draft("Kertaluontoinen", 18));
    CHECK(fixture.changed("2026-10-24T15:00:00Z", R"({"takes_place":"cancelled"})").status == 404);
}

TEST_CASE("every error of a change is told at once and nothing is written") {
    SeriesFixture fixture;
    const auto version = fixture.world()->version();
    const std::string wrong = R"({"title":{},"claim":"maybe","takes_place":"postponed","x":1,
        "when":{"start":"2026-10-31T10:00","end":"2026-10-31T09:00"}})";
    CHECK(fixture.changed(second, wrong, "all").errors() ==
          "range:unknown_value when.end:end_before_start title:missing claim:unknown_value "
          "takes_place:unknown_value x:unknown_field");
    CHECK(fixture.changed(second, R"({"when":{}})").errors() == "when:recurrence_needs_time");
    CHECK(fixture.changed(second, R"({"venue":"kuu"})").errors() == "venue:unknown_venue");
    CHECK(fixture.changed(first, R"({"takes_place":"cancelled"})", "following").errors() ==
          "recurrence:no_occurrences");
    CHECK(fixture.world()->version() == version);
}

TEST_CASE("who may change an occurrence and against which revision") {
    SeriesFixture fixture;
    const std::string skip = R"({"takes_place":"cancelled"})";
    const auto status = [&](http::Request sent) {
        return api_answer(api::put_occurrence(fixture.context), sent).status;
    };
    http::Request stranger = fixture.change(second, skip);
    with(stranger, "if-match", "*");
    CHECK(status(stranger) == 401);
    http::Request without = fixture.change(second, skip);
    with(without, "authorization", "Bearer " + fixture.edit_token(fixture.id));
    CHECK(status(without) == 428);
    http::Request stale = without;
    with(stale, "if-match", "\"r1\"");
    CHECK(status(stale) == 412);
    http::Request staff = fixture.change(second, skip);
    with(staff, "if-match", "\"r2\"");
    with_session(staff, fixture.session("virkailija"));
    with(staff, "idempotency-key", "avain");
    CHECK(status(staff) == 200);
    CHECK(status(staff) == 200);  // a replay
    CHECK(fixture.record().revision == 3);
    http::Request other = fixture.change(second, skip, "following");
    with(other, "if-match", "\"r2\"");
    with(other, "idempotency-key", "avain");
    with_session(other, fixture.session("virkailija"));
    CHECK(api_answer(api::put_occurrence(fixture.context), other).text("code") ==
          "idempotency_reused");
}

TEST_CASE("a published series gains a certain blocking clash only by the word of staff") {
    SeriesFixture fixture;
    Event event = draft("Messut", 18);
    event.venue = VenueId("halli");
    event.venue_text.clear();
    const LocalTime start = Date(date::year{2026} / 11 / 7) + std::chrono::hours(18);
    event.when = Timed{start, start + std::chrono::hours(2), "Europe/Helsinki"};
    Recurrence twice;
    twice.rule = recur::parse_rule("FREQ=WEEKLY;COUNT=2").value();
    event.recurrence = twice;
    const EventId fair = fixture.published(event);
    const std::string evening = R"("when":{"start":"2026-10-31T18:00","end":"2026-10-31T20:00"})";
    const ApiAnswer refused = fixture.changed(second, "{" + evening + "}", "following");
    REQUIRE(refused.status == 409);
    CHECK(refused.text("code") == "blocking_conflict");
    const auto& clash = refused["conflicts"].as_array().at(0);
    CHECK(clash.at("other").at("event") == fair.text().c_str());
    CHECK(clash.at("occurrence_count") == 2);
    CHECK(clash.at("occurrences").as_array().at(0).at("mine").at("recurrence_id") == third.c_str());
    CHECK(fixture.changed(second, "{" + evening + "}").status == 200);  // that one alone is free

    const std::string moved = R"("when":{"start":"2026-11-07T18:00","end":"2026-11-07T20:00"})";
    const std::string answered_for = R"(,"override":true,"reason":"Sovittu")";
    CHECK(fixture.changed(third, "{" + moved + answered_for + "}").errors() ==
          "override:staff_only");
    http::Request staff = fixture.change(third, "{" + moved + answered_for + "}");
    with(staff, "if-match", "*");
    with_session(staff, fixture.session("virkailija"));
    CHECK(api_answer(api::put_occurrence(fixture.context), staff).status == 200);
    CHECK(fixture.changed(third, R"({"title":{"fi":"A"}})").status == 200);  // no gain
    // With one pair answered for, another pair of the same two series is a gain all the same.
    CHECK(
        fixture.changed(fourth, R"({"when":{"start":"2026-11-14T18:00","end":"2026-11-14T20:00"}})")
            .status == 409);
}

}  // namespace
}  // namespace sopu::test

TEST_SUITE_END();
