// What lives here: a file of events as `import` and `check` read it, and how a rejected one is
// told. What may not: formats (service/import_file.h). Thread-safety: pure but for reading the
// file.
#pragma once

#include <string>
#include <vector>

#include "server/cli/console.h"
#include "server/service/import_file.h"

namespace sopu {
class Snapshot;
}

namespace sopu::cli {

struct ReadOptions {
    std::string municipality;  // code; "" if not said
    std::string organisation;  // id; "" if not said
};

// By the file's ending: .csv, else iCalendar. Errors: those of read_file and read_import;
// unknown_municipality, unknown_organisation.
Result<service::ImportFile> read_events(const std::string& path, const ReadOptions& options,
                                        const Snapshot& world);

// One line on stderr for each: file, line, uid, why.
void print_rejected(const std::string& path,
                    const std::vector<service::ImportFile::Rejected>& rejected,
                    const words::Messages& messages, Console& console);

}  // namespace sopu::cli
