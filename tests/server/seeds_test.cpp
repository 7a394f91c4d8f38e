#include <algorithm>
#include <ctime>
#include <set>

#include <doctest/doctest.h>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "tests/server/served.h"
#include "tests/support/tree.h"

// The real events of the source documents (data/demo/seed_events.csv) must come out right; what is
// expected is in CONFLICTS.md's last table, told again here.
namespace sopu {
namespace {

using test::object_of;
using test::Ran;
using test::run;
using test::TemporaryFolder;
using test::text_at;

const std::string seeds = test::source_path("data/demo/seed_events.csv");

struct Seeded {
    TemporaryFolder folder;
    std::string database = folder.path("seeds.db");

    Ran sopu(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), test::sopu_binary());
        return run(arguments);
    }
    Ran import(const std::string& csv) const {
        return sopu({"import", csv, "--db", database, "--format", "json"});
    }
    boost::json::array conflicts() const {
        const Ran ran = sopu({"conflicts", "--db", database, "--format", "json"});
        CHECK(ran.exit_code == 0);
        return object_of(ran.out).at("items").as_array();
    }
};

// "kind certainty a b" of each conflict, the two in alphabetical order.
std::set<std::string> lines(const boost::json::array& conflicts) {
    std::set<std::string> all;
    for (const auto& it : conflicts) {
        const auto& conflict = it.as_object();
        std::string a = text_at(conflict.at("mine").as_object(), "event");
        // A conflict with a fact has no other event.
        std::string b = conflict.at("other").is_null()
                            ? "fact"
                            : text_at(conflict.at("other").as_object(), "event");
        if (b < a) std::swap(a, b);
        all.insert(text_at(conflict, "kind") + " " + text_at(conflict, "certainty") + " " + a +
                   " " + b);
    }
    return all;
}

// As an .ics writes it; the program reads the same clock.
std::string today() {
    const std::time_t now = std::time(nullptr);
    char text[16];
    std::strftime(text, sizeof text, "%Y%m%d", std::gmtime(&now));
    return text;
}

bool names_any(const std::string& line, std::initializer_list<const char*> ids) {
    return std::any_of(ids.begin(), ids.end(), [&](const char* id) {
        return (line + " ").find(std::string(" ") + id + " ") != std::string::npos;
    });
}

TEST_SUITE("server.seeds") {
    TEST_CASE("32 rows are added, none rejected, and a second time none is touched") {
        const Seeded seeded;
        const auto first = object_of(seeded.import(seeds).out);
        CHECK(first.at("added").to_number<int>() == 32);
        CHECK(first.at("rejected").as_array().empty());
        const auto again = object_of(seeded.import(seeds).out);
        CHECK(again.at("added").to_number<int>() == 0);
        CHECK(again.at("changed").to_number<int>() == 0);
        CHECK(again.at("unchanged").to_number<int>() == 32);
    }

    TEST_CASE("what was imported can be exported before it was ever served") {
        const Seeded seeded;
        test::write_file(seeded.folder.path("near.ics"),
                         "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n"
                         "UID:near\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Lähellä\r\nDTSTART:" +
                             today() + "T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        seeded.import(seeded.folder.path("near.ics"));
        CHECK(seeded.sopu({"export", "--db", seeded.database}).out.find("Lähellä") !=
              std::string::npos);
    }

    TEST_CASE("one possible clash of a presenter while days in a row, a tour and ideas are clean") {
        const Seeded seeded;
        seeded.import(seeds);
        const auto conflicts = seeded.conflicts();
        const std::set<std::string> found = lines(conflicts);
        CHECK(found.contains("person_overlap possible E05 E06a"));
        for (const std::string& line : found) {
            CHECK_FALSE_MESSAGE(names_any(line, {"E10", "E11", "E12", "E03", "E04", "E06b"}), line);
            CHECK_FALSE_MESSAGE(names_any(line, {"E07", "E19", "E20", "E21", "E24", "E26"}), line);
            if (names_any(line, {"E15a", "E15b", "E15c", "E15d", "E15e", "E15f"}))
                CHECK_MESSAGE(line.find(" possible ") != std::string::npos, line);
        }
    }

    TEST_CASE("with the other source's date the clash is gone") {
        const Seeded seeded;
        std::string csv = test::read_file(seeds);
        const std::string row = "E06a;Kumppanuuspöytä;event;2018-04-17;2018-04-17";
        const auto at = csv.find(row);
        REQUIRE(at != std::string::npos);
        csv.replace(at, row.size(), "E06a;Kumppanuuspöytä;event;2018-04-18;2018-04-18");
        test::write_file(seeded.folder.path("moved.csv"), csv);
        seeded.import(seeded.folder.path("moved.csv"));
        CHECK_FALSE(lines(seeded.conflicts()).contains("person_overlap possible E05 E06a"));
    }

    TEST_CASE("an anonymous check does not tell where the presenter is") {
        test::Served served;
        served.stop();
        CHECK(served.sopu({"import", seeds, "--db", served.database()}).exit_code == 0);
        served.start();
        const std::string question =
            R"({"when":{"from":"2018-04-17","to":"2018-04-17","precision":"day"},)"
            R"("municipality":"005","people":["puhuja-1"]})";
        const auto stranger = served.post("/api/v1/conflicts/check", question);
        REQUIRE(stranger.status == 200);
        CHECK(stranger.body.find("person_overlap") == std::string::npos);
        CHECK(stranger.body.find("puhuja") == std::string::npos);
        CHECK(text_at(object_of(stranger.body), "verdict") == "unknown");
    }

    TEST_CASE("\"Kainuu (pl. Kajaani)\" is its seven municipalities") {
        test::Served served;
        served.stop();
        served.sopu({"import", seeds, "--db", served.database()});
        served.start();
        const auto in = [&](const char* code) {
            const std::string target = std::string("/api/v1/events?limit=200&municipality=") + code;
            return served.get(target).body.find("\"id\":\"E21\"") != std::string::npos;
        };
        for (const char* code : {"105", "290", "578", "620", "697", "765", "777"})
            CHECK_MESSAGE(in(code), code);
        CHECK_FALSE(in("205"));
        CHECK_FALSE(in("698"));
    }

    TEST_CASE("python3-icalendar finds every published event of day precision or finer") {
        test::Served served;
        served.stop();
        served.sopu({"import", seeds, "--db", served.database()});
        served.start();
        const auto feed = served.get("/feeds/all.ics?from=2017-01-01&to=2022-12-31&routine=yes");
        REQUIRE(feed.status == 200);
        test::write_file(served.path("feed.ics"), feed.body);
        const Ran read =
            run({"/usr/bin/python3", test::source_path("tests/ical/read_with_icalendar.py"),
                 served.path("feed.ics")});
        REQUIRE_MESSAGE(read.exit_code == 0, read.err);
        const auto count = std::count(read.out.begin(), read.out.end(), '\n');
        // Rows of the table whose precision is time or day, of any place or of none.
        const std::string csv = test::read_file(seeds);
        std::ptrdiff_t expected = 0;
        for (std::size_t line = csv.find('\n') + 1; line < csv.size();) {
            const std::size_t end = csv.find('\n', line);
            const std::string row = csv.substr(line, end - line);
            expected +=
                row.find(";time;") != std::string::npos || row.find(";day;") != std::string::npos;
            line = end == std::string::npos ? csv.size() : end + 1;
        }
        CHECK(expected > 15);
        CHECK(count == expected);
    }
}

}  // namespace
}  // namespace sopu
