#include "engine/time/zones.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>
#include <ctime>

#include "engine/time/iso.h"
#include "tests/support/zones.h"

namespace sopu {
namespace {

using std::chrono::hours;
using test::test_zones;

// Whole, half and quarter hours, both hemispheres, a half-hour summer, a winter summer, long ends.
constexpr std::array<const char*, 14> zone_names{"Europe/Helsinki",    "Europe/London",
                                                 "Europe/Dublin",      "America/New_York",
                                                 "America/St_Johns",   "America/Santiago",
                                                 "Australia/Sydney",   "Australia/Lord_Howe",
                                                 "Pacific/Chatham",    "Africa/Casablanca",
                                                 "Asia/Kolkata",       "Asia/Tokyo",
                                                 "Pacific/Kiritimati", "UTC"};

const Zone& zone(const char* name) {
    const Zone* found = test_zones().find(name);
    REQUIRE_MESSAGE(found != nullptr, name);
    return *found;
}

Instant year(int y) {
    return date::sys_days{date::year{y} / 1 / 1};
}

Instant instant_between(int from, int to) {
    return Instant{seconds{*rc::gen::inRange(year(from).time_since_epoch().count(),
                                             year(to).time_since_epoch().count())}};
}

// An instant at most two days from a change of the offset, if the zone has one in that year.
Instant near_change(const Zone& in, Instant from) {
    for (Instant day = from; day < from + hours{24 * 366}; day += hours{24})
        if (offset_at(day, in) != offset_at(day + hours{24}, in))
            return day + minutes{*rc::gen::inRange(-1440, 2880)};
    return from;
}

// RFC 5545 3.3.5 word for word, by trying every offset there is: the first instant at which the
// clock shows it; if none, the offset of a moment surely before.
Instant naive_instant(LocalTime local, const Zone& in) {
    const Instant as_utc{local.time_since_epoch()};
    for (seconds offset = hours{16}; offset >= -hours{16}; offset -= minutes{15})
        if (to_local(as_utc - offset, in) == local) return as_utc - offset;
    return as_utc - offset_at(as_utc - hours{24}, in);
}

void check_at(const char* local, const char* utc, LocalKind kind,
              const char* name = "Europe/Helsinki") {
    CAPTURE(local);
    const auto parsed = parse_local(local);
    REQUIRE(parsed);
    CHECK(format_instant(to_instant(*parsed, zone(name))) == utc);
    CHECK(kind_of(*parsed, zone(name)) == kind);
}

}  // namespace

TEST_SUITE("engine.zones") {
    TEST_CASE("a gap takes the offset before it and a fold its first hour") {
        check_at("2026-03-29T02:59:59", "2026-03-29T00:59:59Z", LocalKind::unique);
        check_at("2026-03-29T03:00", "2026-03-29T01:00:00Z", LocalKind::gap);
        check_at("2026-03-29T03:30", "2026-03-29T01:30:00Z", LocalKind::gap);
        check_at("2026-03-29T04:00", "2026-03-29T01:00:00Z", LocalKind::unique);
        check_at("2026-10-25T02:59:59", "2026-10-24T23:59:59Z", LocalKind::unique);
        check_at("2026-10-25T03:00", "2026-10-25T00:00:00Z", LocalKind::fold);
        check_at("2026-10-25T03:59:59", "2026-10-25T00:59:59Z", LocalKind::fold);
        check_at("2026-10-25T04:00", "2026-10-25T02:00:00Z", LocalKind::unique);
    }

    TEST_CASE("the same beyond the years that the library lists") {
        check_at("2037-10-25T03:30", "2037-10-25T00:30:00Z", LocalKind::fold);
        check_at("2037-10-25T04:00", "2037-10-25T02:00:00Z", LocalKind::unique);
        check_at("2038-03-28T03:30", "2038-03-28T01:30:00Z", LocalKind::gap);
        check_at("2038-03-28T04:00", "2038-03-28T01:00:00Z", LocalKind::unique);
        check_at("2038-07-01T18:00", "2038-07-01T15:00:00Z", LocalKind::unique);
        check_at("2038-10-31T03:30", "2038-10-31T00:30:00Z", LocalKind::fold);
        check_at("2099-07-01T12:00", "2099-07-01T09:00:00Z", LocalKind::unique);
        check_at("2600-07-01T12:00", "2600-07-01T09:00:00Z", LocalKind::unique);
        check_at("2050-07-01T12:00", "2050-07-01T16:00:00Z", LocalKind::unique, "America/New_York");
    }

    TEST_CASE("before zones there was local mean time") {
        check_at("1600-01-01T00:00", "1599-12-31T22:20:11Z", LocalKind::unique);
    }

    TEST_CASE("names, links and unknown names") {
        for (const char* name : {"UTC", "Etc/UTC", "GMT", "Europe/Mariehamn", "Europe/Stockholm"}) {
            CAPTURE(name);
            CHECK(name_of(zone(name)) == name);
        }
        CHECK(name_of(test_zones().home()) == home_zone);
        for (const char* name : {"", "europe/helsinki", "Europe/Suomussalmi", "FLE Standard Time",
                                 "../../etc/passwd", "+02:00"})
            CHECK(test_zones().find(name) == nullptr);
        CHECK(posix_rule(test_zones().home()) == "EET-2EEST,M3.5.0/3,M10.5.0/4");
        CHECK(posix_rule(zone("Asia/Tokyo")) == "JST-9");
    }

    TEST_CASE("the self-test passes here and fails on zones without footers") {
        CHECK(self_test(test_zones()).has_value());
        const auto poor = Zones::load([](std::string_view) { return std::nullopt; });
        REQUIRE(poor);
        CHECK(posix_rule(poor->home()) == "<+02>-2");
        const auto verdict = self_test(*poor);
        REQUIRE_FALSE(verdict);
        CHECK(verdict.error().code == Code::unavailable);
        CHECK(verdict.error().detail ==
              "Europe/Helsinki 2038-07-01T18:00: expected 2038-07-01T15:00:00Z, got "
              "2038-07-01T16:00:00Z");
    }

    TEST_CASE("a zone with a footer that is no rule is unknown, and home must be known") {
        const auto one_wrong = Zones::load([](std::string_view name) {
            return name == "Asia/Tokyo" ? std::optional<std::string>("sometimes")
                                        : test::system_footer(name);
        });
        REQUIRE(one_wrong);
        CHECK(one_wrong->find("Asia/Tokyo") == nullptr);
        CHECK(one_wrong->find("Asia/Seoul") != nullptr);
        const auto all_wrong = Zones::load([](std::string_view) { return "?"; });
        REQUIRE_FALSE(all_wrong);
        CHECK(all_wrong.error().code == Code::unavailable);
        CHECK(all_wrong.error().reason == "no_home_zone");
    }

    TEST_CASE("local and back is the same outside gaps, and as RFC 5545 says inside") {
        for (const char* name : zone_names) {
            CAPTURE(name);
            const Zone& in = zone(name);
            CHECK(rc::check([&] {
                const Instant some = instant_between(1980, 2500);
                const Instant instant = *rc::gen::arbitrary<bool>() ? near_change(in, some) : some;
                const LocalTime local{instant.time_since_epoch()};
                RC_ASSERT(to_instant(local, in) == naive_instant(local, in));
                const bool same = to_local(to_instant(local, in), in) == local;
                RC_ASSERT(same == (kind_of(local, in) != LocalKind::gap));
            }));
        }
    }

    TEST_CASE("the C library says the same of every instant") {
        for (const char* name : zone_names) {
            CAPTURE(name);
            REQUIRE(setenv("TZ", name, 1) == 0);
            tzset();
            const Zone& in = zone(name);
            CHECK(rc::check([&] {
                const Instant some = instant_between(1900, 2600);
                const Instant instant = *rc::gen::arbitrary<bool>() ? near_change(in, some) : some;
                const std::time_t t = instant.time_since_epoch().count();
                std::tm broken_down{};
                RC_ASSERT(localtime_r(&t, &broken_down) != nullptr);
                RC_ASSERT(seconds{broken_down.tm_gmtoff} == offset_at(instant, in));
            }));
        }
        unsetenv("TZ");
        tzset();
    }
}

}  // namespace sopu
