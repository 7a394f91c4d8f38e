#include "server/cli/zone_footer.h"

#include <doctest/doctest.h>

#include "engine/time/zones.h"

namespace sopu::cli {

TEST_SUITE("server.zone_footer") {
    TEST_CASE("footers of this machine's zones") {
        CHECK(zone_footer("Europe/Helsinki") == "EET-2EEST,M3.5.0/3,M10.5.0/4");
        CHECK(zone_footer("Asia/Tokyo") == "JST-9");
        CHECK(zone_footer("UTC") == "UTC0");
    }

    TEST_CASE("no zone, no footer") {
        for (const char* name : {"", "Europe", "Europe/Suomussalmi", "zone.tab", "/etc/hostname",
                                 "../../../etc/hostname", "Europe/../Asia/Tokyo"}) {
            CAPTURE(name);
            CHECK_FALSE(zone_footer(name));
        }
        CHECK_FALSE(zone_footer(std::string_view("Asia/Tokyo\0x", 12)));
    }

    TEST_CASE("zones loaded with it pass the self-test") {
        const auto zones = Zones::load(zone_footer);
        REQUIRE(zones);
        CHECK(self_test(*zones).has_value());
    }
}

}  // namespace sopu::cli
