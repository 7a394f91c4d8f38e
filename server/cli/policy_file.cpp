#include "server/cli/policy_file.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "server/cli/policy_keys.h"
#include "server/cli/toml_file.h"

namespace sopu::cli {
namespace {

constexpr std::string_view municipality_table = "municipality.";

// An entry and the key that it sets, without the municipality's table.
struct Said {
    std::string_view key;
    const TomlEntry* entry;
};

Error wrong(const TomlEntry& entry, std::string_view reason) {
    const bool name_only = reason == "unknown_setting";
    return wrong_line(entry.key, std::string(reason), entry.line,
                      name_only ? entry.key : entry.key + " = " + entry.value);
}

// "777" of "municipality.777.score_warning"; "" if there is no such municipality.
std::string code_of(std::string_view key, const Gazetteer& gazetteer) {
    const std::string_view rest = key.substr(municipality_table.size());
    const MunicipalityCode code(std::string(rest.substr(0, rest.find('.'))));
    const bool named = rest.size() > code.text().size() + 1 && gazetteer.by_code(code) != nullptr;
    return named ? code.text() : "";
}

// Pairs of which the first may not be less than the second: weights fall with what they weigh.
struct Order {
    std::string_view greater;
    double Policy::*greater_field;
    std::string_view lesser;
    double Policy::*lesser_field;
};
constexpr std::array<Order, 4> orders{{
    {"score_warning", &Policy::score_warning, "score_notice", &Policy::score_notice},
    {"time_same_part", &Policy::time_same_part, "time_same_day", &Policy::time_same_day},
    {"time_same_day", &Policy::time_same_day, "time_same_weekend", &Policy::time_same_weekend},
    {"size_one_smaller", &Policy::size_one_smaller, "size_two_smaller", &Policy::size_two_smaller},
}};

// The last entry that one of the two keys has: what was said there made it wrong.
const TomlEntry* last_of(const std::vector<Said>& said, std::string_view a, std::string_view b) {
    const TomlEntry* last = nullptr;
    for (const Said& it : said)
        if (it.key == a || it.key == b) last = it.entry;
    return last;
}

Result<void> check_orders(const std::vector<Said>& said, const Policy& policy) {
    for (const Order& order : orders) {
        if (policy.*order.greater_field >= policy.*order.lesser_field) continue;
        const TomlEntry* last = last_of(said, order.greater, order.lesser);
        if (last != nullptr) return tl::unexpected(wrong(*last, "bad_number"));
    }
    return {};
}

// The line on which a table such as "lead_time.noise." begins.
std::size_t line_of(const std::vector<Said>& said, std::string_view table) {
    const auto first = std::find_if(said.begin(), said.end(),
                                    [&](const Said& it) { return it.key.starts_with(table); });
    return first == said.end() ? 0 : first->entry->line;
}

// A deadline or a day without a name could not be told to anybody, and a day needs its date.
Result<void> check_whole(const std::vector<Said>& said, const Policy& policy) {
    const auto missing = [&said](const std::string& table, const std::string& key) {
        return tl::unexpected(
            wrong_line(table + key, "missing", line_of(said, table), table + key));
    };
    for (const auto& [id, lead_time] : policy.lead_times)
        if (lead_time.name.empty()) return missing("lead_time." + id + ".", "name_fi");
    for (const auto& [id, day] : policy.protected_days) {
        if (day.name.empty()) return missing("protected_day." + id + ".", "name_fi");
        if (day.month == 0) return missing("protected_day." + id + ".", "date");
    }
    return {};
}

Result<Policy> with(Policy policy, const std::vector<Said>& said) {
    for (const Said& it : said)
        if (const auto reason = set_policy_key(it.key, *it.entry, policy); !reason.empty())
            return tl::unexpected(wrong(*it.entry, reason));
    SOPU_CHECK(check_orders(said, policy));
    SOPU_CHECK(check_whole(said, policy));
    return policy;
}

}  // namespace

Result<Policies> parse_policies(std::string_view toml, const Gazetteer& gazetteer) {
    const std::vector<TomlEntry> entries = SOPU_TRY(read_toml(toml));
    std::vector<Said> for_all;
    std::map<std::string, std::vector<Said>> for_one;
    for (const TomlEntry& entry : entries) {
        if (!entry.key.starts_with(municipality_table)) {
            for_all.push_back({entry.key, &entry});
            continue;
        }
        const std::string code = code_of(entry.key, gazetteer);
        if (code.empty()) {
            const std::string named = entry.key.substr(municipality_table.size());
            return tl::unexpected(wrong_line(entry.key, "unknown_municipality", entry.line,
                                             named.substr(0, named.find('.'))));
        }
        const std::size_t prefix = municipality_table.size() + code.size() + 1;
        for_one[code].push_back({std::string_view(entry.key).substr(prefix), &entry});
    }
    const Policy base = SOPU_TRY(with(Policy{}, for_all));
    Policies::ByMunicipality own;
    for (const auto& [code, said] : for_one)
        own.emplace(MunicipalityCode(code), SOPU_TRY(with(base, said)));
    return Policies(base, std::move(own));
}

}  // namespace sopu::cli
