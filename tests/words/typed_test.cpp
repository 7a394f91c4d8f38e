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

    TEST_CASE("no time is made up") {
        for (const char* said : {"", "24:00", "10:60", "10:5", "10.30.61", "kello", "10-12", "-1",
                                 "1030", "10:30 pm", "10:30:00:00"})
            CHECK_MESSAGE(!typed_time(said), said);
    }
}

}  // namespace
}  // namespace sopu::words
