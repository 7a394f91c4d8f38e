#include "engine/recur/rule.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/support/golden.h"

namespace sopu::recur {
namespace {

std::string said_of(std::string_view text) {
    const auto rule = parse_rule(text);
    if (rule) return format_rule(*rule);
    CHECK(rule.error().code == Code::invalid);
    CHECK(rule.error().field == "rrule");
    const std::string part = rule.error().args.at("part");
    return rule.error().reason + (part.empty() ? "" : " " + part);
}

std::string reason_of(const Rule& rule) {
    const auto checked = check_rule(rule);
    return checked ? "" : checked.error().reason;
}

// BYMONTH=1,1,… with that many values.
std::string with_values(std::size_t count) {
    std::string text = "FREQ=YEARLY;BYMONTH=1";
    for (std::size_t i = 1; i < count; ++i) text += ",1";
    return text;
}

}  // namespace

TEST_SUITE("engine.recur") {
    TEST_CASE("what is a rule and what is none") {
        for (const auto& line : test::golden_lines("tests/golden/recur/rules.txt")) {
            CAPTURE(line.number);
            REQUIRE(line.fields.size() == 2);
            CHECK(said_of(line.fields[0]) == line.fields[1]);
        }
    }

    TEST_CASE("a rule that was written is read as it was") {
        for (const auto& line : test::golden_lines("tests/golden/recur/rules.txt")) {
            const auto rule = parse_rule(line.fields[0]);
            if (!rule) continue;
            CAPTURE(line.number);
            CHECK(parse_rule(format_rule(*rule)) == *rule);
        }
    }

    TEST_CASE("a part may hold so many values and no more") {
        CHECK(said_of(with_values(limits::list_values_max)) == "FREQ=YEARLY;BYMONTH=1");
        CHECK(said_of(with_values(limits::list_values_max + 1)) == "rule_too_many_values BYMONTH");
        Rule rule;
        rule.by_hour.assign(limits::list_values_max, 1);
        CHECK(reason_of(rule) == "");
        rule.by_hour.push_back(1);
        CHECK(reason_of(rule) == "rule_too_many_values");
        rule.by_hour.clear();
        rule.by_day.assign(limits::list_values_max + 1, ByDay{1, 0});
        CHECK(reason_of(rule) == "rule_too_many_values");
    }

    TEST_CASE("a rule is so long and no longer") {
        std::string text = "FREQ=DAILY;COUNT=1;UNTIL=";
        text.resize(limits::rule_bytes_max, '0');
        CHECK(said_of(text) == "rule_bad_until UNTIL");
        text += '0';
        CHECK(said_of(text) == "rule_too_long");
    }

    TEST_CASE("rules made by the program are held to the same ranges") {
        Rule rule;
        CHECK(reason_of(rule) == "");
        rule.interval = 0;
        CHECK(reason_of(rule) == "rule_out_of_range");
        rule.interval = limits::interval_max + 1;
        CHECK(reason_of(rule) == "rule_out_of_range");
        rule.interval = 1;
        rule.count = limits::count_max + 1;
        CHECK(reason_of(rule) == "rule_out_of_range");
        rule.count.reset();
        rule.week_start = 7;
        CHECK(reason_of(rule) == "rule_out_of_range");
        rule.week_start = 1;
        rule.by_month = {13};
        CHECK(reason_of(rule) == "rule_out_of_range");
        rule.by_month.clear();
        rule.by_day = {{7, 0}};
        CHECK(reason_of(rule) == "rule_out_of_range");
        rule.by_day = {{6, 54}};
        CHECK(reason_of(rule) == "rule_out_of_range");
    }
}

}  // namespace sopu::recur
