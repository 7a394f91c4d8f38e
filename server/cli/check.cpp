// `sopu check`: the conflicts among the events of files, and of those with a calendar. A question:
// nothing is written, and only the other side's claim weakens a finding.
#include <algorithm>
#include <limits>
#include <map>
#include <ostream>
#include <set>
#include <tuple>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "server/api/conflict_json.h"
#include "server/cli/commands.h"
#include "server/cli/conflict_report.h"
#include "server/cli/database.h"
#include "server/cli/exit_code.h"
#include "server/cli/files.h"
#include "server/cli/read_events.h"

namespace sopu::cli {
namespace {

// CONTRACT: all pairs with all occurrences are listed here.
constexpr std::size_t all_occurrences = std::numeric_limits<std::size_t>::max();

// The events of the files, one a UID, in the order in which they came.
struct FromFiles {
    std::vector<Event> events;
    bool any_rejected = false;
};

Result<FromFiles> read_all(const CheckOptions& options, const Snapshot& calendar,
                           const words::Messages& messages, Console& console) {
    FromFiles read;
    std::map<std::string, std::size_t> place;
    for (const std::string& path : options.files) {
        service::ImportFile file =
            SOPU_TRY(read_events(path, {options.municipality, {}}, calendar));
        print_rejected(path, file.rejected, messages, console);
        read.any_rejected = read.any_rejected || !file.rejected.empty();
        for (auto& item : file.items) {
            const auto [at, first] = place.try_emplace(item.event.uid, read.events.size());
            if (first)
                read.events.push_back(std::move(item.event));
            else if (service::supersedes(item.event, read.events[at->second]))
                read.events[at->second] = std::move(item.event);
        }
    }
    return read;
}

// What a calendar file cannot say stays as the calendar has it.
void keep_what_files_cannot_say(const Event& record, Event& event) {
    if (!event.municipality && event.areas.empty()) {
        event.municipality = record.municipality;
        event.areas = record.areas;
    }
    if (event.people.empty()) event.people = record.people;
    if (!event.organisation) event.organisation = record.organisation;
    if (!event.setup_minutes) event.setup_minutes = record.setup_minutes;
    if (!event.teardown_minutes) event.teardown_minutes = record.teardown_minutes;
    if (event.umbrella.empty()) event.umbrella = record.umbrella;
    if (!event.duplicate_of) event.duplicate_of = record.duplicate_of;
}

class Checking {
  public:
    Checking(const CheckOptions& options, const Foundation& foundation, Console& console)
        : options_(options), foundation_(foundation), console_(console) {}

    Result<int> run() {
        const Ground& ground = foundation_.ground();
        window_ = SOPU_TRY(parse_window(options_.from, options_.to, ground.zones));
        calendar_ = Snapshot::build({}, ground);
        if (!options_.db.empty()) calendar_ = SOPU_TRY(open_to_read(options_.db, ground)).world;
        FromFiles read = SOPU_TRY(read_all(options_, *calendar_, foundation_.messages(), console_));
        put_together(std::move(read.events));
        find();
        const Coverage coverage = look();
        const Verdict verdict = verdict_of(findings_, coverage.enough);
        print(verdict, coverage);
        const bool finding = read.any_rejected || verdict == Verdict::warning ||
                             verdict == Verdict::blocking || verdict == Verdict::unclear;
        return finding ? exit_finding : exit_fine;
    }

  private:
    // The calendar with the files' events in it, each in the place of the one with its UID.
    void put_together(std::vector<Event> events) {
        std::vector<Change> changes;
        // Ids of the files' events as they refer to each other (CSV: umbrella, same_event_as).
        std::map<std::string, std::string> renamed;
        for (Event& event : events) {
            const Placed* here = calendar_->event_by_uid(event.uid);
            // A UID may be long, or the id of another stored event: no id begins like this.
            const std::string id = here ? here->id().text() : "\x01" + event.uid;
            if (!event.id.empty()) renamed[event.id.text()] = id;
            if (here) keep_what_files_cannot_say(*here->event, event);
            event.id = EventId(id);
            uid_of_[id] = event.uid;
        }
        const auto rename = [&renamed](const std::string& id) {
            const auto found = renamed.find(id);
            return found == renamed.end() ? id : found->second;
        };
        for (Event& event : events) {
            event.umbrella = rename(event.umbrella);
            if (event.duplicate_of)
                event.duplicate_of = EventId(rename(event.duplicate_of->text()));
            changes.push_back(Put<Event>{std::make_shared<const Event>(std::move(event))});
        }
        world_ = calendar_->after(changes, calendar_->version());
    }

    bool is_from_file(const EventId& id) const { return uid_of_.contains(id.text()); }

    // Of two events of the files the one that starts first is mine, then the lesser UID.
    bool comes_first(const Finding& finding) const {
        const auto order = [&](const EventId& id) {
            return std::tuple(world_->event(id)->times.extent().start(), uid_of_.at(id.text()));
        };
        return order(finding.mine) < order(finding.other);
    }

    void find() {
        for (const auto& [id, uid] : uid_of_) {
            const Placed& mine = *world_->event(EventId(id));
            for (Finding& finding :
                 detect(*world_, mine, Weakening::other_side, all_occurrences, window_)) {
                const bool both_from_files =
                    is_from_file(finding.other) && finding.other != mine.id();
                if (both_from_files && !comes_first(finding)) continue;
                findings_.push_back(std::move(finding));
            }
        }
        sort_findings(findings_);
    }

    // The window that was asked for, else all of the files' events; endless ones as far as they
    // have been followed.
    std::optional<Interval> window_looked_at() const {
        if (window_) return window_;
        std::optional<Interval> all;
        for (const auto& [id, uid] : uid_of_) {
            const Placed& placed = *world_->event(EventId(id));
            if (placed.times.undated()) continue;
            const Interval span = looked_at(*world_, placed);
            all = all ? hull(*all, span) : span;
        }
        return all;
    }

    // Figures of what was looked at; whether they are enough is judged only with a calendar.
    Coverage look() const {
        Coverage coverage;
        coverage.at = real_ports({}).now();
        coverage.enough = true;
        if (const auto window = window_looked_at()) {
            coverage.window = *window;
            count_in(*window, coverage);
        }
        if (options_.db.empty()) return coverage;
        coverage.judged = true;
        coverage.enough = std::all_of(uid_of_.begin(), uid_of_.end(), [&](const auto& it) {
            return look_around(*world_, *world_->event(EventId(it.first)), coverage.at).enough;
        });
        return coverage;
    }

    void count_in(const Interval& window, Coverage& coverage) const {
        std::vector<Occurrence> found;
        world_->find(Dimension::everywhere, "", window, found);
        std::set<MunicipalityCode> municipalities;
        std::set<std::string> contributors;
        for (const Occurrence& it : found) {
            const Placed& placed = world_->placed(it.event);
            municipalities.insert(placed.municipalities.begin(), placed.municipalities.end());
            if (!placed.organiser_key.empty()) contributors.insert(placed.organiser_key);
        }
        coverage.occurrences = static_cast<std::int64_t>(found.size());
        coverage.municipalities = static_cast<std::int64_t>(municipalities.size());
        coverage.contributors = static_cast<std::int64_t>(contributors.size());
    }

    // What came from a file is named by its UID.
    void name_by_uid(service::Shown& shown) const {
        if (const auto uid = uid_of_.find(shown.event.text()); uid != uid_of_.end())
            shown.event = EventId(uid->second);
    }

    service::StoredConflict with_sides(const Finding& finding) const {
        const service::Caller caller = service::Caller::program();
        service::Judged sides = service::judged(*world_, finding, caller);
        service::StoredConflict conflict{std::move(sides.finding),
                                         service::shown(*world_, finding.mine, caller),
                                         std::move(sides.other), std::move(sides.others)};
        name_by_uid(conflict.mine);
        name_by_uid(conflict.other);
        for (service::Shown& other : conflict.others) name_by_uid(other);
        if (auto& fact = conflict.finding.fact; fact && fact->type == FactType::source)
            if (const auto uid = uid_of_.find(fact->id); uid != uid_of_.end())
                fact->id = uid->second;
        return conflict;
    }

    void print(Verdict verdict, const Coverage& coverage) const {
        std::vector<service::StoredConflict> conflicts;
        for (const Finding& finding : findings_) conflicts.push_back(with_sides(finding));
        const words::Messages& messages = foundation_.messages();
        if (options_.format == Format::text) {
            const std::string key(name_of(verdict));
            console_.out << messages.text(console_.lang, "verdict." + key) << '\n';
            print_text(console_.out, conflicts, {console_.lang, foundation_.ground(), messages});
            console_.out << messages.text(console_.lang, "cli.checked",
                                          {{"events", static_cast<long long>(uid_of_.size())},
                                           {"count", static_cast<long long>(conflicts.size())}})
                         << '\n';
            return;
        }
        boost::json::array items;
        for (const auto& it : conflicts)
            items.push_back(
                api::conflict_json({it.finding, &it.mine, it.other, it.others, false, true},
                                   foundation_.ground(), messages));
        console_.out << boost::json::serialize(
                            boost::json::object{{"verdict", name_of(verdict)},
                                                {"checked", api::checked_json(coverage)},
                                                {"counts", api::counts_json(count(findings_))},
                                                {"conflicts", std::move(items)}})
                     << '\n';
    }

    const CheckOptions& options_;
    const Foundation& foundation_;
    Console& console_;
    std::optional<Interval> window_;
    std::shared_ptr<const Snapshot> calendar_;
    std::shared_ptr<const Snapshot> world_;
    std::map<std::string, std::string> uid_of_;  // id in world_ -> UID, of the files' events
    std::vector<Finding> findings_;
};

}  // namespace

Result<int> check(const CheckOptions& options, const Foundation& foundation, Console& console) {
    return Checking(options, foundation, console).run();
}

}  // namespace sopu::cli
