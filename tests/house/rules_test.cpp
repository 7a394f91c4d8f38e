// Every rule shown to fail on a bad snippet and to let a good one pass.
#include "tests/house/rules.h"

#include <string>

#include <doctest/doctest.h>

#include "tests/house/source.h"

namespace {

using namespace sopu::house;

std::string repeated(const std::string& line, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += line;
    return text;
}

std::string function_of(std::size_t lines) {
    return "namespace a {\n\nint f(int x) {\n" + repeated("    ++x;\n", lines - 2) + "}\n\n}\n";
}

}  // namespace

TEST_SUITE("house.rules") {
    TEST_CASE("a floor includes only lower floors") {
        const auto fails = [](const char* path, const char* header) {
            const std::string line = std::string("#include \"") + header + "\"\n";
            return check_floor_includes(path, line).size() == 1;
        };
        CHECK(fails("engine/time/when.h", "server/store/store.h"));
        CHECK(fails("engine/time/when.h", "ical/read.h"));
        CHECK(fails("ical/read.cpp", "server/words/messages.h"));
        CHECK(fails("server/words/messages.h", "server/json/event_json.h"));
        CHECK(fails("server/store/store.h", "server/service/service.h"));
        CHECK(fails("server/api/events.cpp", "server/pages/pages.h"));
        CHECK(fails("server/http/listener.cpp", "server/api/api.h"));
        CHECK(fails("engine/time/when.cpp", "when.h"));
        CHECK_FALSE(fails("server/service/service.h", "server/store/store.h"));
        CHECK_FALSE(fails("server/api/events.cpp", "server/http/router.h"));
        CHECK_FALSE(fails("server/cli/main.cpp", "server/routes.h"));
        CHECK_FALSE(fails("engine/model/event.h", "engine/time/when.h"));
        CHECK_FALSE(fails("tests/store/x_test.cpp", "server/store/store.h"));
    }

    TEST_CASE("a property whose answer nobody takes is found") {
        const auto found = [](const char* text) {
            return check_properties_heard("tests/a_test.cpp", text).size();
        };
        CHECK(found("void f() {\n    rc::check([] { RC_ASSERT(true); });\n}\n") == 1);
        CHECK(found("void f() {\n    int x = 1;\n    rc::check(\"a\", [] {});\n}\n") == 1);
        CHECK(found("void f() {\n    CHECK(rc::check([] { RC_ASSERT(true); }));\n}\n") == 0);
        CHECK(found("void f() {\n    const bool holds = rc::check([] {});\n}\n") == 0);
    }

    TEST_CASE("a comment or a literal includes nothing") {
        CHECK(check_floor_includes("engine/a.cpp", "// #include \"server/b.h\"\n").empty());
        CHECK(check_floor_includes("engine/a.cpp", "/*\n#include \"server/b.h\"\n*/\n").empty());
    }

    TEST_CASE("headers of others stay in the folder that owns them") {
        const auto fails = [](const char* path, const char* header) {
            const std::string line = std::string("#include <") + header + ">\n";
            return check_foreign_includes(path, line).size() == 1;
        };
        CHECK(fails("engine/model/event.h", "boost/json.hpp"));
        CHECK(fails("engine/time/zones.cpp", "mutex"));
        CHECK(fails("engine/time/zones.cpp", "unistd.h"));
        CHECK(fails("ical/read.cpp", "libical/ical.h"));
        CHECK(fails("server/http/listener.h", "boost/asio.hpp"));
        CHECK(fails("server/api/events.cpp", "boost/beast/core.hpp"));
        CHECK(fails("server/service/writer.cpp", "sqlite3.h"));
        CHECK(fails("server/words/dates.h", "unicode/coll.h"));
        CHECK(fails("server/pages/pages.cpp", "kainjow/mustache.hpp"));
        CHECK(fails("server/json/event_json.cpp", "nlohmann/json.hpp"));
        CHECK(fails("server/store/store.h", "sys/file.h"));
        CHECK(fails("engine/time/when.cpp", "tl/expected.hpp"));
        CHECK_FALSE(fails("engine/base/result.h", "tl/expected.hpp"));
        CHECK_FALSE(fails("engine/time/instant.h", "date/date.h"));
        CHECK_FALSE(fails("ical/libical.h", "libical/ical.h"));
        CHECK_FALSE(fails("server/http/session.h", "boost/asio/awaitable.hpp"));
        CHECK_FALSE(fails("server/store/file_lock.cpp", "sys/file.h"));
        CHECK_FALSE(fails("server/store/sqlite/database.h", "sqlite3.h"));
        CHECK_FALSE(fails("tests/store/x_test.cpp", "sqlite3.h"));
    }

    TEST_CASE("a header opens with its paragraph") {
        CHECK(check_opening_comment("engine/a.h", "#pragma once\n").size() == 1);
        CHECK(check_opening_comment("engine/a.h", "// Something.\n#pragma once\n").size() == 1);
        CHECK(check_opening_comment("engine/a.h", "// What lives here: a.\n").empty());
        CHECK(check_opening_comment("engine/a.cpp", "#include <vector>\n").empty());
    }

    TEST_CASE("lines and files have an end") {
        CHECK(check_lines("a.h", std::string(columns_max, 'x') + "\n").empty());
        CHECK(check_lines("a.h", std::string(columns_max + 1, 'x') + "\n").size() == 1);
        CHECK(check_lines("a.h", repeated("ä", columns_max) + "\n").empty());
        CHECK(check_lines("a.h", "\tint x;\n").size() == 1);
        CHECK(check_lines("a.h", "int x; \n").size() == 1);
        CHECK(check_lines("a.h", repeated("x\n", file_lines_max)).empty());
        CHECK(check_lines("a.h", repeated("x\n", file_lines_max + 1)).size() == 1);
    }

    TEST_CASE("functions fit a screen") {
        CHECK(check_functions("a.cpp", function_of(function_lines_max)).empty());
        const Findings found = check_functions("a.cpp", function_of(function_lines_max + 1));
        REQUIRE(found.size() == 1);
        CHECK(found[0].line == 3);
        const std::string body = repeated("    x();\n", function_lines_max);
        CHECK(check_functions("a.cpp", "struct A {\nvoid f() {\n" + body + "}\n};\n").size() == 1);
        CHECK(check_functions("a.cpp", "template <class T>\nT f() {\n" + body + "}\n").size() == 1);
        CHECK(check_functions("a.cpp", "A::A() : b_{1} {\n" + body + "}\n").size() == 1);
        CHECK(check_functions("a.cpp", "auto f = [](int x) {\n" + body + "};\n").size() == 1);
        CHECK(check_functions("a.cpp", "bool operator==(A, A) {\n" + body + "}\n").size() == 1);
        CHECK(check_functions("a.cpp", "void f(int x = 1) {\n" + body + "}\n").size() == 1);
        CHECK(check_functions("a.cpp", "void f() {\n g([] {\n" + body + "});\n}\n").size() == 1);
    }

    TEST_CASE("tables, namespaces and suites may be long") {
        const std::string rows = repeated("    {1, 2},\n", function_lines_max);
        CHECK(check_functions("a.cpp", "constexpr int t[] = {\n" + rows + "};\n").empty());
        CHECK(check_functions("a.cpp", "std::array<R, 9> t{{\n" + rows + "}};\n").empty());
        CHECK(check_functions("a.cpp", "auto t = make<R>({\n" + rows + "});\n").empty());
        CHECK(check_functions("a.cpp", "enum class E {\n" + rows + "};\n").empty());
        const std::string functions = repeated("    void f() {}\n", function_lines_max);
        CHECK(check_functions("a.cpp", "namespace a {\n" + functions + "}\n").empty());
        CHECK(check_functions("a.cpp", "class A {\npublic:\n" + functions + "};\n").empty());
        CHECK(check_functions("a.cpp", "TEST_SUITE(\"a\") {\n" + functions + "}\n").empty());
    }

    TEST_CASE("braces in text and comments count for nothing") {
        const std::string text = "void f() {\n    g(\"{\", '{', R\"(}})\");  // }\n}\n";
        REQUIRE(outline_of(text).blocks.size() == 1);
        CHECK(outline_of(text).blocks[0].last_line == 3);
        CHECK(code_only("1'000 'x' \"y\\\"z\" // c") == "1'000 ' ' \"    \"     ");
    }

    TEST_CASE("test names keep CTest's lists whole") {
        const auto fails = [](const std::string& name) {
            const std::string text = "TEST_SUITE(\"a\") {\n    TEST_CASE(\"" + name + "\") {}\n}\n";
            return check_test_names("tests/a_test.cpp", text).size() == 1;
        };
        CHECK(fails("one; two"));
        CHECK_FALSE(fails("half-open [a, b)"));
        CHECK(check_test_names("a.cpp", "TEST_CASE(\"a\") {}\n").size() == 1);
        const std::string twice =
            "TEST_SUITE(\"s\") {\nTEST_CASE(\"a\") {}\nTEST_CASE(\"a\") {}\n}\n";
        CHECK(check_test_names("a.cpp", twice).size() == 1);
    }

    TEST_CASE("some code is not written here") {
        const auto fails = [](const char* path, const char* text) {
            return !check_banned_code(path, text).empty();
        };
        CHECK(fails("engine/a.cpp", "using namespace date;\n"));
        CHECK(fails("tests/a.cpp", "using namespace std::chrono;\n"));
        CHECK(fails("tests/a.cpp", "using namespace std;\n"));
        CHECK(fails("engine/a.cpp", "for (auto x : y | std::views::reverse) {}\n"));
        CHECK(fails("server/api/a.cpp", "std::system(\"ls\");\n"));
        CHECK(fails("server/api/a.cpp", "popen(\"ls\", \"r\");\n"));
        CHECK(fails("server/service/a.cpp", "auto t = std::chrono::system_clock::now();\n"));
        CHECK(fails("engine/a.cpp", "throw Error{};\n"));
        CHECK_FALSE(fails("server/cli/a.cpp", "auto t = std::chrono::system_clock::now();\n"));
        CHECK_FALSE(fails("engine/a.cpp", "// throw is not used\n"));
        CHECK_FALSE(fails("engine/a.cpp", "int file_system(int a);\n"));
        CHECK_FALSE(fails("engine/a.cpp", "using namespace std_like;\n"));
        CHECK_FALSE(fails("engine/a.cpp", "using namespace std::string_view_literals;\n"));
    }

    TEST_CASE("unfinished work and paths of one machine") {
        const auto fails = [](const std::string& text) {
            return check_banned_words("docs/a.md", text).size() == 1;
        };
        CHECK(fails(std::string("// TO") + "DO later\n"));
        CHECK(fails(std::string("# FIX") + "ME\n"));
        CHECK(fails(std::string("see /wo") + "rk/main\n"));
        CHECK_FALSE(fails("todo is a word of small letters\n"));
        CHECK_FALSE(fails(std::string("https://example.org/wo") + "rk/\n"));
    }

    TEST_CASE("no mutable globals") {
        const auto fails = [](const std::string& text) {
            return check_mutable_globals("server/api/a.cpp", text).size() == 1;
        };
        CHECK(fails("int counter = 0;\n"));
        CHECK(fails("namespace a {\nstatic Cache cache;\n}\n"));
        CHECK(fails("std::mutex door;\n"));
        CHECK(fails("std::vector<int> seen{1};\n"));
        CHECK(fails("struct A {\n    static inline int count = 0;\n};\n"));
        CHECK(fails("int f() {\n    static int calls = 0;\n    return ++calls;\n}\n"));
        CHECK_FALSE(fails("constexpr int limit = 3;\n"));
        CHECK_FALSE(fails("constexpr auto most = (long{1} << 60) - 1;\n"));
        CHECK_FALSE(fails("const std::string name = \"a\";\n"));
        CHECK_FALSE(fails("int f(int a = 0);\n"));
        CHECK_FALSE(
            fails("struct A {\n    int x = 0;\n    bool operator==(const A&) const;\n};\n"));
        CHECK_FALSE(fails("class B;\nenum class C { d, e };\nusing F = int;\n"));
        CHECK_FALSE(fails("int f() {\n    static const int x = 3;\n    return x;\n}\n"));
    }

    TEST_CASE("every folder is told of, and links lead somewhere") {
        CHECK(check_folders_named("nothing", {"engine/base/"}).size() == 1);
        CHECK(check_folders_named("in `engine/base/` lives", {"engine/base/"}).empty());
        const auto links = links_of("docs/a.md", "[b](decisions/0001-b.md#c) [w](https://w.org)\n");
        REQUIRE(links.size() == 1);
        CHECK(links[0].target == "docs/decisions/0001-b.md");
        CHECK(links_of("docs/a.md", "[up](../README.md)\n")[0].target == "README.md");
        CHECK(links_of("docs/tour.md", "see `server/routes.cpp` and `a b`\n").size() == 1);
        CHECK(links_of("docs/a.md", "see `server/routes.cpp`\n").empty());
    }
}
