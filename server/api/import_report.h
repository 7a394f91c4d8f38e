// What lives here: what became of each event of an imported file, told the same by the API and by
// `sopu import`: counts, what was rejected, what was taken otherwise than the file says.
// What may not: reading the file (service/import_file.h), sentences (the callers have a language).
// Invariants: rejected are by line, those of the reader and those of the writer together; of notes
// the first import_notes_max are told and how many more there are. Thread-safety: pure functions.
#pragma once

#include <vector>

#include <boost/json/object.hpp>

#include "server/service/import_events.h"
#include "server/service/import_file.h"

namespace sopu::api {

struct ImportReport {
    service::ImportCounts counts;
    std::vector<service::ImportFile::Rejected> rejected;
    std::vector<service::ImportFile::Note> notes;
    std::size_t notes_left_out = 0;
};

ImportReport report_of(service::ImportFile file, service::ImportCounts counts);

// CONTRACT "Commands": {"added","changed","unchanged","rejected":[{"line","uid","reason"}],
// "conflicts"}, and {"notes":[{"line","uid","reason","detail"}],"notes_left_out"}.
boost::json::object to_json(const ImportReport& report);

}  // namespace sopu::api
