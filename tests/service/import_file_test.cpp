// Files become events: the columns of CSV, what an .ics cannot say, what is rejected and where.
#include <doctest/doctest.h>

#include "engine/time/iso.h"
#include "server/service/import_csv.h"
#include "server/service/import_file.h"
#include "server/service/limits.h"
#include "tests/support/golden.h"
#include "tests/support/random_world.h"

namespace sopu::service {
namespace {

constexpr std::string_view header =
    "id;title;kind;date_from;date_to;precision;start;end;tz;venue;municipality;muni_code;organiser;"
    "attendance;status;src;flags;people;umbrella;same_event_as;claim\n";

ImportFile read(const std::string& csv, const ImportOptions& options = {}) {
    auto file = read_import(csv, ImportFormat::csv, options, test::test_ground());
    REQUIRE_MESSAGE(file.has_value(), (file ? "" : file.error().reason));
    return std::move(*file);
}

// The event of the one row; the row is in the order of the header.
Event row(const std::string& line) {
    const ImportFile file = read(std::string(header) + line + "\n");
    const std::string why = file.rejected.empty() ? "" : file.rejected.front().reason;
    REQUIRE_MESSAGE(file.items.size() == 1, why);
    return file.items.front().event;
}

std::string reason(const std::string& line) {
    const ImportFile file = read(std::string(header) + line + "\n");
    REQUIRE(file.rejected.size() == 1);
    CHECK(file.rejected.front().line == 2);
    return file.rejected.front().reason;
}

Date day(const char* text) {
    return *parse_date(text);
}

TEST_SUITE("service.import_file") {
    TEST_CASE("the seeds - 32 rows / none rejected / each known by its own id") {
        const ImportFile file = read(test::source_file("data/demo/seed_events.csv"));
        CHECK(file.items.size() == 32);
        CHECK(file.rejected.empty());
        CHECK(file.notes.empty());
        for (const auto& item : file.items) {
            CHECK(item.event.id.text() == item.event.uid);
            CHECK(item.event.state == State::published);
            CHECK(item.event.verified);
        }
        const Event& first = file.items.front().event;
        CHECK(first.umbrella == "E26");
        CHECK(first.people == std::vector<std::string>{"puhuja-1"});
        CHECK(first.expected_attendance == 40);
    }

    TEST_CASE("precision says what kind of time it is") {
        CHECK(
            row("a;T;event;2018-04-03;2018-04-03;time;13:00;17:00;;;;777;;;;;;;;;").when ==
            When(Timed{LocalTime(day("2018-04-03")) + std::chrono::hours(13),
                       LocalTime(day("2018-04-03")) + std::chrono::hours(17), "Europe/Helsinki"}));
        CHECK(row("a;T;event;2018-03-01;2018-03-31;month;;;;;;777;;;;;;;;;").when ==
              When(Vague{day("2018-03-01"), day("2018-03-31"), Precision::month, {}, {}}));
        CHECK(row("a;T;event;24.10.2026;;;;;;;;777;;;;;;;;;").when ==
              When(Vague{day("2026-10-24"), day("2026-10-24"), Precision::day, {}, {}}));
        CHECK(row("a;T;event;24.10.2026;25.10.2026;;;;;;;777;;;;;;;;;").when ==
              When(AllDay{day("2026-10-24"), day("2026-10-25")}));
        CHECK(row("a;T;event;24.10.2026;;;klo 10;;;;;777;;;;;;;;;").when ==
              When(Timed{LocalTime(day("2026-10-24")) + std::chrono::hours(10), std::nullopt,
                         "Europe/Helsinki"}));
        CHECK(row("a;T;event;;;none;;;;;;777;;;;;;;;;").when == When(Undated{}));
        CHECK(row("a;T;event;2018-09-01;2018-11-30;season;;;;;;005;;;;;;;;;undated").when ==
              When(Undated{}));
        CHECK(row("a;T;;;;;;;;;;;;;;;;;;;").when == When(Undated{}));
    }

    TEST_CASE("places - a code / several codes / a name / an area expression / nothing") {
        CHECK(row("a;T;;;;;;;;;Soini;759;;;;;;;;;").municipality == MunicipalityCode("759"));
        const Event several = row("a;T;;;;;;;;;Sotkamo,Kuhmo;765,290;;;;;;;;;");
        CHECK_FALSE(several.municipality);
        CHECK(several.areas == std::vector<std::string>{"765", "290"});
        CHECK(row("a;T;;;;;;;;;Jakobstad;;;;;;;;;;").municipality == MunicipalityCode("598"));
        CHECK(row("a;T;;;;;;;;;Kainuu (pl. Kajaani);;;;;;;;;;").areas ==
              std::vector<std::string>{"Kainuu (pl. Kajaani)"});
        CHECK_FALSE(row("a;T;;;;;;;;;;;;;;;;;;;").municipality);
        ImportOptions options;
        options.municipality = MunicipalityCode("777");
        const auto file = read("title;municipality\nA;\nB;Soini\n", options);
        CHECK(file.items[0].event.municipality == MunicipalityCode("777"));
        CHECK(file.items[1].event.municipality == MunicipalityCode("759"));
    }

    TEST_CASE("kind / claim and status") {
        CHECK(row("a;T;umbrella;;;;;;;;;;;;;;;;;;").transparent);
        CHECK(row("a;T;milestone;;;;;;;;;;;;;;;;;;").transparent);
        CHECK_FALSE(row("a;T;event;;;;;;;;;;;;;;;;;;").transparent);
        CHECK(row("a;T;;;;;;;;;;;;;planned;;;;;;tentative").claim == Claim::tentative);
        CHECK(row("a;T;;;;;;;;;;;;;;;;;;;").claim == Claim::confirmed);
        CHECK(row("a;T;;;;;;;;;;;;;planned;;;;;;").claim == Claim::tentative);
        CHECK(row("a;T;;;;;;;;;;;;;cancelled;;;;;;").takes_place == TakesPlace::cancelled);
        CHECK(row("a;T;;;;;;;;;;;;;;;;;;b;").duplicate_of == EventId("b"));
    }

    TEST_CASE("a row that is wrong is named and the rest is taken") {
        CHECK(reason("a;;;;;;;;;;;;;;;;;;;;") == "missing");
        CHECK(reason("a;T;;31.2.2026;;;;;;;;;;;;;;;;;") == "bad_date");
        CHECK(reason("a;T;;1.2.2026;;time;25:00;;;;;;;;;;;;;;") == "bad_clock");
        CHECK(reason("a;T;;1.2.2026;;time;;;;;;;;;;;;;;;") == "missing");
        CHECK(reason("a;T;;1.2.2026;;time;12:00;10:00;;;;;;;;;;;;;") == "end_before_start");
        CHECK(reason("a;T;;1.2.2026;;time;12:00;;Mars/Base;;;;;;;;;;;;") == "unknown_zone");
        CHECK(reason("a;T;;1.2.2026;;fortnight;;;;;;;;;;;;;;;") == "unknown_value");
        CHECK(reason("a;T;;;;month;;;;;;;;;;;;;;;") == "missing");
        CHECK(reason("a;T;;;;;;;;;;999;;;;;;;;;") == "unknown_municipality");
        CHECK(reason("a;T;;;;;;;;;Kuahavalla;;;;;;;;;;") == "unknown_area");
        CHECK(reason("a;T;;;;;;;;;;;;many;;;;;;;") == "not_a_number");
        CHECK(reason("a;T;;;;;;;;;;;;1000001;;;;;;;") == "out_of_range");
        CHECK(reason("a;T;;;;;;;;;;;;;;;;;;;maybe") == "unknown_value");
        CHECK(reason("a;T;;;;;;;;;;;;;;;;;;;;one too many") == "too_many_cells");
        CHECK(reason("a;" + std::string(301, 'x') + ";;;;;;;;;;;;;;;;;;;") == "too_long");
        const ImportFile both = read("id;title\na;\nb;B\nb;again\n");
        CHECK(both.items.size() == 1);
        REQUIRE(both.rejected.size() == 2);
        CHECK(both.rejected[1].reason == "duplicate_uid");
        CHECK(both.rejected[1].line == 4);
    }

    TEST_CASE("only a title is needed - rows without an id are known by what they say") {
        const std::string csv = "title;date_from\nA;1.1.2027\nA;1.1.2027\nB;1.1.2027\n";
        const ImportFile once = read(csv);
        const ImportFile again = read(csv);
        REQUIRE(once.items.size() == 3);
        CHECK(once.items[0].event.uid != once.items[1].event.uid);
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(once.items[i].event == again.items[i].event);
            CHECK_FALSE(once.items[i].event.id.empty());
        }
    }

    TEST_CASE("an id that cannot stand in an address gets another") {
        CHECK(id_of_uid("E06a").text() == "E06a");
        CHECK(id_of_uid(std::string(64, 'a')).text() == std::string(64, 'a'));
        CHECK(id_of_uid(std::string(65, 'a')).text() != std::string(65, 'a'));
        for (const char* strange : {"a/b", "ä", "..", "a b", "a?b"})
            CHECK_MESSAGE(id_of_uid(strange).text() != strange, strange);
    }

    TEST_CASE("a file that is no table is refused as a whole") {
        const auto refused = [](std::string_view bytes) {
            const auto file = read_import(bytes, ImportFormat::csv, {}, test::test_ground());
            return file ? std::string("taken") : file.error().reason;
        };
        CHECK(refused("") == "no_title_column");
        CHECK(refused("id;name\n1;x\n") == "no_title_column");
        CHECK(refused("title\n\xff\n") == "not_utf8");
        CHECK(refused("title;title\nx;y\n") == "column_twice");
        CHECK(refused("title\n\"x\n") == "unclosed_quote");
        CHECK(read("title;colour\nA;red\n").notes.front().reason == "unknown_column");
        std::string many = "title\n";
        for (std::size_t i = 0; i < limits::import_events_max; ++i) many += "x\n";
        CHECK(refused(many) == "taken");
        CHECK(refused(many + "x\n") == "import_events_max");
    }

    TEST_CASE("an .ics gets its municipality and organisation from whoever imports it") {
        ImportOptions options;
        options.municipality = MunicipalityCode("777");
        options.organisation = OrganisationId("nuoret");
        const auto file = read_import(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:u1\r\n"
            "DTSTAMP:20260101T000000Z\r\nDTSTART:20261024T070000Z\r\nDTEND:20261024T080000Z\r\n"
            "SUMMARY:Talkoot\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:u2\r\nDTSTART:"
            "20261024T070000Z\r\n"
            "RRULE:FREQ=HOURLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
            ImportFormat::ics, options, test::test_ground());
        REQUIRE(file);
        REQUIRE(file->items.size() == 1);
        const Event& event = file->items[0].event;
        CHECK(event.municipality == MunicipalityCode("777"));
        CHECK(event.organisation == OrganisationId("nuoret"));
        CHECK(event.state == State::published);
        CHECK(event.id.empty());
        REQUIRE(file->rejected.size() == 1);
        CHECK(file->rejected[0].uid == "u2");
        CHECK(file->rejected[0].reason == "rule_sub_daily");
    }

    TEST_CASE("the newer of two versions - SEQUENCE / then the change / then the later") {
        Event a;
        Event b;
        CHECK(supersedes(b, a));
        a.sequence = 1;
        CHECK_FALSE(supersedes(b, a));
        b.sequence = 1;
        a.updated = Instant(seconds(10));
        CHECK_FALSE(supersedes(b, a));
        b.updated = Instant(seconds(11));
        CHECK(supersedes(b, a));
    }

    TEST_CASE("formats by the ending of the name") {
        CHECK(format_of_name("a.ICS") == ImportFormat::ics);
        CHECK(format_of_name("dir.csv/a.csv") == ImportFormat::csv);
        CHECK_FALSE(format_of_name("a.txt"));
    }
}

}  // namespace
}  // namespace sopu::service
