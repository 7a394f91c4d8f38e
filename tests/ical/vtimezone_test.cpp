#include <doctest/doctest.h>

#include <string>

#include "ical/vtimezone.h"
#include "ical/zone_names.h"
#include "tests/ical/support.h"

namespace ical = sopu::ical;
using namespace sopu::ical::test;
using std::chrono::hours;

namespace {

bool holds(const std::string& text, const std::string& line) {
    return text.find("\r\n" + line + "\r\n") != std::string::npos;
}

}  // namespace

TEST_SUITE("ical.vtimezone") {
    TEST_CASE("Helsinki: the whole component") {
        CHECK(ical::vtimezone(*zones().find("Europe/Helsinki")) ==
              "BEGIN:VTIMEZONE\r\nTZID:Europe/Helsinki\r\n"
              "BEGIN:DAYLIGHT\r\nDTSTART:19700329T030000\r\n"
              "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
              "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\nTZNAME:EEST\r\nEND:DAYLIGHT\r\n"
              "BEGIN:STANDARD\r\nDTSTART:19701025T040000\r\n"
              "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
              "TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200\r\nTZNAME:EET\r\nEND:STANDARD\r\n"
              "END:VTIMEZONE\r\n");
    }

    TEST_CASE("a zone without daylight saving is one STANDARD") {
        const std::string tokyo = ical::vtimezone(*zones().find("Asia/Tokyo"));
        CHECK(holds(tokyo, "TZOFFSETTO:+0900"));
        CHECK(holds(tokyo, "DTSTART:19700101T000000"));
        CHECK(tokyo.find("RRULE") == std::string::npos);
        CHECK(tokyo.find("DAYLIGHT") == std::string::npos);
    }

    TEST_CASE("hours outside the day move the weekday") {
        const std::string jerusalem =
            ical::vtimezone("Asia/Jerusalem", "IST-2IDT,M3.4.4/26,M10.5.0", hours(2));
        CHECK(holds(jerusalem,
                    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29"));
        CHECK(holds(jerusalem, "DTSTART:19700327T020000"));
        const std::string nuuk =
            ical::vtimezone("America/Nuuk", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", hours(-2));
        CHECK(holds(nuuk, "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SA;BYMONTHDAY=-8,-7,-6,-5,-4,-3,-2"));
        CHECK(holds(nuuk, "DTSTART:19700328T230000"));
        CHECK(holds(nuuk, "TZOFFSETFROM:-0200"));
    }

    TEST_CASE("a rule that cannot be said falls back to one offset") {
        for (const char* rule :
             {"", "nonsense", "EET-2EEST,J60/3,J300/4", "EET-2EEST,M3.5.0/49,M10.5.0"}) {
            CAPTURE(rule);
            const std::string text =
                ical::vtimezone("X/Y", rule, -hours(3) - std::chrono::minutes(30));
            CHECK(holds(text, "TZOFFSETTO:-0330"));
            CHECK(text.find("RRULE") == std::string::npos);
        }
    }
}

TEST_SUITE("ical.zone_names") {
    TEST_CASE("names that are known, and what they are") {
        const auto name = [](const char* tzid) {
            return ical::iana_name(tzid, zones()).value_or("unknown");
        };
        CHECK(name("Europe/Helsinki") == "Europe/Helsinki");
        CHECK(name(" Europe/Helsinki ") == "Europe/Helsinki");
        CHECK(name("FLE Standard Time") == "Europe/Helsinki");
        CHECK(name("GTB Standard Time") == "Europe/Bucharest");
        CHECK(name("W. Europe Standard Time") == "Europe/Berlin");
        CHECK(name("Romance Standard Time") == "Europe/Paris");
        CHECK(name("GMT Standard Time") == "Europe/London");
        CHECK(name("Eastern Standard Time 1") == "America/New_York");
        CHECK(name("UTC") == "UTC");
        CHECK(name("/freeassociation.sourceforge.net/Europe/Helsinki") == "Europe/Helsinki");
        CHECK(name("/softwarestudio.org/Olson_20011030_5/America/Indiana/Knox") ==
              "America/Indiana/Knox");
        CHECK(name("/freeassociation.sourceforge.net/Tzfile/UTC") == "UTC");
        for (const char* tzid : {"", "/", "//", "Customized Time Zone", "Europe/helsinki",
                                 "Helsinki", "../Europe/Helsinki", "Standard Time 1", "9", " 9"})
            CHECK(name(tzid) == "unknown");
    }

    TEST_CASE("each Windows name leads to a zone of this machine") {
        for (const char* tzid : {"AUS Central Standard Time", "Yukon Standard Time",
                                 "Russian Standard Time", "Tokyo Standard Time"})
            CHECK(ical::iana_name(tzid, zones()).has_value());
    }
}
