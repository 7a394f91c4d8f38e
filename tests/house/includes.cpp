// The floors of docs/architecture.md as tables, and who may include what of others.
#include <algorithm>
#include <array>
#include <optional>

#include "tests/house/rules.h"
#include "tests/house/source.h"

namespace sopu::house {
namespace {

struct Room {
    std::string_view folder;
    int floor;
};

// The first that fits counts.
constexpr std::array<Room, 14> rooms{{{"engine/", 0},
                                      {"ical/", 1},
                                      {"server/words/", 1},
                                      {"server/json/", 1},
                                      {"server/store/", 2},
                                      {"server/service/", 2},
                                      {"server/http/", 3},
                                      {"server/api/", 4},
                                      {"server/pages/", 4},
                                      {"server/feeds/", 4},
                                      {"server/outbound/", 4},
                                      {"server/cli/", 5},
                                      {"server/", 5},
                                      {"tests/", 6}}};

const Room* room_of(std::string_view path) {
    for (const Room& room : rooms)
        if (path.substr(0, room.folder.size()) == room.folder) return &room;
    return nullptr;
}

bool may_include(const Room& from, const Room& to) {
    if (from.folder == to.folder || to.floor < from.floor) return true;
    return (from.folder == "server/service/" && to.folder == "server/store/") ||
           (from.folder == "server/cli/" && to.folder == "server/") ||
           (from.folder == "server/" && to.folder == "server/cli/");
}

// A header of somebody else's and the files that may include it.
struct Foreign {
    std::string_view header;
    std::vector<std::string_view> files;
};

const std::vector<Foreign>& foreign_headers() {
    static const std::vector<Foreign> table{
        {"date/*", {"engine/*", "ical/*", "server/*"}},
        {"tl/expected.hpp", {"engine/base/result.h"}},
        {"libical/*", {"ical/libical.h"}},
        {"sqlite3.h", {"server/store/sqlite/*"}},
        {"boost/beast*", {"server/http/*.cpp", "server/http/session*.h"}},
        {"boost/asio*", {"server/http/*.cpp", "server/http/session*.h"}},
        {"boost/url*", {"server/http/*.cpp"}},
        {"boost/system*", {"server/http/*.cpp", "server/http/session*.h", "server/json/*.cpp"}},
        {"boost/json*",
         {"server/json/*", "server/api/*", "server/words/messages.cpp", "server/store/sqlite/*",
          "server/service/*.cpp", "server/cli/*.cpp"}},
        {"unicode/*", {"server/words/*.cpp"}},
        {"kainjow/*", {"server/words/*.cpp"}},
        {"sodium.h", {"server/service/*.cpp", "server/http/*.cpp", "server/cli/*.cpp"}},
        {"zlib.h", {"server/http/*.cpp"}},
        {"qrencode.h", {"server/pages/qr.cpp"}},
        {"curl/*", {"server/outbound/smtp.cpp"}},
        {"gmime/*", {"server/outbound/mail.cpp"}},
        {"CLI/*", {"server/cli/*.cpp"}},
        {"toml++/*", {"server/cli/*.cpp"}},
    };
    return table;
}

// POSIX: the operating system is asked in .cpp files only.
constexpr std::array<std::string_view, 15> posix{
    "sys/*",   "netinet/*", "arpa/*",    "netdb.h", "unistd.h", "fcntl.h",    "signal.h", "poll.h",
    "errno.h", "dirent.h",  "termios.h", "pwd.h",   "syslog.h", "execinfo.h", "linux/*"};

// What the ground floor has no use for: threads, clocks, disks, chance.
constexpr std::array<std::string_view, 14> not_in_engine{
    "thread", "mutex",     "shared_mutex", "atomic",   "condition_variable",
    "future", "semaphore", "fstream",      "iostream", "filesystem",
    "random", "ctime",     "latch",        "barrier"};

bool any_matches(std::string_view text, const auto& patterns) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [text](std::string_view pattern) { return matches(text, pattern); });
}

std::optional<std::string> floor_fault(std::string_view path, const Room& from,
                                       const Include& include) {
    if (!include.quoted) return std::nullopt;
    const Room* to = room_of(include.header);
    if (to == nullptr)
        return "\"" + include.header + "\": write the path from the root (\"engine/time/when.h\")";
    if (may_include(from, *to)) return std::nullopt;
    return std::string(path) + " may not include \"" + include.header +
           "\": " + std::string(from.folder) + " stands on floor " + std::to_string(from.floor) +
           ", " + std::string(to->folder) + " on floor " + std::to_string(to->floor) +
           "; move the code or pass it down as a parameter (docs/architecture.md)";
}

std::optional<std::string> foreign_fault(std::string_view path, const std::string& header) {
    const bool is_std = header.find_first_of("./") == std::string::npos;
    const bool in_engine = path.substr(0, 7) == "engine/";
    if (is_std && in_engine && any_matches(header, not_in_engine))
        return "<" + header + ">: the engine has no threads, clocks, files or chance; pass it in";
    if (is_std) return std::nullopt;
    for (const Foreign& foreign : foreign_headers()) {
        if (!matches(header, foreign.header)) continue;
        if (any_matches(path, foreign.files)) return std::nullopt;
        return "<" + header + "> belongs to " + std::string(foreign.files.front()) +
               "; use what that folder offers";
    }
    if (any_matches(header, posix)) {
        if (!in_engine && path.size() > 4 && path.substr(path.size() - 4) == ".cpp")
            return std::nullopt;
        return "<" + header + ">: the operating system is asked in .cpp files above the engine";
    }
    return "<" + header + "> is in no table: name its folder in tests/house/includes.cpp";
}

bool is_ours(std::string_view path) {
    const Room* room = room_of(path);
    return room != nullptr && room->folder != "tests/";
}

}  // namespace

Findings check_floor_includes(std::string_view path, std::string_view text) {
    Findings findings;
    const Room* from = room_of(path);
    if (from == nullptr) return findings;
    for (const Include& include : includes_of(text))
        if (auto fault = floor_fault(path, *from, include))
            findings.push_back({std::string(path), include.line, *std::move(fault)});
    return findings;
}

Findings check_foreign_includes(std::string_view path, std::string_view text) {
    Findings findings;
    if (!is_ours(path)) return findings;
    for (const Include& include : includes_of(text)) {
        if (include.quoted) continue;
        if (auto fault = foreign_fault(path, include.header))
            findings.push_back({std::string(path), include.line, *std::move(fault)});
    }
    return findings;
}

}  // namespace sopu::house
