// Walks the tree and holds the rules of the house (tests/house/rules.h), so that the picture in
// docs/architecture.md cannot drift from what is built.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/house/rules.h"

namespace {

namespace fs = std::filesystem;
using sopu::house::Finding;
using sopu::house::Findings;

const fs::path root = SOPU_SOURCE_DIR;

constexpr std::array<std::string_view, 9> folders{"engine", "ical", "server", "web",  "tests",
                                                  "bench",  "data", "docs",   "tools"};

std::string text_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Every file of the tree by its path from the root, sorted; what the build leaves is not of it.
std::vector<std::string> files() {
    std::vector<std::string> found;
    for (const auto folder : {"engine", "ical", "server", "web", "tests", "bench", "data", "docs",
                              "tools", "cmake", ".ci"}) {
        if (!fs::exists(root / folder)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(root / folder))
            if (entry.is_regular_file())
                found.push_back(fs::relative(entry.path(), root).generic_string());
    }
    for (const auto& entry : fs::directory_iterator(root))
        if (entry.is_regular_file()) found.push_back(entry.path().filename().string());
    std::sort(found.begin(), found.end());
    return found;
}

bool has_extension(const std::string& path, std::initializer_list<const char*> extensions) {
    const std::string extension = fs::path(path).extension().string();
    return std::any_of(extensions.begin(), extensions.end(),
                       [&](const char* one) { return extension == one; });
}

// Cases of the golden tests and corpora are data: one name for all of them is enough.
bool is_cases(const std::string& path) {
    return path.rfind("tests/golden/", 0) == 0 || path.rfind("tests/fuzz/corpus/", 0) == 0;
}

void report(const Findings& findings) {
    for (const Finding& finding : findings)
        FAIL_CHECK(finding.path << ":" << finding.line << ": " << finding.what);
}

std::vector<std::string> folders_with_files() {
    std::set<std::string> found;
    for (const std::string& path : files()) {
        const std::string top = path.substr(0, path.find('/'));
        if (std::find(folders.begin(), folders.end(), top) == folders.end()) continue;
        std::string folder = fs::path(path).parent_path().generic_string() + "/";
        if (is_cases(folder)) folder = folder.substr(0, folder.find("/", 8) + 1);
        if (folder == "tests/fuzz/") folder = is_cases(path) ? "tests/fuzz/corpus/" : folder;
        found.insert(folder);
    }
    return {found.begin(), found.end()};
}

}  // namespace

TEST_SUITE("house.tree") {
    TEST_CASE("the tree is there") {
        CHECK(fs::exists(root / "CMakeLists.txt"));
        CHECK(files().size() > 50);
    }

    TEST_CASE("every C++ file keeps the rules of the house") {
        for (const std::string& path : files())
            if (has_extension(path, {".h", ".cpp"}))
                report(sopu::house::check_cpp(path, text_of(root / path)));
    }

    TEST_CASE("no file announces unfinished work or names one machine's paths") {
        for (const std::string& path : files()) {
            if (has_extension(path, {".h", ".cpp"}) || is_cases(path)) continue;
            report(sopu::house::check_banned_words(path, text_of(root / path)));
        }
    }

    TEST_CASE("what must not compile says what would") {
        for (const std::string& path : files())
            if (path.rfind("tests/must_not_compile/", 0) == 0)
                CHECK_MESSAGE(text_of(root / path).find("SOPU_CONTROL") != std::string::npos,
                              path << ":1: add the line that compiles under #ifdef SOPU_CONTROL");
    }

    TEST_CASE("every folder is in the tour") {
        report(
            sopu::house::check_folders_named(text_of(root / "docs/tour.md"), folders_with_files()));
    }

    TEST_CASE("links in documents lead to files of the tree") {
        for (const std::string& path : files()) {
            if (!has_extension(path, {".md"})) continue;
            for (const auto& link : sopu::house::links_of(path, text_of(root / path)))
                if (!fs::exists(root / link.target))
                    FAIL_CHECK(path << ":" << link.line << ": " << link.target
                                    << " is not there: mend the link");
        }
    }
}
