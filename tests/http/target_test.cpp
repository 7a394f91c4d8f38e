// The reading of request targets: a golden text that anybody can add a line to, and a property.
#include "server/http/target.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <fstream>
#include <string>

#include "engine/base/text.h"
#include "tests/support/tree.h"

namespace {

using namespace sopu;

std::string unescaped(std::string_view text) {
    std::string bytes;
    while (!text.empty()) {
        const bool escape = text.starts_with("\\x") && text.size() >= 4;
        bytes.push_back(
            escape ? static_cast<char>(std::stoi(std::string(text.substr(2, 2)), nullptr, 16))
                   : text.front());
        text.remove_prefix(escape ? 4 : 1);
    }
    return bytes;
}

std::string said(const std::string& text) {
    return text.empty() ? "[]" : text;
}

std::string description(std::string_view raw) {
    const auto target = http::decode_target(raw);
    if (!target) return target.error().reason;
    std::string text = target->path;
    const char* separator = " ? ";
    for (const auto& [key, value] : target->query) {
        text += separator + said(key) + "=" + said(value);
        separator = " & ";
    }
    return text;
}

std::string percent_encoded(const std::string& bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += '%';
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

}  // namespace

TEST_SUITE("http.target") {
    TEST_CASE("targets are read as golden/targets.txt says") {
        std::ifstream in(test::source_path("tests/golden/targets.txt"));
        REQUIRE(in.is_open());
        int cases = 0;
        for (std::string line; std::getline(in, line);) {
            const std::size_t arrow = line.find(" -> ");
            if (line.empty() || line[0] == '#' || arrow == std::string::npos) continue;
            const std::string_view view(line);
            CAPTURE(line);
            CHECK(description(unescaped(trim(view.substr(0, arrow)))) ==
                  std::string(trim(view.substr(arrow + 4))));
            ++cases;
        }
        CHECK(cases >= 40);
    }

    TEST_CASE("whatever is encoded comes back or is refused for being no text") {
        const bool holds = rc::check([](const std::string& key, const std::string& value) {
            const auto target =
                http::decode_target("/a?x" + percent_encoded(key) + "=" + percent_encoded(value));
            const std::string both = key + value;
            const bool is_text =
                is_utf8(key) && is_utf8(value) && both.find('\0') == std::string::npos;
            RC_ASSERT(target.has_value() == is_text);
            const http::Pairs expected = {{"x" + key, value}};
            RC_ASSERT(!target || target->query == expected);
        });
        CHECK(holds);
    }
}
