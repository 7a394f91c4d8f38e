// What lives here: the files of web/ and data/ as they were when the program was built, by their
// path from the root of the tree ("web/static/sopu.css", "data/municipalities.csv").
// What may not: reading the disk (--web-dir does that, in config), parsing what is in them.
// Invariants: the views live as long as the program; paths are sorted and unique. The bytes are put
// in by cmake/embed.cmake.
// Thread-safety: constants.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace sopu::cli {

// The bytes of an embedded file; nothing if there was none of that path.
std::optional<std::string_view> embedded(std::string_view path);

std::vector<std::string_view> embedded_paths();

}  // namespace sopu::cli
