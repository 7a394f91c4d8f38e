#include "engine/base/text.h"

#include <doctest/doctest.h>

namespace sopu {

TEST_SUITE("engine.text") {
    TEST_CASE("well-formed UTF-8 is told from the rest") {
        CHECK(is_utf8(""));
        CHECK(is_utf8("Hyvinvointipäivä \xE2\x82\xAC \xF0\x9F\x8E\x84"));
        CHECK(
            is_utf8("\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF"));  // the neighbours of what is not
        CHECK_FALSE(is_utf8("\x80"));                              // a continuation alone
        CHECK_FALSE(is_utf8("p\xE4iv\xE4"));                       // Latin-1
        CHECK_FALSE(is_utf8("\xC0\xAF"));                          // overlong
        CHECK_FALSE(is_utf8("\xE0\x80\xAF"));
        CHECK_FALSE(is_utf8("\xF0\x80\x80\xAF"));
        CHECK_FALSE(is_utf8("\xED\xA0\x80"));      // a surrogate
        CHECK_FALSE(is_utf8("\xF4\x90\x80\x80"));  // beyond U+10FFFF
        CHECK_FALSE(is_utf8("\xF5\x80\x80\x80"));
        CHECK_FALSE(is_utf8("\xC3"));  // cut short
        CHECK_FALSE(is_utf8("\xE2\x82"));
        CHECK_FALSE(is_utf8("\xF0\x9F\x8E"));
    }

    TEST_CASE("control characters are found, in one line and in many") {
        using namespace std::string_view_literals;
        CHECK_FALSE(has_control("Joulumyyjäiset", Lines::one));
        CHECK_FALSE(has_control("a\xC2\xA0g", Lines::one));  // a no-break space is no control
        CHECK(has_control("a\nb", Lines::one));
        CHECK(has_control("a\tb", Lines::one));
        CHECK_FALSE(has_control("a\n\tb", Lines::many));
        for (const auto text :
             {"a\rb"sv, "a\0b"sv, "a\x7F"sv, "a\x1B[1m"sv, "a\xC2\x85"sv, "a\xC2\x80"sv,
              "a\xC2\x9F"sv, "a\xE2\x80\xA8"sv, "a\xE2\x80\xA9"sv}) {
            CHECK(has_control(text, Lines::one));
            CHECK(has_control(text, Lines::many));
        }
    }

    TEST_CASE("text in several languages falls back in a fixed order") {
        const LocalizedText text{{"fi", "päivä"}, {"sv", "dag"}};
        std::string_view language;
        CHECK(pick(text, "sv", &language) == "dag");
        CHECK(language == "sv");
        CHECK(pick(text, "en", &language) == "päivä");
        CHECK(language == "fi");
        const LocalizedText other{{"se", "beaivi"}, {"sv", ""}};
        CHECK(pick(other, "sv", &language) == "beaivi");
        CHECK(language == "se");
        CHECK(pick({}, "fi", &language).empty());
        CHECK(language.empty());
    }

    TEST_CASE("trim, lower and split know ASCII only") {
        CHECK(trim(" \t a b\r\n") == "a b");
        CHECK(trim(" \n").empty());
        CHECK(ascii_lower("Text/ÄB") == "text/Äb");
        CHECK(split(" a, b,,c ,", ',') == std::vector<std::string_view>{"a", "b", "c"});
        CHECK(split("", ',').empty());
    }
}

}  // namespace sopu
