// What documents promise: that every folder is told of, and that their links lead somewhere.
#include <algorithm>
#include <array>
#include <filesystem>

#include "tests/house/rules.h"
#include "tests/house/source.h"

namespace sopu::house {
namespace {

constexpr std::array<std::string_view, 11> top_folders{"engine/", "ical/",  "server/", "web/",
                                                       "tests/",  "bench/", "data/",   "docs/",
                                                       "tools/",  "cmake/", ".ci/"};

bool begins_at_top(std::string_view path) {
    return std::any_of(top_folders.begin(), top_folders.end(), [path](std::string_view folder) {
        return path.substr(0, folder.size()) == folder;
    });
}

bool is_foreign(std::string_view target) {
    return target.find("://") != std::string_view::npos || target.substr(0, 7) == "mailto:";
}

std::string from_root(std::string_view document, std::string_view target) {
    const auto folder = std::filesystem::path(document).parent_path();
    return (folder / target).lexically_normal().generic_string();
}

void add_markdown_links(std::string_view path, std::string_view line, std::size_t number,
                        std::vector<Link>& links) {
    for (std::size_t at = line.find("]("); at != std::string_view::npos;
         at = line.find("](", at + 1)) {
        std::string_view target = line.substr(at + 2, line.find(')', at) - at - 2);
        target = target.substr(0, target.find('#'));
        if (target.empty() || is_foreign(target)) continue;
        links.push_back({number, from_root(path, target)});
    }
}

void add_code_paths(std::string_view line, std::size_t number, std::vector<Link>& links) {
    for (std::size_t open = line.find('`'); open != std::string_view::npos;) {
        const std::size_t close = line.find('`', open + 1);
        if (close == std::string_view::npos) return;
        const auto code = line.substr(open + 1, close - open - 1);
        if (begins_at_top(code) && code.find_first_of(" *<>{}…") == std::string_view::npos)
            links.push_back({number, std::string(code)});
        open = line.find('`', close + 1);
    }
}

}  // namespace

Findings check_folders_named(std::string_view tour, const std::vector<std::string>& folders) {
    Findings findings;
    for (const std::string& folder : folders)
        if (tour.find("`" + folder + "`") == std::string_view::npos)
            findings.push_back({"docs/tour.md", 1,
                                "`" + folder + "` is not named: say in one line what lives there"});
    return findings;
}

std::vector<Link> links_of(std::string_view path, std::string_view text) {
    std::vector<Link> links;
    const auto lines = lines_of(text);
    bool fenced = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].substr(0, 3) == "```") fenced = !fenced;
        if (fenced) continue;
        add_markdown_links(path, lines[i], i + 1, links);
        if (path == "docs/tour.md") add_code_paths(lines[i], i + 1, links);
    }
    return links;
}

}  // namespace sopu::house
