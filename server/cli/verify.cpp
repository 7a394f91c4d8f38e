// `sopu verify`: whether a database is whole: SQLite's own check, every record readable, and the
// world built at once equal to the one built change by change.
#include <algorithm>
#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "engine/conflict/detect.h"
#include "server/cli/commands.h"
#include "server/cli/database.h"
#include "server/cli/exit_code.h"
#include "server/store/sqlite/sqlite_store.h"

namespace sopu::cli {
namespace {

// The records as the changes that would have put them one by one.
std::vector<Change> changes_of(const Records& records) {
    std::vector<Change> changes;
    for (const auto& area : records.areas) changes.push_back(Put<Area>{area});
    for (const auto& closure : records.closures) changes.push_back(Put<Closure>{closure});
    for (const auto& resource : records.resources) changes.push_back(Put<Resource>{resource});
    for (const auto& it : records.organisations) changes.push_back(Put<Organisation>{it});
    for (const auto& event : records.events) changes.push_back(Put<Event>{event});
    // Venues last: what is said of events by then has to be placed again.
    for (const auto& venue : records.venues) changes.push_back(Put<Venue>{venue});
    changes.push_back(records.last_tick);
    return changes;
}

void compare_counts(const Snapshot& world, const Records& records,
                    std::vector<std::string>& problems) {
    const auto compare = [&problems](std::string_view what, std::size_t stored, std::size_t built) {
        if (stored != built)
            problems.push_back(std::string(what) + ": " + std::to_string(stored) + " stored, " +
                               std::to_string(built) + " built");
    };
    compare("events", records.events.size(), world.events().size());
    compare("venues", records.venues.size(), world.venues().size());
    compare("organisations", records.organisations.size(), world.organisations().size());
    compare("areas", records.areas.size(), world.areas().size());
}

bool same_place(const Placed& a, const Placed& b) {
    return a.times == b.times && a.municipalities == b.municipalities && a.space == b.space;
}

// The occurrences that are kept, what overrides make of them, and the years that are known.
bool same_series(const Placed& a, const Placed& b) {
    if (!a.series || !b.series) return !a.series && !b.series;
    const auto& variants = a.series->variants;
    return a.series->endless == b.series->endless && a.series->known == b.series->known &&
           a.series->kept == b.series->kept &&
           std::equal(variants.begin(), variants.end(), b.series->variants.begin(),
                      b.series->variants.end(), [](const auto& one, const auto& other) {
                          if (!one || !other) return !one && !other;
                          return same_place(*one, *other);
                      });
}

void compare_events(const Snapshot& built, const Snapshot& grown,
                    std::vector<std::string>& problems) {
    built.events().for_each([&](EventNumber, const Placed& placed) {
        const std::string& id = placed.id().text();
        const Placed* other = grown.event(placed.id());
        const bool same =
            other != nullptr && same_place(placed, *other) && same_series(placed, *other);
        if (!same) problems.push_back("event " + id + ": placed differently by its changes");
        const Placed* by_uid = built.event_by_uid(placed.event->uid);
        if (by_uid == nullptr || by_uid->id() != placed.id())
            problems.push_back("event " + id + ": another event has its UID");
        if (!check(placed.event->when, built.ground().zones).empty())
            problems.push_back("event " + id + ": its time is not valid");
        else if (!check_recurrence(*placed.event, built.ground().zones).empty())
            problems.push_back("event " + id + ": its repetition is not valid");
    });
}

struct Checked {
    std::vector<std::string> problems;
    ReadDatabase database;
};

Result<Checked> run(const VerifyOptions& options, const Ground& ground) {
    Checked checked{SOPU_TRY(store::integrity_sqlite(options.db)),
                    SOPU_TRY(open_to_read(options.db, ground))};
    const Records& records = checked.database.loaded.records;
    const Snapshot& built = *checked.database.world;
    compare_counts(built, records, checked.problems);
    const auto grown =
        Snapshot::build({}, ground)->after(changes_of(records), checked.database.loaded.version);
    compare_events(built, *grown, checked.problems);
    if (detect_all(built) != detect_all(*grown))
        checked.problems.push_back("conflicts: found differently in the world of the changes");
    return checked;
}

}  // namespace

Result<int> verify(const VerifyOptions& options, const Foundation& foundation, Console& console) {
    const Checked checked = SOPU_TRY(run(options, foundation.ground()));
    const Records& records = checked.database.loaded.records;
    if (options.format == Format::json) {
        boost::json::array problems;
        for (const std::string& problem : checked.problems) problems.emplace_back(problem);
        console.out << boost::json::serialize(boost::json::object{
                           {"ok", checked.problems.empty()},
                           {"version", checked.database.loaded.version},
                           {"events", records.events.size()},
                           {"venues", records.venues.size()},
                           {"organisations", records.organisations.size()},
                           {"areas", records.areas.size()},
                           {"accounts", checked.database.loaded.accounts.size()},
                           {"problems", std::move(problems)}})
                    << '\n';
    } else {
        for (const std::string& problem : checked.problems) console.out << problem << '\n';
        console.out << foundation.messages().text(
                           console.lang,
                           checked.problems.empty() ? "cli.verified" : "cli.not_whole",
                           {{"events", static_cast<long long>(records.events.size())},
                            {"count", static_cast<long long>(checked.problems.size())}})
                    << '\n';
    }
    return checked.problems.empty() ? exit_fine : exit_finding;
}

}  // namespace sopu::cli
