// How alike two titles are: the pairs that people meet, and what holds for any two.
#include <string>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "engine/conflict/policy.h"
#include "engine/conflict/title_similarity.h"

namespace sopu {
namespace {

TEST_SUITE("engine.titles") {
    TEST_CASE("one event told twice is alike enough to ask") {
        const struct {
            std::string a;
            std::string b;
        } pairs[]{
            {"Joulumyyjäiset", "JOULUMYYJÄISET 2026"},
            {"Kylän joulumyyjäiset", "Joulumyyjäiset, la 5.12."},
            {"Joulumyyjäiset", "Julbasar"},
            {"Kylän joulumyyjäiset", "Christmas bazaar"},
            {"Kesäpäivä", "Sommardag"},
            {"Kevätkonsertti", "Vårkonsert"},
            {"Kumppanuusaamiainen", "Ystävänpäivän kumppanuusaamiainen"},
            {"Nuorten ilta", "Ungdomskväll"},
            {"Hyvinvointipäivä liikuntahallissa", "Hyvinvointipäivä (liikuntahalli)"},
            {"Yhdistystreffit klo 13", "Yhdistystreffit klo 17"},
        };
        for (const auto& pair : pairs) {
            const double alike = title_similarity(pair.a, pair.b);
            CHECK_MESSAGE(alike >= Policy{}.duplicate_title_similarity,
                          pair.a << " / " << pair.b << ": " << alike);
        }
    }

    TEST_CASE("two events are not alike for one word") {
        const struct {
            std::string a;
            std::string b;
        } pairs[]{
            {"Joulumyyjäiset", "Joulukonsertti"},
            {"Kevätkonsertti", "Kevätmyyjäiset"},
            {"Kesäpäivä", "Kesäteatteri"},
            {"Kyläjuhla", "Kyläkokous"},
            {"Lasten jumppa", "Lasten teatteri"},
            {"Metsäretki", "Runoilta"},
            {"Bytta", "Kylä"},
            {"2026", "2027"},
            {"", ""},
        };
        for (const auto& pair : pairs) {
            const double alike = title_similarity(pair.a, pair.b);
            CHECK_MESSAGE(alike < Policy{}.duplicate_title_similarity,
                          pair.a << " / " << pair.b << ": " << alike);
        }
    }

    TEST_CASE("the shares are those of words and the best language counts") {
        CHECK(title_similarity("Metsäretki", "Metsäretki ja makkaranpaisto") ==
              doctest::Approx(2.0 / 3));
        CHECK(title_similarity("Retki metsään", "Metsään retki") == 1);
        CHECK(title_similarity("1918", "1918") == 1);
        const LocalizedText fi{{"fi", "Metsäretki"}};
        const LocalizedText both{{"fi", "Metsäretki"}, {"sv", "Skogsutflykt"}};
        CHECK(title_similarity(fi, both) == 1);
        CHECK(title_similarity(fi, {}) == 0);
    }

    TEST_CASE("similarity is symmetric and 0-1 and whole with itself") {
        const auto title = [] {
            std::string text;
            const int words = *rc::gen::inRange(1, 6);
            for (int i = 0; i < words; ++i)
                text += *rc::gen::element<std::string>(
                    "joulu", "myyjäiset ", "konserttia ", "konsertin ", "konsertissa ", "jul",
                    "basar", "päivä ", "2026 ", "xyzzyab ", "xyzzyacd ", "xyzzy ", "la ");
            return text + "retki";
        };
        CHECK(rc::check([&] {
            const std::string a = title(), b = title();
            const double alike = title_similarity(a, b);
            RC_ASSERT(alike >= 0 && alike <= 1);
            RC_ASSERT(alike == title_similarity(b, a));  // to the bit
            RC_ASSERT(title_similarity(a, a) > 1 - 1e-9);
        }));
    }
}

}  // namespace
}  // namespace sopu
