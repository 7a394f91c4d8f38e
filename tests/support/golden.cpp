#include "tests/support/golden.h"

#include <fstream>
#include <sstream>

#include "engine/base/invariant.h"
#include "engine/base/text.h"
#include "tests/support/tree.h"

namespace sopu::test {

std::string source_file(std::string_view path) {
    std::ifstream file(source_path(std::string(path)), std::ios::binary);
    INVARIANT(file.good(), "tests read the files of their own source tree");
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

std::vector<GoldenLine> golden_lines(std::string_view path) {
    std::istringstream lines(source_file(path));
    std::vector<GoldenLine> found;
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        std::string_view rest = trim(line);
        if (rest.empty() || rest.front() == '#') continue;
        GoldenLine golden{number, {}};
        while (true) {
            const std::size_t bar = rest.find('|');
            golden.fields.emplace_back(trim(rest.substr(0, bar)));
            if (bar == std::string_view::npos) break;
            rest.remove_prefix(bar + 1);
        }
        found.push_back(std::move(golden));
    }
    return found;
}

}  // namespace sopu::test
