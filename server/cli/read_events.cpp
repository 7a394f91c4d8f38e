#include "server/cli/read_events.h"

#include <ostream>

#include "engine/world/snapshot.h"
#include "server/cli/files.h"

namespace sopu::cli {

Result<service::ImportFile> read_events(const std::string& path, const ReadOptions& options,
                                        const Snapshot& world) {
    service::ImportOptions how;
    how.resolve = [&world](std::string_view area) { return world.resolve(area); };
    if (!options.municipality.empty()) {
        const Municipality* one = world.ground().gazetteer.by_name(options.municipality);
        if (one == nullptr)
            return tl::unexpected(Error{Code::invalid,
                                        "municipality",
                                        "unknown_municipality",
                                        {{"value", options.municipality}},
                                        {}});
        how.municipality = one->code;
    }
    if (!options.organisation.empty()) {
        how.organisation = OrganisationId(options.organisation);
        if (world.organisations().find(options.organisation) == nullptr)
            return fail(Code::invalid, "organisation", "unknown_organisation",
                        options.organisation);
    }
    const std::string bytes = SOPU_TRY(read_file(path, input_bytes_max));
    const auto format = service::format_of_name(path).value_or(service::ImportFormat::ics);
    return service::read_import(bytes, format, how, world.ground()).map_error([&](Error error) {
        error.detail = error.detail.empty() ? path : path + ": " + error.detail;
        return error;
    });
}

void print_rejected(const std::string& path,
                    const std::vector<service::ImportFile::Rejected>& rejected,
                    const words::Messages& messages, Console& console) {
    for (const auto& it : rejected) {
        const std::string why =
            words::error_text(messages, console.lang, invalid(it.detail, it.reason));
        console.err << path << ":" << it.line << ": " << it.uid << ": " << why << " (" << it.reason;
        if (!it.detail.empty()) console.err << ": " << it.detail;
        console.err << ")\n";
    }
}

}  // namespace sopu::cli
