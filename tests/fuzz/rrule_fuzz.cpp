// Any bytes as a recurrence rule, and as a small series (the lines after the first are EXDATE,
// RDATE and override values in their order): reading ends, what is read is written and read back
// the same, and an expansion ends within its budget with occurrences that keep their promises.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/base/invariant.h"
#include "engine/recur/expand.h"
#include "tests/support/zones.h"

namespace {

using sopu::Interval;
using sopu::recur::Moment;
using sopu::recur::Occurrence;
using sopu::recur::Series;

// Less than a program would allow, so that many inputs are tried in a second.
constexpr std::int64_t steps = 20'000;

// Moments come from bytes, so that the fuzzer can move them about.
Moment moment_of(std::string_view line) {
    std::int64_t value = 0;
    for (const char c : line.substr(0, 6)) value = value * 64 + (c & 63);
    const sopu::seconds since{value % 3'155'760'000};
    const sopu::LocalTime local{since};
    if (line.size() % 3 == 0) return Moment(date::floor<date::days>(local));
    if (line.size() % 3 == 1) return Moment(local);
    return Moment(sopu::Instant{since});
}

void add_dates(std::string_view text, Series& series) {
    for (int i = 0; !text.empty() && i < 60; ++i) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const Moment moment = moment_of(text.substr(0, end));
        if (i % 3 == 0) series.exceptions.push_back(moment);
        if (i % 3 == 1) series.dates.push_back({moment, sopu::recur::Length{i % 2, {}}});
        if (i % 3 == 2) {
            sopu::recur::Override said;
            said.recurrence_id = moment;
            said.start = moment_of(text.substr(std::min<std::size_t>(end, 2)));
            said.cancelled = end % 5 == 0;
            if (end % 2 == 0) said.range = sopu::recur::OverrideRange::this_and_future;
            series.overrides.push_back(said);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

void check(const std::vector<Occurrence>& found, const Interval& window) {
    const auto key = [](const Occurrence& one) {
        return std::tie(one.start, one.end, one.recurrence_id, one.override_index);
    };
    for (std::size_t i = 0; i < found.size(); ++i) {
        INVARIANT(sopu::found_in({found[i].start, found[i].end}, window), "inside the window");
        INVARIANT(i == 0 || key(found[i - 1]) < key(found[i]), "sorted, and each once");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::string_view text = bytes.substr(0, bytes.find('\n'));
    const auto rule = sopu::recur::parse_rule(text);
    if (!rule) {
        INVARIANT(rule.error().reason.starts_with("rule_"), "a refusal says why");
        return 0;
    }
    const auto again = sopu::recur::parse_rule(sopu::recur::format_rule(*rule));
    INVARIANT(again.has_value() && *again == *rule, "a rule comes back as it was");

    Series series;
    series.rule = *rule;
    series.length = {static_cast<std::int64_t>(size % 3), sopu::seconds{size % 7'200}};
    series.start = sopu::LocalTime{date::local_days{date::year{2024} / 2 / 29}} +
                   sopu::seconds{size * 977 % 86'400};
    if (bytes.size() > text.size()) add_dates(bytes.substr(text.size() + 1), series);
    for (const int year : {2024, 2425}) {
        const Interval window{date::sys_days{date::year{year} / 1 / 1},
                              date::sys_days{date::year{year + 2} / 1 / 1}};
        sopu::recur::Budget budget(steps);
        const auto found = sopu::recur::expand(series, sopu::test::test_zones(), window, budget);
        if (found) check(*found, window);
    }
    return 0;
}
