// `sopu import`: events from a file into the calendar, in one transaction.
#include <ostream>

#include <boost/json/serialize.hpp>

#include "server/api/import_report.h"
#include "server/cli/commands.h"
#include "server/cli/database.h"
#include "server/cli/exit_code.h"
#include "server/cli/files.h"
#include "server/cli/read_events.h"
#include "server/service/import_events.h"

namespace sopu::cli {
namespace {

using Report = api::ImportReport;

// The calendar that a dry run is held against: the file as it is, or an empty one.
Result<std::shared_ptr<const Snapshot>> world_of(const std::string& db, const Ground& ground) {
    auto database = open_to_read(db, ground);
    if (database) return database->world;
    if (database.error().reason == "database_missing") return Snapshot::build({}, ground);
    return tl::unexpected(std::move(database).error());
}

Result<service::ImportFile> read(const ImportOptions& options, const Snapshot& world) {
    ReadOptions how;
    how.municipality = options.municipality;
    how.organisation = options.organisation;
    return read_events(options.file, how, world);
}

service::Import command_of(const service::ImportFile& file, bool dry_run) {
    service::Import command;
    for (const auto& item : file.items) command.events.push_back(item.event);
    command.caller = service::Caller::program();
    command.steps = file.steps;
    command.dry_run = dry_run;
    return command;
}

// Nothing is opened to write, so it works beside a server.
Result<Report> rehearse(const ImportOptions& options, const Foundation& foundation) {
    const auto world = SOPU_TRY(world_of(options.db, foundation.ground()));
    service::ImportFile file = SOPU_TRY(read(options, *world));
    const Instant now = real_ports({}).now();
    service::Planned planned = service::import_events(command_of(file, true), *world, now);
    return api::report_of(std::move(file), std::move(planned.done.import));
}

Result<Report> carry_out(const ImportOptions& options, const Foundation& foundation,
                         Console& console) {
    const OpenDatabase database =
        SOPU_TRY(open_to_write(options.db, foundation.ground(), real_ports([](auto) {})));
    service::ImportFile file = SOPU_TRY(read(options, *database.service->snapshot()));
    if (console.err_is_terminal)
        console.err << foundation.messages().text(
                           console.lang, "cli.importing",
                           {{"count", static_cast<long long>(file.items.size())}})
                    << std::endl;
    auto outcome = database.service->submit_and_wait(command_of(file, false));
    if (!outcome) return tl::unexpected(error_of(outcome.error()));
    // A calendar that has never been served has no day of its last tick yet, and a feed's window
    // lies around that day.
    if (database.service->snapshot()->last_tick() == Instant{})
        if (auto ticked = database.service->submit_and_wait(service::TickNow{}); !ticked)
            return tl::unexpected(error_of(ticked.error()));
    return api::report_of(std::move(file), std::move(outcome->import));
}

// What is not as the file says, so that a person can look: the event was taken all the same.
void print_notes(const std::string& path, const Report& report, const words::Messages& messages,
                 Console& console) {
    for (const auto& it : report.notes)
        console.err << path << ':' << it.line << ": " << it.uid << ": "
                    << messages.text(console.lang, "note." + it.reason, {{"detail", it.detail}})
                    << " (" << it.reason << ")\n";
    if (report.notes_left_out > 0)
        console.err << path << ": "
                    << messages.text(console.lang, "cli.notes_left_out",
                                     {{"count", static_cast<long long>(report.notes_left_out)}})
                    << '\n';
}

void print_text(const Report& report, const words::Messages& messages, Console& console) {
    const auto number = [](std::size_t count) { return static_cast<long long>(count); };
    console.out << messages.text(console.lang, "cli.imported",
                                 {{"added", number(report.counts.added)},
                                  {"changed", number(report.counts.changed)},
                                  {"unchanged", number(report.counts.unchanged)},
                                  {"rejected", number(report.rejected.size())},
                                  {"conflicts", number(report.counts.conflicts.size())}})
                << '\n';
}

}  // namespace

Result<int> import(const ImportOptions& options, const Foundation& foundation, Console& console) {
    const Report report = options.dry_run ? SOPU_TRY(rehearse(options, foundation))
                                          : SOPU_TRY(carry_out(options, foundation, console));
    print_rejected(options.file, report.rejected, foundation.messages(), console);
    print_notes(options.file, report, foundation.messages(), console);
    if (options.format == Format::json)
        console.out << boost::json::serialize(api::to_json(report)) << '\n';
    else
        print_text(report, foundation.messages(), console);
    return report.rejected.empty() ? exit_fine : exit_finding;
}

}  // namespace sopu::cli
