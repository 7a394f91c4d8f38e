// What is not written in this house, and what to write in its place.
#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "tests/house/rules.h"
#include "tests/house/source.h"

namespace sopu::house {
namespace {

struct Banned {
    std::string_view text;
    std::string_view instead;
    std::vector<std::string_view> where;   // the files it is banned in
    std::vector<std::string_view> except;  // and those of them where it belongs
};

// Found in code, outside comments and literals, as whole words.
const std::vector<Banned>& banned_code() {
    static const std::vector<std::string_view> house{"engine/*", "ical/*", "server/*", "bench/*",
                                                     "tests/*"};
    static const std::vector<std::string_view> program{"engine/*", "ical/*", "server/*"};
    static const std::vector<std::string_view> clocks{"server/cli/*", "server/http/*"};
    static const std::vector<Banned> table{
        {"using namespace std", "write std::", house, {}},
        {"using namespace date", "write date::; both namespaces at once are ambiguous", house, {}},
        {"using namespace std::chrono", "write std::chrono::", house, {}},
        {"std::views::", "an algorithm or a loop: clang 14 cannot compile them", house, {}},
        {"std::ranges::views::", "an algorithm or a loop: clang 14 cannot compile them", house, {}},
        {"std::atomic<std::shared_ptr", "a mutex: libstdc++ 12's races under TSan", house, {}},
        {"throw", "errors are values: return fail(…) (engine/base/result.h)", program, {}},
        {"system(", "nothing: no shell from the program", program, {}},
        {"popen(", "nothing: no shell from the program", program, {}},
        {"system_clock::now", "the clock passed in as a parameter", program, clocks},
        {"steady_clock::now", "the clock passed in as a parameter", program, clocks},
        {"std::random_device",
         "the randomness passed in as a parameter",
         program,
         {"server/cli/*"}},
        {"getenv(", "configuration passed in as a parameter", program, {"server/cli/*"}},
        {"std::rand(", "the randomness passed in as a parameter", house, {}},
        {"strcpy(", "std::string", house, {}},
        {"sprintf(", "std::snprintf or std::string", house, {}},
    };
    return table;
}

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Where `wanted` stands as a whole word at or after `from`.
std::size_t find_word(std::string_view text, std::string_view wanted, std::size_t from) {
    for (std::size_t at = text.find(wanted, from); at != std::string_view::npos;
         at = text.find(wanted, at + 1)) {
        const bool begins = at == 0 || !is_word(text[at - 1]);
        const std::size_t end = at + wanted.size();
        const bool ends = end >= text.size() || !is_word(wanted.back()) ||
                          (!is_word(text[end]) && text.substr(end, 2) != "::");
        if (begins && ends) return at;
    }
    return std::string_view::npos;
}

bool any_matches(std::string_view path, const std::vector<std::string_view>& patterns) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [path](std::string_view pattern) { return matches(path, pattern); });
}

// What a statement begins with when it defines no variable.
bool defines_nothing(std::string_view statement) {
    static constexpr std::array<std::string_view, 16> words{
        "using",  "typedef",         "namespace", "class",    "struct", "union",    "enum",
        "friend", "static_assert",   "concept",   "requires", "return", "template", "extern",
        "#",      "inline namespace"};
    return std::any_of(words.begin(), words.end(), [statement](std::string_view word) {
        return find_word(statement, word, 0) == 0;
    });
}

bool has_any_word(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [text](std::string_view word) {
        return find_word(text, word, 0) != std::string_view::npos;
    });
}

// "int counter", "static Cache cache": a type and a name, neither constant nor a function.
bool is_mutable_global(const Statement& statement) {
    const std::string_view text = statement.text;
    if (text.find('(') != std::string_view::npos || defines_nothing(text)) return false;
    if (has_any_word(text, {"constexpr", "const", "operator", "consteval"})) return false;
    if (statement.in_type) return has_any_word(text, {"static", "thread_local"});
    const std::size_t space = text.find_last_of(" >*&");
    return space != std::string_view::npos && space + 1 < text.size() && is_word(text.back());
}

// A `static` inside a function that is not constant is a global with a smaller name.
Findings mutable_locals(std::string_view path, std::string_view text, const Outline& outline) {
    Findings findings;
    const std::string code = code_only(text);
    for (const Braces& block : outline.blocks) {
        if (block.kind != Block::function) continue;
        const auto body = std::string_view(code).substr(0, block.end);
        for (std::size_t at = find_word(body, "static", block.begin); at != std::string_view::npos;
             at = find_word(body, "static", at + 1)) {
            const auto rest = body.substr(at, body.find_first_of(";{=(", at) - at);
            if (has_any_word(rest, {"const", "constexpr"})) continue;
            findings.push_back(
                {std::string(path), line_of(code, at),
                 "a static variable is a mutable global: make it const or a member"});
        }
    }
    return findings;
}

}  // namespace

Findings check_banned_code(std::string_view path, std::string_view text) {
    Findings findings;
    const std::string code = code_only(text);
    for (const Banned& banned : banned_code()) {
        if (!any_matches(path, banned.where) || any_matches(path, banned.except)) continue;
        for (std::size_t at = find_word(code, banned.text, 0); at != std::string::npos;
             at = find_word(code, banned.text, at + 1))
            findings.push_back({std::string(path), line_of(code, at),
                                std::string(banned.text) + " is not used here; use " +
                                    std::string(banned.instead)});
    }
    return findings;
}

Findings check_properties_heard(std::string_view path, std::string_view text) {
    constexpr std::string_view property = "rc::check(";
    Findings findings;
    const std::string code = code_only(text);
    for (std::size_t at = code.find(property); at != std::string::npos;
         at = code.find(property, at + 1)) {
        const std::size_t before = code.find_last_of(";{}", at);
        const std::size_t begin = before == std::string::npos ? 0 : before + 1;
        const std::string statement = code.substr(begin, at - begin);
        const bool heard = statement.find("CHECK") != std::string::npos ||
                           statement.find("REQUIRE") != std::string::npos ||
                           statement.find('=') != std::string::npos;
        if (!heard)
            findings.push_back({std::string(path), line_of(code, at),
                                "nobody hears this property fail: CHECK(rc::check(…))"});
    }
    return findings;
}

// Words that announce unfinished work, and paths that exist on one machine only. The words are
// written in two halves, since this file is read too.
Findings check_banned_words(std::string_view path, std::string_view text) {
    static const std::array<std::string, 4> unfinished{
        "TO"
        "DO",
        "FIX"
        "ME",
        "XX"
        "X",
        "HA"
        "CK"};
    static const std::array<std::string, 3> machine{
        "/wo"
        "rk/",
        "/ho"
        "me/",
        "/ro"
        "ot/"};
    Findings findings;
    for (const std::string& word : unfinished)
        for (std::size_t at = find_word(text, word, 0); at != std::string_view::npos;
             at = find_word(text, word, at + 1))
            findings.push_back({std::string(path), line_of(text, at),
                                word + ": finish it, or say in an issue what is missing"});
    for (const std::string& folder : machine)
        for (std::size_t at = text.find(folder); at != std::string_view::npos;
             at = text.find(folder, at + 1))
            if (at == 0 || (!is_word(text[at - 1]) && text[at - 1] != '.' && text[at - 1] != '}'))
                findings.push_back({std::string(path), line_of(text, at),
                                    folder + " is a path of one machine: count from the root"});
    return findings;
}

Findings check_mutable_globals(std::string_view path, std::string_view text) {
    if (!any_matches(path, {"engine/*", "ical/*", "server/*"})) return {};
    const Outline outline = outline_of(text);
    Findings findings = mutable_locals(path, text, outline);
    for (const Statement& statement : outline.statements)
        if (is_mutable_global(statement))
            findings.push_back({std::string(path), statement.line,
                                "\"" + statement.text +
                                    "\" is a mutable global: build it in main and pass it down"});
    return findings;
}

}  // namespace sopu::house
