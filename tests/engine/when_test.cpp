#include "engine/time/when.h"

#include <doctest/doctest.h>

#include <string>

#include "engine/base/limits.h"
#include "engine/time/iso.h"
#include "tests/support/zones.h"

namespace sopu {
namespace {

Date day(const char* text) {
    const auto parsed = parse_date(text);
    REQUIRE_MESSAGE(parsed, text);
    return *parsed;
}

LocalTime local(const char* text) {
    const auto parsed = parse_local(text);
    REQUIRE_MESSAGE(parsed, text);
    return *parsed;
}

Timed timed(const char* start, const char* end, std::string zone = "Europe/Helsinki") {
    return {local(start), local(end), std::move(zone)};
}

Vague vague(const char* from, const char* to, std::optional<minutes> duration = {}) {
    return {day(from), day(to), Precision::window, {}, duration};
}

// "field reason, field reason"
std::string wrong(const When& when) {
    std::string text;
    for (const Error& error : check(when, test::test_zones())) {
        CHECK(error.code == Code::invalid);
        text += (text.empty() ? "" : ", ") + error.field + " " + error.reason;
    }
    return text;
}

}  // namespace

TEST_SUITE("engine.when") {
    TEST_CASE("what is in order has no errors") {
        CHECK(wrong(Undated{}).empty());
        CHECK(wrong(timed("2026-10-24T10:00", "2026-10-24T15:00")).empty());
        CHECK(wrong(timed("2026-10-24T10:00", "2026-10-24T10:00")).empty());  // a point
        CHECK(wrong(Timed{local("2026-10-24T10:00"), {}, "UTC"}).empty());
        CHECK(wrong(AllDay{day("2026-10-24"), day("2026-10-24")}).empty());
        CHECK(wrong(vague("2026-10-01", "2026-10-31", minutes{120})).empty());
        CHECK(wrong(timed("1900-01-01T00:00", "1900-01-01T01:00")).empty());
        CHECK(wrong(timed("2100-12-31T22:00", "2100-12-31T23:59")).empty());
    }

    TEST_CASE("an end before the start") {
        CHECK(wrong(timed("2026-10-24T10:00", "2026-10-24T09:59")) == "when.end end_before_start");
        CHECK(wrong(AllDay{day("2026-10-24"), day("2026-10-23")}) == "when.last end_before_start");
        CHECK(wrong(vague("2026-10-02", "2026-10-01")) == "when.to end_before_start");
    }

    TEST_CASE("an end in the gap of the clock comes before a start in it") {
        // 03:30 is read as 01:30Z, which is 04:30 by the new time; 04:00 is 01:00Z.
        CHECK(wrong(timed("2026-03-29T03:30", "2026-03-29T04:00")) == "when.end end_before_start");
        CHECK(wrong(timed("2026-03-29T03:30", "2026-03-29T05:00")).empty());
    }

    TEST_CASE("every error is told at once") {
        CHECK(wrong(timed("1899-12-31T23:59", "2101-01-01T00:00", "Europe/Oulu")) ==
              "when.start year_out_of_range, when.zone unknown_zone, when.end year_out_of_range");
        CHECK(wrong(timed("2026-10-24T10:00", "2026-10-24T09:00", "Europe/Oulu")) ==
              "when.zone unknown_zone, when.end end_before_start");
        CHECK(wrong(AllDay{day("2101-01-01"), day("1899-12-31")}) ==
              "when.first year_out_of_range, when.last year_out_of_range, when.last "
              "end_before_start");
        CHECK(wrong(vague("2026-10-02", "2026-10-01", minutes{0})) ==
              "when.to end_before_start, when.duration_minutes not_positive");
        CHECK(wrong(vague("2026-10-01", "2026-10-02", minutes{-5})) ==
              "when.duration_minutes not_positive");
    }

    TEST_CASE("each length has its limit and is refused one past it") {
        const LocalTime start = local("2026-01-01T00:00");
        const minutes most{limits::duration_minutes_max};
        CHECK(wrong(Timed{start, start + most, "UTC"}).empty());
        CHECK(wrong(Timed{start, start + most + seconds{1}, "UTC"}) == "when.end too_long");
        const Date first = day("2026-01-01");
        const Date last = first + date::days{limits::span_days_max - 1};
        CHECK(wrong(AllDay{first, last}).empty());
        CHECK(wrong(AllDay{first, last + date::days{1}}) == "when.last too_long");
        CHECK(wrong(Vague{first, last, Precision::year, {}, {}}).empty());
        CHECK(wrong(Vague{first, last + date::days{1}, Precision::year, {}, {}}) ==
              "when.to too_long");
        CHECK(wrong(vague("2026-10-01", "2026-10-02", most)).empty());
        CHECK(wrong(vague("2026-10-01", "2026-10-02", most + minutes{1})) ==
              "when.duration_minutes too_long");
    }

    TEST_CASE("years have their limits") {
        CHECK(wrong(AllDay{day("1900-01-01"), day("1900-01-01")}).empty());
        CHECK(wrong(AllDay{day("1899-12-31"), day("1900-01-01")}) ==
              "when.first year_out_of_range");
        CHECK(wrong(AllDay{day("2100-12-31"), day("2100-12-31")}).empty());
        CHECK(wrong(AllDay{day("2100-12-31"), day("2101-01-01")}) == "when.last year_out_of_range");
    }

    TEST_CASE("first and last dates") {
        CHECK_FALSE(first_date(Undated{}));
        CHECK_FALSE(last_date(Undated{}));
        const When evening = timed("2026-10-24T18:00", "2026-10-25T00:00");
        CHECK(first_date(evening) == day("2026-10-24"));
        CHECK(last_date(evening) == day("2026-10-24"));  // midnight is not the next day
        CHECK(last_date(timed("2026-10-24T18:00", "2026-10-25T00:01")) == day("2026-10-25"));
        CHECK(last_date(timed("2026-10-25T00:00", "2026-10-25T00:00")) == day("2026-10-25"));
        CHECK(last_date(Timed{local("2026-10-24T18:00"), {}, "UTC"}) == day("2026-10-24"));
        CHECK(first_date(vague("2026-10-01", "2026-10-31")) == day("2026-10-01"));
        CHECK(last_date(AllDay{day("2026-10-01"), day("2026-10-03")}) == day("2026-10-03"));
    }
}

}  // namespace sopu
