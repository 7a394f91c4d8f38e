// RFC 4180 rows, with the line each begins on.
#include <doctest/doctest.h>

#include "server/service/csv.h"

namespace sopu::service {
namespace {

using Fields = std::vector<std::string>;

TEST_SUITE("service.csv") {
    TEST_CASE("fields / empty ones too and the last line with or without its end") {
        for (const char* text : {"a;b;c\n1;;3\n", "a;b;c\r\n1;;3\r\n", "a;b;c\n1;;3",
                                 "\xEF\xBB\xBF"
                                 "a;b;c\n1;;3\n"}) {
            const auto rows = read_csv(text, ';');
            REQUIRE(rows);
            REQUIRE(rows->size() == 2);
            CHECK((*rows)[0].fields == Fields{"a", "b", "c"});
            CHECK((*rows)[1].fields == Fields{"1", "", "3"});
            CHECK((*rows)[1].line == 2);
        }
    }

    TEST_CASE("quotes hold separators / line ends and quotes - lines are counted through them") {
        const auto rows = read_csv("a;\"b;\n\"\"c\"\"\"\n\n\nd;e\n", ';');
        REQUIRE(rows);
        REQUIRE(rows->size() == 2);
        CHECK((*rows)[0].fields == Fields{"a", "b;\n\"c\""});
        CHECK((*rows)[1].fields == Fields{"d", "e"});
        CHECK((*rows)[1].line == 5);
    }

    TEST_CASE("a quote inside a field that is not quoted is a letter") {
        const auto rows = read_csv("9\" rör;b\n", ';');
        REQUIRE(rows);
        CHECK((*rows)[0].fields == Fields{"9\" rör", "b"});
    }

    TEST_CASE("what is not closed is refused with its line") {
        const auto open = read_csv("a\n\"b\nc", ';');
        REQUIRE_FALSE(open);
        CHECK(open.error().reason == "unclosed_quote");
        CHECK(open.error().args.at("line") == "2");
        const auto after = read_csv("\"a\"b;c\n", ';');
        REQUIRE_FALSE(after);
        CHECK(after.error().reason == "text_after_quote");
    }

    TEST_CASE("nothing is no rows") {
        CHECK(read_csv("", ';')->empty());
        CHECK(read_csv("\n\r\n\n", ';')->empty());
        CHECK(read_csv("\xEF\xBB\xBF", ';')->empty());
    }
}

}  // namespace
}  // namespace sopu::service
