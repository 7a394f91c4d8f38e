// Series from files through `sopu check`: every clashing occurrence and no other.
#include <doctest/doctest.h>
#include <boost/json/array.hpp>

#include "tests/server/served.h"
#include "tests/support/tree.h"

namespace sopu {
namespace {

using test::object_of;
using test::Ran;
using test::text_at;
using test::write_file;

struct Shell {
    test::TemporaryFolder folder;

    Ran sopu(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), test::sopu_binary());
        return test::run(arguments, {});
    }
    std::string file(const std::string& name, const std::string& bytes) const {
        write_file(folder.path(name), bytes);
        return folder.path(name);
    }
    boost::json::object check(const std::string& ics, std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{"check", file("c.ics", ics), "--format", "json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return object_of(sopu(arguments).out);
    }
};

// In the hall, at Helsinki's local times.
std::string vevent(const std::string& uid, const std::string& start, const std::string& end,
                   const std::string& more = {}) {
    return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:" + uid +
           "\r\nLOCATION:Sali\r\nDTSTART;TZID=Europe/Helsinki:" + start +
           "\r\nDTEND;TZID=Europe/Helsinki:" + end + "\r\n" + more + "END:VEVENT\r\n";
}

std::string calendar(const std::string& events) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + events +
           "END:VCALENDAR\r\n";
}

// Those over the hall; what days are is told beside them.
boost::json::array conflicts_of(const boost::json::object& answer) {
    boost::json::array found;
    for (const auto& it : answer.at("conflicts").as_array())
        if (text_at(it.as_object(), "kind") == "venue_overlap") found.push_back(it);
    return found;
}

// "mine's id | other's id" of each clash.
std::vector<std::string> ids_of(const boost::json::object& conflict) {
    std::vector<std::string> ids;
    const auto id = [](const boost::json::object& side) {
        const auto& value = side.at("recurrence_id");
        return value.is_null() ? std::string("-") : std::string(value.as_string());
    };
    for (const auto& it : conflict.at("occurrences").as_array())
        ids.push_back(id(it.as_object().at("mine").as_object()) + " | " +
                      id(it.as_object().at("other").as_object()));
    return ids;
}

const std::string festival = vevent("festival", "20270605T100000", "20270605T230000");

TEST_SUITE("server.series") {
    TEST_CASE("check - a weekly evening for a year and one festival Saturday") {
        const Shell shell;
        const std::string weekly = vevent("evening", "20270102T180000", "20270102T200000",
                                          "RRULE:FREQ=WEEKLY;COUNT=52\r\n");
        const auto answer = shell.check(calendar(weekly + festival));
        CHECK(text_at(answer, "verdict") == "blocking");
        REQUIRE(conflicts_of(answer).size() == 1);
        const auto conflict = conflicts_of(answer)[0].as_object();
        CHECK(conflict.at("occurrence_count").to_number<int>() == 1);
        CHECK(text_at(conflict.at("mine").as_object(), "event") == "evening");
        CHECK(ids_of(conflict) == std::vector<std::string>{"2027-06-05T15:00:00Z | -"});
        const auto& checked = answer.at("checked").as_object();
        CHECK(text_at(checked, "from") == "2027-01-02T16:00:00Z");
        CHECK(text_at(checked, "to") == "2027-12-25T18:00:00Z");
        CHECK(checked.at("occurrences").to_number<int>() == 53);
    }

    TEST_CASE("check - what the overrides say counts") {
        const Shell shell;
        const std::string weekly = vevent("evening", "20270102T180000", "20270102T200000",
                                          "RRULE:FREQ=WEEKLY;COUNT=52\r\n");
        const std::string id = "RECURRENCE-ID:20270605T150000Z\r\n";
        const std::string elsewhere =
            "BEGIN:VEVENT\r\nUID:evening\r\nLOCATION:Koulu\r\nDTSTART;TZID=Europe/Helsinki:"
            "20270605T180000\r\nDTEND;TZID=Europe/Helsinki:20270605T200000\r\n" +
            id + "END:VEVENT\r\n";
        for (const std::string& away :
             {vevent("evening", "20270606T180000", "20270606T200000", id),
              vevent("evening", "20270605T180000", "20270605T200000", id + "STATUS:CANCELLED\r\n"),
              elsewhere})
            CHECK(conflicts_of(shell.check(calendar(weekly + away + festival))).empty());
        const std::string moved_in =
            vevent("evening", "20270605T120000", "20270605T130000",
                   "RECURRENCE-ID;TZID=Europe/Helsinki:20270612T180000\r\n");
        const auto answer = shell.check(calendar(weekly + moved_in + festival));
        REQUIRE(conflicts_of(answer).size() == 1);
        CHECK(ids_of(conflicts_of(answer)[0].as_object()) ==
              std::vector<std::string>{"2027-06-12T15:00:00Z | -", "2027-06-05T15:00:00Z | -"});
    }

    TEST_CASE("check - a daily series without end and an event in 2039") {
        const Shell shell;
        const std::string daily =
            vevent("daily", "20270101T180000", "20270101T200000", "RRULE:FREQ=DAILY\r\n");
        const std::string far = vevent("far", "20390715T190000", "20390715T193000");
        const auto answer = shell.check(calendar(daily + far));
        REQUIRE(conflicts_of(answer).size() == 1);
        CHECK(ids_of(conflicts_of(answer)[0].as_object()) ==
              std::vector<std::string>{"2039-07-15T15:00:00Z | -"});
        CHECK(text_at(answer.at("checked").as_object(), "to") >= "2039-07-15T16:30:00Z");
    }

    TEST_CASE("check - all occurrences are listed / a window leaves those that lie in it") {
        const Shell shell;
        const std::string two =
            vevent("a", "20270101T180000", "20270101T200000", "RRULE:FREQ=DAILY;COUNT=150\r\n") +
            vevent("b", "20270101T190000", "20270101T210000", "RRULE:FREQ=DAILY;COUNT=150\r\n");
        const auto all = shell.check(calendar(two));
        REQUIRE(conflicts_of(all).size() == 1);
        CHECK(ids_of(conflicts_of(all)[0].as_object()).size() == 150);
        const auto some =
            shell.check(calendar(two), {"--from", "2027-02-01", "--to", "2027-02-03"});
        REQUIRE(conflicts_of(some).size() == 1);
        const auto conflict = conflicts_of(some)[0].as_object();
        CHECK(conflict.at("occurrence_count").to_number<int>() == 2);
        CHECK(ids_of(conflict) ==
              std::vector<std::string>{"2027-02-01T16:00:00Z | 2027-02-01T17:00:00Z",
                                       "2027-02-02T16:00:00Z | 2027-02-02T17:00:00Z"});
        CHECK(conflicts_of(shell.check(calendar(two), {"--from", "2028-01-01"})).empty());
    }

    TEST_CASE("check - a series that is refused is named and the rest is judged") {
        const Shell shell;
        const std::string hourly =
            vevent("hourly", "20270102T180000", "20270102T200000", "RRULE:FREQ=HOURLY\r\n");
        const Ran ran =
            shell.sopu({"check", shell.file("h.ics", calendar(hourly + festival)), "--lang", "en"});
        CHECK(ran.exit_code == 1);
        CHECK(ran.err.find("hourly") != std::string::npos);
        CHECK(ran.err.find("rule_sub_daily") != std::string::npos);
    }

    TEST_CASE("import - a series on the disk is the same series when the file comes again") {
        const Shell shell;
        const std::string db = shell.folder.path("a.db");
        const std::string ics = calendar(
            vevent("s", "20270102T180000", "20270102T200000",
                   "RRULE:FREQ=WEEKLY\r\nEXDATE;TZID=Europe/Helsinki:20270116T180000\r\n") +
            vevent("s", "20270110T180000", "20270110T200000",
                   "RECURRENCE-ID;TZID=Europe/Helsinki:20270109T180000\r\n"));
        const auto import = [&] {
            return object_of(shell
                                 .sopu({"import", shell.file("i.ics", ics), "--db", db,
                                        "--municipality", "777", "--format", "json"})
                                 .out);
        };
        CHECK(import().at("added").to_number<int>() == 1);
        CHECK(import().at("unchanged").to_number<int>() == 1);
        const auto answer = shell.check(calendar(festival), {"--db", db, "--municipality", "777"});
        REQUIRE(conflicts_of(answer).size() == 1);
        CHECK(ids_of(conflicts_of(answer)[0].as_object()) ==
              std::vector<std::string>{"- | 2027-06-05T15:00:00Z"});
        CHECK(shell.sopu({"verify", "--db", db}).exit_code == 0);
    }

    TEST_CASE(
        "check - piles of files have the space overlaps that brute force over another reader "
        "finds") {
        const Shell shell;
        const Ran ran =
            test::run({"/usr/bin/python3", test::source_path("tests/server/check_piles.py"),
                       test::sopu_binary(), shell.folder.path(""), "1", "41"});
        CHECK_MESSAGE(ran.exit_code == 0, ran.out << ran.err);
    }
}

}  // namespace
}  // namespace sopu
