// What lives here: the rules of the house, each a function from one file's path and text to what is
// wrong with it. The path counts from the root ("server/http/router.h") and decides what applies.
// What may not: reading the disk (tree.h), so that every rule is tried on bad snippets too.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sopu::house {

struct Finding {
    std::string path;
    std::size_t line;  // from 1
    std::string what;  // what is wrong and what to do
};

using Findings = std::vector<Finding>;

constexpr std::size_t function_lines_max = 70;  // a screen
constexpr std::size_t file_lines_max = 500;     // 400 is the hint, this the wall
constexpr std::size_t columns_max = 100;

// includes.cpp
Findings check_floor_includes(std::string_view path, std::string_view text);
Findings check_foreign_includes(std::string_view path, std::string_view text);

// layout.cpp
Findings check_opening_comment(std::string_view path, std::string_view text);
Findings check_lines(std::string_view path, std::string_view text);
Findings check_functions(std::string_view path, std::string_view text);
Findings check_test_names(std::string_view path, std::string_view text);

// words.cpp
Findings check_banned_code(std::string_view path, std::string_view text);
Findings check_banned_words(std::string_view path, std::string_view text);
Findings check_mutable_globals(std::string_view path, std::string_view text);
// rapidcheck prints what it finds and returns false: a property whose answer nobody takes cannot
// fail.
Findings check_properties_heard(std::string_view path, std::string_view text);

// All of the above that apply to a C++ file.
Findings check_cpp(std::string_view path, std::string_view text);

// documents.cpp
// The folders that no document names; `folders` end in a slash.
Findings check_folders_named(std::string_view tour, const std::vector<std::string>& folders);

struct Link {
    std::size_t line;
    std::string target;  // from the root, without an anchor
};

// Links of a document to other files of the tree: [text](target), and in the tour also paths in
// `code` that begin with a folder of the top level.
std::vector<Link> links_of(std::string_view path, std::string_view text);

}  // namespace sopu::house
