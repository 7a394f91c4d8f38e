#include <doctest/doctest.h>
#include <boost/json/array.hpp>

#include "tests/server/served.h"

namespace sopu {
namespace {

using test::Answer;
using test::draft_json;
using test::Headers;
using test::object_of;
using test::Ran;
using test::Served;
using test::text_at;

// The lines of the VEVENT with this summary in it.
std::string event_in(const std::string& feed, const std::string& title) {
    const auto summary = feed.find(title);
    if (summary == std::string::npos) return {};
    const auto begin = feed.rfind("BEGIN:VEVENT", summary);
    return feed.substr(begin, feed.find("END:VEVENT", summary) - begin);
}

int sequence_of(const std::string& event) {
    return std::atoi(event.c_str() + event.find("SEQUENCE:") + 9);
}

TEST_SUITE("server.journey") {
    TEST_CASE("from a stranger's form to the subscribers: posted, published, cancelled") {
        const Served served(true);
        const Answer posted =
            served.post("/api/v1/events", draft_json("Kevätmyyjäiset", "Seuraintalo", 10));
        REQUIRE(posted.status == 201);
        const auto body = object_of(posted.body);
        const std::string id = text_at(body, "id");
        CHECK(text_at(body, "state") == "submitted");
        CHECK(served.get("/api/v1/events/" + id).status == 404);
        const std::string feed = "/feeds/suomussalmi.ics?from=2027-01-01&to=2027-12-31";
        CHECK(event_in(served.get(feed).body, "Kevätmyyjäiset").empty());

        const Headers staff = served.sign_in();
        REQUIRE_FALSE(staff.empty());
        const std::string decision = "/api/v1/events/" + id + "/decision";
        const std::string publish = R"({"decision":"publish"})";
        CHECK(served.post(decision, publish).status != 200);
        CHECK(served.post(decision, publish, {staff[0]}).status == 403);  // no CSRF token
        REQUIRE(served.post(decision, publish, staff).status == 200);
        const std::string published = event_in(served.get(feed).body, "Kevätmyyjäiset");
        CHECK(published.find("STATUS:CONFIRMED") != std::string::npos);

        const Headers submitter{{"Authorization", "Bearer " + text_at(body, "edit_token")}};
        REQUIRE(served
                    .post("/api/v1/events/" + id + "/cancel", R"({"reason":"Sairastuminen"})",
                          submitter)
                    .status == 200);
        const std::string cancelled = event_in(served.get(feed).body, "Kevätmyyjäiset");
        CHECK(cancelled.find("STATUS:CANCELLED") != std::string::npos);
        CHECK(cancelled.find("SUMMARY:PERUTTU: ") != std::string::npos);
        CHECK(sequence_of(cancelled) > sequence_of(published));
    }

    TEST_CASE("the same feed twice is the same bytes, and 304 for who has them") {
        const Served served(true);
        const std::string feed = "/feeds/kainuu.ics";
        const Answer first = served.get(feed);
        const Answer second = served.get(feed);
        REQUIRE(first.status == 200);
        CHECK(first.header("content-type") == "text/calendar; charset=utf-8");
        CHECK(first.body == second.body);
        const std::string etag(first.header("etag"));
        CHECK(etag.size() > 4);
        CHECK(etag.front() == '"');
        CHECK(served.get(feed, {{"If-None-Match", etag}}).status == 304);
        CHECK(served.get(feed, {{"If-None-Match", "\"other\""}}).status == 200);
        const Answer packed = served.get(feed, {{"Accept-Encoding", "gzip"}});
        CHECK(packed.header("content-encoding") == "gzip");
        CHECK(packed.header("etag") != etag);
        const Answer head = [&] {
            test::Connection connection(served.port());
            connection.send(test::request_text("HEAD", feed));
            return connection.receive(true);
        }();
        CHECK(head.status == 200);
        CHECK(head.header("etag") == etag);
        CHECK(served.get("/feeds/atlantis.ics").status == 404);
        // What is exported is what is served.
        const Ran exported = served.sopu({"export", "--db", served.database(), "--area", "kainuu"});
        CHECK(exported.exit_code == 0);
        const auto without_urls = [](std::string text) {
            for (std::size_t at; (at = text.find("http://")) != std::string::npos;)
                text.erase(at, text.find("\r\n", at) - at);
            return text;
        };
        CHECK(without_urls(exported.out).size() == without_urls(first.body).size());
    }

    TEST_CASE("one process writes a file and readers are welcome beside it") {
        Served served;
        served.post("/api/v1/events", draft_json("A", "Sali", 10));
        const Ran second =
            served.sopu({"serve", "--db", served.database(), "--listen", "127.0.0.1:0"});
        CHECK(second.exit_code == 3);
        CHECK_FALSE(second.err.empty());
        const std::string csv = served.path("empty.csv");
        test::write_file(csv, "title\nX\n");
        CHECK(served.sopu({"import", csv, "--db", served.database()}).exit_code == 3);
        CHECK(served.sopu({"conflicts", "--db", served.database()}).exit_code == 0);
        CHECK(served.sopu({"verify", "--db", served.database()}).exit_code == 0);
        const std::string copy = served.path("copy.db");
        CHECK(served.sopu({"backup", "--db", served.database(), copy}).exit_code == 0);
        CHECK(served.sopu({"verify", "--db", copy}).exit_code == 0);
        CHECK(served.post("/api/v1/events", draft_json("B", "Sali", 14)).status == 201);
        CHECK(served.stop() == 0);
    }

    TEST_CASE("bad input gets every error and writes nothing") {
        const Served served;
        const auto version = [&] { return served.get("/healthz").body; };
        const std::string before = version();
        const Answer wrong = served.post(
            "/api/v1/events",
            R"({"title":{"fi":"A\r\nATTENDEE:x"},"when":{"start":"2026-10-24T10:00",)"
            R"("end":"2026-10-24T09:00","zone":"Mars/Olympus","weekday":"su"},)"
            R"("municipality":"999","organiser":{"name":""},"recurrence":{"rrule":"FREQ=OFTEN"}})");
        CHECK(wrong.status == 422);
        CHECK(wrong.header("content-type").starts_with("application/problem+json"));
        for (const char* field :
             {"title.fi", "when.zone", "municipality", "organiser.name", "recurrence.rrule"})
            CHECK_MESSAGE(wrong.body.find("\"" + std::string(field) + "\"") != std::string::npos,
                          field << " in " << wrong.body);
        const std::string long_text(1 << 20, 'x');
        CHECK(served.post("/api/v1/events", draft_json(long_text, "Sali", 10)).status == 413);
        std::string deep;
        for (int i = 0; i < 5000; ++i) deep += "[";
        CHECK(served.post("/api/v1/events", deep).status == 400);
        CHECK(served.post("/api/v1/events", "{\"title\":{\"fi\":\"\xff\xfe\"}}").status == 400);
        CHECK(served.post("/api/v1/events", std::string("{\"ti\0tle\":1}", 12)).status == 400);
        CHECK(version() == before);
    }
}

}  // namespace
}  // namespace sopu
