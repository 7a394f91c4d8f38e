#include "tests/support/recurrence_cases.h"

#include <sstream>

#include "engine/base/invariant.h"
#include "tests/support/golden.h"
#include "tests/support/series_text.h"

namespace sopu::test {
namespace {

// The text of a JSON string; letters beyond ASCII are not needed here and become a question mark.
std::string unescaped(std::string_view json, std::size_t& at) {
    std::string out;
    for (; json[at] != '"'; ++at) {
        if (json[at] != '\\') {
            out += json[at];
            continue;
        }
        ++at;
        switch (json[at]) {
            case 'r':
                out += '\r';
                break;
            case 'n':
                out += '\n';
                break;
            case 'u':
                out += '?';
                at += 4;
                break;
            default:
                out += json[at];
                break;
        }
    }
    return out;
}

// Where the value of a member begins.
std::size_t value_of(std::string_view json, std::string_view name) {
    const std::string key = "\"" + std::string(name) + "\": ";
    const std::size_t at = json.find(key);
    INVARIANT(at != std::string_view::npos, "a case has all of its members");
    return at + key.size();
}

std::string string_of(std::string_view json, std::string_view name) {
    std::size_t at = value_of(json, name) + 1;
    return unescaped(json, at);
}

// [["…", "…"], …]: every string, two by two.
std::vector<std::pair<Instant, Instant>> pairs_of(std::string_view json, std::string_view name) {
    std::vector<Instant> instants;
    int depth = 0;
    for (std::size_t at = value_of(json, name);; ++at) {
        if (json[at] == '[') ++depth;
        if (json[at] == ']' && --depth == 0) break;
        if (json[at] != '"') continue;
        ++at;
        instants.push_back(read_instant(unescaped(json, at)));
    }
    std::vector<std::pair<Instant, Instant>> pairs;
    for (std::size_t i = 0; i + 1 < instants.size(); i += 2)
        pairs.emplace_back(instants[i], instants[i + 1]);
    return pairs;
}

}  // namespace

std::vector<RecurrenceCase> recurrence_cases(std::string_view path) {
    std::istringstream lines(source_file(path));
    std::vector<RecurrenceCase> cases;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty()) continue;
        cases.push_back({string_of(line, "id"), string_of(line, "ics"), string_of(line, "rrule"),
                         Interval(read_instant(string_of(line, "window_start")),
                                  read_instant(string_of(line, "window_end"))),
                         pairs_of(line, "expected")});
    }
    return cases;
}

}  // namespace sopu::test
