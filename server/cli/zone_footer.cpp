#include "server/cli/zone_footer.h"

#include <fstream>
#include <iterator>

namespace sopu::cli {
namespace {

constexpr std::string_view zone_directory = "/usr/share/zoneinfo/";
constexpr std::size_t zone_file_bytes_max = 1'000'000;  // real ones have less than 4 000

bool is_safe(std::string_view zone) {
    return !zone.empty() && zone.front() != '/' && zone.find("..") == std::string_view::npos &&
           zone.find('\0') == std::string_view::npos;
}

}  // namespace

std::optional<std::string> zone_footer(std::string_view zone) {
    if (!is_safe(zone)) return std::nullopt;
    std::ifstream file(std::string(zone_directory) + std::string(zone), std::ios::binary);
    std::string bytes;
    for (std::istreambuf_iterator<char> it(file), end; it != end; ++it) {
        if (bytes.size() == zone_file_bytes_max) return std::nullopt;
        bytes.push_back(*it);
    }
    // Magic, then the version: a NUL (version 1) has no footer.
    if (!bytes.starts_with("TZif") || bytes.size() < 6 || bytes[4] < '2' || bytes.back() != '\n')
        return std::nullopt;
    bytes.pop_back();
    const std::size_t line = bytes.rfind('\n');
    if (line == std::string::npos) return std::nullopt;
    return bytes.substr(line + 1);
}

}  // namespace sopu::cli
