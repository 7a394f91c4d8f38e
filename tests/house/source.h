// What lives here: a C++ file as the house rules see it: its lines, the code without comments and
// without what is inside literals, the pieces of its #include lines, and its blocks in braces.
// What may not: the rules themselves; a real parser (these rules need none and must stay readable).
// Invariants: `code_only` keeps length and line breaks, so offsets and line numbers agree.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sopu::house {

struct Include {
    std::size_t line;    // from 1
    std::string header;  // "engine/base/id.h", "vector"
    bool quoted;         // "…" rather than <…>
};

enum class Block { scope, type, function, data };

// A block in braces that is not inside a function.
struct Braces {
    Block kind;
    std::size_t first_line;  // where its head begins
    std::size_t last_line;
    std::size_t begin;  // offset of {
    std::size_t end;    // offset of }, or the end of the file
    std::string head;   // what stands before {
};

// A statement that is not inside a function or a table: up to its ; or { or =.
struct Statement {
    std::size_t line;
    std::string text;
    bool in_type;
};

struct Outline {
    std::vector<Braces> blocks;
    std::vector<Statement> statements;
};

std::vector<std::string_view> lines_of(std::string_view text);
std::size_t line_of(std::string_view text, std::size_t offset);

// Comments and the insides of strings and character literals become spaces; quotes stay.
std::string code_only(std::string_view text);
// The same without preprocessor lines.
std::string without_preprocessor(std::string code);

std::vector<Include> includes_of(std::string_view text);
Outline outline_of(std::string_view text);

// The paragraph of // lines the file opens with.
std::string opening_comment(std::string_view text);

// A path against a pattern where * stands for anything, slashes too.
bool matches(std::string_view path, std::string_view pattern);

}  // namespace sopu::house
