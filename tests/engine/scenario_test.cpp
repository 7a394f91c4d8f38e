#include <algorithm>
#include <filesystem>
#include <sstream>

#include <doctest/doctest.h>

#include "engine/conflict/coverage.h"
#include "engine/conflict/detect.h"
#include "engine/time/iso.h"
#include "tests/support/gazetteer.h"
#include "tests/support/golden.h"
#include "tests/support/scenario.h"
#include "tests/support/tree.h"
#include "tests/support/zones.h"

namespace sopu {
namespace {

using test::Expectation;
using test::ExpectedFinding;
using test::Scenario;

std::string said(const Factor& factor) {
    std::ostringstream out;
    if (const bool* truth = std::get_if<bool>(&factor))
        out << (*truth ? "yes" : "no");
    else
        std::visit([&out](const auto& value) { out << value; }, factor);
    return out.str();
}

std::string head_of(const Finding& it, const std::string& asked) {
    return std::string(name_of(it.kind)) + " " + std::string(name_of(it.severity)) + " " +
           std::string(name_of(it.certainty)) + ": " + (it.mine.empty() ? asked : it.mine.text()) +
           " - " +
           (it.fact            ? "fact " + it.fact->id
            : it.other.empty() ? asked
                               : it.other.text());
}

std::string joined(std::vector<std::string> words, bool sort) {
    if (sort) std::sort(words.begin(), words.end());
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string others_of(const Finding& it) {
    std::vector<std::string> ids;
    for (const EventId& id : it.others) ids.push_back(id.text());
    return joined(ids, true);
}

std::string days_of(const Finding& it) {
    std::vector<std::string> days;
    for (const Clash& clash : it.clashes)
        days.push_back(format_date(date::floor<date::days>(
            to_local(clash.mine.extent.start(), test::test_zones().home()))));
    return joined(days, false);
}

// The whole of a finding, as a scenario would say it.
std::string line_of(const Finding& it, const std::string& asked) {
    std::string line = head_of(it, asked);
    if (it.occurrence_count != 1)
        line += "; " + std::to_string(it.occurrence_count) + " times; on " + days_of(it);
    if (!it.others.empty()) line += "; others " + others_of(it);
    for (const auto& [name, factor] : it.factors) line += "; " + name + "=" + said(factor);
    return line;
}

// What is other than the line says it, or nothing.
std::string differs(const Finding& it, const ExpectedFinding& expected) {
    if (it.occurrence_count != expected.times) return "times";
    if (expected.others && others_of(it) != *expected.others) return "others";
    if (expected.days && days_of(it) != *expected.days) return "days";
    for (const auto& [name, value] : expected.factors) {
        const auto factor = it.factors.find(name);
        if (factor == it.factors.end() ? value != "none" : said(factor->second) != value)
            return name;
    }
    return "";
}

// One line for everything that came out other than expected.
std::string compare(std::vector<Finding> found, const Expectation& expected) {
    std::string wrong;
    std::erase_if(found, [&](const Finding& it) {
        const auto& only = expected.only;
        return !only.empty() && !std::count(only.begin(), only.end(), name_of(it.kind));
    });
    for (const ExpectedFinding& line : expected.findings) {
        const auto it = std::find_if(found.begin(), found.end(), [&](const Finding& finding) {
            return head_of(finding, expected.of) == line.head;
        });
        const std::string where = "line " + std::to_string(line.line) + ": ";
        if (it == found.end()) {
            wrong += where + "not found: " + line.head + "\n";
            continue;
        }
        if (const std::string part = differs(*it, line); !part.empty())
            wrong += where + part + " differ: " + line_of(*it, expected.of) + "\n";
        found.erase(it);
    }
    for (const Finding& it : found)
        wrong += "line " + std::to_string(expected.line) +
                 ": not expected: " + line_of(it, expected.of) + "\n";
    return wrong;
}

Ground ground_of(const Scenario& scenario) {
    return {test::test_zones(), test::test_gazetteer(), test::test_observances(), scenario.policies,
            [](std::string_view text) { return fold_name(trim(text)); }};
}

std::string judge(const Scenario& scenario) {
    const Ground ground = ground_of(scenario);
    const auto world = Snapshot::build(scenario.records, ground);
    std::string wrong;
    for (const Expectation& it : scenario.expectations) {
        if (it.of.empty()) {
            wrong += compare(detect_all(*world), it);
            continue;
        }
        const auto question = scenario.questions.find(it.of);
        const Placed* known = world->event(EventId(it.of));
        if (known == nullptr && question == scenario.questions.end()) {
            wrong += "line " + std::to_string(it.line) + ": no event " + it.of + "\n";
            continue;
        }
        const Placed mine =
            known ? *known : world->place(std::make_shared<const Event>(question->second));
        const auto found = detect(*world, mine, Weakening::other_side);
        wrong += compare(found, it);
        if (it.verdict.empty()) continue;
        const bool enough = look_around(*world, mine, world->last_tick()).enough;
        const auto verdict = name_of(verdict_of(found, enough));
        if (verdict != it.verdict)
            wrong +=
                "line " + std::to_string(it.line) + ": verdict is " + std::string(verdict) + "\n";
    }
    return wrong;
}

TEST_SUITE("engine.conflict.scenarios") {
    TEST_CASE("every scenario comes out as its text says") {
        const std::string folder = "tests/golden/conflict/";
        std::vector<std::string> names;
        for (const auto& it : std::filesystem::directory_iterator(test::source_path(folder)))
            if (it.path().extension() == ".scenario") names.push_back(it.path().filename());
        std::sort(names.begin(), names.end());
        CHECK(names.size() > 40);
        for (const std::string& name : names) {
            const Scenario scenario = test::read_scenario(test::source_file(folder + name));
            INFO(name);
            CHECK(joined(scenario.errors, false) == "");
            CHECK_FALSE(scenario.expectations.empty());
            CHECK(judge(scenario) == "");
        }
    }

    TEST_CASE("within a window a pair is as bad as its worst clash in there") {
        const Scenario scenario = test::read_scenario(
            "venue halli\n"
            "event a\n  venue halli\n  when 2026-11-04 10:00-12:00\n"
            "  repeats FREQ=WEEKLY;COUNT=3\n"
            "event b\n  venue halli\n  when 2026-11-04 11:00-13:00\n"
            "  repeats FREQ=WEEKLY;COUNT=3\n  occurrence 2026-11-11 claim hold\n");
        REQUIRE(scenario.errors.empty());
        const Ground ground = ground_of(scenario);
        const auto world = Snapshot::build(scenario.records, ground);
        const auto found = [&](unsigned from, unsigned to) {
            const auto day = [](unsigned it) {
                return Instant(date::sys_days(date::year(2026) / 11 / it));
            };
            std::string heads;
            for (const Finding& it :
                 detect(*world, *world->event(EventId("a")), Weakening::other_side,
                        limits::finding_occurrences_max, Interval(day(from), day(to))))
                heads += std::string(name_of(it.kind)) + " " + std::string(name_of(it.severity)) +
                         " " + std::to_string(it.occurrence_count) + ";";
            return heads;
        };
        CHECK(found(1, 30) == "venue_overlap blocking 3;");
        CHECK(found(11, 12) == "venue_overlap warning 1;");
        CHECK(found(11, 19) == "venue_overlap blocking 2;");
        CHECK(found(12, 18) == "");
    }

    TEST_CASE("a word that is not known is said with its line and not passed over") {
        const auto errors = [](const char* text) {
            return joined(test::read_scenario(text).errors, false);
        };
        CHECK(errors("event a\n  whem 2026-12-05 10:00\n").find("line 2") == 0);
        CHECK(errors("evnt a\n").find("line 1") == 0);
        CHECK(errors("event a\n  when 2026-12-05 25:00\n").find("line 2") == 0);
        CHECK(errors("expect stored\n  venue_overlop blocking certain: a - b\n") != "");
        CHECK(errors("policy sclae 1\n") != "");
        CHECK(errors("event a\n  when 2026-12-05 10:00-12:00\n") == "");
    }
}

}  // namespace
}  // namespace sopu
