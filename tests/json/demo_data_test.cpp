// The invented demo set (data/demo/synthetic.json) is what data/README.md says of it: drafts and
// records as the API reads them, cases in pairs, and enough around every one of the next 60 days.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "engine/model/area.h"
#include "engine/time/iso.h"
#include "server/json/draft_json.h"
#include "server/json/parse.h"
#include "server/json/records_json.h"
#include "tests/support/gazetteer.h"
#include "tests/support/golden.h"
#include "tests/support/zones.h"

namespace {

using namespace sopu;
namespace bj = boost::json;

constexpr std::array<std::string_view, 12> own_keys{
    "key",          "offset_days", "last_offset_days", "start",        "end",  "vague",
    "repeat_weeks", "state",       "takes_place",      "duplicate_of", "case", "organisation"};

const bj::object& demo() {
    static const bj::value value =
        json::parse_json(test::source_file("data/demo/synthetic.json")).value();
    return value.as_object();
}

const bj::array& list(std::string_view name) {
    return demo().at(name).as_array();
}

std::string text(const bj::object& entry, std::string_view name) {
    const bj::value* found = entry.if_contains(name);
    return found == nullptr ? std::string() : std::string(found->as_string());
}

std::int64_t number(const bj::object& entry, std::string_view name, std::int64_t otherwise) {
    const bj::value* found = entry.if_contains(name);
    return found == nullptr ? otherwise : found->as_int64();
}

// A Monday; which one does not matter.
Date day(std::int64_t offset) {
    return Date{date::local_days{date::year{2027} / 3 / 1}} + date::days{offset};
}

bj::object when_of(const bj::object& entry) {
    const std::int64_t first = number(entry, "offset_days", 0);
    const std::string from = format_date(day(first));
    const std::string to = format_date(day(number(entry, "last_offset_days", first)));
    if (entry.contains("vague")) {
        bj::object when = entry.at("vague").as_object();
        when["from"] = from;
        when["to"] = to;
        return when;
    }
    if (!entry.contains("start")) return {{"first", from}, {"last", to}};
    return {{"start", from + "T" + text(entry, "start")},
            {"end", to + "T" + text(entry, "end")},
            {"zone", "Europe/Helsinki"}};
}

std::vector<std::int64_t> days_of(const bj::object& entry) {
    std::vector<std::int64_t> days;
    const std::int64_t first = number(entry, "offset_days", 0);
    if (!entry.contains("repeat_weeks")) return {first};
    for (const bj::value& week : entry.at("repeat_weeks").as_array())
        days.push_back(first + 7 * week.as_int64());
    return days;
}

std::set<std::string> ids(std::string_view name, std::string_view key) {
    std::set<std::string> found;
    for (const bj::value& entry : list(name)) found.insert(text(entry.as_object(), key));
    CHECK(found.size() == list(name).size());
    return found;
}

std::string faults(const Errors& errors) {
    std::string lines;
    for (const Error& error : errors) lines += error.field + " " + error.reason + "\n";
    return lines;
}

// What the calendar knows within 25 km of a place: days of events, and who organises.
struct Known {
    std::vector<std::int64_t> days;
    std::set<std::string> organisers;
};

Known known_around(const std::string& code) {
    Known known;
    for (const bj::value& value : list("events")) {
        const bj::object& entry = value.as_object();
        const auto kilometres = test::test_gazetteer().distance_km(
            MunicipalityCode(code), MunicipalityCode(text(entry, "municipality")));
        if (!kilometres || *kilometres > 25) continue;
        known.organisers.insert(text(entry, "organisation"));
        for (const std::int64_t at : days_of(entry)) known.days.push_back(at);
    }
    return known;
}

// In the four weeks before and after the leanest of the next 60 days, whatever weekday is today.
std::ptrdiff_t fewest_in_eight_weeks(const Known& known) {
    std::ptrdiff_t fewest = std::numeric_limits<std::ptrdiff_t>::max();
    for (std::int64_t middle = 0; middle <= 66; ++middle)
        fewest = std::min(
            fewest, std::count_if(known.days.begin(), known.days.end(), [middle](std::int64_t at) {
                return middle - 28 <= at && at < middle + 28;
            }));
    return fewest;
}

}  // namespace

TEST_SUITE("data.demo") {
    TEST_CASE("the demo set says that it is invented") {
        CHECK(demo().at("synthetic").as_bool());
        CHECK(demo().at("note").as_object().contains("fi"));
    }

    TEST_CASE("every demo event is a draft that the API takes") {
        for (const bj::value& value : list("events")) {
            bj::object draft = value.as_object();
            const std::string key = text(draft, "key");
            draft["when"] = when_of(draft);
            for (const std::string_view own : own_keys) draft.erase(own);
            const auto read = json::draft_from_json(draft, test::test_zones());
            CHECK_MESSAGE(read, key << ": " << (read ? "" : faults(read.error())));
        }
    }

    TEST_CASE("demo venues, organisations and areas are records that the API takes") {
        for (const bj::value& value : list("venues")) CHECK(json::venue_input(value));
        for (const bj::value& value : list("organisations")) CHECK(json::organisation_input(value));
        for (const bj::value& value : list("areas")) {
            const auto area = json::area_input(value);
            REQUIRE(area);
            CHECK(resolve_area(area->expression, test::test_gazetteer(),
                               [](std::string_view) { return nullptr; }));
        }
    }

    TEST_CASE("what demo records name is there") {
        const auto venues = ids("venues", "id");
        const auto organisations = ids("organisations", "id");
        const auto keys = ids("events", "key");
        for (const bj::value& value : list("events")) {
            const bj::object& entry = value.as_object();
            CHECK(organisations.count(text(entry, "organisation")) == 1);
            CHECK((!entry.contains("venue") || venues.count(text(entry, "venue")) == 1));
            CHECK(
                (!entry.contains("duplicate_of") || keys.count(text(entry, "duplicate_of")) == 1));
        }
        for (const bj::value& value : list("venues")) {
            const bj::object& venue = value.as_object();
            CHECK((!venue.contains("part_of") || venues.count(text(venue, "part_of")) == 1));
            if (!venue.contains("shares")) continue;
            for (const bj::value& shared : venue.at("shares").as_array())
                CHECK(venues.count(std::string(shared.as_string())) == 1);
        }
    }

    TEST_CASE("a case about a kind of finding has two events") {
        std::map<std::string, int> cases;
        for (const bj::value& value : list("events"))
            if (value.as_object().contains("case")) ++cases[text(value.as_object(), "case")];
        for (const char* kind :
             {"venue_overlap", "venue_related", "buffer_overlap", "person_overlap"}) {
            int found = 0;
            for (const auto& [name, events] : cases) {
                if (name.rfind(kind, 0) != 0) continue;
                ++found;
                CHECK_MESSAGE(events == 2, name);
            }
            CHECK_MESSAGE(found >= 2, kind);
        }
    }

    TEST_CASE("the calendar knows enough around every demo municipality for the next 60 days") {
        for (const char* code : {"777", "765", "205", "290", "598", "599"}) {
            const Known known = known_around(code);
            CHECK_MESSAGE(known.organisers.size() >= 5, code);
            CHECK_MESSAGE(fewest_in_eight_weeks(known) >= 10, code);
        }
    }
}
