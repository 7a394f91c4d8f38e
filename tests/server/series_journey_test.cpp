// A series over a real socket: posted, published, one occurrence skipped, all there after a start.
#include <doctest/doctest.h>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "tests/server/served.h"

namespace sopu {
namespace {

using test::Answer;
using test::Headers;
using test::object_of;
using test::Served;
using test::text_at;

// The starts of the occurrences of spring 2027, one a line.
std::string starts(const Served& served) {
    std::string lines;
    const Answer answer = served.get("/api/v1/occurrences?from=2027-03-01&to=2027-05-01&limit=200");
    const auto listed = object_of(answer.body);
    if (const auto* items = listed.if_contains("items"))
        for (const auto& item : items->as_array())
            lines += text_at(item.as_object(), "start") + "\n";
    return lines;
}

TEST_SUITE("server.series_journey") {
    TEST_CASE("a series is posted and published and one evening of it is skipped") {
        Served served(true);
        auto draft = object_of(test::draft_json("Kerhoilta", "Kerhotalo", 18));
        draft["recurrence"] = {{"rrule", "FREQ=WEEKLY;COUNT=5"},
                               {"exdate", boost::json::array{"2027-03-20"}}};
        draft["categories"] = boost::json::array{"club"};
        const Answer posted = served.post("/api/v1/events", boost::json::serialize(draft));
        REQUIRE_MESSAGE(posted.status == 201, posted.body);
        const std::string id = text_at(object_of(posted.body), "id");
        const std::string others = starts(served);
        REQUIRE(served
                    .post("/api/v1/events/" + id + "/decision", R"({"decision":"publish"})",
                          served.sign_in())
                    .status == 200);
        for (const char* start : {"2027-03-06T16:00:00Z\n", "2027-03-13T16:00:00Z\n",
                                  "2027-03-27T16:00:00Z\n", "2027-04-03T15:00:00Z\n"})
            CHECK_MESSAGE(starts(served).find(start) != std::string::npos, start);
        CHECK(starts(served).find("2027-03-20T16:00:00Z") == std::string::npos);

        const std::string path =
            "/api/v1/events/" + id + "/occurrences/2027-04-03T15:00:00Z?range=this";
        const Headers submitter{
            {"Authorization", "Bearer " + text_at(object_of(posted.body), "edit_token")},
            {"Content-Type", "application/json"},
            {"If-Match", "\"r2\""}};
        const std::string skip = R"({"takes_place":"cancelled"})";
        const Answer skipped = test::request(served.port(), "PUT", path, submitter, skip);
        REQUIRE_MESSAGE(skipped.status == 200, skipped.body);
        CHECK(skipped.header("etag") == "\"r3\"");
        CHECK(test::request(served.port(), "PUT", path, submitter, skip).status == 412);
        const std::string after = starts(served);
        CHECK(after.find("2027-04-03T15:00:00Z") == std::string::npos);

        CHECK(served.stop() == 0);
        CHECK(served.sopu({"verify", "--db", served.database()}).exit_code == 0);
        served.start();
        CHECK(starts(served) == after);
        CHECK(after.size() == others.size() + 3 * std::string("2027-03-06T16:00:00Z\n").size());
    }
}

}  // namespace
}  // namespace sopu
