#include <doctest/doctest.h>

#include <string>

#include "engine/base/limits.h"
#include "ical/limits.h"
#include "ical/read.h"
#include "tests/ical/support.h"

using namespace sopu::ical::test;
using sopu::ical::read;

namespace {

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    out.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

std::string file_error(std::string_view bytes) {
    const auto calendar = read(bytes, zones(), {});
    return calendar ? "" : calendar.error().reason;
}

const std::string start = "UID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260701T100000Z\r\n";

}  // namespace

TEST_SUITE("ical.read") {
    TEST_CASE("golden files: what is read from each calendar") {
        const auto inputs = golden_inputs("read");
        REQUIRE(inputs.size() > 20);
        for (const auto& input : inputs) {
            CAPTURE(input.filename().string());
            const std::string actual = report(file_text(input));
            CHECK(actual == golden_expected(input, actual));
        }
    }

    TEST_CASE("the language asked for is the language of the texts") {
        const auto calendar = read(calendar_of(start + "SUMMARY:Fest\r\n"), zones(), {"sv"});
        REQUIRE(calendar);
        CHECK(calendar->taken.at(0).event.title.at("sv") == "Fest");
    }

    TEST_CASE("a UID made of content stays when only the description changes") {
        const std::string lines = "SUMMARY:Torit\r\nDTSTART:20260701T100000Z\r\n";
        const auto one = read_events(lines);
        const auto two = read_events(lines + "DESCRIPTION:New text\r\n");
        const auto other = read_events("SUMMARY:Tori\r\nDTSTART:20260701T100000Z\r\n");
        CHECK(one->taken.at(0).event.uid == two->taken.at(0).event.uid);
        CHECK(one->taken.at(0).event.uid != other->taken.at(0).event.uid);
    }
}

// Each limit: the last that is taken, and one past it.
TEST_SUITE("ical.read.limits") {
    TEST_CASE("file_bytes_max") {
        std::string file = calendar_of(start);
        file += repeated("\n", sopu::ical::limits::file_bytes_max - file.size());
        CHECK(file_error(file) == "");
        CHECK(file_error(file + '\n') == "file_bytes_max");
    }

    TEST_CASE("components_max") {
        const auto file = [](std::size_t alarms) {
            return "BEGIN:VCALENDAR\n" + repeated("BEGIN:VTODO\nEND:VTODO\n", alarms) +
                   "END:VCALENDAR\n";
        };
        CHECK(file_error(file(sopu::ical::limits::components_max - 1)) == "");
        CHECK(file_error(file(sopu::ical::limits::components_max)) == "components_max");
    }

    TEST_CASE("nesting_max") {
        const auto file = [](std::size_t depth) {
            return "BEGIN:VCALENDAR\n" + repeated("BEGIN:VALARM\n", depth - 1) +
                   repeated("END:VALARM\n", depth - 1) + "END:VCALENDAR\n";
        };
        CHECK(file_error(file(sopu::ical::limits::nesting_max)) == "");
        CHECK(file_error(file(sopu::ical::limits::nesting_max + 1)) == "nesting_max");
    }

    TEST_CASE("a million nested components end at once") {
        CHECK(file_error("BEGIN:VCALENDAR\n" + repeated("BEGIN:X\n", 1'000'000)) == "nesting_max");
    }

    TEST_CASE("line_bytes_max, folded or not, where the line is read at all") {
        const std::size_t room = sopu::ical::limits::line_bytes_max - std::string("URL:").size();
        const std::string fill(room, 'x');
        CHECK(rejection(start + "URL:" + fill + "\r\n") == "");
        CHECK(rejection(start + "URL:" + fill + "\r\n x\r\n") == "too_long URL");
        CHECK(rejection(start + "X-URL:" + fill + "\r\n x\r\n") == "");
        CHECK(rejection(start + "ATTACH;VALUE=BINARY:" + fill + fill + "\r\n") == "");
    }

    TEST_CASE("a line of nine megabytes takes no time worth speaking of") {
        const std::string lines = repeated(" yyyyyyyy\r\n", 850'000);
        CHECK(rejection(start + "DESCRIPTION:\r\n" + lines) == "too_long DESCRIPTION");
    }

    TEST_CASE("properties_max") {
        const auto lines = [](std::size_t count) {
            return start + repeated("X-A:1\r\n", count - 3);
        };
        CHECK(rejection(lines(sopu::ical::limits::properties_max)) == "");
        CHECK(rejection(lines(sopu::ical::limits::properties_max + 1)) == "too_many_properties");
    }

    TEST_CASE("parameters_max") {
        const auto line = [](std::size_t count) {
            return start + "SUMMARY" + repeated(";X-A=1", count) + ":Text\r\n";
        };
        CHECK(rejection(line(sopu::ical::limits::parameters_max)) == "");
        CHECK(rejection(line(sopu::ical::limits::parameters_max + 1)) ==
              "too_many_parameters SUMMARY");
    }

    TEST_CASE("values_max, of a parameter and of CATEGORIES") {
        const std::size_t max = sopu::ical::limits::values_max;
        const auto parameter = [](std::size_t count) {
            return start + "SUMMARY;X-A=1" + repeated(",1", count - 1) + ":Text\r\n";
        };
        CHECK(rejection(parameter(max)) == "");
        CHECK(rejection(parameter(max + 1)) == "too_many_values SUMMARY");
        const auto categories = [](std::size_t count) {
            return start + "CATEGORIES:a" + repeated(",a", count - 1) + "\r\n";
        };
        CHECK(rejection(categories(max)) == "");
        CHECK(rejection(categories(max + 1)) == "too_many_values CATEGORIES");
    }

    TEST_CASE("list_items_max of different categories") {
        const auto categories = [](std::size_t count) {
            std::string lines = start;
            for (std::size_t i = 0; i < count; ++i)
                lines += "CATEGORIES:c" + std::to_string(i) + "\r\n";
            return lines;
        };
        CHECK(rejection(categories(sopu::limits::list_items_max)) == "");
        CHECK(rejection(categories(sopu::limits::list_items_max + 1)) ==
              "too_many_values CATEGORIES");
    }

    TEST_CASE("lengths of an event's own texts") {
        const auto line = [](std::string_view name, std::size_t bytes) {
            return start + std::string(name) + ':' + std::string(bytes, 'a') + "\r\n";
        };
        namespace own = sopu::limits;
        CHECK(rejection(line("SUMMARY", own::title_bytes_max)) == "");
        CHECK(rejection(line("SUMMARY", own::title_bytes_max + 1)) == "too_long SUMMARY");
        CHECK(rejection(line("DESCRIPTION", own::description_bytes_max)) == "");
        CHECK(rejection(line("DESCRIPTION", own::description_bytes_max + 1)) ==
              "too_long DESCRIPTION");
        CHECK(rejection(line("LOCATION", own::short_text_bytes_max)) == "");
        CHECK(rejection(line("LOCATION", own::short_text_bytes_max + 1)) == "too_long LOCATION");
        CHECK(rejection(line("ORGANIZER", own::short_text_bytes_max + 1)) == "too_long ORGANIZER");
        CHECK(rejection(line("CATEGORIES", own::short_text_bytes_max + 1)) ==
              "too_long CATEGORIES");
        const std::string uid = "DTSTART:20260701T100000Z\r\nUID:";
        CHECK(rejection(uid + std::string(own::uid_bytes_max, 'u') + "\r\n") == "");
        CHECK(rejection(uid + std::string(own::uid_bytes_max + 1, 'u') + "\r\n") == "too_long UID");
    }

    TEST_CASE("years and spans") {
        const auto on = [](std::string_view day) {
            return rejection("UID:1\r\nDTSTART;VALUE=DATE:" + std::string(day) + "\r\n");
        };
        CHECK(on("19000101") == "");
        CHECK(on("18991231") == "year_out_of_range 18991231");
        CHECK(on("21001231") == "");
        CHECK(on("21010101") == "year_out_of_range 21010101");
        const auto days = [](int count) {
            return rejection("UID:1\r\nDTSTART;VALUE=DATE:20260101\r\nDURATION:P" +
                             std::to_string(count) + "D\r\n");
        };
        CHECK(days(sopu::limits::span_days_max) == "");
        CHECK(days(sopu::limits::span_days_max + 1) == "too_long DURATION");
        CHECK(days(2'000'000'000) == "bad_duration P2000000000D");
    }
}
