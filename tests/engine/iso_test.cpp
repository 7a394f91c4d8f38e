#include "engine/time/iso.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>

namespace sopu {
namespace {

constexpr date::sys_days first_day = date::year{0} / 1 / 1;
constexpr date::sys_days day_after_last = date::year{10000} / 1 / 1;

Instant some_instant() {
    const Instant from = first_day;
    const Instant to = day_after_last;
    return Instant{
        seconds{*rc::gen::inRange(from.time_since_epoch().count(), to.time_since_epoch().count())}};
}

}  // namespace

TEST_SUITE("engine.iso") {
    TEST_CASE("what is written is read back, in every year of four digits") {
        CHECK(rc::check("parse(format(x)) == x", [] {
            const Instant instant = some_instant();
            const LocalTime local{instant.time_since_epoch()};
            const Date day = date::floor<date::days>(local);
            RC_ASSERT(parse_instant(format_instant(instant)) == instant);
            RC_ASSERT(parse_local(format_local(local)) == local);
            RC_ASSERT(parse_date(format_date(day)) == day);
        }));
        const Instant last = Instant{day_after_last} - seconds{1};
        CHECK(format_instant(last) == "9999-12-31T23:59:59Z");
        CHECK(parse_instant(format_instant(last)) == last);
        CHECK(format_instant(Instant{first_day}) == "0000-01-01T00:00:00Z");
    }

    TEST_CASE("one spelling is written") {
        const LocalTime ten = LocalTime{Date{date::year{2026} / 10 / 24}} + std::chrono::hours{10};
        CHECK(format_local(ten) == "2026-10-24T10:00");
        CHECK(format_local(ten + seconds{5}) == "2026-10-24T10:00:05");
        CHECK(format_date(date::floor<date::days>(ten)) == "2026-10-24");
        CHECK(format_instant(Instant{ten.time_since_epoch()}) == "2026-10-24T10:00:00Z");
    }

    TEST_CASE("offsets and fractions of RFC 3339 are read") {
        const auto seven = parse_instant("2026-10-24T07:00:00Z");
        REQUIRE(seven);
        CHECK(parse_instant("2026-10-24T10:00:00+03:00") == seven);
        CHECK(parse_instant("2026-10-24T01:30:00-05:30") == seven);
        CHECK(parse_instant("2026-10-24T07:00:00.999Z") == seven);
        CHECK(parse_instant("2026-10-23T22:00:00-09:00") == seven);
    }

    TEST_CASE("everything else is refused") {
        const std::array<const char*, 20> wrong{"",
                                                "2026-10-24",
                                                "2026-10-24T07:00Z",
                                                "2026-10-24T07:00:00",
                                                "2026-10-24 07:00:00Z",
                                                "2026-10-24t07:00:00z",
                                                "2026-02-29T07:00:00Z",
                                                "2026-13-01T07:00:00Z",
                                                "2026-00-10T07:00:00Z",
                                                "2026-10-24T24:00:00Z",
                                                "2026-10-24T07:60:00Z",
                                                "2016-12-31T23:59:60Z",
                                                "2026-10-24T07:00:00.Z",
                                                "2026-10-24T07:00:00+0300",
                                                "2026-10-24T07:00:00Z ",
                                                " 2026-10-24T07:00:00Z",
                                                "+2026-10-24T07:00:00Z",
                                                "9999-12-31T23:59:59-00:01",
                                                "0000-01-01T00:00:00+00:01",
                                                "2026-10-24T07:00:00+24:00"};
        for (const char* text : wrong) {
            CAPTURE(text);
            CHECK_FALSE(parse_instant(text));
        }
        for (const char* text : {"2026-10-24T10:00Z", "2026-10-24T10", "2026-10-24T10:00:",
                                 "2026-10-24T10:00+03:00", "2026-10-24T1:00", "2026-10-24"})
            CHECK_FALSE(parse_local(text));
        for (const char* text : {"2026-2-1", "20261024", "2026-10-32", "2026-10-24T", "26-10-24"})
            CHECK_FALSE(parse_date(text));
        CHECK(parse_date("2028-02-29"));
        CHECK_FALSE(parse_date("2100-02-29"));
    }
}

}  // namespace sopu
