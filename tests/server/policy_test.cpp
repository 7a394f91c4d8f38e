// Policy files: what they say and leave, for all and for one municipality; every wrong line is
// named; the file that documents the keys says what the program has built in.
#include <string>

#include <doctest/doctest.h>

#include "server/cli/assets.h"
#include "server/cli/policy_file.h"
#include "server/cli/policy_keys.h"
#include "tests/support/gazetteer.h"

namespace sopu::cli {
namespace {

Result<Policies> parsed(std::string_view toml) {
    return parse_policies(toml, test::test_gazetteer());
}

// "key reason line" of what is wrong; "fine" if nothing is.
std::string wrong(std::string_view toml) {
    const Result<Policies> result = parsed(toml);
    if (result) return "fine";
    const Error& error = result.error();
    return error.field + " " + error.reason + " " + error.args.at("line");
}

std::string documented() {
    return std::string(embedded("data/policies/default.toml").value_or(""));
}

TEST_SUITE("server.policy") {
    TEST_CASE("a policy keeps the defaults it does not name") {
        const auto policies = parsed(
            "length_default_minutes = 90\ntravel_km_per_hour = 80\ncoverage_events_min = 3\n"
            "trusted_publish_without_review = false\nroutine_categories = [\"club\", \"choir\"]\n"
            "exhibition_categories = []\nsize_default = \"club\"\nscale = 0.5\n"
            "[length_by_category_minutes]\nconcert = 150\n[reach_km]\nclub = 5.5\n");
        REQUIRE(policies);
        Policy expected;
        expected.length_default = minutes(90);
        expected.travel_km_per_hour = 80;
        expected.coverage_events_min = 3;
        expected.trusted_publish_without_review = false;
        expected.routine_categories = {"club", "choir"};
        expected.exhibition_categories = {};
        expected.size_default = SizeClass::club;
        expected.scale = 0.5;
        expected.length_by_category["concert"] = minutes(150);
        expected.reach_km[0] = 5.5;
        CHECK(policies->base() == expected);
        CHECK(policies->own().empty());
    }

    TEST_CASE("the documented policy is the built-in one and names every key") {
        const std::string text = documented();
        const auto policies = parsed(text);
        REQUIRE_MESSAGE(policies, wrong(text));
        CHECK(*policies == Policies());
        // A key that is not in the file would pass unseen: each is there, if as an example.
        for (const std::string& key : policy_keys()) {
            const bool any_name = key.ends_with("*");
            const std::string name = key.substr(key.rfind('.') + 1);
            const std::string table = "[" + key.substr(0, key.find('.')) + (any_name ? "]" : "");
            if (any_name)
                CHECK_MESSAGE(text.find(table) != std::string::npos, key);
            else
                CHECK_MESSAGE((text.find("\n" + name + " = ") != std::string::npos ||
                               text.find("\n# " + name + " = ") != std::string::npos),
                              key);
        }
    }

    TEST_CASE("the examples of the documented policy are right") {
        std::string text = documented();
        for (const char* example : {"scale = 0.5", "concert = 150"}) {
            const auto at = text.find(std::string("# ") + example);
            REQUIRE(at != std::string::npos);
            text.erase(at, 2);
        }
        const auto tables = text.find("# [protected_day.christmas_opening]");
        REQUIRE(tables != std::string::npos);
        // The prose between the two examples stays a comment: it has a space before no bracket.
        for (const char* line : {"[", "date", "name_", "scale", "village"})
            for (auto at = text.find(std::string("\n# ") + line, tables - 1);
                 at != std::string::npos; at = text.find(std::string("\n# ") + line, at))
                text.erase(at + 1, 2);
        const auto policies = parsed(text);
        REQUIRE_MESSAGE(policies, wrong(text));
        CHECK(policies->base().protected_days.at("christmas_opening") ==
              ProtectedDay{
                  2026,
                  11,
                  28,
                  {{"fi", "joulunavaus"}, {"sv", "julöppning"}, {"en", "Christmas opening"}}});
        const Policy& own = policies->of(MunicipalityCode("777"));
        CHECK(own.scale == 0.8);
        CHECK(own.reach_km[1] == 40);
        CHECK(own.reach_km[2] == 50);
        CHECK(own.protected_days.size() == 2);
        CHECK(own.protected_days.at("market_day").year == 0);
        CHECK(own.protected_days.at("market_day").month == 8);
    }

    TEST_CASE("a municipality starts from what the file says for all") {
        const auto policies = parsed(
            "score_warning = 80\n[municipality.777]\nscore_notice = 40\n"
            "[municipality.777.lead_time.noise]\ndays = 60\n"
            "[municipality.777.lead_time.alcohol]\napplies = false\n"
            "[municipality.205]\nservice_hour = true\n[reach_km]\nclub = 12\n");
        REQUIRE(policies);
        const Policy& own = policies->of(MunicipalityCode("777"));
        CHECK(own.score_warning == 80);
        CHECK(own.score_notice == 40);
        CHECK(own.reach_km[0] == 12);
        CHECK(own.lead_times.at("noise").days == 60);
        CHECK(own.lead_times.at("noise").condition == "noise");
        CHECK_FALSE(own.lead_times.at("alcohol").applies);
        CHECK(policies->base().score_notice == 30);
        CHECK(policies->base().lead_times.at("noise").days == 30);
        CHECK(policies->of(MunicipalityCode("205")).service_hour);
        CHECK(&policies->of(MunicipalityCode("091")) == &policies->base());
    }

    TEST_CASE("an event in several municipalities has the policy they have in common") {
        Policy own;
        own.score_notice = 40;
        Policy other;
        other.score_notice = 50;
        const MunicipalityCode a("205"), b("290"), c("765"), d("777");
        const Policies policies({}, {{a, own}, {b, own}, {c, other}});
        const auto notice = [&](const std::vector<MunicipalityCode>& codes) {
            return policies.of(codes).score_notice;
        };
        CHECK(notice({}) == 30);
        CHECK(notice({a}) == 40);
        CHECK(notice({a, b}) == 40);
        CHECK(notice({a, c}) == 30);
        CHECK(notice({d, a}) == 30);
        CHECK(notice({d}) == 30);
    }

    TEST_CASE("a policy's wrong line is named") {
        CHECK(wrong("a = 1\n") == "a unknown_setting 1");
        CHECK(wrong("\nlength_default_minutes = 0\n") == "length_default_minutes bad_number 2");
        CHECK(wrong("length_default_minutes = 1.5\n") == "length_default_minutes bad_number 1");
        CHECK(wrong("length_default_minutes = \"90\"\n") == "length_default_minutes bad_number 1");
        CHECK(wrong("trusted_publish_without_review = 1\n") ==
              "trusted_publish_without_review unknown_value 1");
        CHECK(wrong("travel_km_per_hour = 1001\n") == "travel_km_per_hour bad_number 1");
        CHECK(wrong("travel_km_per_hour = nan\n") == "travel_km_per_hour bad_number 1");
        CHECK(wrong("score_warning = 101\n") == "score_warning bad_number 1");
        CHECK(wrong("claim_hold = -0.1\n") == "claim_hold bad_number 1");
        CHECK(wrong("size_default = \"huge\"\n") == "size_default unknown_value 1");
        CHECK(wrong("routine_categories = 4\n") == "routine_categories unknown_value 1");
        CHECK(wrong("[reach_km]\nhuge = 1\n") == "reach_km.huge unknown_setting 2");
        CHECK(wrong("reach_km = 10\n") == "reach_km unknown_setting 1");
        CHECK(wrong("scale = 0\n") == "scale bad_number 1");
    }

    TEST_CASE("a wrong line of a municipality or of its tables is named") {
        CHECK(wrong("\n[municipality.777]\nscore = 1\n") ==
              "municipality.777.score unknown_setting 3");
        CHECK(wrong("[municipality.777]\nlong_days = 1\n") ==
              "municipality.777.long_days bad_number 2");
        CHECK(wrong("[municipality.77]\nlong_days = 5\n") ==
              "municipality.77.long_days unknown_municipality 2");
        CHECK(wrong("[municipality.777]\nlong_days = 5\n[municipality.999]\nlong_days = 5\n") ==
              "municipality.999.long_days unknown_municipality 4");
        CHECK(wrong("[municipality.kuhmo]\nlong_days = 5\n") ==
              "municipality.kuhmo.long_days unknown_municipality 2");
        CHECK(wrong("[municipality]\nlong_days = 5\n") ==
              "municipality.long_days unknown_municipality 2");
        CHECK(wrong("[municipality.777.municipality.205]\nlong_days = 5\n") ==
              "municipality.777.municipality.205.long_days unknown_setting 2");
        CHECK(wrong("[municipality.777.lead_time.noise.more]\ndays = 5\n") ==
              "municipality.777.lead_time.noise.more wrong_type 1");
        CHECK(wrong("municipality = 777\n") == "municipality unknown_setting 1");
    }

    TEST_CASE("a deadline needs a name and a protected day its date") {
        CHECK(wrong("[lead_time.own]\ndays = 5\n") == "lead_time.own.name_fi missing 2");
        CHECK(wrong("[lead_time.own]\ndays = 733\n") == "lead_time.own.days bad_number 2");
        CHECK(wrong("[lead_time.noise]\napplies = 1\n") ==
              "lead_time.noise.applies unknown_value 2");
        CHECK(wrong("[lead_time.noise]\nweeks = 1\n") == "lead_time.noise.weeks unknown_setting 2");
        CHECK(wrong("[lead_time]\ndays = 1\n") == "lead_time.days unknown_setting 2");
        CHECK(wrong("[protected_day.x]\ndate = \"08-15\"\n") ==
              "protected_day.x.name_fi missing 2");
        CHECK(wrong("\n[protected_day.x]\nname_fi = \"a\"\n") == "protected_day.x.date missing 3");
        const std::string long_name(501, 'a');
        CHECK(wrong("[lead_time.own]\nname_fi = \"" + long_name + "\"\n") ==
              "lead_time.own.name_fi too_long 2");
        for (const std::string& date :
             std::vector<std::string>{"2026-02-29", "02-30", "8-15", "2026-8-15", "15.8.2026",
                                      "1899-01-01", "2026-11-28T", "-1-01"})
            CHECK_MESSAGE(wrong(std::string("[protected_day.x]\nname_fi = \"a\"\ndate = \"") +
                                date + "\"\n") == "protected_day.x.date bad_date 3",
                          date);
        CHECK(wrong("[protected_day.x]\nname_fi = \"a\"\ndate = \"02-29\"\n") == "fine");
        CHECK(wrong("[protected_day.x]\nname_fi = \"a\"\ndate = 2026-11-28\n") ==
              "protected_day.x.date wrong_type 3");
    }

    TEST_CASE("weights that would rise as things fall apart are refused") {
        CHECK(wrong("score_notice = 80\n") == "score_notice bad_number 1");
        CHECK(wrong("score_notice = 80\nscore_warning = 85\n") == "fine");
        CHECK(wrong("time_same_weekend = 0.4\n") == "time_same_weekend bad_number 1");
        CHECK(wrong("time_same_part = 0.2\n") == "time_same_part bad_number 1");
        CHECK(wrong("score_warning = 35\n[municipality.777]\nscore_notice = 40\n") ==
              "municipality.777.score_notice bad_number 3");
        CHECK(wrong("size_two_smaller = 0.7\n") == "size_two_smaller bad_number 1");
    }
}

}  // namespace
}  // namespace sopu::cli
