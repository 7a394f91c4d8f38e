#include "engine/time/posix_rule.h"

#include <doctest/doctest.h>

#include "engine/time/iso.h"

namespace sopu {
namespace {

using std::chrono::hours;

Instant at(const char* text) {
    const auto instant = parse_instant(text);
    REQUIRE_MESSAGE(instant, text);
    return *instant;
}

PosixRule rule(const char* text) {
    const auto parsed = parse_posix_rule(text);
    REQUIRE_MESSAGE(parsed, text);
    return *parsed;
}

}  // namespace

TEST_SUITE("engine.posix_rule") {
    TEST_CASE("the European rule moves at 01:00 UTC") {
        const PosixRule helsinki = rule("EET-2EEST,M3.5.0/3,M10.5.0/4");
        CHECK(helsinki.name == "EET");
        CHECK(helsinki.daylight->name == "EEST");
        CHECK(offset_at(helsinki, at("2038-03-28T00:59:59Z")) == hours{2});
        CHECK(offset_at(helsinki, at("2038-03-28T01:00:00Z")) == hours{3});
        CHECK(offset_at(helsinki, at("2038-10-31T00:59:59Z")) == hours{3});
        CHECK(offset_at(helsinki, at("2038-10-31T01:00:00Z")) == hours{2});
        CHECK(offset_at(helsinki, at("2600-12-31T23:00:00Z")) == hours{2});
    }

    TEST_CASE("south of the equator summer spans the new year") {
        const PosixRule sydney = rule("AEST-10AEDT,M10.1.0,M4.1.0/3");
        CHECK(offset_at(sydney, at("2050-01-01T00:00:00Z")) == hours{11});
        CHECK(offset_at(sydney, at("2050-07-01T00:00:00Z")) == hours{10});
        CHECK(offset_at(sydney, at("2050-12-31T23:59:59Z")) == hours{11});
    }

    TEST_CASE("winter may be the daylight time, as in Ireland") {
        const PosixRule dublin = rule("IST-1GMT0,M10.5.0,M3.5.0/1");
        CHECK(offset_at(dublin, at("2050-01-01T00:00:00Z")) == hours{0});
        CHECK(offset_at(dublin, at("2050-07-01T00:00:00Z")) == hours{1});
    }

    TEST_CASE("hours below zero and beyond a day move to other days") {
        // Nuuk as tzdata 2023 has it: at 24:00 UTC-2 less an hour, that is on Saturday.
        const PosixRule nuuk = rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
        CHECK(offset_at(nuuk, at("2040-03-25T00:59:59Z")) == hours{-2});
        CHECK(offset_at(nuuk, at("2040-03-25T01:00:00Z")) == hours{-1});
        const PosixRule gaza = rule("EET-2EEST,M3.4.4/50,M10.4.4/50");  // Thursday + 50 h
        CHECK(offset_at(gaza, at("2037-03-27T23:59:59Z")) == hours{2});
        CHECK(offset_at(gaza, at("2037-03-28T00:00:00Z")) == hours{3});
        CHECK(rule("EET-2EEST,M3.4.4/167,M10.4.4/-167").daylight->begins.time == hours{167});
    }

    TEST_CASE("daylight time may fill the year") {
        const PosixRule always = rule("XXX3EDT4,0/0,J365/23");  // RFC 8536 3.3.1
        for (const char* text : {"2038-01-01T00:00:00Z", "2038-01-01T04:00:00Z",
                                 "2038-07-01T00:00:00Z", "2039-01-01T03:59:59Z"})
            CHECK(offset_at(always, at(text)) == hours{-4});
    }

    TEST_CASE("days are counted with and without 29 February") {
        const PosixDay julian = rule("AAA0BBB,J60/0,J300/0").daylight->begins;
        CHECK(format_local(moves_at(julian, 2040)) == "2040-03-01T00:00");
        CHECK(format_local(moves_at(julian, 2041)) == "2041-03-01T00:00");
        const PosixDay zero_based = rule("AAA0BBB,59/0,300/0").daylight->begins;
        CHECK(format_local(moves_at(zero_based, 2040)) == "2040-02-29T00:00");
        CHECK(format_local(moves_at(zero_based, 2041)) == "2041-03-01T00:00");
        const PosixDay second_sunday = rule("EST5EDT,M3.2.0,M11.1.0").daylight->begins;
        CHECK(format_local(moves_at(second_sunday, 2040)) == "2040-03-11T02:00");
    }

    TEST_CASE("a fixed offset is written as it is read") {
        CHECK(fixed_posix_rule(hours{2}) == "<+02>-2");
        CHECK(fixed_posix_rule(-hours{5}) == "<-05>5");
        CHECK(fixed_posix_rule(hours{0}) == "<+00>0");
        for (const int offset : {0, 7200, -18000, 20700, -12600, 5989, -1, 45900}) {
            const auto parsed = parse_posix_rule(fixed_posix_rule(seconds{offset}));
            REQUIRE(parsed);
            CHECK(parsed->offset == seconds{offset});
            CHECK_FALSE(parsed->daylight);
        }
    }

    TEST_CASE("what is no rule is refused") {
        for (const char* text : {"",
                                 "EET",
                                 "EE-2",
                                 "-2",
                                 "EET-2EEST",
                                 "EET-2EEST,M3.5.0/3",
                                 "EET-25",
                                 "EET-2EEST,M13.5.0/3,M10.5.0/4",
                                 "EET-2EEST,M3.6.0/3,M10.5.0/4",
                                 "EET-2EEST,M3.5.7/3,M10.5.0/4",
                                 "EET-2EEST,M3.5.0/168,M10.5.0/4",
                                 "EET-2EEST,J0,J300",
                                 "EET-2EEST,J366,J300",
                                 "EET-2EEST,366,300",
                                 "EET-2EEST,M3.5.0/3,M10.5.0/4 ",
                                 "<+03-3",
                                 "<+3>-3",
                                 "EET-2:60",
                                 "EET-2EEST,M3.5.0/3,M10.5.0/4,",
                                 "Europe/Helsinki"}) {
            CAPTURE(text);
            CHECK_FALSE(parse_posix_rule(text));
        }
    }
}

}  // namespace sopu
