#include "server/api/import_report.h"

#include <algorithm>
#include <unordered_map>

#include <boost/json/array.hpp>

#include "server/api/limits.h"

namespace sopu::api {
namespace {

template <class Row>
void by_line(std::vector<Row>& rows) {
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row& a, const Row& b) { return a.line < b.line; });
}

}  // namespace

ImportReport report_of(service::ImportFile file, service::ImportCounts counts) {
    ImportReport report;
    report.rejected = std::move(file.rejected);
    report.notes = std::move(file.notes);
    report.counts = std::move(counts);
    std::unordered_map<std::string, std::size_t> lines;
    for (const auto& item : file.items) lines[item.event.uid] = item.line;
    for (const auto& [uid, error] : report.counts.refused)
        report.rejected.push_back({lines[uid], uid, error.reason, error.field});
    by_line(report.rejected);
    by_line(report.notes);
    if (report.notes.size() > limits::import_notes_max) {
        report.notes_left_out = report.notes.size() - limits::import_notes_max;
        report.notes.resize(limits::import_notes_max);
    }
    return report;
}

boost::json::object to_json(const ImportReport& report) {
    boost::json::array rejected;
    for (const auto& it : report.rejected)
        rejected.push_back({{"line", it.line}, {"uid", it.uid}, {"reason", it.reason}});
    boost::json::array notes;
    for (const auto& it : report.notes)
        notes.push_back(
            {{"line", it.line}, {"uid", it.uid}, {"reason", it.reason}, {"detail", it.detail}});
    return {{"added", report.counts.added},
            {"changed", report.counts.changed},
            {"unchanged", report.counts.unchanged},
            {"rejected", std::move(rejected)},
            {"conflicts", report.counts.conflicts.size()},
            {"notes", std::move(notes)},
            {"notes_left_out", report.notes_left_out}};
}

}  // namespace sopu::api
