#include "server/service/conflict_state.h"

#include <algorithm>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "engine/conflict/detect.h"
#include "server/json/parse.h"
#include "server/json/recurrence_json.h"
#include "server/json/when_json.h"
#include "server/json/writer.h"
#include "server/service/secrets.h"

namespace sopu::service {
namespace {

boost::json::array position_json(const std::optional<Position>& position) {
    if (!position) return {};
    return {position->latitude, position->longitude};
}

// How it repeats and where its occurrences are, without their texts.
boost::json::value repeats_json(const Boxed<Recurrence>& recurrence) {
    if (!recurrence) return nullptr;
    Recurrence bare = *recurrence;
    for (Override& it : bare.overrides) {
        it.title.reset();
        it.description.reset();
        it.claim.reset();
    }
    return json::to_json(bare);
}

boost::json::object when_and_where(const Event& event) {
    boost::json::array areas;
    for (const std::string& area : event.areas) areas.emplace_back(area);
    return {{"when", json::to_json(event.when)},
            {"repeats", repeats_json(event.recurrence)},
            {"municipality", json::id_or_null(event.municipality)},
            {"areas", std::move(areas)},
            {"venue", json::id_or_null(event.venue)},
            {"venue_text", event.venue_text},
            {"position", position_json(event.position)},
            {"mode", name_of(event.attendance_mode)}};
}

boost::json::value fact_when(const std::optional<FactType>& fact, const std::string& id,
                             const Snapshot& world) {
    if (fact != FactType::closure) return nullptr;
    const Closure* closure = world.closures().find(id);
    return closure == nullptr ? boost::json::value(nullptr) : json::to_json(closure->when);
}

// In whichever order the sides come.
std::string print_of(const Placed& mine, const Placed* other, boost::json::value fact) {
    const auto text_of = [](const Placed& side) {
        return json::write_json(when_and_where(*side.event));
    };
    std::string one = text_of(mine);
    std::string two = other == nullptr ? json::write_json(fact) : text_of(*other);
    if (other != nullptr && other->id() < mine.id()) std::swap(one, two);
    return digest(one + "\n" + two);
}

std::uint32_t revision_of(const Placed* placed) {
    return placed == nullptr ? 0 : placed->event->revision;
}

std::uint32_t fact_revision(const Finding& finding, const Snapshot& world) {
    if (!finding.fact || finding.fact->type != FactType::closure) return 0;
    const Closure* closure = world.closures().find(finding.fact->id);
    return closure == nullptr ? 0 : closure->revision;
}

bool is_worse(const Finding& finding, const SaidOfConflict& said) {
    return finding.severity < said.severity;
}

ConflictState state_of(const Finding& finding, const SaidOfConflict* said, const Snapshot& world) {
    if (said == nullptr) return ConflictState::open;
    if (said->state != ConflictState::accepted) return said->state;
    const Placed* mine = world.event(finding.mine);
    const bool holds = mine != nullptr && !is_worse(finding, *said) &&
                       fingerprint(finding, *mine, world) == said->accepted_as;
    return holds ? ConflictState::accepted : ConflictState::open;
}

struct Moved {
    std::set<EventId> events;
    std::set<std::string> closures;

    void operator()(const Put<Event>& it) { events.insert(it.record->id); }
    void operator()(const Put<Closure>& it) { closures.insert(it.record->id.text()); }
    template <class Other>
    void operator()(const Other&) {}

    bool touches(const SaidOfConflict& said) const {
        return events.contains(said.mine) || events.contains(said.other) ||
               (said.fact == FactType::closure && closures.contains(said.fact_id));
    }
};

}  // namespace

SaidOfConflicts by_id(std::vector<SaidOfConflict> said) {
    SaidOfConflicts all;
    for (SaidOfConflict& it : said) {
        ConflictId id = it.id;
        all.insert_or_assign(std::move(id), std::move(it));
    }
    return all;
}

const SaidOfConflict* said_of(const SaidOfConflicts& said, const ConflictId& id) {
    const auto found = said.find(id);
    return found == said.end() ? nullptr : &found->second;
}

ConflictId conflict_id(const Finding& finding) {
    std::string key(name_of(finding.kind));
    if (finding.fact) {
        key.append("|").append(finding.mine.text()).append("|");
        key.append(name_of(finding.fact->type)).append("|").append(finding.fact->id);
    } else {
        const auto [first, second] = std::minmax(finding.mine.text(), finding.other.text());
        key.append("|").append(first).append("|").append(second);
    }
    return ConflictId(digest(key));
}

std::string fingerprint(const Finding& finding, const Placed& mine, const Snapshot& world) {
    const Placed* other = finding.other.empty() ? nullptr : world.event(finding.other);
    if (finding.other == mine.id()) other = &mine;
    const std::optional<FactType> type =
        finding.fact ? std::optional(finding.fact->type) : std::nullopt;
    return print_of(mine, other,
                    fact_when(type, finding.fact ? finding.fact->id : std::string(), world));
}

Standing standing_of(const Finding& finding, const SaidOfConflict* said, const Snapshot& world) {
    Standing standing;
    standing.id = conflict_id(finding);
    standing.state = state_of(finding, said, world);
    standing.revision = revision_of(world.event(finding.mine)) + fact_revision(finding, world) +
                        (said == nullptr ? 0 : said->revision);
    if (!finding.other.empty()) standing.revision += revision_of(world.event(finding.other));
    if (said == nullptr || standing.state == ConflictState::open) return standing;
    standing.reason = said->reason;
    standing.by = said->by;
    standing.at = said->at;
    return standing;
}

Standing resolved(const SaidOfConflict& said) {
    return {said.id, ConflictState::resolved, said.reason, said.by, said.at, said.revision};
}

std::optional<Finding> find_conflict(const Snapshot& world, const EventId& event,
                                     const ConflictId& id) {
    const auto seen_from = [&](const EventId& side) -> std::optional<Finding> {
        const Placed* placed = world.event(side);
        if (placed == nullptr) return std::nullopt;
        for (Finding& it : detect(world, *placed, Weakening::either_side))
            if (conflict_id(it) == id) return std::move(it);
        return std::nullopt;
    };
    std::optional<Finding> found = seen_from(event);
    if (!found || found->other.empty() || found->other == event) return found;
    // A stored pair keeps the worse of its two directions.
    std::optional<Finding> back = seen_from(found->other);
    return back && back->severity < found->severity ? back : found;
}

SaidOfConflict say(const Finding& finding, const Placed& mine, const Snapshot& world,
                   const SaidOfConflict* before, ConflictState state) {
    SaidOfConflict said;
    said.id = conflict_id(finding);
    said.state = state;
    said.kind = finding.kind;
    said.severity = finding.severity;
    said.certainty = finding.certainty;
    said.mine = finding.mine;
    said.other = finding.other;
    if (finding.fact) {
        said.fact = finding.fact->type;
        said.fact_id = finding.fact->id;
    }
    said.accepted_as = fingerprint(finding, mine, world);
    said.revision = before == nullptr ? 1 : before->revision + 1;
    return said;
}

std::vector<SaidOfConflict> lapsed(const SaidOfConflicts& said, std::span<const Change> changes,
                                   const Snapshot& world) {
    Moved moved;
    for (const Change& change : changes) std::visit(moved, change);
    std::vector<SaidOfConflict> open;
    if (moved.events.empty() && moved.closures.empty()) return open;
    for (const auto& [id, it] : said) {
        if (it.state != ConflictState::accepted || !moved.touches(it)) continue;
        const Placed* mine = world.event(it.mine);
        if (mine == nullptr) continue;
        const Placed* other = it.other.empty() ? nullptr : world.event(it.other);
        if (print_of(*mine, other, fact_when(it.fact, it.fact_id, world)) == it.accepted_as)
            continue;
        SaidOfConflict again = it;
        again.state = ConflictState::open;
        ++again.revision;
        open.push_back(std::move(again));
    }
    return open;
}

}  // namespace sopu::service
