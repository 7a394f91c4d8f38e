// What lives here: reading of golden files, text that somebody who writes no C++ can add a case to:
// one case a line, fields between bars, `#` begins a comment line.
// What may not: writing them: a person decides what is right.
// Thread-safety: pure but for reading files.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sopu::test {

// A file's bytes, its path counted from the root of the sources. Ends the program if it is not
// there.
std::string source_file(std::string_view path);

struct GoldenLine {
    std::size_t number;               // from 1
    std::vector<std::string> fields;  // trimmed, empty ones too
};

std::vector<GoldenLine> golden_lines(std::string_view path);

}  // namespace sopu::test
