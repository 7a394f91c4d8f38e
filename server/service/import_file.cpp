#include "server/service/import_file.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "engine/base/text.h"
#include "ical/limits.h"
#include "ical/read.h"
#include "server/service/csv.h"
#include "server/service/import_csv.h"
#include "server/service/limits.h"
#include "server/service/secrets.h"
#include "server/service/validate.h"

namespace sopu::service {
namespace {

// As every imported event stands: what a municipality puts in is its own word (CONTRACT `import`).
void settle(Event& event) {
    event.state = State::published;
    event.verified = true;
}

ImportFile::Rejected rejected_for(std::size_t line, const Event& event, const Error& error) {
    return {line, event.uid, error.reason, error.field};
}

// Texts are held to the limits of the JSON door.
void keep_or_reject(ImportFile& file, Event event, std::size_t line) {
    settle(event);
    const Errors errors = validate_text(event);
    if (errors.empty())
        file.items.push_back({std::move(event), line});
    else
        file.rejected.push_back(rejected_for(line, event, errors.front()));
}

Result<ImportFile> read_ics(std::string_view bytes, const ImportOptions& options,
                            const Ground& ground) {
    ical::Calendar calendar =
        SOPU_TRY(ical::read(bytes, ground.zones, {options.language, ical::Purpose::calendar}));
    ImportFile file;
    for (const ical::Note& note : calendar.notes)
        file.notes.push_back({0, "", note.reason, note.detail});
    for (ical::Rejected& it : calendar.rejected)
        file.rejected.push_back(
            {it.line, std::move(it.uid), std::move(it.reason), std::move(it.detail)});
    for (ical::Taken& taken : calendar.taken) {
        for (const ical::Note& note : taken.notes)
            file.notes.push_back({taken.line, taken.event.uid, note.reason, note.detail});
        taken.event.municipality = options.municipality;
        taken.event.organisation = options.organisation;
        keep_or_reject(file, std::move(taken.event), taken.line);
    }
    return file;
}

// A row without an id is known by what it says, so that the same file again is the same event; of
// equal rows the second and later ones are numbered.
std::string uid_of_content(const CsvCells& cells, std::unordered_map<std::string, int>& seen) {
    std::string all;
    for (const auto& [column, value] : cells) {
        all += column;
        all += '=';
        all += trim(value);
        all += '\n';
    }
    const std::string uid = "row-" + digest(all);
    const int copies = ++seen[uid];
    return copies == 1 ? uid : uid + "-" + std::to_string(copies);
}

class CsvImport {
  public:
    CsvImport(const ImportOptions& options, const Ground& ground)
        : options_(options), ground_(ground) {}

    Result<ImportFile> read(std::string_view bytes) {
        if (!is_utf8(bytes)) return fail(Code::invalid, "", "not_utf8");
        const std::vector<CsvRow> rows = SOPU_TRY(read_csv(bytes, ';'));
        if (rows.empty()) return fail(Code::invalid, "", "no_title_column");
        if (rows.size() - 1 > limits::import_events_max)
            return fail(Code::too_large, "", "import_events_max");
        SOPU_CHECK(header(rows.front()));
        for (std::size_t i = 1; i < rows.size(); ++i) row(rows[i]);
        return std::move(file_);
    }

  private:
    Result<void> header(const CsvRow& row) {
        for (const std::string& cell : row.fields) {
            std::string name = ascii_lower(trim(cell));
            const bool twice = std::find(names_.begin(), names_.end(), name) != names_.end();
            if (twice && !name.empty())
                return tl::unexpected<Error>(invalid(name, "column_twice", {{"value", name}}));
            if (!is_csv_column(name) && !name.empty())
                file_.notes.push_back({row.line, "", "unknown_column", name});
            names_.push_back(std::move(name));
        }
        const bool titled = std::find(names_.begin(), names_.end(), "title") != names_.end();
        if (!titled) return fail(Code::invalid, "title", "no_title_column");
        return {};
    }

    void row(const CsvRow& row) {
        CsvCells cells;
        for (std::size_t i = 0; i < names_.size() && i < row.fields.size(); ++i)
            if (is_csv_column(names_[i])) cells[names_[i]] = row.fields[i];
        const auto said = cells.find("id");
        const std::string id = said == cells.end() ? "" : std::string(trim(said->second));
        const auto reject = [&](std::string reason, std::string detail) {
            file_.rejected.push_back({row.line, id, std::move(reason), std::move(detail)});
        };
        // A separator too many inside a text that is not quoted moves every later cell.
        if (row.fields.size() > names_.size()) return reject("too_many_cells", "");
        auto event = event_of_row(cells, options_, ground_);
        if (!event) return reject(event.error().front().reason, event.error().front().field);
        if (event->uid.empty()) {
            event->uid = uid_of_content(cells, copies_);
            event->id = id_of_uid(event->uid);
        }
        if (!lines_.emplace(event->uid, row.line).second) return reject("duplicate_uid", "id");
        keep_or_reject(file_, *std::move(event), row.line);
    }

    const ImportOptions& options_;
    const Ground& ground_;
    ImportFile file_;
    std::vector<std::string> names_;
    std::unordered_map<std::string, int> copies_;
    std::unordered_map<std::string, std::size_t> lines_;  // uid -> line
};

}  // namespace

std::optional<ImportFormat> format_of_name(std::string_view file_name) {
    const std::string lower = ascii_lower(file_name);
    if (lower.ends_with(".ics") || lower.ends_with(".ical")) return ImportFormat::ics;
    if (lower.ends_with(".csv")) return ImportFormat::csv;
    return std::nullopt;
}

Result<ImportFile> read_import(std::string_view bytes, ImportFormat format,
                               const ImportOptions& options, const Ground& ground) {
    ImportFile file = format == ImportFormat::ics
                          ? SOPU_TRY(read_ics(bytes, options, ground))
                          : SOPU_TRY(CsvImport(options, ground).read(bytes));
    file.steps = ical::limits::steps_of(bytes.size());
    std::stable_sort(file.rejected.begin(), file.rejected.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    return file;
}

bool supersedes(const Event& candidate, const Event& held) {
    return std::tie(candidate.sequence, candidate.updated) >= std::tie(held.sequence, held.updated);
}

}  // namespace sopu::service
