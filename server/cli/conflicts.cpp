// `sopu conflicts`: the conflicts of a calendar, as staff of everywhere sees them.
#include <algorithm>
#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "server/api/conflict_json.h"
#include "server/cli/commands.h"
#include "server/cli/conflict_report.h"
#include "server/cli/database.h"
#include "server/cli/exit_code.h"
#include "server/cli/files.h"

namespace sopu::cli {
namespace {

struct Wanted {
    std::optional<Interval> window;
    std::optional<std::vector<MunicipalityCode>> area;
    std::optional<Severity> severity;
};

Result<Wanted> wanted_of(const ConflictsOptions& options, const Snapshot& world) {
    Wanted wanted;
    wanted.window = SOPU_TRY(parse_window(options.from, options.to, world.ground().zones));
    if (!options.area.empty()) wanted.area = SOPU_TRY(world.resolve(options.area));
    if (!options.severity.empty()) {
        wanted.severity = from_name<Severity>(options.severity);
        if (!wanted.severity)
            return tl::unexpected(Error{Code::invalid,
                                        "severity",
                                        "unknown_value",
                                        {{"value", options.severity}},
                                        "--severity " + options.severity});
    }
    return wanted;
}

bool lies_in(const Placed& placed, const std::vector<MunicipalityCode>& codes) {
    return std::any_of(placed.municipalities.begin(), placed.municipalities.end(),
                       [&codes](const MunicipalityCode& code) {
                           return std::binary_search(codes.begin(), codes.end(), code);
                       });
}

// A conflict is at the time of either side.
bool is_wanted(const Finding& finding, const Wanted& wanted, const Snapshot& world) {
    if (wanted.severity && finding.severity != *wanted.severity) return false;
    const Placed& mine = *world.event(finding.mine);
    const Placed* other = world.event(finding.other);  // null where it clashes with a fact
    if (wanted.area && !lies_in(mine, *wanted.area) &&
        (other == nullptr || !lies_in(*other, *wanted.area)))
        return false;
    return !wanted.window || found_in(mine.times.extent(), *wanted.window) ||
           (other != nullptr && found_in(other->times.extent(), *wanted.window));
}

}  // namespace

Result<int> conflicts(const ConflictsOptions& options, const Foundation& foundation,
                      Console& console) {
    const Ground& ground = foundation.ground();
    const ReadDatabase database = SOPU_TRY(open_to_read(options.db, ground));
    const Snapshot& world = *database.world;
    const Wanted wanted = SOPU_TRY(wanted_of(options, world));
    auto found = service::stored_conflicts(world, service::Caller::program(),
                                           service::by_id(database.loaded.conflicts));
    std::erase_if(found, [&](const auto& it) { return !is_wanted(it.finding, wanted, world); });

    const ReportWords how{console.lang, ground, foundation.messages()};
    if (options.format == Format::csv) {
        print_csv(console.out, found, how);
    } else if (options.format == Format::json) {
        boost::json::array items;
        for (const service::StoredConflict& it : found)
            items.push_back(api::conflict_json(it, ground, foundation.messages()));
        console.out << boost::json::serialize(boost::json::object{{"items", std::move(items)}})
                    << '\n';
    } else {
        print_text(console.out, found, how);
        console.out << foundation.messages().text(console.lang, "cli.conflicts",
                                                  {{"count", static_cast<long long>(found.size())}})
                    << '\n';
    }
    return exit_fine;
}

}  // namespace sopu::cli
