// OffsetCursor is to_instant with a memory: it must never be seen to remember.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>

#include "engine/time/posix_rule.h"
#include "engine/time/zones.h"
#include "tests/support/zones.h"

namespace sopu {
namespace {

constexpr std::array<const char*, 12> zone_names{
    "Europe/Helsinki",    "Europe/Dublin",     "America/New_York",    "America/St_Johns",
    "America/Santiago",   "Australia/Sydney",  "Australia/Lord_Howe", "Pacific/Apia",
    "Pacific/Kiritimati", "Africa/Casablanca", "Asia/Kolkata",        "UTC"};

LocalTime new_year(int year) {
    return LocalTime{Date{date::year{year} / 1 / 1}};
}

}  // namespace

TEST_SUITE("engine.zones") {
    TEST_CASE("a cursor agrees with to_instant at every quarter of an hour for 250 years") {
        for (const char* name : zone_names) {
            CAPTURE(name);
            const Zone& zone = *test::test_zones().find(name);
            OffsetCursor cursor(zone);
            int differences = 0;
            for (LocalTime t = new_year(1900); t < new_year(2150); t += minutes{45})
                differences += cursor.to_instant(t) != to_instant(t, zone);
            CHECK(differences == 0);
        }
    }

    TEST_CASE("a cursor agrees with to_instant in any order, to the second") {
        CHECK(rc::check([] {
            const Zone& zone = *test::test_zones().find(*rc::gen::elementOf(
                std::vector<const char*>(zone_names.begin(), zone_names.end())));
            OffsetCursor cursor(zone);
            LocalTime t = new_year(*rc::gen::inRange(1600, 2600));
            for (int i = 0; i < 50; ++i) {
                RC_ASSERT(cursor.to_instant(t) == to_instant(t, zone));
                t += seconds{*rc::gen::inRange(-20'000'000, 21'000'000)};
            }
        }));
    }

    TEST_CASE("the stretch around an instant ends where the offset changes") {
        const auto rule = parse_posix_rule("EET-2EEST,M3.5.0/3,M10.5.0/4");
        REQUIRE(rule);
        const Instant summer = date::sys_days{date::year{2040} / 7 / 1};
        const OffsetSpan span = span_at(*rule, summer);
        CHECK(span.begin == date::sys_days{date::year{2040} / 3 / 25} + std::chrono::hours{1});
        CHECK(span.end == date::sys_days{date::year{2040} / 10 / 28} + std::chrono::hours{1});
        CHECK(span.before == std::chrono::hours{2});
        CHECK(span.offset == std::chrono::hours{3});
        CHECK(span.after == std::chrono::hours{2});
    }
}

}  // namespace sopu
