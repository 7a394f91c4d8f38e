#include "server/service/import_events.h"

#include <set>
#include <tuple>

#include "ical/series_uid.h"
#include "server/service/secrets.h"
#include "server/service/validate.h"

namespace sopu::service {
namespace {

// An id that stays the same for a UID: the file's own where it has one that is free, else its
// digest.
EventId id_for(const Event& event, const Snapshot& world) {
    if (!event.id.empty() && !world.event(event.id)) return event.id;
    return EventId("i" + digest(event.uid).substr(0, 20));
}

// What a calendar file cannot say, or leaves out, stays as it was said here.
void keep_our_own(const Event& record, Event& from_file) {
    const auto keep = [&](auto Event::*field) {
        using Field = std::remove_reference_t<decltype(from_file.*field)>;
        if (from_file.*field == Field{}) from_file.*field = record.*field;
    };
    if (!from_file.municipality && from_file.areas.empty()) {
        from_file.municipality = record.municipality;
        from_file.areas = record.areas;
    }
    keep(&Event::setup_minutes);
    keep(&Event::teardown_minutes);
    keep(&Event::organisation);
    keep(&Event::co_organisers);
    keep(&Event::people);
    keep(&Event::resources);
    keep(&Event::audiences);
    keep(&Event::expected_attendance);
    keep(&Event::size);
    keep(&Event::regular_slot);
    keep(&Event::hold_until);
    keep(&Event::channels);
    keep(&Event::umbrella);
    keep(&Event::own_reservations);
    keep(&Event::duplicate_of);
    keep(&Event::price);
    keep(&Event::registration);
    keep(&Event::accessibility);
    keep(&Event::conditions);
}

// The file's content in the record that is there, so that the two can be compared.
Event merged(const Event& record, Event from_file) {
    keep_our_own(record, from_file);
    from_file.id = record.id;
    from_file.state = record.state;
    from_file.verified = record.verified;
    from_file.decision_reason = record.decision_reason;
    from_file.token_generation = record.token_generation;
    from_file.created = record.created;
    from_file.revision = record.revision;
    return from_file;
}

bool same_content(Event a, const Event& b) {
    a.updated = b.updated;
    a.sequence = b.sequence;
    return a == b;
}

// Programs that never raise SEQUENCE are many, and ours goes up at every change: where a file has
// the lower one, its LAST-MODIFIED alone makes it newer.
bool older(const Event& from_file, const Event& record) {
    if (from_file.sequence > record.sequence || from_file.updated > record.updated) return false;
    return std::tuple(from_file.sequence, from_file.updated) !=
           std::tuple(record.sequence, record.updated);
}

std::shared_ptr<const Event> added(Event event, const Snapshot& world, Instant now) {
    event.id = id_for(event, world);
    event.state = State::published;
    event.verified = true;
    event.revision = 1;
    event.created = event.created == Instant{} ? now : event.created;
    if (event.updated == Instant{}) event.updated = now;
    return std::make_shared<const Event>(std::move(event));
}

// The new record, or null where nothing changes.
std::shared_ptr<const Event> changed(const Event& record, const Event& from_file, Instant now) {
    const bool stamped = from_file.updated != Instant{};
    Event next = merged(record, from_file);
    if (same_content(next, record)) return nullptr;
    if (stamped && older(from_file, record)) return nullptr;
    ++next.revision;
    next.sequence = std::max(from_file.sequence, record.sequence + 1);
    next.updated = stamped ? std::max(from_file.updated, record.updated) : now;
    return std::make_shared<const Event>(std::move(next));
}

// Our own feeds say some series in parts, under UIDs made from the series' own (decision 11). Read
// back they are no news: neither such a part, nor the series at the change that is here.
bool is_part_of_what_is_here(const Event& from_file, const Snapshot& world) {
    if (const Placed* here = world.event_by_uid(from_file.uid))
        return here->series && here->event->sequence == from_file.sequence &&
               here->event->updated == from_file.updated;
    const auto series_uid = ical::series_uid_in(from_file.uid);
    const Placed* whole = series_uid ? world.event_by_uid(*series_uid) : nullptr;
    return whole != nullptr && whole->series;
}

// Staff put in what lies in their own area, and replace only what did.
bool may_import(const Caller& caller, const Event& event, const Placed* here,
                const Snapshot& world) {
    if (caller.kind == Caller::Kind::program) return true;
    if (here && !is_staff_of(caller, *here)) return false;
    return is_staff_of(caller, world.place(std::make_shared<const Event>(event)));
}

void find_conflicts(const Snapshot& world, Planned& planned, const Caller& caller) {
    const auto after = world.after(planned.commit.changes, world.version());
    for (const Change& change : planned.commit.changes) {
        const EventId& id = std::get<Put<Event>>(change).record->id;
        for (Finding& finding : detect(*after, *after->event(id), Weakening::either_side)) {
            if (finding.severity > Severity::warning) continue;
            // A pair of two events of this import is told once.
            const auto is_new = [&](const EventId& other) {
                const Placed* before = world.event(other);
                return !before || after->event(other)->event != before->event;
            };
            if (!finding.fact && finding.other < finding.mine && is_new(finding.other)) continue;
            planned.done.import.conflicts.push_back(judged(*after, std::move(finding), caller));
        }
    }
}

}  // namespace

Planned import_events(const Import& command, const Snapshot& world, Instant now) {
    Planned planned;
    planned.commit.at = now;
    ImportCounts& counts = planned.done.import;
    std::set<std::string> seen;
    recur::Budget shared(command.steps);
    for (const Event& event : command.events) {
        Errors errors = validate_text(event);
        if (errors.empty()) errors = check(event.when, world.ground().zones);
        if (errors.empty()) errors = check_recurrence(event, world.ground().zones, shared);
        if (errors.empty() && !seen.insert(event.uid).second)
            errors.push_back(invalid("uid", "duplicate_uid"));
        if (!errors.empty()) {
            counts.refused.push_back({event.uid, std::move(errors.front())});
            continue;
        }
        if (is_part_of_what_is_here(event, world)) {
            ++counts.unchanged;
            continue;
        }
        const Placed* here = world.event_by_uid(event.uid);
        if (!may_import(command.caller, event, here, world)) {
            counts.refused.push_back({event.uid, Error{Code::forbidden, "", "forbidden", {}, {}}});
            continue;
        }
        auto record = here ? changed(*here->event, event, now) : added(event, world, now);
        if (!record) {
            ++counts.unchanged;
            continue;
        }
        ++(here ? counts.changed : counts.added);
        planned.commit.audit.push_back(
            {command.caller.name(), "import", record->id.text(), here ? "changed" : "added"});
        planned.commit.changes.push_back(Put<Event>{std::move(record)});
    }
    find_conflicts(world, planned, command.caller);
    if (command.dry_run) {
        planned.commit.changes.clear();
        planned.commit.audit.clear();
    }
    return planned;
}

}  // namespace sopu::service
