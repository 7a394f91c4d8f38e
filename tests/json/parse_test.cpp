#include "server/json/parse.h"

#include <doctest/doctest.h>

#include "server/json/limits.h"

using namespace sopu;

namespace {

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

std::string reason_of(std::string_view bytes) {
    const auto value = json::parse_json(bytes);
    return value ? "fine" : value.error().reason;
}

}  // namespace

TEST_SUITE("json.parse") {
    TEST_CASE("bytes that are not JSON") {
        const std::string_view bad[] = {"",
                                        " ",
                                        "{",
                                        "{}{}",
                                        "{} x",
                                        "{\"a\":1,}",
                                        "{'a':1}",
                                        "nul",
                                        "[1,2",
                                        "\"\x01\"",
                                        "\"\\ud800\"",
                                        "\"\xff\"",
                                        "\"\xc0\xaf\"",
                                        "\"\xed\xa0\x80\"",
                                        "01",
                                        "\"a"};
        for (const std::string_view bytes : bad) {
            CAPTURE(bytes);
            CHECK(reason_of(bytes) == "bad_json");
        }
        CHECK(reason_of(std::string_view("{\"a\":1}\0", 8)) == "bad_json");
        CHECK(json::parse_json("{").error().code == Code::invalid);
    }

    TEST_CASE("as deep as the limit, and one deeper") {
        CHECK(reason_of(nested(json::limits::depth_max)) == "fine");
        CHECK(reason_of(nested(json::limits::depth_max + 1)) == "too_deep");
        CHECK(reason_of(std::string(1'000'000, '[')) == "too_deep");
        CHECK(json::parse_json(nested(100)).error().args.at("max") == "32");
    }

    TEST_CASE("of equal keys the last counts") {
        CHECK(json::write_json(json::parse_json(R"({"a":1,"a":2})").value()) == R"({"a":2})");
    }

    TEST_CASE("written text holds no line end of the text it writes") {
        CHECK(json::write_json(boost::json::value("a\r\nb\0c")).find('\n') == std::string::npos);
    }
}
