// What people read of a finding, in each language: tests/golden/conflicts.txt.
#include <set>

#include <doctest/doctest.h>

#include "server/service/explain.h"
#include "server/service/limits.h"
#include "server/service/sentence_key.h"
#include "tests/support/golden.h"
#include "tests/support/random_world.h"
#include "tests/words/our_messages.h"

namespace sopu::service {
namespace {

using words::our_messages;

Interval hours(int from, int to) {
    const date::sys_days day = date::year{2026} / 10 / 24;
    return {day + std::chrono::hours(from - 3), day + std::chrono::hours(to - 3)};
}

Timed eleven_to_one() {
    const date::local_days day{date::year{2026} / 10 / 24};
    return {day + std::chrono::hours(11), day + std::chrono::hours(13), "Europe/Helsinki"};
}

Factor factor_of(const std::string& text) {
    if (text == "true") return true;
    if (text == "false") return false;
    if (text.find_first_not_of("0123456789") == std::string::npos)
        return static_cast<std::int64_t>(std::stoll(text));
    return text;
}

Shown named(const std::string& title) {
    Shown shown;
    shown.event = EventId("e-" + title);
    if (title == "-")
        shown.hidden = Hidden::provisional;
    else
        shown.title = {{"fi", title}};
    return shown;
}

// A finding as a line of the golden file says it.
struct Case {
    Finding finding;
    Shown other;
    std::vector<Shown> others;
};

Case case_of(const test::GoldenLine& line) {
    Case made;
    Finding& finding = made.finding;
    finding.kind = *from_name<Kind>(line.fields.at(0));
    finding.certainty = *from_name<Certainty>(line.fields.at(1));
    finding.occurrence_count = 1;
    Interval other = hours(11, 13);
    if (const std::string& fact = line.fields.at(2); fact != "event") {
        const auto parts = split(fact, ':');
        finding.fact = Fact{*from_name<FactType>(parts.at(0)), std::string(parts.at(1)), {}};
        if (parts.size() > 2) finding.fact->name = {{"fi", std::string(parts.at(2))}};
        other = hours(0, 24);
        made.other.venue_name = "Liikuntahalli";
    } else {
        made.other = named("Kirppis");
        made.other.venue_name = "Liikuntahalli";
        made.other.when = eleven_to_one();
        finding.other = made.other.event;
    }
    finding.clashes.push_back({{{}, hours(10, 12)}, {{}, other}, hours(11, 12)});
    for (const std::string_view each : split(line.fields.at(3), ' ')) {
        const std::string name(each.substr(0, each.find('=')));
        const std::string value(each.substr(each.find('=') + 1));
        if (name == "others")
            for (const std::string_view title : split(value, ','))
                made.others.push_back(named(std::string(title)));
        else
            finding.factors[name] = factor_of(value);
    }
    return made;
}

std::string said(std::string_view language, const Case& it) {
    return sentence(language, {it.finding, it.other, it.others}, test::test_ground(),
                    our_messages());
}

TEST_SUITE("service.explain") {
    TEST_CASE("each kind says its sentence in three languages") {
        std::set<std::pair<Kind, Certainty>> seen;
        for (const test::GoldenLine& line : test::golden_lines("tests/golden/conflicts.txt")) {
            INFO("line " << line.number);
            REQUIRE(line.fields.size() == 7);
            const Case it = case_of(line);
            seen.emplace(it.finding.kind, it.finding.certainty);
            CHECK(said("fi", it) == line.fields.at(4));
            CHECK(said("sv", it) == line.fields.at(5));
            CHECK(said("en", it) == line.fields.at(6));
        }
        for (const auto name : EnumNames<Kind>::names) {
            const Kind kind = *from_name<Kind>(name);
            const bool is_there = seen.contains({kind, Certainty::certain}) ||
                                  seen.contains({kind, Certainty::possible});
            CHECK_MESSAGE(is_there, name << " has no line in tests/golden/conflicts.txt");
        }
    }

    TEST_CASE("whatever the factors are the sentence is there") {
        const std::vector<std::pair<std::string, Factor>> each{
            {"slot_is_mine", true}, {"outside_hours", true},      {"routine", true},
            {"long", true},         {"routine_is_mine", true},    {"benefit", true},
            {"passed", true},       {"format", std::string("x")}, {"audiences", std::string("x")}};
        for (const auto kind : EnumNames<Kind>::names)
            for (const auto certainty : EnumNames<Certainty>::names)
                for (const auto& factor : each)
                    for (const bool is_fact : {false, true}) {
                        Finding finding;
                        finding.kind = *from_name<Kind>(kind);
                        finding.certainty = *from_name<Certainty>(certainty);
                        finding.factors.insert(factor);
                        if (is_fact) finding.fact = Fact{FactType::source, "e1", {}};
                        CHECK_MESSAGE(our_messages().has(sentence_key(finding)),
                                      sentence_key(finding));
                    }
    }

    TEST_CASE("of many others so many are named and no hidden one") {
        Case it;
        it.finding.kind = Kind::opportunity;
        it.finding.fact = Fact{FactType::load, "nearby", {}};
        it.finding.clashes.push_back({{{}, hours(10, 12)}, {{}, hours(10, 12)}, hours(10, 12)});
        it.finding.factors["count"] = std::int64_t{5};
        it.others.push_back(named("-"));
        for (const char* title : {"Yksi", "Kaksi", "Kolme", "Neljä"})
            it.others.push_back(named(title));
        static_assert(limits::others_named_max == 3);
        CHECK(said("en", it).find("5 events: Yksi, Kaksi, Kolme.") != std::string::npos);
    }
}

}  // namespace
}  // namespace sopu::service
