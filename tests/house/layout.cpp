// How a file looks: its opening paragraph, its lengths, the names of its tests.
#include <algorithm>
#include <cctype>
#include <set>

#include "tests/house/rules.h"
#include "tests/house/source.h"

namespace sopu::house {
namespace {

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Code points: a byte that does not continue one begins one.
std::size_t columns_of(std::string_view line) {
    return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

// The literal after TEST_CASE( in `text`; `at` is where the word begins.
std::string name_after(std::string_view text, std::size_t at) {
    const std::size_t open = text.find('"', at);
    if (open == std::string_view::npos) return {};
    std::size_t end = open + 1;
    while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
    return std::string(text.substr(open + 1, end - open - 1));
}

}  // namespace

Findings check_opening_comment(std::string_view path, std::string_view text) {
    if (!ends_with(path, ".h")) return {};
    if (opening_comment(text).find("What lives here") != std::string::npos) return {};
    return {{std::string(path), 1,
             "open the header with a paragraph: // What lives here: … What may not: … "
             "Invariants: … Thread-safety: …"}};
}

Findings check_lines(std::string_view path, std::string_view text) {
    Findings findings;
    const auto lines = lines_of(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (columns_of(lines[i]) > columns_max)
            findings.push_back({std::string(path), i + 1,
                                "the line has " + std::to_string(columns_of(lines[i])) +
                                    " columns, at most " + std::to_string(columns_max) +
                                    ": tools/format, or shorten it"});
        if (lines[i].find('\t') != std::string_view::npos)
            findings.push_back({std::string(path), i + 1, "a tab: indent by four spaces"});
        if (!lines[i].empty() && (lines[i].back() == ' ' || lines[i].back() == '\r'))
            findings.push_back({std::string(path), i + 1, "blanks or CR at the end: tools/format"});
    }
    if (lines.size() > file_lines_max)
        findings.push_back({std::string(path), lines.size(),
                            "the file has " + std::to_string(lines.size()) + " lines, at most " +
                                std::to_string(file_lines_max) + ": find the second idea in it"});
    return findings;
}

Findings check_functions(std::string_view path, std::string_view text) {
    Findings findings;
    for (const Braces& block : outline_of(text).blocks) {
        if (block.kind != Block::function) continue;
        const std::size_t length = block.last_line - block.first_line + 1;
        if (length <= function_lines_max) continue;
        findings.push_back({std::string(path), block.first_line,
                            "the function has " + std::to_string(length) + " lines, at most " +
                                std::to_string(function_lines_max) +
                                ": decide here, compute in functions of their own"});
    }
    return findings;
}

Findings check_test_names(std::string_view path, std::string_view text) {
    Findings findings;
    const std::string code = code_only(text);
    std::set<std::string> names;
    bool in_suite = code.find("TEST_SUITE") != std::string::npos;
    for (std::size_t at = code.find("TEST_CASE"); at != std::string::npos;
         at = code.find("TEST_CASE", at + 1)) {
        const std::size_t line = line_of(code, at);
        if (lines_of(code)[line - 1].find_first_not_of(' ') != at - (code.rfind('\n', at) + 1))
            continue;  // not the beginning of a line: somebody talks about it
        const std::string name = name_after(text, at);
        const auto say = [&](std::string what) {
            findings.push_back({std::string(path), line, std::move(what)});
        };
        if (name.find(';') != std::string::npos)
            say("the test's name has a ; and CMake's lists fall apart at it: choose other words");
        if (!names.insert(name).second) say("two tests are called \"" + name + "\"");
        if (!in_suite) say("the test is in no TEST_SUITE: CTest labels come from suites");
        in_suite = true;
    }
    return findings;
}

Findings check_cpp(std::string_view path, std::string_view text) {
    Findings all;
    for (const auto rule : {check_floor_includes, check_foreign_includes, check_opening_comment,
                            check_lines, check_functions, check_test_names, check_banned_code,
                            check_banned_words, check_mutable_globals, check_properties_heard}) {
        const Findings findings = rule(path, text);
        all.insert(all.end(), findings.begin(), findings.end());
    }
    return all;
}

}  // namespace sopu::house
