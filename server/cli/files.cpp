#include "server/cli/files.h"

#include <filesystem>
#include <fstream>

#include "engine/base/limits.h"
#include "server/service/list_query.h"

namespace sopu::cli {

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
    std::error_code problem;
    if (!std::filesystem::exists(path, problem))
        return fail(Code::not_found, "", "file_not_found", path);
    std::ifstream file(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path, problem))
        return fail(Code::invalid, "", "file_unreadable", path);
    std::string bytes;
    std::string piece(64 * 1024, '\0');
    while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())) ||
           file.gcount() > 0) {
        bytes.append(piece, 0, static_cast<std::size_t>(file.gcount()));
        if (bytes.size() <= bytes_max) continue;
        Error error{
            Code::too_large, "", "file_too_large", {{"max", std::to_string(bytes_max)}}, path};
        return tl::unexpected(std::move(error));
    }
    if (file.bad()) return fail(Code::invalid, "", "file_unreadable", path);
    return bytes;
}

Result<Instant> parse_moment(std::string_view text, std::string_view option, const Zones& zones) {
    if (const auto instant = service::read_time(text, zones)) return *instant;
    return fail(Code::invalid, std::string(option), "bad_instant",
                "--" + std::string(option) + " " + std::string(text));
}

Result<std::optional<Interval>> parse_window(const std::string& from, const std::string& to,
                                             const Zones& zones) {
    if (from.empty() && to.empty()) return std::optional<Interval>{};
    const auto end_of_time = [](int year) {
        return Instant(date::sys_days(date::year(year) / 1 / 1));
    };
    // A year beyond what an event may say on either side: local time is not UTC.
    Instant start = end_of_time(limits::year_min - 1);
    Instant end = end_of_time(limits::year_max + 2);
    if (!from.empty()) start = SOPU_TRY(parse_moment(from, "from", zones));
    if (!to.empty()) end = SOPU_TRY(parse_moment(to, "to", zones));
    if (end < start) return fail(Code::invalid, "to", "end_before_start", from + " … " + to);
    return std::optional(Interval(start, end));
}

}  // namespace sopu::cli
