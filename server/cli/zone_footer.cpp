#include "server/cli/zone_footer.h"

#include <filesystem>
#include <fstream>
#include <system_error>

namespace sopu::cli {
namespace {

constexpr std::string_view zone_directory = "/usr/share/zoneinfo/";

bool is_safe(std::string_view zone) {
    return !zone.empty() && zone.front() != '/' && zone.find("..") == std::string_view::npos &&
           zone.find('\0') == std::string_view::npos;
}

}  // namespace

std::optional<std::string> zone_footer(std::string_view zone) {
    if (!is_safe(zone)) return std::nullopt;
    const auto path = std::string(zone_directory) + std::string(zone);
    // A region's name ("Europe") is a directory, which a stream would throw at.
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
    const auto size = std::filesystem::file_size(path, error);
    if (error) return std::nullopt;
    std::string bytes(static_cast<std::size_t>(size), '\0');
    std::ifstream file(path, std::ios::binary);
    if (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) return std::nullopt;
    // Magic, then the version: a NUL (version 1) has no footer.
    if (!bytes.starts_with("TZif") || bytes.size() < 6 || bytes[4] < '2' || bytes.back() != '\n')
        return std::nullopt;
    bytes.pop_back();
    const std::size_t line = bytes.rfind('\n');
    if (line == std::string::npos) return std::nullopt;
    return bytes.substr(line + 1);
}

}  // namespace sopu::cli
