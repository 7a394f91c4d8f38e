#include "server/words/collate.h"

#include <algorithm>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "engine/base/text.h"
#include "tests/support/golden.h"

namespace sopu::words {
namespace {

std::string utf8_of(char32_t c) {
    std::string out;
    const auto byte = [&out](char32_t value) { out += static_cast<char>(value); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xC0 | (c >> 6));
        byte(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        byte(0xE0 | (c >> 12));
        byte(0x80 | ((c >> 6) & 0x3F));
        byte(0x80 | (c & 0x3F));
    } else {
        byte(0xF0 | (c >> 18));
        byte(0x80 | ((c >> 12) & 0x3F));
        byte(0x80 | ((c >> 6) & 0x3F));
        byte(0x80 | (c & 0x3F));
    }
    return out;
}

rc::Gen<std::string> any_text() {
    const auto character =
        rc::gen::map(rc::gen::oneOf(rc::gen::inRange<std::uint32_t>(0x20, 0x250),
                                    rc::gen::inRange<std::uint32_t>(0x300, 0x350),
                                    rc::gen::inRange<std::uint32_t>(0x370, 0x2100),
                                    rc::gen::inRange<std::uint32_t>(0xE000, 0x10FFFE)),
                     [](std::uint32_t c) { return utf8_of(c); });
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(character),
                        [](const std::vector<std::string>& characters) {
                            std::string out;
                            for (const auto& c : characters) out += c;
                            return out;
                        });
}

std::vector<std::string> sorted(std::string_view lang, std::vector<std::string> names) {
    const auto collation = Collation::load();
    REQUIRE(collation.has_value());
    std::ranges::sort(names, [&](const auto& a, const auto& b) {
        return collation->sort_key(lang, a) < collation->sort_key(lang, b);
    });
    return names;
}

TEST_SUITE("words.collate") {
    TEST_CASE("spellings of one place fold to one key") {
        for (const auto& line : test::golden_lines("tests/golden/fold.txt")) {
            INFO("tests/golden/fold.txt:" << line.number);
            REQUIRE(line.fields.size() == 3);
            CHECK((fold(line.fields[0]) == fold(line.fields[1])) == (line.fields[2] == "same"));
        }
    }

    TEST_CASE("folding composes and trims and joins every kind of space") {
        CHECK(fold("a\u0308iti") == "äiti");
        CHECK(fold("\u00a0 Iso\t\u2009sali\r\n") == "iso sali");
        CHECK(fold("") == "");
        CHECK(fold(" \n ") == "");
        CHECK(fold("\xff") == "\ufffd");
    }

    TEST_CASE("folding twice changes nothing and it gives UTF-8") {
        CHECK(rc::check([] {
            const auto text = *any_text();
            const auto once = fold(text);
            RC_ASSERT(is_utf8(once));
            RC_ASSERT(fold(once) == once);
        }));
    }

    TEST_CASE("å and ä and ö come last in Finnish and Swedish") {
        const std::vector<std::string> names{"Ähtäri", "Åland", "Öja",    "Alajärvi",
                                             "Zürich", "Oulu",  "Aakula", "alavus"};
        const std::vector<std::string> expected{"Aakula", "Alajärvi", "alavus", "Oulu",
                                                "Zürich", "Åland",    "Ähtäri", "Öja"};
        CHECK(sorted("fi", names) == expected);
        CHECK(sorted("sv", names) == expected);
        CHECK(sorted("se", names) == expected);
        CHECK(sorted("en", names).front() == "Aakula");
        CHECK(sorted("en", names).back() == "Zürich");
    }

    TEST_CASE("sort keys order as the comparison does") {
        const auto collation = Collation::load();
        REQUIRE(collation.has_value());
        CHECK(rc::check([&collation] {
            const auto a = *any_text();
            const auto b = *any_text();
            for (const auto* lang : {"fi", "sv", "en"})
                RC_ASSERT(collation->less(lang, a, b) ==
                          (collation->sort_key(lang, a) < collation->sort_key(lang, b)));
        }));
    }

    TEST_CASE("a long text has a whole key") {
        const auto collation = Collation::load();
        REQUIRE(collation.has_value());
        const std::string long_text(5000, 'a');
        CHECK(collation->sort_key("fi", long_text) < collation->sort_key("fi", long_text + "b"));
    }
}

}  // namespace
}  // namespace sopu::words
