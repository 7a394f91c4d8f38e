// `sopu expand` as CONTRACT has it: every case of tests/golden/recur through the command, what a
// line says, what is quarantined, and that no small file costs much.
#include <doctest/doctest.h>

#include <ctime>
#include <map>
#include <sstream>

#include "engine/time/iso.h"
#include "server/cli/commands.h"
#include "tests/server/served.h"
#include "tests/support/recurrence_cases.h"
#include "tests/support/tree.h"
#include "tests/support/world_fixture.h"
#include "tests/support/zones.h"

namespace sopu {
namespace {

using test::write_file;

struct Expanded {
    int code = 0;
    std::string out;
    std::string err;
};

Expanded expand(const std::string& ics, const std::string& from, const std::string& to) {
    const test::TemporaryFolder folder;
    write_file(folder.path("a.ics"), ics);
    std::ostringstream out;
    std::ostringstream err;
    cli::Console console{out, err, "en"};
    const auto code = cli::expand({folder.path("a.ics"), from, to}, test::test_zones(),
                                  test::test_messages(), console);
    REQUIRE_MESSAGE(code.has_value(), (code ? "" : code.error().reason));
    return {*code, out.str(), err.str()};
}

std::string vevent(const std::string& lines) {
    return "BEGIN:VEVENT\r\nDTSTAMP:20260101T000000Z\r\n" + lines + "END:VEVENT\r\n";
}

std::string calendar(const std::string& events) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + events +
           "END:VCALENDAR\r\n";
}

std::string line(const std::string& uid, const std::string& id, const std::string& start,
                 const std::string& end, const std::string& summary, bool all_day = false) {
    return R"({"uid":")" + uid + R"(","recurrence_id":)" + (id.empty() ? "null" : '"' + id + '"') +
           R"(,"start":")" + start + R"(","end":")" + end + R"(","all_day":)" +
           (all_day ? "true" : "false") + R"(,"summary":")" + summary + "\"}\n";
}

const std::string helsinki = "DTSTART;TZID=Europe/Helsinki:";

// "start end" of each line, sorted as the cases have them.
std::string times_of(const std::string& lines) {
    std::multimap<std::string, int> sorted;
    std::istringstream in(lines);
    for (std::string text; std::getline(in, text);) {
        const auto object = test::object_of(text);
        sorted.emplace(test::text_at(object, "start") + " " + test::text_at(object, "end"), 0);
    }
    std::string all;
    for (const auto& [times, unused] : sorted) all += times + "\n";
    return all;
}

std::string expected_of(const test::RecurrenceCase& said) {
    std::string all;
    for (const auto& [start, end] : said.expected)
        all += format_instant(start) + " " + format_instant(end) + "\n";
    return all;
}

std::size_t right_ones(const std::string& path) {
    std::size_t right = 0;
    for (const auto& said : test::recurrence_cases(path)) {
        CAPTURE(said.id);
        const Expanded got = expand(said.ics, format_instant(said.window.start()),
                                    format_instant(said.window.end()));
        CHECK(got.code == 0);
        const bool same = times_of(got.out) == expected_of(said);
        CHECK(same);
        right += same ? 1 : 0;
    }
    return right;
}

double cpu_ms() {
    return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// One event again and again, with a number for its UID, up to 64 KiB.
std::string filled_with(const std::string& lines) {
    std::string events;
    for (int i = 0; events.size() + lines.size() < 65'300; ++i)
        events += vevent("UID:" + std::to_string(i) + "\r\n" + lines);
    return calendar(events);
}

}  // namespace

TEST_SUITE("server.expand") {
    TEST_CASE("every cross-checked case - 400 and 60 of 460") {
        CHECK(right_ones("tests/golden/recur/cases.jsonl") == 400);
        CHECK(right_ones("tests/golden/recur/cases-dst.jsonl") == 60);
    }

    TEST_CASE("a line says what CONTRACT has in it - sorted by start then uid then end") {
        const std::string ics =
            calendar(vevent("UID:b\r\nSUMMARY:Twice \\\"said\\\"\r\n" + helsinki +
                            "20261024T100000\r\nDTEND;TZID=Europe/Helsinki:20261024T110000\r\n"
                            "RRULE:FREQ=DAILY;COUNT=2\r\n") +
                     vevent("UID:a\r\nSUMMARY:Once\r\nDTSTART:20261024T070000Z\r\n") +
                     vevent("UID:c\r\nSUMMARY:Days\r\nDTSTART;VALUE=DATE:20261024\r\n"
                            "RRULE:FREQ=DAILY;COUNT=2\r\n") +
                     vevent("UID:d\r\nSUMMARY:A day\r\nDTSTART;VALUE=DATE:20261025\r\n"));
        const Expanded got = expand(ics, "2026-10-24", "2026-10-26");
        CHECK(got.code == 0);
        CHECK(got.err.empty());
        CHECK(got.out ==
              line("c", "2026-10-23T21:00:00Z", "2026-10-23T21:00:00Z", "2026-10-24T21:00:00Z",
                   "Days", true) +
                  line("a", "", "2026-10-24T07:00:00Z", "2026-10-24T07:00:00Z", "Once") +
                  line("b", "2026-10-24T07:00:00Z", "2026-10-24T07:00:00Z", "2026-10-24T08:00:00Z",
                       "Twice \\\"said\\\"") +
                  line("c", "2026-10-24T21:00:00Z", "2026-10-24T21:00:00Z", "2026-10-25T22:00:00Z",
                       "Days", true) +
                  line("d", "", "2026-10-24T21:00:00Z", "2026-10-25T22:00:00Z", "A day", true) +
                  line("b", "2026-10-25T08:00:00Z", "2026-10-25T08:00:00Z", "2026-10-25T09:00:00Z",
                       "Twice \\\"said\\\""));
    }

    TEST_CASE("the window is half open - an empty occurrence is found at its start") {
        const std::string ics = calendar(
            vevent("UID:a\r\nSUMMARY:A\r\nDTSTART:20261024T070000Z\r\nDTEND:20261024T080000Z\r\n") +
            vevent("UID:b\r\nSUMMARY:B\r\nDTSTART:20261024T070000Z\r\n"));
        const auto lines = [&](const char* from, const char* to) {
            const std::string out = expand(ics, from, to).out;
            return std::count(out.begin(), out.end(), '\n');
        };
        CHECK(lines("2026-10-24T07:00:00Z", "2026-10-24T07:00:01Z") == 2);
        CHECK(lines("2026-10-24T07:59:59Z", "2026-10-24T08:00:00Z") == 1);
        CHECK(lines("2026-10-24T08:00:00Z", "2026-10-24T09:00:00Z") == 0);
        CHECK(lines("2026-10-24T06:00:00Z", "2026-10-24T07:00:00Z") == 0);
        CHECK(lines("2026-10-24T10:59:00+03:00", "2026-10-24T11:00:00+03:00") == 1);
    }

    TEST_CASE("overrides - moved / cancelled / renamed / later ones / without their series") {
        const std::string ics = calendar(
            vevent("UID:s\r\nSUMMARY:S\r\nRRULE:FREQ=DAILY;COUNT=6\r\nDTSTART:20260701T070000Z\r\n"
                   "DTEND:20260701T080000Z\r\n") +
            vevent("UID:s\r\nSUMMARY:Moved\r\nRECURRENCE-ID:20260702T070000Z\r\n"
                   "DTSTART:20260702T090000Z\r\nDTEND:20260702T093000Z\r\n") +
            vevent("UID:s\r\nSTATUS:CANCELLED\r\nRECURRENCE-ID:20260703T070000Z\r\n"
                   "DTSTART:20260703T070000Z\r\n") +
            vevent("UID:s\r\nSUMMARY:All day\r\nRECURRENCE-ID:20260704T070000Z\r\n"
                   "DTSTART;VALUE=DATE:20260704\r\n") +
            vevent("UID:s\r\nSUMMARY:Later\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260705T070000Z"
                   "\r\nDTSTART:20260705T080000Z\r\nDTEND:20260705T100000Z\r\n") +
            vevent("UID:o\r\nSUMMARY:Orphan\r\nRECURRENCE-ID:20260708T070000Z\r\n"
                   "DTSTART:20260708T090000Z\r\nDTEND:20260708T100000Z\r\n") +
            vevent("UID:x\r\nSUMMARY:Cancelled\r\nSTATUS:CANCELLED\r\nRRULE:FREQ=DAILY\r\n"
                   "DTSTART:20260701T070000Z\r\n"));
        const Expanded got = expand(ics, "2026-07-01", "2026-08-01");
        CHECK(got.code == 0);
        CHECK(got.out == line("s", "2026-07-01T07:00:00Z", "2026-07-01T07:00:00Z",
                              "2026-07-01T08:00:00Z", "S") +
                             line("s", "2026-07-02T07:00:00Z", "2026-07-02T09:00:00Z",
                                  "2026-07-02T09:30:00Z", "Moved") +
                             line("s", "2026-07-04T07:00:00Z", "2026-07-03T21:00:00Z",
                                  "2026-07-04T21:00:00Z", "All day", true) +
                             line("s", "2026-07-05T07:00:00Z", "2026-07-05T08:00:00Z",
                                  "2026-07-05T10:00:00Z", "Later") +
                             line("s", "2026-07-06T07:00:00Z", "2026-07-06T08:00:00Z",
                                  "2026-07-06T10:00:00Z", "Later") +
                             line("o", "2026-07-08T07:00:00Z", "2026-07-08T09:00:00Z",
                                  "2026-07-08T10:00:00Z", "Orphan"));
    }

    TEST_CASE("what is quarantined is named and the rest is told") {
        const std::string good = vevent(
            "UID:good\r\nSUMMARY:G\r\nDTSTART:20260701T070000Z\r\n"
            "RRULE:FREQ=HOURLY;COUNT=3\r\n");
        const std::string bad =
            vevent("UID:zone\r\nDTSTART;TZID=Mars/Base:20260701T070000\r\n") +
            vevent("UID:rule\r\nDTSTART:20260701T070000Z\r\nRRULE:FREQ=SECONDLY\r\n") +
            vevent("UID:many\r\nDTSTART:20260701T070000Z\r\nRRULE:FREQ=MINUTELY\r\n");
        const Expanded got = expand(calendar(bad + good), "2026-07-01", "2028-07-01");
        CHECK(got.code == 1);
        CHECK(std::count(got.out.begin(), got.out.end(), '\n') == 3);
        for (const char* name : {":4: zone", ":9: rule", ":15: many"})
            CHECK_MESSAGE(got.err.find(name) != std::string::npos, got.err);
        // The newest version of a UID is no loss.
        const std::string newer = vevent(
            "UID:good\r\nSUMMARY:N\r\nSEQUENCE:1\r\n"
            "DTSTART:20260701T070000Z\r\n");
        const Expanded newest = expand(calendar(newer + good), "2026-07-01", "2028-07-01");
        CHECK(newest.code == 0);
        CHECK(newest.out == line("good", "", "2026-07-01T07:00:00Z", "2026-07-01T07:00:00Z", "N"));
    }

    TEST_CASE("lines_base and bytes_per_line - one more is refused by name") {
        const auto ics = [](int count) {
            return calendar(
                vevent("UID:1\r\nDTSTART:20260701T000000Z\r\nRRULE:FREQ=SECONDLY;COUNT=" +
                       std::to_string(count) + "\r\n"));
        };
        const int most = 25'000 + static_cast<int>(ics(25'000).size()) / 8;
        CHECK(expand(ics(most), "2026-07-01", "2026-07-03").code == 0);
        const Expanded more = expand(ics(most + 1), "2026-07-01", "2026-07-03");
        CHECK(more.code == 1);
        CHECK(more.out.empty());
        CHECK(more.err.find("too_many_occurrences") != std::string::npos);
    }

    TEST_CASE("every day of four hundred years is found") {
        const Expanded got = expand(calendar(vevent("UID:1\r\nDTSTART;VALUE=DATE:19000101\r\n"
                                                    "RRULE:FREQ=DAILY\r\n")),
                                    "1900-01-01", "2300-01-01");
        CHECK(got.code == 0);
        CHECK(std::count(got.out.begin(), got.out.end(), '\n') == 146'097);
    }

    TEST_CASE("no small file costs much over two years") {
        const std::string many = "\r\nDTSTART:19000101T000000Z\r\nRRULE:FREQ=";
        std::string dates =
            "DTSTART:20260101T000000Z\r\nRRULE:FREQ=DAILY\r\nEXDATE:20260101T000000Z";
        for (int i = 0; i < 3'500; ++i) dates += ",20260102T000000Z";
        std::string clock = "DTSTART:20260101T000000Z\r\nRRULE:FREQ=DAILY";
        for (const auto& [part, count] : {std::pair("HOUR", 24), {"MINUTE", 60}, {"SECOND", 60}}) {
            clock += std::string(";BY") + part + "=0";
            for (int i = 1; i < count; ++i) clock += "," + std::to_string(i);
        }
        for (const std::string& lines :
             {many + "SECONDLY;BYMONTH=2;BYMONTHDAY=30\r\n", many + "MINUTELY;BYDAY=MO\r\n",
              many + "HOURLY;BYMONTHDAY=-31,-29,-9\r\n", many + "DAILY;BYMONTH=2;BYMONTHDAY=30\r\n",
              many + "HOURLY\r\n", many + "YEARLY;BYWEEKNO=-49,-46,-3\r\n", many + "DAILY\r\n",
              many + "MONTHLY;BYDAY=5MO;BYHOUR=16,17;BYSETPOS=-2\r\n", dates + "\r\n",
              clock + "\r\n", std::string("DTSTART:20260101T000000Z\r\n")}) {
            const std::string ics = filled_with(lines);
            CHECK(ics.size() <= 65'536);
            const double before = cpu_ms();
            expand(ics, "2026-01-01", "2028-01-01");
            const double used = cpu_ms() - before;
            // Twenty times what an optimised build may take: it holds under sanitizers too.
            CHECK_MESSAGE(used < 1000, lines);
            if (std::getenv("SOPU_TELL_TIMES") != nullptr)
                MESSAGE(used << " ms: " << lines.substr(0, 80));
        }
    }

    TEST_CASE("the program itself - lines on stdout / wrong uses are 2") {
        const test::TemporaryFolder folder;
        const std::string file = folder.path("a.ics");
        write_file(file, calendar(vevent("UID:a\r\nSUMMARY:A\r\nDTSTART:20261024T070000Z\r\n")));
        const auto run = [](std::vector<std::string> arguments) {
            arguments.insert(arguments.begin(), test::sopu_binary());
            return test::run(arguments, {});
        };
        const auto fine = run({"expand", file, "--from", "2026-10-24", "--to", "2026-10-25"});
        CHECK(fine.exit_code == 0);
        CHECK(fine.out == line("a", "", "2026-10-24T07:00:00Z", "2026-10-24T07:00:00Z", "A"));
        const std::string html = folder.path("b.ics");
        write_file(html, "<html>");
        for (const std::vector<std::string>& wrong :
             {std::vector<std::string>{"expand", file},
              {"expand", file, "--from", "2026-10-24"},
              {"expand", file, "--from", "soon", "--to", "2026-10-25"},
              {"expand", file, "--from", "2026-10-25", "--to", "2026-10-24"},
              {"expand", folder.path("none.ics"), "--from", "2026-10-24", "--to", "2026-10-25"},
              {"expand", html, "--from", "2026-10-24", "--to", "2026-10-25"}}) {
            const auto ran = run(wrong);
            CHECK_MESSAGE(ran.exit_code == 2, wrong.back());
            CHECK(ran.out.empty());
        }
    }
}

}  // namespace sopu
