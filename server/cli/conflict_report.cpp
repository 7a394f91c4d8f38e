#include "server/cli/conflict_report.h"

#include <ostream>
#include <string>

#include "engine/time/iso.h"
#include "server/service/explain.h"
#include "server/words/dates.h"

namespace sopu::cli {
namespace {

std::string cell(std::string_view text) {
    std::string safe;
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        safe = "'";
    safe += text;
    if (safe.find_first_of(";\"\r\n") == std::string::npos) return safe;
    std::string quoted = "\"";
    for (const char c : safe) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

// Of a fact its name, if it has one.
std::string other_title(const service::StoredConflict& conflict, const ReportWords& how) {
    if (conflict.finding.fact) return std::string(pick(conflict.finding.fact->name, how.lang));
    return service::shown_title(how.lang, conflict.other, how.messages);
}

std::string sentence_of(const service::StoredConflict& conflict, const ReportWords& how) {
    return service::sentence(how.lang, {conflict.finding, conflict.other, conflict.others},
                             how.ground, how.messages);
}

}  // namespace

void print_text(std::ostream& out, const std::vector<service::StoredConflict>& conflicts,
                const ReportWords& how) {
    for (const service::StoredConflict& it : conflicts) {
        const auto name = [&how](std::string_view group, std::string_view value) {
            return how.messages.text(how.lang, std::string(group) + "." + std::string(value));
        };
        out << "[" << name("severity", name_of(it.finding.severity)) << ", "
            << name("certainty", name_of(it.finding.certainty));
        // What is not stored has no state.
        if (!it.standing.id.empty())
            out << ", " << name("conflict_state", name_of(it.standing.state));
        out << "] " << service::shown_title(how.lang, it.mine, how.messages) << ", "
            << words::when_text(how.lang, it.mine.when, how.ground.zones) << "\n    "
            << sentence_of(it, how) << "\n";
    }
}

void print_csv(std::ostream& out, const std::vector<service::StoredConflict>& conflicts,
               const ReportWords& how) {
    out << "kind;severity;certainty;start;end;mine;mine_title;other;other_title;text;state;"
           "reason\n";
    for (const service::StoredConflict& it : conflicts) {
        const Interval& overlap = it.finding.clashes.front().overlap;
        out << name_of(it.finding.kind) << ';' << name_of(it.finding.severity) << ';'
            << name_of(it.finding.certainty) << ';' << format_instant(overlap.start()) << ';'
            << format_instant(overlap.end()) << ';' << cell(it.mine.event.text()) << ';'
            << cell(service::shown_title(how.lang, it.mine, how.messages)) << ';'
            << cell(it.other.event.text()) << ';' << cell(other_title(it, how)) << ';'
            << cell(sentence_of(it, how)) << ';' << name_of(it.standing.state) << ';'
            << cell(it.standing.reason) << '\n';
    }
}

}  // namespace sopu::cli
