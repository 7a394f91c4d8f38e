// What web/messages must say, in each language or not at all.
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "engine/conflict/finding.h"
#include "engine/conflict/verdict.h"
#include "engine/model/event.h"
#include "tests/support/tree.h"
#include "tests/words/our_messages.h"

namespace sopu::words {
namespace {

// CONFLICTS, "Kinds", and what factors make of one (server/service/sentence_key.h).
const std::vector<std::string> kinds{
    "venue_overlap",        "venue_related",      "buffer_overlap",    "regular_slot",
    "venue_closed",         "capacity_exceeded",  "resource_shortage", "person_overlap",
    "organiser_overlap",    "audience_overlap",   "busy_time",         "format_saturation",
    "observance",           "observance_benefit", "lead_time",         "series_self_overlap",
    "doubtful_time",        "possible_duplicate", "opportunity",       "regular_slot_mine",
    "venue_hours",          "audience_format",    "audience_common",   "audience_long",
    "audience_routine",     "lead_time_passed",   "doubtful_source",   "opportunity_many",
    "audience_routine_mine"};

// The engine advises: no sentence says that a thing may not be.
bool forbids(const std::string& text) {
    static const std::regex word(R"((kielle|ei saa |förbj|får inte |forbid|prohibit|not allowed))",
                                 std::regex::icase);
    return std::regex_search(text, word);
}

template <class E>
void check_names(const std::string& section) {
    for (const auto name : EnumNames<E>::names) {
        const auto key = section + "." + std::string(name);
        CHECK_MESSAGE(our_messages().has(key), key);
    }
}

std::string all_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

// The first group of each match, with the file it stands in.
std::vector<std::pair<std::string, std::string>> found_in_sources(const std::regex& what) {
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto* folder : {"engine", "ical", "server"})
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(test::source_path(folder))) {
            if (entry.path().extension() != ".cpp") continue;
            const auto text = all_of(entry.path());
            for (std::sregex_iterator it(text.begin(), text.end(), what), end; it != end; ++it)
                out.emplace_back(entry.path().string(), (*it)[1].str());
        }
    return out;
}

TEST_SUITE("words.our_messages") {
    TEST_CASE("the files compile") {
        for (const std::string lang : {"fi", "sv", "en"}) {
            auto file = test::source_file("web/messages/" + lang + ".json");
            const auto messages = Messages::parse({{"fi", file}});
            CHECK_MESSAGE(messages.has_value(), (messages ? "" : lang + messages.error().detail));
        }
    }

    TEST_CASE("every key is in every language with the same arguments") {
        const auto& messages = our_messages();
        const auto keys = messages.keys("fi");
        CHECK(keys == messages.keys("sv"));
        CHECK(keys == messages.keys("en"));
        CHECK(keys.size() > 300);
        for (const auto& key : keys) {
            INFO(key);
            CHECK(messages.arguments("fi", key) == messages.arguments("sv", key));
            CHECK(messages.arguments("fi", key) == messages.arguments("en", key));
        }
    }

    TEST_CASE("no key stands twice in a file") {
        for (const std::string lang : {"fi", "sv", "en"}) {
            std::istringstream lines(test::source_file("web/messages/" + lang + ".json"));
            std::set<std::string> seen;
            for (std::string line; std::getline(lines, line);) {
                const auto key = line.substr(0, line.find("\": \""));
                if (key.starts_with("  \"")) CHECK_MESSAGE(seen.insert(key).second, key);
            }
            CHECK(seen.size() == our_messages().keys(lang).size());
        }
    }

    TEST_CASE("every kind of conflict has a certain and a possible sentence that ends as one") {
        const auto& messages = our_messages();
        const Args args{{"other", "Hyvinvointipäivä"},
                        {"place", "Liikuntahalli"},
                        {"when", "la 24.10."},
                        {"minutes", 30},
                        {"needed_minutes", 60},
                        {"kilometres", 12},
                        {"travel_minutes", 27},
                        {"count", 3},
                        {"fact", "pyhäinpäivä"},
                        {"capacity", 100},
                        {"expected", 120},
                        {"wanted", 2},
                        {"stock", 1},
                        {"usual", 6},
                        {"weekday", "lauantai"},
                        {"together", "day"},
                        {"observance", "public_holiday"},
                        {"format", "konsertti"},
                        {"audiences", "lapset"},
                        {"others", "Kirppis"}};
        for (const auto& kind : kinds)
            for (const auto certainty : EnumNames<Certainty>::names)
                for (const auto* lang : {"fi", "sv", "en"}) {
                    const auto key = "conflict." + kind + "." + std::string(certainty);
                    const auto text = messages.text(lang, key, args);
                    INFO(key << " " << lang << ": " << text);
                    CHECK(text.find_first_of("[]{}#") == std::string::npos);
                    CHECK(text.find("..") == std::string::npos);
                    CHECK(text.find("  ") == std::string::npos);
                    const bool ends =
                        text.ends_with('.') || text.ends_with('?') || text.ends_with("pyhäinpäivä");
                    CHECK(ends);
                    CHECK_FALSE(forbids(text));
                }
        for (const auto name : EnumNames<Kind>::names)
            CHECK(messages.has("conflict." + std::string(name) + ".certain"));
    }

    TEST_CASE("a person is never named in a sentence") {
        for (const auto& key : our_messages().keys("fi"))
            for (const auto& name : our_messages().arguments("fi", key)) CHECK(name != "person");
    }

    TEST_CASE("every name of an enum has a word") {
        check_names<Severity>("severity");
        check_names<Certainty>("certainty");
        check_names<Verdict>("verdict");
        check_names<Verdict>("verdict_word");
        check_names<State>("state");
        check_names<TakesPlace>("takes_place");
        check_names<Claim>("claim");
        check_names<Claim>("claim_name");
    }

    TEST_CASE("the check page says what was agreed") {
        const auto& messages = our_messages();
        CHECK(messages.text("fi", "verdict.clear") ==
              "OK. Näyttää hyvältä: tiedossa ei ole päällekkäisyyksiä.");
        CHECK(messages.text("sv", "verdict.warning") ==
              "ÖVERVÄG. Se över det här innan du bestämmer dig:");
        CHECK(messages.text("en", "verdict.blocking") == "PROBLEM. Not possible as it stands:");
        CHECK(messages.text("fi", "always.booked_by", {{"keeper", "vapaa-aikatoimi"}}) ==
              "Tilan varaa: vapaa-aikatoimi");
        CHECK(messages.text("fi", "always.checked",
                            {{"time", "klo 9.15"},
                             {"events", 212},
                             {"municipalities", 14},
                             {"contributors", 38}}) ==
              "Tarkistettu klo 9.15. Tapahtumia 212, kuntia 14, ilmoittajia 38. Kaikki eivät "
              "ilmoita tänne.");
        CHECK(messages.text("fi", "form.submit") == "Merkitse alustavasti");
        CHECK(messages.text("sv", "feed.cancelled_prefix") == "INSTÄLLT: ");
        CHECK(messages.text("fi", "conflict.venue_overlap.certain",
                            {{"other", "Kirppis"}, {"place", "Sali"}, {"when", "la 24.10."}}) ==
              "Samaan aikaan samassa tilassa: Kirppis (Sali), la 24.10.");
        CHECK(messages.text("en", "conflict.person_overlap.certain",
                            {{"other", "Fair"}, {"place", ""}, {"when", "Sat 24 Oct"}}) ==
              "The same speaker or leader is also needed here: Fair, Sat 24 Oct.");
    }

    // error_text has a fallback, so a reason without a sentence is not seen on the page: here it
    // is.
    TEST_CASE("every reason that the sources give has a sentence") {
        const std::regex given(
            R"re((?:\b(?:invalid|error)\(\s*(?:"[^"]*"|[^,()"]+),\s*|\breject\(\s*)re"
            R"re(|\bfail\(\s*Code::(?!internal)\w+,[^,;]*,\s*)"([a-z0-9_]+)"\s*[,)])re");
        for (const auto& [where, reason] : found_in_sources(given))
            CHECK_MESSAGE(our_messages().has("error." + reason),
                          where << ": add error." << reason << " to web/messages");
    }

    TEST_CASE("every note of a file that is read has a sentence") {
        const std::regex noted(
            R"re((?:\bnote\((?:notes_?, )?|notes\.push_back\(\{(?:[^{}"]*, "", )?)"([a-z_]+)")re");
        const auto found = found_in_sources(noted);
        CHECK(found.size() > 30);
        for (const auto& [where, reason] : found)
            CHECK_MESSAGE(our_messages().has("note." + reason),
                          where << ": add note." << reason << " to web/messages");
    }

    TEST_CASE("every key that the sources name is there") {
        const std::regex named(
            R"re("((?:always|check|claim|cli|decision|error|event|factor|feed|form|hidden|list)re"
            R"re(|page|place|receipt|site|staff|title|verdict)\.[a-z_]+[a-z])")re");
        for (const auto& [where, key] : found_in_sources(named))
            CHECK_MESSAGE(our_messages().has(key), where << ": add " << key << " to web/messages");
    }
}

}  // namespace
}  // namespace sopu::words
