// What lives here: from the bytes of a file (iCalendar, or CSV as CONTRACT "CSV import" has it) to
// events that the Import command takes: published, verified, placed where the importer says.
// What may not: files and paths (server/cli reads them), which stored event is replaced (the
// writer). Invariants: every row or VEVENT is an event or is rejected with its line and a reason; a
// file that is not what it says to be is an Error. One UID gives one event. Equal bytes and options
// give equal events, so importing a file again changes nothing. Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/area.h"
#include "engine/model/event.h"
#include "engine/world/ground.h"

namespace sopu::service {

enum class ImportFormat { ics, csv };

struct ImportOptions {
    // Where an event lies that does not say; every event of an .ics, which cannot say.
    std::optional<MunicipalityCode> municipality;
    std::optional<OrganisationId> organisation;
    std::string language = "fi";  // of texts, which a file does not tell
    // Area expressions, with the calendar's own areas (Snapshot::resolve); without it, those that
    // need none.
    std::function<Result<std::vector<MunicipalityCode>>(std::string_view)> resolve;
};

struct ImportFile {
    struct Item {
        Event event;  // an id only where the file gives one (CSV)
        std::size_t line = 0;
    };
    struct Rejected {
        std::size_t line = 0;
        std::string uid;
        std::string reason;  // stable key
        std::string detail;  // the field or value it is about; "" if none
    };
    // What was taken otherwise than the file says, for a person to look at.
    struct Note {
        std::size_t line = 0;
        std::string uid;
        std::string reason;
        std::string detail;
    };

    std::vector<Item> items;
    std::vector<Rejected> rejected;  // by line
    std::vector<Note> notes;
    // For judging the repeating of its events (recur/budget.h): as much as reading it took at most.
    std::int64_t steps = 0;
};

// "x.ics" -> ics, "x.csv" -> csv, by the name's ending; nothing for any other.
std::optional<ImportFormat> format_of_name(std::string_view file_name);

// Errors: those of ical::read; of CSV: not_utf8, unclosed_quote, text_after_quote, no_title_column,
// and too_large with reason import_events_max.
Result<ImportFile> read_import(std::string_view bytes, ImportFormat format,
                               const ImportOptions& options, const Ground& ground);

// Whether `candidate` takes the place of `held` where both have one UID: the higher SEQUENCE (RFC
// 5546 2.1.5), then the later change, then the one that came later, which is `candidate`.
bool supersedes(const Event& candidate, const Event& held);

}  // namespace sopu::service
