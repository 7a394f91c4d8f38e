// Dates and times as people type them: what is read, and what is not guessed.
#include <doctest/doctest.h>

#include "engine/time/iso.h"
#include "server/words/typed.h"

namespace sopu::words {
namespace {

TEST_SUITE("words.typed") {
    TEST_CASE("dates of the machine and of people are one date") {
        const auto expected = parse_date("2026-10-24");
        for (const char* said : {"2026-10-24", "24.10.2026", " 24. 10. 2026 ", "24/10/2026"})
            CHECK_MESSAGE(typed_date(said) == expected, said);
        CHECK(typed_date("1.1.2027") == parse_date("2027-01-01"));
    }

    TEST_CASE("no date is made up") {
        for (const char* said :
             {"", "24.10.", "24.10.26", "31.2.2026", "0.1.2026", "24.13.2026", "24.10.2026 klo 10",
              "la 24.10.2026", "2026-02-30", "-1.1.2026", "24.10.12026", "24..2026"})
            CHECK_MESSAGE(!typed_date(said), said);
    }

    TEST_CASE("times of day with a colon / a point or a word before them") {
        const auto half_past_ten = std::chrono::hours(10) + minutes(30);
        for (const char* said : {"10:30", "10.30", "klo 10.30", "Klo 10:30", "kl. 10.30",
                                 "kl 10.30", "at 10:30", "10:30:00", "klo10.30"})
            CHECK_MESSAGE(typed_time(said) == half_past_ten, said);
        CHECK(typed_time("klo 10") == std::chrono::hours(10));
        CHECK(typed_time("0:00") == seconds(0));
        CHECK(typed_time("23:59") == std::chrono::hours(23) + minutes(59));
    }

    TEST_CASE("days of a series as people list them and as we write them") {
        const Date from = *parse_date("2026-11-03");
        const auto read = [from](std::string_view text) {
            const TypedDays days = typed_days(text, from);
            std::string all = days.bad.empty() ? "" : "bad " + days.bad;
            for (const auto& [first, last] : days.spans)
                all += (all.empty() ? "" : " ") + format_date(first) +
                       (first == last ? "" : "/" + format_date(last));
            return all;
        };
        CHECK(read("24.12., 31.12.") == "2026-12-24 2026-12-31");
        CHECK(read(" 24.12 ; 5.1.\n 2/3 ") == "2026-12-24 2027-01-05 2027-03-02");
        CHECK(read("to 24.12. ja to 31.12.") == "2026-12-24 2026-12-31");
        CHECK(read("lö 5.12 och lö 12.12.2026") == "2026-12-05 2026-12-12");
        CHECK(read("Thu 24 Dec and Fri 1 January 2027") == "2026-12-24 2027-01-01");
        CHECK(read("2026-12-24, 3.11.") == "2026-12-24 2026-11-03");
        CHECK(read("21.12.–6.1., 1.3.-8.3.2027") == "2026-12-21/2027-01-06 2027-03-01/2027-03-08");
        CHECK(read("") == "");
        CHECK(read("2.11.") == "2027-11-02");
        CHECK(read("29.2.") == "2028-02-29");
        for (const char* wrong : {"31.2.", "24", "joulu", "6.1.–", "6.1.2027–21.12.2026", "–6.1."})
            CHECK_MESSAGE(read(std::string("24.12., ") + wrong).starts_with("bad "), wrong);
    }

    TEST_CASE("no time is made up") {
        for (const char* said : {"", "24:00", "10:60", "10:5", "10.30.61", "kello", "10-12", "-1",
                                 "1030", "10:30 pm", "10:30:00:00"})
            CHECK_MESSAGE(!typed_time(said), said);
    }
}

}  // namespace
}  // namespace sopu::words
