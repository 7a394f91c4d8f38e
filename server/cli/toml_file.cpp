#include "server/cli/toml_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <toml++/toml.h>

namespace sopu::cli {
namespace {

// Deeper than any file of ours: [municipality.777.lead_time.noise].
constexpr int table_depth_max = 4;

std::optional<std::string> text_of(const toml::node& node) {
    if (const auto text = node.value_exact<std::string>()) return *text;
    if (const auto truth = node.value_exact<bool>()) return *truth ? "on" : "off";
    if (const auto whole = node.value_exact<std::int64_t>()) return std::to_string(*whole);
    if (const auto real = node.value_exact<double>()) {
        std::array<char, 32> digits;  // the shortest that reads back as the same number
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), *real).ptr;
        return std::string(digits.data(), end);
    }
    const toml::array* list = node.as_array();
    if (list == nullptr) return std::nullopt;
    std::string joined;
    for (const toml::node& item : *list) {
        const auto text = item.value_exact<std::string>();
        if (!text) return std::nullopt;
        if (!joined.empty()) joined += ',';
        joined += *text;
    }
    return joined;
}

std::size_t line_of(const toml::node& node) {
    return node.source().begin.line;
}

Result<void> add(const std::string& key, const toml::node& node, std::vector<TomlEntry>& entries) {
    auto value = text_of(node);
    if (!value) return tl::unexpected(wrong_line(key, "wrong_type", line_of(node), key));
    entries.push_back({key, *std::move(value), line_of(node), node.is_number()});
    return {};
}

Result<void> add_table(const std::string& prefix, const toml::table& table, int depth,
                       std::vector<TomlEntry>& entries) {
    for (const auto& [key, node] : table) {
        const std::string name = prefix + std::string(key.str());
        const toml::table* inner = node.as_table();
        if (inner == nullptr || depth == table_depth_max)
            SOPU_CHECK(add(name, node, entries));
        else
            SOPU_CHECK(add_table(name + ".", *inner, depth + 1, entries));
    }
    return {};
}

// Debian's shared library is built with exceptions: they end here.
Result<toml::table> parse(std::string_view text) {
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& problem) {
        return tl::unexpected(wrong_line("", "bad_toml", problem.source().begin.line,
                                         std::string(problem.description())));
    }
}

}  // namespace

Error wrong_line(std::string key, std::string reason, std::size_t line, std::string value) {
    std::string at = "line " + std::to_string(line) + ": " + value;
    Error error = invalid(std::move(key), std::move(reason),
                          {{"line", std::to_string(line)}, {"value", std::move(value)}});
    error.detail = std::move(at);
    return error;
}

Result<std::vector<TomlEntry>> read_toml(std::string_view text) {
    const toml::table parsed = SOPU_TRY(parse(text));
    std::vector<TomlEntry> entries;
    SOPU_CHECK(add_table("", parsed, 0, entries));
    std::sort(entries.begin(), entries.end(),
              [](const TomlEntry& a, const TomlEntry& b) { return a.line < b.line; });
    return entries;
}

}  // namespace sopu::cli
