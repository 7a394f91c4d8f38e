#include "engine/model/area.h"

#include <doctest/doctest.h>

#include <vector>

#include "engine/base/limits.h"
#include "engine/place/gazetteer.h"
#include "tests/support/gazetteer.h"
#include "tests/support/golden.h"

namespace sopu {
namespace {

using test::test_gazetteer;

class NamedAreas {
  public:
    void add(std::string id, std::string name, std::string expression) {
        areas_.push_back({AreaId{std::move(id)}, {{"fi", std::move(name)}}, std::move(expression)});
    }
    AreaLookup lookup() const {
        return [this](std::string_view wanted) -> const Area* {
            for (const Area& area : areas_)
                if (area.id.text() == wanted || fold_name(area.name.at("fi")) == fold_name(wanted))
                    return &area;
            return nullptr;
        };
    }

  private:
    std::vector<Area> areas_;
};

// The codes apart by spaces, or "! reason name".
std::string resolved(std::string_view expression, const AreaLookup& named) {
    const auto codes = resolve_area(expression, test_gazetteer(), named);
    if (!codes) {
        const auto name = codes.error().args.find("name");
        const bool said = name != codes.error().args.end() && !name->second.empty();
        return "! " + codes.error().reason + (said ? " " + name->second : "");
    }
    std::string text;
    for (const MunicipalityCode& code : *codes) text += (text.empty() ? "" : " ") + code.text();
    return text;
}

}  // namespace

TEST_SUITE("engine.area") {
    TEST_CASE("expressions of the golden file") {
        NamedAreas named;
        for (const test::GoldenLine& line : test::golden_lines("tests/golden/areas.txt")) {
            INFO("line " << line.number);
            if (line.fields[0].starts_with('@')) {
                REQUIRE(line.fields.size() == 3);
                named.add(std::string(trim(line.fields[0].substr(1))), line.fields[1],
                          line.fields[2]);
                continue;
            }
            REQUIRE(line.fields.size() == 2);
            CHECK(resolved(line.fields[0], named.lookup()) == line.fields[1]);
        }
    }

    TEST_CASE("all is every municipality") {
        const auto all = resolve_area("all", test_gazetteer(), {});
        REQUIRE(all);
        CHECK(all->size() == 309);
        CHECK(resolve_area("ALL (pl. Helsinki)", test_gazetteer(), {})->size() == 308);
        CHECK(resolve_area("all paitsi Lappi ja Ahvenanmaa", test_gazetteer(), {})->size() == 272);
    }

    TEST_CASE("as many terms as the limit, and one more is refused") {
        std::string expression = "Kuhmo";
        for (std::size_t i = 1; i < limits::area_terms_max; ++i) expression += ",Kuhmo";
        CHECK(resolved(expression, {}) == "290");
        CHECK(resolved(expression + ",Kuhmo", {}) == "! too_many_terms");
    }

    TEST_CASE("areas in areas count all their terms, so that they cannot multiply") {
        NamedAreas named;
        std::string ten_times = "Kuhmo";
        for (int level = 0; level < limits::area_depth_max; ++level) {
            const std::string id = "level-" + std::to_string(level);
            std::string expression = ten_times;
            for (int i = 1; i < 10; ++i) expression += "," + ten_times;
            named.add(id, id, expression);
            ten_times = id;
        }
        CHECK(resolved("level-1", named.lookup()) == "290");
        CHECK(resolved("level-7", named.lookup()) == "! too_many_terms");
    }

    TEST_CASE("named areas as deep as the limit, and one deeper is refused") {
        NamedAreas named;
        named.add("depth-1", "Depth 1", "Kuhmo");
        for (int depth = 2; depth <= limits::area_depth_max + 1; ++depth)
            named.add("depth-" + std::to_string(depth), "Depth " + std::to_string(depth),
                      "depth-" + std::to_string(depth - 1));
        const std::string deepest = "depth-" + std::to_string(limits::area_depth_max);
        const std::string too_deep = "depth-" + std::to_string(limits::area_depth_max + 1);
        CHECK(resolved(deepest, named.lookup()) == "290");
        CHECK(resolved(too_deep, named.lookup()) == "! area_too_deep depth-1");
    }
}

}  // namespace sopu
