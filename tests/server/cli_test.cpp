// The commands as a shell meets them: what is printed, where, and the exit code.
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
    std::string db = folder.path("a.db");

    Ran sopu(std::vector<std::string> arguments, const std::string& input = {}) const {
        arguments.insert(arguments.begin(), test::sopu_binary());
        return test::run(arguments, input);
    }
    std::string file(const std::string& name, const std::string& bytes) const {
        write_file(folder.path(name), bytes);
        return folder.path(name);
    }
};

std::string vevent(const std::string& uid, const std::string& start, const std::string& end,
                   const std::string& more = {}) {
    return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:" + uid +
           "\r\nDTSTART:" + start + "\r\nDTEND:" + end + "\r\n" + more + "END:VEVENT\r\n";
}

std::string calendar(const std::string& events) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + events +
           "END:VCALENDAR\r\n";
}

const std::string hall = "LOCATION:Sali\r\n";
const std::string morning = vevent("u1", "20270306T080000Z", "20270306T100000Z", hall);
const std::string late_morning = vevent("u2", "20270306T090000Z", "20270306T110000Z", hall);

TEST_SUITE("server.cli") {
    TEST_CASE("help and version are fine / a wrong use is 2 and says so") {
        const Shell shell;
        CHECK(shell.sopu({"--help"}).exit_code == 0);
        CHECK(shell.sopu({"--version"}).out.starts_with("sopu "));
        for (const char* command : {"serve", "expand", "check", "import", "export", "conflicts",
                                    "backup", "verify", "user"})
            CHECK_MESSAGE(shell.sopu({command, "--help"}).exit_code == 0, command);
        for (const std::vector<std::string>& wrong :
             {std::vector<std::string>{},
              {"dance"},
              {"check"},
              {"check", "a.ics", "--format", "xml"},
              {"check", "a.ics", "--mail-lang", "de"},
              {"user", "add", "x", "--role", "admin"},
              {"serve", "--listen", "nowhere", "--db", shell.db}}) {
            const Ran ran = shell.sopu(wrong);
            CHECK(ran.exit_code == 2);
            CHECK(ran.out.empty());
            CHECK(ran.err.starts_with("sopu: "));
        }
    }

    TEST_CASE("check - two events in one space / each pair once / named by their UIDs") {
        const Shell shell;
        const std::string file = shell.file("a.ics", calendar(late_morning + morning));
        const Ran ran = shell.sopu({"check", file, "--format", "json"});
        CHECK(ran.exit_code == 1);
        const auto answer = object_of(ran.out);
        CHECK(text_at(answer, "verdict") == "blocking");
        REQUIRE(answer.at("conflicts").as_array().size() == 1);
        const auto& conflict = answer.at("conflicts").as_array()[0].as_object();
        CHECK(text_at(conflict, "kind") == "venue_overlap");
        CHECK(conflict.at("id").is_null());
        CHECK(text_at(conflict.at("mine").as_object(), "event") == "u1");
        CHECK(text_at(conflict.at("other").as_object(), "event") == "u2");
        const auto& checked = answer.at("checked").as_object();
        CHECK(text_at(checked, "from") == "2027-03-06T08:00:00Z");
        CHECK(text_at(checked, "to") == "2027-03-06T11:00:00Z");
        CHECK(checked.at("occurrences").to_number<int>() == 2);
        CHECK(answer.at("counts")
                  .as_object()
                  .at("blocking")
                  .as_object()
                  .at("certain")
                  .to_number<int>() == 1);
        const Ran text = shell.sopu({"check", file, "--lang", "en"});
        CHECK(text.exit_code == 1);
        CHECK(text.out.starts_with("PROBLEM"));
    }

    TEST_CASE("check - only the other side's claim weakens - a clear file is fine") {
        const Shell shell;
        const std::string tentative =
            vevent("u2", "20270306T090000Z", "20270306T110000Z", hall + "STATUS:TENTATIVE\r\n");
        const std::string apart = vevent("u3", "20270306T100000Z", "20270306T110000Z", hall);
        CHECK(shell.sopu({"check", shell.file("b.ics", calendar(morning + apart))}).exit_code == 0);
        const Ran ran = shell.sopu(
            {"check", shell.file("c.ics", calendar(morning + tentative)), "--format", "json"});
        CHECK(ran.exit_code == 1);
    }

    TEST_CASE("check - within a window a pair is told by its clashes in there") {
        const Shell shell;
        const std::string weekly = "RRULE:FREQ=WEEKLY;COUNT=2\r\n";
        const std::string file = shell.file(
            "series.ics",
            calendar(vevent("u1", "20270306T080000Z", "20270306T100000Z", hall + weekly) +
                     vevent("u2", "20270306T090000Z", "20270306T110000Z", hall + weekly)));
        const auto count = [&](std::vector<std::string> window) {
            std::vector<std::string> arguments{"check", file, "--format", "json"};
            arguments.insert(arguments.end(), window.begin(), window.end());
            const auto answer = object_of(shell.sopu(arguments).out);
            const auto& conflicts = answer.at("conflicts").as_array();
            if (conflicts.empty()) return 0;
            return conflicts[0].as_object().at("occurrence_count").to_number<int>();
        };
        CHECK(count({}) == 2);
        CHECK(count({"--from", "2027-03-13", "--to", "2027-03-14"}) == 1);
        CHECK(count({"--from", "2027-03-14", "--to", "2027-03-15"}) == 0);
    }

    TEST_CASE("check - a UID in several files is its newest version") {
        const Shell shell;
        const std::string old = shell.file("old.ics", calendar(late_morning));
        const std::string moved =
            shell.file("new.ics", calendar(vevent("u2", "20270307T090000Z", "20270307T110000Z",
                                                  hall + "SEQUENCE:1\r\n")));
        const std::string mine = shell.file("mine.ics", calendar(morning));
        CHECK(shell.sopu({"check", mine, old}).exit_code == 1);
        CHECK(shell.sopu({"check", mine, moved, old}).exit_code == 0);
    }

    TEST_CASE("check - against a calendar / whose event of the same UID is replaced") {
        const Shell shell;
        const std::string stored = shell.file("stored.ics", calendar(late_morning));
        REQUIRE(
            shell.sopu({"import", stored, "--db", shell.db, "--municipality", "777"}).exit_code ==
            0);
        const std::string mine = shell.file("mine.ics", calendar(morning));
        const Ran clash = shell.sopu(
            {"check", mine, "--db", shell.db, "--municipality", "777", "--format", "json"});
        CHECK(clash.exit_code == 1);
        CHECK(text_at(object_of(clash.out), "verdict") == "blocking");
        const std::string moved = shell.file(
            "moved.ics",
            calendar(morning + vevent("u2", "20270307T090000Z", "20270307T110000Z", hall)));
        const Ran apart = shell.sopu(
            {"check", moved, "--db", shell.db, "--municipality", "777", "--format", "json"});
        CHECK(apart.exit_code == 0);
        CHECK(text_at(object_of(apart.out), "verdict") == "unknown");  // little is known there
        const Ran outside = shell.sopu({"check", mine, "--db", shell.db, "--municipality", "777",
                                        "--from", "2027-04-01", "--format", "json"});
        CHECK(object_of(outside.out).at("conflicts").as_array().empty());
    }

    TEST_CASE("check - what is rejected is named on stderr and the exit code says so") {
        const Shell shell;
        const std::string file = shell.file(
            "r.ics", calendar(morning + vevent("u9", "20270306T090000Z", "20270306T110000Z",
                                               "RRULE:FREQ=HOURLY\r\n")));
        const Ran ran = shell.sopu({"check", file, "--format", "json"});
        CHECK(ran.exit_code == 1);
        CHECK(ran.err.find("u9") != std::string::npos);
        CHECK(ran.err.find("rule_sub_daily") != std::string::npos);
        CHECK(text_at(object_of(ran.out), "verdict") == "clear");
    }

    TEST_CASE("check - files that are not there or no calendars / bad options and policies are 2") {
        const Shell shell;
        const std::string good = shell.file("a.ics", calendar(morning));
        const std::string policy = shell.file("p.toml", "\nlength = 1\n");
        for (const std::vector<std::string>& wrong :
             {std::vector<std::string>{"check", shell.folder.path("none.ics")},
              {"check", shell.file("x.ics", "hello")},
              {"check", good, "--from", "soon"},
              {"check", good, "--from", "2027-01-02", "--to", "2027-01-01"},
              {"check", good, "--municipality", "Atlantis"},
              {"check", good, "--policy", policy}}) {
            const Ran ran = shell.sopu(wrong);
            CHECK_MESSAGE(ran.exit_code == 2, wrong.back());
            CHECK(ran.out.empty());
        }
        CHECK(shell.sopu({"check", good, "--policy", policy}).err.find("line 2") !=
              std::string::npos);
        CHECK(shell.sopu({"check", good, "--db", shell.folder.path("none.db")}).exit_code == 3);
    }

    TEST_CASE("import - the report / a dry run that writes nothing / rejected rows") {
        const Shell shell;
        const std::string csv =
            shell.file("a.csv", "id;title;date_from\na;Talkoot;1.3.2027\nb;;1.3.2027\n");
        const Ran dry =
            shell.sopu({"import", csv, "--db", shell.db, "--dry-run", "--format", "json"});
        CHECK(dry.exit_code == 1);
        CHECK(object_of(dry.out).at("added").to_number<int>() == 1);
        CHECK(shell.sopu({"verify", "--db", shell.db}).exit_code == 3);  // no file was made
        const Ran ran = shell.sopu({"import", csv, "--db", shell.db, "--format", "json"});
        CHECK(ran.exit_code == 1);
        const auto report = object_of(ran.out);
        CHECK(report.at("added").to_number<int>() == 1);
        CHECK(report.at("conflicts").to_number<int>() == 0);
        REQUIRE(report.at("rejected").as_array().size() == 1);
        const auto& rejected = report.at("rejected").as_array()[0].as_object();
        CHECK(rejected.at("line").to_number<int>() == 3);
        CHECK(text_at(rejected, "uid") == "b");
        CHECK(text_at(rejected, "reason") == "missing");
        CHECK(ran.err.find("a.csv:3") != std::string::npos);
        const std::string odd = shell.file("b.csv", "id;title;sää\nc;Talkoot;pouta\n");
        const Ran noted = shell.sopu({"import", odd, "--db", shell.db, "--lang", "sv"});
        CHECK(noted.exit_code == 0);
        CHECK(noted.err.find("b.csv:1: : Kolumnen är okänd och utelämnades: sää.") !=
              std::string::npos);
    }

    TEST_CASE("export - the bytes of the feed") {
        const Shell shell;
        const std::string file = shell.file("a.ics", calendar(morning));
        REQUIRE(shell.sopu({"import", file, "--db", shell.db, "--municipality", "777"}).exit_code ==
                0);
        std::string served;
        std::string by_region;
        {
            test::Server server(
                {test::sopu_binary(), "serve", "--db", shell.db, "--listen", "127.0.0.1:0"});
            REQUIRE(server.up());
            served = test::request(server.port(), "GET", "/feeds/suomussalmi.ics").body;
            by_region =
                test::request(server.port(), "GET", "/feeds/all.csv?area=Kainuu&lang=sv").body;
            CHECK(server.stop() == 0);
        }
        CHECK(served.find("SUMMARY:u1") != std::string::npos);
        CHECK(shell.sopu({"export", "--db", shell.db, "--area", "suomussalmi"}).out == served);
        CHECK(shell
                  .sopu({"export", "--db", shell.db, "--area", "Kainuu", "--format", "csv",
                         "--lang", "sv"})
                  .out == by_region);
        CHECK(shell.sopu({"export", "--db", shell.db, "--area", "Atlantis"}).exit_code == 2);
        CHECK(shell.sopu({"export", "--db", shell.db, "--area", "Kainuu (pl. Suomussalmi)"})
                  .exit_code == 0);
        CHECK(shell.sopu({"export", "--db", shell.db, "--from", "soon"}).exit_code == 2);
    }

    TEST_CASE("conflicts - as JSON / as CSV / by time / place and severity") {
        const Shell shell;
        const std::string file = shell.file("a.ics", calendar(morning + late_morning));
        const Ran imported = shell.sopu(
            {"import", file, "--db", shell.db, "--municipality", "777", "--format", "json"});
        CHECK(object_of(imported.out).at("conflicts").to_number<int>() == 1);
        const auto count = [&](std::vector<std::string> more) {
            std::vector<std::string> arguments{"conflicts", "--db", shell.db, "--format", "json"};
            arguments.insert(arguments.end(), more.begin(), more.end());
            const Ran ran = shell.sopu(arguments);
            CHECK(ran.exit_code == 0);
            return object_of(ran.out).at("items").as_array().size();
        };
        CHECK(count({}) == 1);
        CHECK(count({"--area", "Kainuu"}) == 1);
        CHECK(count({"--area", "Kajaani"}) == 0);
        CHECK(count({"--from", "2027-03-06", "--to", "2027-03-07"}) == 1);
        CHECK(count({"--to", "2027-03-06"}) == 0);
        CHECK(count({"--severity", "blocking"}) == 1);
        CHECK(count({"--severity", "warning"}) == 0);
        CHECK(shell.sopu({"conflicts", "--db", shell.db, "--severity", "bad"}).exit_code == 2);
        const Ran csv = shell.sopu({"conflicts", "--db", shell.db, "--format", "csv"});
        CHECK(csv.out.starts_with("kind;severity;"));
        CHECK(csv.out.find(";text;state;reason\n") != std::string::npos);
        CHECK(csv.out.ends_with(";open;\n"));
        const Ran text = shell.sopu({"conflicts", "--db", shell.db, "--lang", "en"});
        CHECK(text.out.starts_with("[blocking conflict, certain, open] "));
        CHECK(std::count(csv.out.begin(), csv.out.end(), '\n') == 2);
    }

    TEST_CASE("backup and verify - whole / never over a file that is there") {
        const Shell shell;
        const std::string file = shell.file("a.ics", calendar(morning));
        REQUIRE(shell.sopu({"import", file, "--db", shell.db}).exit_code == 0);
        const std::string copy = shell.folder.path("copy.db");
        CHECK(shell.sopu({"backup", "--db", shell.db, copy}).exit_code == 0);
        CHECK(shell.sopu({"backup", "--db", shell.db, copy}).exit_code == 3);
        const Ran ran = shell.sopu({"verify", "--db", copy, "--format", "json"});
        CHECK(ran.exit_code == 0);
        CHECK(object_of(ran.out).at("ok").as_bool());
        CHECK(object_of(ran.out).at("events").to_number<int>() == 1);
    }

    TEST_CASE("user add - signs in - taken names / short passwords and unknown roles are refused") {
        const Shell shell;
        const auto add = [&](std::vector<std::string> more, const std::string& password) {
            std::vector<std::string> arguments{"user", "add", "--db", shell.db, "--password-stdin"};
            arguments.insert(arguments.end(), more.begin(), more.end());
            return shell.sopu(arguments, password).exit_code;
        };
        CHECK(add({"anna", "--role", "coordinator", "--role", "admin", "--area", "777"},
                  "salasana-1\n") == 0);
        CHECK(add({"anna", "--role", "coordinator"}, "salasana-1\n") == 2);
        CHECK(add({"bertta", "--role", "coordinator"}, "short\n") == 2);
        CHECK(add({"bertta", "--role", "coordinator", "--email", "ei osoite"}, "salasana-1\n") ==
              2);
        CHECK(add({"bertta", "--role", "coordinator", "--mail-lang", "de"}, "salasana-1\n") == 2);
        CHECK(add({"cilla", "--role", "coordinator", "--email", "cilla@example.org", "--mail-lang",
                   "sv"},
                  "salasana-1\n") == 0);
        CHECK(add({"bertta", "--role", "king"}, "salasana-1\n") == 2);
        CHECK(add({"bertta", "--role", "admin", "--area", "Atlantis"}, "salasana-1\n") == 2);
        CHECK(add({"", "--role", "admin"}, "salasana-1\n") == 2);
        test::Server server(
            {test::sopu_binary(), "serve", "--db", shell.db, "--listen", "127.0.0.1:0"});
        REQUIRE(server.up());
        const auto answer = test::request(server.port(), "POST", "/api/v1/sessions",
                                          {{"Content-Type", "application/json"}},
                                          R"({"user":"anna","password":"salasana-1"})");
        CHECK(answer.status == 200);
    }

    TEST_CASE("a served file is read beside the server and written by nobody else") {
        const Shell shell;
        test::Server server(
            {test::sopu_binary(), "serve", "--db", shell.db, "--listen", "127.0.0.1:0"});
        REQUIRE(server.up());
        const std::string file = shell.file("a.ics", calendar(morning));
        const Ran refused = shell.sopu({"import", file, "--db", shell.db});
        CHECK(refused.exit_code == 3);
        CHECK(refused.err.find(shell.db) != std::string::npos);
        CHECK(shell.sopu({"serve", "--db", shell.db, "--listen", "127.0.0.1:0"}).exit_code == 3);
        CHECK(
            shell
                .sopu({"user", "add", "a", "--role", "admin", "--password-stdin", "--db", shell.db},
                      "salasana-1\n")
                .exit_code == 3);
        for (const std::vector<std::string>& reading :
             {std::vector<std::string>{"verify", "--db", shell.db},
              {"export", "--db", shell.db},
              {"conflicts", "--db", shell.db},
              {"check", file, "--db", shell.db},
              {"import", file, "--db", shell.db, "--dry-run"},
              {"backup", "--db", shell.db, shell.folder.path("copy.db")}})
            CHECK_MESSAGE(shell.sopu(reading).exit_code == 0, reading.front());
        CHECK(test::request(server.port(), "GET", "/healthz").status == 200);
    }
}

}  // namespace
}  // namespace sopu
