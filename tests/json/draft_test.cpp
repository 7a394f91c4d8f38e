// The door: golden drafts with the errors they earn, and every limit one step past it.
#include "server/json/draft_json.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "engine/base/limits.h"
#include "server/json/limits.h"
#include "server/json/parse.h"
#include "server/json/when_json.h"
#include "tests/support/golden.h"
#include "tests/support/tree.h"
#include "tests/support/zones.h"

using namespace sopu;
namespace fs = std::filesystem;

namespace {

Checked<json::Draft> read(const std::string& text) {
    return json::draft_from_json(json::parse_json(text).value(), test::test_zones());
}

// "field reason name=value …", one line an error; "ok" if there is none.
std::string told(const Checked<json::Draft>& draft) {
    if (draft) return "ok\n";
    std::string lines;
    for (const Error& error : draft.error()) {
        lines += (error.field.empty() ? "." : error.field) + " " + error.reason;
        for (const auto& [name, value] : error.args) lines += " " + name + "=" + value;
        if (error.code == Code::unsupported) lines += " (unsupported)";
        lines += "\n";
    }
    return lines;
}

std::string told(const std::string& text) {
    return told(read(text));
}

std::string quoted(std::size_t bytes) {
    return "\"" + std::string(bytes, 'a') + "\"";
}

std::string listed(std::size_t items, const std::string& item) {
    std::string text = "[";
    for (std::size_t i = 0; i < items; ++i) text += (i == 0 ? "" : ",") + item;
    return text + "]";
}

}  // namespace

TEST_SUITE("json.draft") {
    TEST_CASE("golden drafts") {
        std::size_t cases = 0;
        const fs::path folder = std::filesystem::path(test::source_path("tests/golden/drafts"));
        for (const auto& entry : fs::directory_iterator(folder)) {
            if (entry.path().extension() != ".json") continue;
            const std::string name = "tests/golden/drafts/" + entry.path().stem().string();
            CAPTURE(name);
            const auto value = json::parse_json(test::source_file(name + ".json"));
            REQUIRE(value.has_value());
            CHECK(told(json::draft_from_json(*value, test::test_zones())) ==
                  test::source_file(name + ".expected"));
            ++cases;
        }
        CHECK(cases >= 15);
    }

    TEST_CASE("a series has so many occurrences of their own and not one more") {
        const auto with = [](std::size_t count) {
            return told(R"({"recurrence":{"overrides":)" +
                        listed(count, R"({"recurrence_id":"2026-10-24"})") + "}}");
        };
        CHECK(with(limits::overrides_max) == "ok\n");
        CHECK(with(limits::overrides_max + 1) == "recurrence.overrides too_many max=1000\n");
    }

    TEST_CASE("texts at their limit and one byte past it") {
        using namespace std::string_literals;
        struct Limit {
            std::string before, after, field;
            std::size_t max;
        };
        const Limit cases[] = {
            {R"({"title":{"fi":)", "}}", "title.fi", limits::title_bytes_max},
            {R"({"description":{"fi":)", "}}", "description.fi", limits::description_bytes_max},
            {R"({"venue_text":)", "}", "venue_text", limits::short_text_bytes_max},
            {R"({"accessibility":)", "}", "accessibility", limits::short_text_bytes_max},
            {R"({"venue":)", "}", "venue", limits::id_bytes_max},
            {R"({"categories":[)", "]}", "categories[0]", limits::id_bytes_max},
            {R"({"areas":[)", "]}", "areas[0]", json::limits::area_expression_bytes_max},
            {R"({"language":[)", "]}", "language[0]", json::limits::language_tag_bytes_max},
        };
        for (const Limit& limit : cases) {
            CAPTURE(limit.field);
            CHECK(told(limit.before + quoted(limit.max) + limit.after) == "ok\n");
            CHECK(told(limit.before + quoted(limit.max + 1) + limit.after) ==
                  limit.field + " too_long max=" + std::to_string(limit.max) + "\n");
        }
        const std::string tail = "@a.example";
        const std::string local(json::limits::email_bytes_max - tail.size(), 'a');
        CHECK(told(R"({"organiser":{"email":")" + local + tail + "\"}}") == "ok\n");
        CHECK(told(R"({"organiser":{"email":"a)" + local + tail + "\"}}") ==
              "organiser.email too_long max=254\n");
    }

    TEST_CASE("a megabyte of description is one short error") {
        CHECK(told(R"({"description":{"fi":)" + quoted(1'000'000) + "}}") ==
              "description.fi too_long max=20000\n");
    }

    TEST_CASE("lists at their limit and one item past it") {
        const std::size_t max = limits::list_items_max;
        for (const std::string field : {"areas", "people", "channels", "co_organisers"}) {
            CHECK(told("{\"" + field + "\":" + listed(max, "\"a\"") + "}") == "ok\n");
            CHECK(told("{\"" + field + "\":" + listed(max + 1, "\"a\"") + "}") ==
                  field + " too_many max=100\n");
        }
        CHECK(told("{\"resources\":" + listed(max, R"({"id":"a"})") + "}") == "ok\n");
        CHECK(told("{\"resources\":" + listed(max + 1, R"({"id":"a"})") + "}") ==
              "resources too_many max=100\n");
    }

    TEST_CASE("languages of a text at their limit and one past it") {
        std::string texts;
        for (std::size_t i = 0; i < json::limits::languages_per_text_max; ++i)
            texts += (i == 0 ? "\"x" : ",\"x") + std::to_string(i) + "\":\"a\"";
        CHECK(told("{\"title\":{" + texts + "}}") == "ok\n");
        CHECK(told("{\"title\":{" + texts + ",\"fi\":\"a\"}}") == "title too_many max=20\n");
    }

    TEST_CASE("numbers at their limit and one past it") {
        struct Limit {
            std::string before, after, field;
            int min, max;
        };
        const Limit cases[] = {
            {R"({"setup_minutes":)", "}", "setup_minutes", 0, limits::setup_minutes_max},
            {R"({"teardown_minutes":)", "}", "teardown_minutes", 0, limits::setup_minutes_max},
            {R"({"expected_attendance":)", "}", "expected_attendance", 0, limits::attendance_max},
            {R"({"resources":[{"id":"a","quantity":)", "}]}", "resources[0].quantity", 1,
             json::limits::resource_quantity_max},
            {R"({"when":{"from":"2026-10-24","duration_minutes":)", "}}", "when.duration_minutes",
             1, limits::duration_minutes_max},
        };
        for (const Limit& limit : cases) {
            const std::string expected = limit.field +
                                         " out_of_range max=" + std::to_string(limit.max) +
                                         " min=" + std::to_string(limit.min) + "\n";
            for (const int in : {limit.min, limit.max})
                CHECK(told(limit.before + std::to_string(in) + limit.after) == "ok\n");
            for (const int out : {limit.min - 1, limit.max + 1})
                CHECK(told(limit.before + std::to_string(out) + limit.after) == expected);
            for (const char* out : {"9223372036854775808", "-9223372036854775808"})
                CHECK(told(limit.before + out + limit.after) == expected);
        }
    }

    TEST_CASE("no more errors than a reader can use, and no long echo") {
        std::string many = "{";
        for (std::size_t i = 0; i <= json::limits::errors_max; ++i)
            many += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":1";
        CHECK(read(many + "}").error().size() == json::limits::errors_max);

        std::string key;
        while (key.size() <= json::limits::echo_bytes_max) key += "ä";
        const Errors errors = read("{\"" + key + "\":1}").error();
        CHECK(errors.front().field == key.substr(0, json::limits::echo_bytes_max));
        CHECK(read("{\"a" + key + "\":1}").error().front().field.size() ==
              json::limits::echo_bytes_max - 1);  // not half a letter
    }

    TEST_CASE("text that no parser of ours made is checked all the same") {
        boost::json::object form{{"title", boost::json::object{{"fi", "\xff"}}}};
        CHECK(told(json::draft_from_json(form, test::test_zones())) == "title.fi not_utf8\n");
    }

    TEST_CASE("line ends of a text area are one line end") {
        const auto draft = read(R"({"description":{"fi":"a\r\nb\r\n"},"title":{"fi":"  a  "}})");
        CHECK(draft->event.description.at("fi") == "a\nb");
        CHECK(draft->event.title.at("fi") == "a");
    }

    TEST_CASE("keys that the caller reads itself, and what was said") {
        constexpr std::array<std::string_view, 2> allowed{"event", "override"};
        const auto value =
            json::parse_json(R"({"event":"x","override":true,"when":{},"venue":null})");
        const auto draft = json::draft_from_json(*value, test::test_zones(), allowed);
        REQUIRE(draft.has_value());
        CHECK(draft->has("when"));
        CHECK(draft->has("event"));
        CHECK_FALSE(draft->has("venue"));
        CHECK_FALSE(draft->has("title"));
        CHECK(told(json::draft_from_json(*value, test::test_zones())) ==
              "event unknown_field\noverride unknown_field\n");
    }

    TEST_CASE("weekdays in three languages") {
        const std::array<std::array<std::string_view, 6>, 7> days{{
            {"ma", "maanantaina", "mån", "Måndag", "MON", "monday"},
            {"ti", "Tiistai", "tis", "tisdag", "tue", "Tuesday"},
            {"ke", "keskiviikko", "ons", "onsdag", "wed", "wednesday"},
            {"to", "torstai", "tors", "torsdag", "thu", "thursday"},
            {"pe", "perjantai", "fre", "fredag", "fri", "friday"},
            {"la", "lauantai", "LÖ", "lördag", "sat", "saturday"},
            {"su", "sunnuntai", "sö", "söndag", "sun.", " Sunday "},
        }};
        for (unsigned day = 0; day < 7; ++day)
            for (const std::string_view word : days[day]) {
                CAPTURE(word);
                REQUIRE(json::parse_weekday(word).has_value());
                CHECK(json::parse_weekday(word)->iso_encoding() == day + 1);
            }
        for (const char* word : {"", ".", "xx", "s", "lauantait", "mon day"})
            CHECK_FALSE(json::parse_weekday(word).has_value());
        CHECK(json::weekday_key(date::Sunday) == "sun");
    }
}
