#include "engine/place/gazetteer.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "tests/support/gazetteer.h"

namespace sopu {
namespace {

using test::test_gazetteer;

std::string slug_by_name(std::string_view name) {
    const Municipality* found = test_gazetteer().by_name(name);
    return found == nullptr ? "-" : found->slug;
}

constexpr const char* header = "code,name_fi,name_sv,region_fi,region_sv,lat,lon\n";

Result<Gazetteer> parsed(const std::string& rows) {
    return Gazetteer::parse(header + rows);
}

}  // namespace

TEST_SUITE("engine.gazetteer") {
    TEST_CASE("309 municipalities in 19 regions, each with all it needs") {
        const Gazetteer& gazetteer = test_gazetteer();
        CHECK(gazetteer.municipalities().size() == 309);
        CHECK(gazetteer.regions().size() == 19);
        std::set<std::string> slugs;
        for (const Municipality& municipality : gazetteer.municipalities()) {
            CAPTURE(municipality.slug);
            CHECK(slugs.insert(municipality.slug).second);
            CHECK(municipality.position.latitude > 59);
            CHECK(municipality.position.latitude < 71);
            CHECK(municipality.position.longitude > 19);
            CHECK(municipality.position.longitude < 32);
            const Region* region = gazetteer.region(municipality.region);
            REQUIRE(region != nullptr);
            CHECK(std::binary_search(region->municipalities.begin(), region->municipalities.end(),
                                     municipality.code));
            CHECK(gazetteer.by_code(municipality.code) == &municipality);
        }
        std::size_t in_regions = 0;
        for (const Region& region : gazetteer.regions()) in_regions += region.municipalities.size();
        CHECK(in_regions == 309);
    }

    TEST_CASE("every name, slug and code finds its own municipality") {
        const Gazetteer& gazetteer = test_gazetteer();
        for (const Municipality& municipality : gazetteer.municipalities()) {
            CAPTURE(municipality.slug);
            CHECK(gazetteer.by_name(municipality.code.text()) == &municipality);
            CHECK(gazetteer.by_name(municipality.name.at("fi")) == &municipality);
            CHECK(gazetteer.by_name(municipality.name.at("sv")) == &municipality);
            CHECK(gazetteer.by_name(municipality.slug) == &municipality);
            CHECK(gazetteer.by_name(municipality.slug_sv) == &municipality);
        }
    }

    TEST_CASE("names are read as people write them") {
        CHECK(slug_by_name("jakobstad") == "pietarsaari");
        CHECK(slug_by_name("ÅBO") == "turku");
        CHECK(slug_by_name("abo") == "turku");
        CHECK(slug_by_name(" Ähtäri ") == "ahtari");
        CHECK(slug_by_name("A\xCC\x88hta\xCC\x88ri") == "ahtari");  // decomposed, as macOS writes
        CHECK(slug_by_name("S:t Michel") == "mikkeli");
        CHECK(slug_by_name("st-michel") == "mikkeli");
        CHECK(slug_by_name("KOSKI TL") == "koski-tl");
        CHECK(slug_by_name("777") == "suomussalmi");
        for (const char* name : {"", "77", "7777", "Kainuu", "Kuahavalla", "\xFF\xC3"})
            CHECK(slug_by_name(name) == "-");
    }

    TEST_CASE("regions by either name or slug") {
        const Gazetteer& gazetteer = test_gazetteer();
        for (const char* name : {"Kainuu", "kainuu", "Kajanaland", "KAJANALAND"}) {
            const Region* region = gazetteer.region(name);
            REQUIRE(region != nullptr);
            CHECK(region->slug == "kainuu");
            CHECK(region->municipalities.size() == 8);
        }
        CHECK(gazetteer.region("etela-pohjanmaa") == gazetteer.region("Södra Österbotten"));
        CHECK(gazetteer.region("aland")->municipalities.size() == 16);
        CHECK(gazetteer.region("Sotkamo") == nullptr);
    }

    TEST_CASE("distances are between main settlements") {
        const Gazetteer& gazetteer = test_gazetteer();
        const MunicipalityCode helsinki{"091"};
        const MunicipalityCode espoo{"049"};
        const MunicipalityCode utsjoki{"890"};
        CHECK(gazetteer.distance_km(helsinki, helsinki) == 0.0);
        CHECK(*gazetteer.distance_km(helsinki, espoo) == doctest::Approx(16).epsilon(0.2));
        CHECK(*gazetteer.distance_km(helsinki, utsjoki) == doctest::Approx(1090).epsilon(0.02));
        CHECK(gazetteer.distance_km(helsinki, utsjoki) == gazetteer.distance_km(utsjoki, helsinki));
        CHECK_FALSE(gazetteer.distance_km(helsinki, MunicipalityCode{"000"}));
        CHECK_FALSE(gazetteer.distance_km(MunicipalityCode{"92"}, helsinki));
    }

    TEST_CASE("neighbours are all municipalities by their distance, itself first") {
        const Gazetteer& gazetteer = test_gazetteer();
        for (const Municipality& from : gazetteer.municipalities()) {
            const std::vector<Neighbour>& list = gazetteer.neighbours(from.code);
            REQUIRE(list.size() == gazetteer.municipalities().size());
            CHECK(gazetteer.municipalities()[list.front().number].code == from.code);
            std::set<std::uint16_t> numbers;
            double last = 0;
            for (const Neighbour& it : list) {
                const Municipality& to = gazetteer.municipalities()[it.number];
                numbers.insert(it.number);
                CHECK(it.kilometres == doctest::Approx(*gazetteer.distance_km(from.code, to.code)));
                CHECK(it.kilometres >= last);
                last = it.kilometres;
            }
            CHECK(numbers.size() == list.size());
        }
        CHECK(gazetteer.neighbours(MunicipalityCode{"000"}).empty());
    }

    TEST_CASE("a Finnish name wins over another's Swedish one, and a name over a form") {
        const auto gazetteer = parsed(
            "002,Ala,Kuhmo,Maa,Land,60,20\n"    // its Swedish name is the next one's Finnish one
            "001,Kuhmo,Ala,Maa,Land,61,21\n"    // and the other way round
            "003,Kemi,Sipoon,Maa,Land,62,22\n"  // its Swedish name is a form of the next
            "004,Sipoo,Sibbo,Maa,Land,63,23\n");
        REQUIRE(gazetteer);
        CHECK(gazetteer->by_name("Kuhmo")->code.text() == "001");
        CHECK(gazetteer->by_name("ala")->code.text() == "002");
        CHECK(gazetteer->by_name("Sipoon")->code.text() == "003");
        CHECK(gazetteer->by_name("Sipoossa")->code.text() == "004");
        CHECK(gazetteer->municipalities().front().code.text() == "001");  // sorted by code
    }

    TEST_CASE("a form that two names share finds neither") {
        const auto gazetteer = parsed(
            "001,Luota,Luota,Maa,Land,60,20\n"  // Luodan
            "002,Luoda,Luoda,Maa,Land,61,21\n");
        REQUIRE(gazetteer);
        CHECK(gazetteer->by_name("Luodan") == nullptr);
        CHECK(gazetteer->by_name("Luotaan")->code.text() == "001");
        CHECK(gazetteer->by_name("Luodaan")->code.text() == "002");
    }

    TEST_CASE("a broken file is refused with its line") {
        const auto detail = [](const Result<Gazetteer>& result) {
            REQUIRE_FALSE(result);
            CHECK(result.error().reason == "bad_gazetteer");
            return result.error().detail;
        };
        CHECK(detail(Gazetteer::parse("")) == "municipalities.csv line 0: no municipalities");
        CHECK(detail(Gazetteer::parse("# only\ncode,name_fi\n")) ==
              "municipalities.csv line 2: no column name_sv");
        CHECK(detail(parsed("001,Kuhmo,Kuhmo\n")) == "municipalities.csv line 2: too few fields");
        CHECK(detail(parsed("1,Kuhmo,Kuhmo,Maa,Land,60,20\n")) ==
              "municipalities.csv line 2: the code is not three digits");
        CHECK(detail(parsed("001,Kuhmo,Kuhmo,Maa,Land,60,x\n")) ==
              "municipalities.csv line 2: no position");
        CHECK(detail(parsed("001,,Kuhmo,Maa,Land,60,20\n")) ==
              "municipalities.csv line 2: a name is missing");
        const std::string row = "001,Kuhmo,Kuhmo,Maa,Land,60,20\n";
        CHECK(detail(parsed(row + row)) == "municipalities.csv line 0: code 001 stands twice");
    }

    TEST_CASE("slugs are ASCII and folded names are lower case") {
        CHECK(slug_of("Äänekoski") == "aanekoski");
        CHECK(slug_of("Etelä-Pohjanmaa") == "etela-pohjanmaa");
        CHECK(slug_of("Södra Österbotten") == "sodra-osterbotten");
        CHECK(slug_of("S:t Karins") == "st-karins");
        CHECK(slug_of("  Åbo -- Turku / ") == "abo-turku");
        CHECK(slug_of("Čáhcesuolu Æsir Straße") == "cahcesuolu-aesir-strasse");
        CHECK(slug_of("Москва \xF0\x9F\x8E\x84").empty());
        CHECK(fold_name("ÅÄÖ ŠŽ ÉÜ ŸĲ Ŀ") == "åäö šž éü ÿĳ ŀ");
        CHECK(fold_name("×÷ß") == "×÷ß");
        CHECK(fold_name("o\xCC\x88 a\xCC\x8A e\xCC\x81 x\xCC\x88") == "ö å é x\xCC\x88");
        CHECK(fold_name("\xC3") == "\xC3");  // what is no UTF-8 goes through as it is
    }
}

TEST_SUITE("engine.position") {
    TEST_CASE("great-circle distances") {
        CHECK(distance_km({60, 25}, {60, 25}) == 0.0);
        CHECK(distance_km({0, 0}, {0, 180}) == doctest::Approx(20015.1).epsilon(0.0001));
        CHECK(distance_km({0, 0}, {1, 0}) == doctest::Approx(111.195).epsilon(0.0001));
        CHECK(distance_km({60, 0}, {60, 1}) == doctest::Approx(55.597).epsilon(0.001));
        CHECK(distance_km({90, 0}, {-90, 77}) == doctest::Approx(20015.1).epsilon(0.0001));
    }

    TEST_CASE("the least distance is never more, and near enough to pass over what is far") {
        CHECK(rc::check("on the whole globe", [] {
            const auto position = [] {
                return Position{*rc::gen::inRange(-9000, 9001) / 100.0,
                                *rc::gen::inRange(-18000, 18001) / 100.0};
            };
            const Position a = position();
            const Position b = position();
            RC_ASSERT(least_distance_km(a, b) <= distance_km(a, b) + 1e-6);
        }));
        const Position suomussalmi{64.88, 28.91};
        for (const Position& other : {Position{64.13, 28.39}, Position{65.5, 29.0},
                                      Position{64.9, 26.0}, Position{60.17, 24.94}})
            CHECK(least_distance_km(suomussalmi, other) > 0.6 * distance_km(suomussalmi, other));
    }
}

}  // namespace sopu
