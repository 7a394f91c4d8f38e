#include "engine/place/inflection.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/support/gazetteer.h"
#include "tests/support/golden.h"

namespace sopu {

using test::test_gazetteer;

TEST_SUITE("engine.inflection") {
    TEST_CASE("forms of the golden file find their municipality") {
        const auto lines = test::golden_lines("tests/golden/inflection.txt");
        REQUIRE(lines.size() > 50);
        for (const test::GoldenLine& line : lines) {
            REQUIRE(line.fields.size() == 2);
            for (const std::string_view form : split(line.fields[1], ',')) {
                const Municipality* found = test_gazetteer().by_name(form);
                INFO("line " << line.number << ": " << std::string(form));
                CHECK((found == nullptr ? "-" : found->slug) == line.fields[0]);
            }
        }
    }

    TEST_CASE("every municipality has its eight cases, and no form is another's name") {
        std::map<std::string, std::set<std::string>> owners;
        for (const Municipality& municipality : test_gazetteer().municipalities()) {
            const std::string name = fold_name(municipality.name.at("fi"));
            const auto forms = inflected_forms(name);
            CAPTURE(name);
            CHECK(forms.size() >= 8);
            CHECK(std::is_sorted(forms.begin(), forms.end()));
            CHECK(std::find(forms.begin(), forms.end(), name) == forms.end());
            for (const std::string& form : forms) owners[form].insert(municipality.slug);
        }
        for (const auto& [form, slugs] : owners) {
            CAPTURE(form);
            const Municipality* found = test_gazetteer().by_name(form);
            const bool own_name = found != nullptr && fold_name(found->name.at("fi")) == form;
            const bool sv_name = found != nullptr && fold_name(found->name.at("sv")) == form;
            if (own_name || sv_name) continue;  // a base name wins
            CHECK((found != nullptr) == (slugs.size() == 1));
            if (found != nullptr) CHECK(slugs.contains(found->slug));
        }
    }

    TEST_CASE("what is too short to inflect has no forms") {
        CHECK(inflected_forms("").empty());
        CHECK(inflected_forms("x").empty());
    }
}

}  // namespace sopu
