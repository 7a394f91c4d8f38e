// What the guards around libical promise: each line comes back as that property, whatever it says,
// and each habit of libical that they lean on.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <thread>
#include <vector>

#include "engine/base/text.h"
#include "ical/component.h"
#include "ical/read.h"
#include "ical/text.h"
#include "tests/ical/support.h"

namespace ical = sopu::ical;
using namespace sopu::ical::test;
using namespace std::string_literals;

namespace {

ical::Property parsed(const std::string& line) {
    ical::ComponentParser parser;
    REQUIRE(parser.add({line, 7}));
    const auto properties = parser.finish();
    REQUIRE(properties);
    REQUIRE(properties->size() == 1);
    CHECK(properties->front().line == 7);
    return properties->front();
}

std::string value(const std::string& line) {
    return parsed(line).value;
}

std::string parameter(const std::string& line, std::string_view name) {
    const ical::Property property = parsed(line);
    const std::string* found = property.parameter(name);
    return found == nullptr ? "none" : *found;
}

std::string why_not(const std::string& line) {
    ical::ComponentParser parser;
    const auto added = parser.add({line, 1});
    return added ? "" : added.error().reason;
}

// What libical makes of a line that it is given as it stands: value, TZID and CN.
std::vector<std::string> by_libical_alone(const std::string& line) {
    ical::LibicalParser parser;
    parser.add("BEGIN:VEVENT");
    parser.add(line);
    const ical::LibicalComponent component = parser.add("END:VEVENT");
    icalproperty* property = icalcomponent_get_first_property(component.get(), ICAL_ANY_PROPERTY);
    if (property == nullptr) return {"nothing"};
    if (icalproperty_isa(property) == ICAL_XLICERROR_PROPERTY) return {"an error"};
    const icalvalue* value = icalproperty_get_value(property);
    const auto decoded =
        icalvalue_isa(value) == ICAL_TEXT_VALUE
            ? ical::or_empty(icalvalue_get_text(value))
            : ical::or_empty(ical::LibicalText(icalproperty_get_value_as_string_r(property)).get());
    const auto text_of = [&](icalparameter_kind kind, const char* (*get)(const icalparameter*)) {
        icalparameter* found = icalproperty_get_first_parameter(property, kind);
        return found == nullptr ? "none" : ical::or_empty(get(found));
    };
    return {decoded, text_of(ICAL_TZID_PARAMETER, icalparameter_get_tzid),
            text_of(ICAL_CN_PARAMETER, icalparameter_get_cn)};
}

std::vector<std::string> by_us(const std::string& line) {
    ical::ComponentParser parser;
    if (!parser.add({line, 1})) return {"bad"};
    const auto properties = parser.finish();
    if (!properties || properties->size() != 1) return {"bad"};
    const ical::Property& property = properties->front();
    const auto text_of = [&](std::string_view name) {
        const std::string* found = property.parameter(name);
        return found == nullptr ? "none" : *found;
    };
    if (property.refused) return {"an error"};
    return {property.value, text_of("TZID"), text_of("CN")};
}

// Of what needs no guard: what it says in RFC 5545 it says to libical too.
std::string any_plain(const std::vector<std::string>& pieces) {
    std::string out;
    for (int i = *rc::gen::inRange(0, 12); i > 0; --i) out += *rc::gen::elementOf(pieces);
    if (out.empty() || out.front() == ' ') out.insert(0, "a");
    return out.back() == ' ' ? out + 'z' : out;
}

// Bytes that mean something to one of the two readers of a line, between letters.
std::string any_value() {
    static const std::string bytes = "\\\\\\\",;:=^'nNtrbfsx \t\r\f\v\x01ä";
    std::string out;
    for (int i = *rc::gen::inRange(0, 24); i > 0; --i) out += *rc::gen::elementOf(bytes);
    return out;
}

}  // namespace

TEST_SUITE("ical.component") {
    TEST_CASE("a text comes back decoded, and a backslash that means nothing stays") {
        CHECK(value("SUMMARY:a\\, b\\; c\\\\ d\\ne\\Nf\\\"g\\:h") == "a, b; c\\ d\ne\nf\"g:h");
        CHECK(value("SUMMARY:C:\\temp\\files\\bin \\r") == "C:\\temp\\files\\bin \\r");
        CHECK(value("SUMMARY:ends so\\") == "ends so\\");
        CHECK(value("SUMMARY:") == "");
    }

    TEST_CASE("white space at the ends of a text is kept") {
        CHECK(value("DESCRIPTION:  a  ") == "  a  ");
        CHECK(value("DESCRIPTION:\ta\t") == "\ta\t");
        CHECK(value("DESCRIPTION: ") == " ");
    }

    TEST_CASE("a NUL ends nothing") {
        CHECK(value("SUMMARY:a\0b"s) ==
              "a\x01"
              "b");
        CHECK(value("URL:http://a/\0b"s) ==
              "http://a/\x01"
              "b");
    }

    TEST_CASE("parameters: quoted, coded, several, none") {
        CHECK(parameter("ORGANIZER;CN=\"a;b:c,d\":mailto:x@y", "CN") == "a;b:c,d");
        CHECK(parameter("ORGANIZER;CN=^'a^' ^^ ^n:mailto:x@y", "CN") == "\"a\" ^ \n");
        CHECK(parameter("ORGANIZER;CN=a,b:mailto:x@y", "CN") == "a,b");
        CHECK(parameter("ORGANIZER;CN=a \"b\":mailto:x@y", "CN") == "a \"b\"");
        CHECK(sopu::trim(parameter("ORGANIZER;CN=\"a\\\":mailto:x@y", "CN")) == "a\\");
        CHECK(parameter("ORGANIZER;CN=" + std::string(300, 'n') + ":mailto:x@y", "CN") ==
              std::string(300, 'n'));
        CHECK(parameter("DTSTART;TZID=\"\":20260701T100000", "TZID") == "");
        CHECK(parameter("DTSTART;TZID:20260701T100000", "TZID") == "");
        CHECK(parameter("DTSTART;TZID=A;TZID=B:20260701T100000", "TZID") == "A");
        CHECK(parameter("DTSTART;X-A=1:20260701T100000", "TZID") == "none");
    }

    TEST_CASE("a parameter that is not read disturbs nothing") {
        CHECK(value("SUMMARY;X=\"a\\\":Text") == "Text");
        CHECK(value("SUMMARY;LANGUAGE;X=1:Text: more") == "Text: more");
        CHECK(value("SUMMARY;:a:b") == "a:b");
        CHECK(value("SUMMARY;VALUE=DATE:Text") == "Text");
    }

    TEST_CASE("VALUE is what the file says, also where the value contradicts it") {
        CHECK(parameter("DTSTART;VALUE=DATE:20260701T100000", "VALUE") == "DATE");
        CHECK(parameter("DTSTART;VALUE=date;TZID=X:20260701", "VALUE") == "date");
    }

    TEST_CASE("a time is as written, and refused where libical takes none") {
        CHECK(value("DTSTART:20260230T250000") == "20260230T250000");
        CHECK_FALSE(parsed("DTSTART;TZID=Europe/Helsinki:20260701t100000").refused);
        CHECK(parsed("DTSTART;TZID=Europe/Helsinki:tomorrow").refused);
        CHECK(parsed("DTSTART:").refused);
        CHECK(parsed("DTSTART;TZID=GMT+05:30:20120904T020000").refused);
    }

    TEST_CASE("numbers and lists are as written") {
        for (const std::string line :
             {"SEQUENCE:99999999999", "SEQUENCE:x", "GEO:north;south", "GEO:1.2.3;4",
              "DURATION:P2000000000D", "CATEGORIES:a\\nb,c\\,d"})
            CHECK(value(line) == line.substr(line.find(':') + 1));
    }

    TEST_CASE("lines that are none") {
        CHECK(why_not("SUMMARY") == "bad_line");
        CHECK(why_not(":text") == "bad_line");
        CHECK(why_not("SUMMARY;X=\"open:text") == "bad_line");
        CHECK(why_not("END;X=1:VEVENT") == "bad_line");
    }

    TEST_CASE("a line that libical is not asked for is what libical makes of it") {
        for (const std::string line :
             {"STATUS:CONFIRMED", "STATUS:TENTATIVE", "STATUS:CANCELLED", "TRANSP:OPAQUE",
              "TRANSP:TRANSPARENT", "CLASS:PUBLIC", "CLASS:PRIVATE", "CLASS:CONFIDENTIAL",
              "UID:a@b", "X-WR-CALNAME:Kylä", "URL:https://a.example/?b=c;d,e#f"})
            CHECK(by_us(line) == by_libical_alone(line));
        const bool holds = rc::check("lines", [] {
            const std::string text =
                any_plain({"b", " ", ",", ";", ":", "=", "'", "/", "ä", "’", "\\n", "\\N", "\\,",
                           "\\;", "\\\\", "\"", "^", "%"});
            const std::string parameter =
                any_plain({"b", " ", ",", ";", ":", "=", "'", "/", "ä", "+", "-"});
            for (const char* name :
                 {"SUMMARY", "DESCRIPTION", "LOCATION", "UID", "SUMMARY;CN=\"x\""}) {
                const std::string line = std::string(name) + ':' + text;
                RC_ASSERT(by_us(line) == by_libical_alone(line));
            }
            const std::string address = "ORGANIZER;CN=\"" + parameter +
                                        "\":mailto:" + any_plain({"b", "@", ":", ",", ";", "="});
            RC_ASSERT(by_us(address) == by_libical_alone(address));
        });
        CHECK(holds);
    }

    TEST_CASE("a time in digits is one to libical, whatever they are") {
        const bool holds = rc::check("times", [] {
            std::string digits;
            for (int i = 0; i < 14; ++i) digits += *rc::gen::elementOf("0123456789"s);
            digits.front() = *rc::gen::elementOf("123456789"s);
            const std::string day = digits.substr(0, 8);
            const std::string time = day + 'T' + digits.substr(8);
            for (const std::string& line :
                 {"DTSTART:" + day, "DTSTART;TZID=Europe/Helsinki:" + time, "DTEND:" + time + 'Z',
                  "DTSTAMP:" + time + 'Z', "LAST-MODIFIED:" + time + 'Z',
                  "CREATED:" + time + 'Z'}) {
                RC_ASSERT(by_libical_alone(line).front() != "an error");
                RC_ASSERT(by_libical_alone(line).front() != "nothing");
                RC_ASSERT(by_libical_alone(line)[1] == by_us(line)[1]);
                RC_ASSERT(by_us(line).front() == line.substr(line.rfind(':') + 1));
            }
        });
        CHECK(holds);
    }

    TEST_CASE("libical decodes any text as RFC 5545 means it") {
        const bool holds = rc::check("texts", [] {
            const std::string text = any_value();
            ical::ComponentParser parser;
            RC_ASSERT(parser.add({"SUMMARY:" + text, 1}).has_value());
            RC_ASSERT(parser.add({"ORGANIZER;CN=\"x\":" + text, 2}).has_value());
            RC_ASSERT(parser.add({"LOCATION:" + text, 3}).has_value());
            const auto properties = parser.finish();
            RC_ASSERT(properties.has_value());
            std::string expected = ical::unescape(text);
            // The one control character that libical has no escape for.
            if (!text.empty() && text.front() == '\v') expected.front() = '\x01';
            if (!text.empty() && text.back() == '\v') expected.back() = '\x01';
            RC_ASSERT(properties->at(0).value == expected);
            RC_ASSERT(properties->at(2).value == expected);
        });
        CHECK(holds);
    }
}

TEST_SUITE("ical.read.threads") {
    TEST_CASE("two threads read different files at once") {
        const auto inputs = golden_inputs("read");
        std::vector<std::string> expected;
        for (const auto& input : inputs) expected.push_back(report(file_text(input)));
        std::vector<std::string> differ[2];
        const auto work = [&](std::size_t thread) {
            for (int round = 0; round < 20; ++round)
                for (std::size_t i = 0; i < inputs.size(); ++i) {
                    // One goes up while the other goes down.
                    const std::size_t at = thread == 0 ? i : inputs.size() - 1 - i;
                    if (report(file_text(inputs[at])) != expected[at])
                        differ[thread].push_back(inputs[at].filename().string());
                }
        };
        std::thread other(work, 1);
        work(0);
        other.join();
        CHECK(differ[0].empty());
        CHECK(differ[1].empty());
    }
}
