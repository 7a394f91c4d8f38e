#include "server/service/judgement.h"

#include <algorithm>
#include <set>

#include "engine/base/limits.h"

namespace sopu::service {
namespace {

Hidden hidden_from(const Caller& caller, const Placed& placed) {
    if (may_see_all(caller, placed)) return Hidden::no;
    // Staff coordinate with the neighbours: another municipality's provisional title is no secret
    // to them, but what its owner marked as busy stays so.
    if (placed.event->visibility == Visibility::busy) return Hidden::busy;
    return is_public(*placed.event) || caller.is_staff() ? Hidden::no : Hidden::provisional;
}

// Where a person is, is told only to staff and to a submitter whose contact is confirmed.
bool may_know_people(const Caller& caller, const Placed& mine) {
    if (caller.is_staff()) return true;
    return holds_edit_token(caller, mine.id()) && mine.event->verified;
}

Hidden hidden_from(const Caller& caller, const Snapshot& world, const EventId& id) {
    const Placed* placed = id.empty() ? nullptr : world.event(id);
    return placed == nullptr ? Hidden::no : hidden_from(caller, *placed);
}

// Whether the kind alone would tell what is hidden of a side: that the title is like mine, who
// organises it; of a busy-only event anything but that its space is taken.
bool tells_what_is_hidden(Kind kind, Hidden hidden) {
    switch (kind) {
        case Kind::possible_duplicate:
        case Kind::organiser_overlap:
            return hidden != Hidden::no;
        case Kind::audience_overlap:
        case Kind::opportunity:
            return hidden == Hidden::busy;
        default:
            return false;
    }
}

// What of a finding that is told would still say too much.
void hide_details(Finding& finding, const Snapshot& world, const Caller& caller) {
    // Of a provisional entry others see the audience, not what it is.
    if (hidden_from(caller, world, finding.other) != Hidden::no) finding.factors.erase("format");
}

// What the caller may know of: the rest is out before anything is counted.
bool may_know(const Caller& caller, const Finding& finding, const Placed& mine,
              const EventId& other, const Snapshot& world) {
    if (finding.kind == Kind::person_overlap) return may_know_people(caller, mine);
    return !tells_what_is_hidden(finding.kind, hidden_from(caller, world, other));
}

std::vector<Finding> findings_for(const Snapshot& world, const Placed& mine, const Caller& caller) {
    std::vector<Finding> findings = detect(world, mine, Weakening::other_side);
    std::erase_if(findings,
                  [&](const Finding& it) { return !may_know(caller, it, mine, it.other, world); });
    for (Finding& it : findings) hide_details(it, world, caller);
    return findings;
}

// When it repeats, and no texts of single occurrences.
Boxed<Recurrence> only_times(const Boxed<Recurrence>& recurrence) {
    if (!recurrence) return {};
    Recurrence bare = *recurrence;
    for (Override& it : bare.overrides) {
        it.title.reset();
        it.description.reset();
        if (it.place) it.place->venue_text.clear();
    }
    return bare;
}

std::string name_in_any(const LocalizedText& name) {
    return std::string(pick(name, "fi"));
}

void show_venue(const Venue& venue, Shown& shown) {
    shown.venue_name = name_in_any(venue.name);
    shown.venue_names = venue.name;
}

// Of a fact there is no other event; its space is said where the fact is about one.
Shown side_of_fact(const Snapshot& world, const Finding& finding) {
    Shown shown;
    const auto named = finding.factors.find("venue");
    if (named == finding.factors.end()) return shown;
    shown.venue = VenueId(std::get<std::string>(named->second));
    if (const Venue* venue = world.venue(shown.venue)) show_venue(*venue, shown);
    return shown;
}

std::vector<Shown> others_of(const Snapshot& world, const Finding& finding, const Caller& caller) {
    std::vector<Shown> others;
    others.reserve(finding.others.size());
    for (const EventId& id : finding.others) {
        Shown one;
        one.hidden = hidden_from(caller, world, id);
        others.push_back(one.hidden == Hidden::no ? shown(world, id, caller) : std::move(one));
    }
    return others;
}

}  // namespace

Shown shown(const Snapshot& world, const EventId& id, const Caller& caller) {
    Shown shown;
    shown.event = id;
    const Placed* placed = world.event(id);
    if (!placed) return shown;
    shown.hidden = hidden_from(caller, *placed);
    shown.when = placed->event->when;
    shown.venue = placed->space;
    if (const Venue* venue = world.venue(placed->space))
        show_venue(*venue, shown);
    else
        shown.venue_name = placed->event->venue_text;
    shown.recurrence = only_times(placed->event->recurrence);
    if (shown.hidden != Hidden::no) return shown;
    shown.recurrence = placed->event->recurrence;
    shown.title = placed->event->title;
    shown.organisation = placed->event->organisation;
    return shown;
}

Judged judged(const Snapshot& world, Finding finding, const Caller& caller) {
    Judged judged;
    judged.other =
        finding.fact ? side_of_fact(world, finding) : shown(world, finding.other, caller);
    judged.others = others_of(world, finding, caller);
    judged.finding = std::move(finding);
    return judged;
}

bool needs_a_person(const Finding& finding) {
    return finding.severity <= Severity::warning || finding.kind == Kind::possible_duplicate;
}

bool is_said_by(const Finding& finding, const Finding& by) {
    if (finding.kind != Kind::audience_overlap || finding.fact || by.fact) return false;
    const bool of_space = by.kind == Kind::venue_overlap || by.kind == Kind::venue_related ||
                          by.kind == Kind::regular_slot;
    const bool same_pair = (by.mine == finding.mine && by.other == finding.other) ||
                           (by.mine == finding.other && by.other == finding.mine);
    return of_space && same_pair && by.certainty <= finding.certainty &&
           by.severity <= finding.severity && by.occurrence_count >= finding.occurrence_count;
}

Judgement judge(const Snapshot& world, const Placed& mine, const Caller& caller, Instant now) {
    std::vector<Finding> findings = findings_for(world, mine, caller);
    Judgement judgement;
    judgement.coverage = look_around(world, mine, now);
    judgement.verdict = verdict_of(findings, judgement.coverage.enough);
    judgement.counts = count(findings);
    judgement.needs_a_person = std::any_of(findings.begin(), findings.end(), needs_a_person);
    if (findings.size() > sopu::limits::findings_listed_max)
        findings.resize(sopu::limits::findings_listed_max);
    for (Finding& finding : findings)
        judgement.findings.push_back(judged(world, std::move(finding), caller));
    return judgement;
}

Verdict verdict_for(const Snapshot& world, const Placed& mine, const Caller& caller, Instant now) {
    return verdict_of(findings_for(world, mine, caller), look_around(world, mine, now).enough);
}

bool may_see_conflict(const Caller& caller, const Finding& finding, const Snapshot& world) {
    const auto is_theirs = [&](const EventId& side) {
        const Placed* placed = side.empty() ? nullptr : world.event(side);
        return placed != nullptr && is_staff_of(caller, *placed);
    };
    if (!is_theirs(finding.mine) && !is_theirs(finding.other)) return false;
    const auto tells_too_much = [&](const EventId& side) {
        return tells_what_is_hidden(finding.kind, hidden_from(caller, world, side));
    };
    return !tells_too_much(finding.mine) && !tells_too_much(finding.other);
}

bool may_tell(const Caller& caller, const Finding& finding, const EventId& side,
              const Snapshot& world) {
    const Placed* placed = world.event(side);
    const EventId& other = finding.mine == side ? finding.other : finding.mine;
    return placed != nullptr && may_know(caller, finding, *placed, other, world);
}

namespace {

StoredConflict with_sides(Finding finding, Standing standing, const Snapshot& world,
                          const Caller& caller) {
    Shown mine = shown(world, finding.mine, caller);
    hide_details(finding, world, caller);
    Judged sides = judged(world, std::move(finding), caller);
    return {std::move(sides.finding), std::move(mine), std::move(sides.other),
            std::move(sides.others), std::move(standing)};
}

}  // namespace

StoredConflict shown_conflict(Finding finding, const SaidOfConflict* said, const Snapshot& world,
                              const Caller& caller) {
    Standing standing = standing_of(finding, said, world);
    return with_sides(std::move(finding), std::move(standing), world, caller);
}

std::vector<StoredConflict> stored_conflicts(const Snapshot& world, const Caller& caller,
                                             const SaidOfConflicts& said) {
    std::vector<StoredConflict> conflicts;
    for (Finding& finding : detect_all(world)) {
        if (finding.severity > Severity::warning) continue;
        if (!may_see_conflict(caller, finding, world)) continue;
        const SaidOfConflict* words = said_of(said, conflict_id(finding));
        conflicts.push_back(shown_conflict(std::move(finding), words, world, caller));
    }
    return conflicts;
}

namespace {

// What is remembered of a conflict that is no longer found.
Finding remembered_finding(const SaidOfConflict& said) {
    Finding finding;
    finding.kind = said.kind;
    finding.severity = said.severity;
    finding.certainty = said.certainty;
    finding.mine = said.mine;
    finding.other = said.other;
    if (said.fact) finding.fact = Fact{*said.fact, said.fact_id, {}};
    return finding;
}

}  // namespace

std::vector<StoredConflict> conflicts_of_any_state(const Snapshot& world, const Caller& caller,
                                                   const SaidOfConflicts& said) {
    std::vector<StoredConflict> conflicts = stored_conflicts(world, caller, said);
    std::set<ConflictId> found;
    for (const StoredConflict& it : conflicts) found.insert(it.standing.id);
    for (const auto& [id, words] : said) {
        if (found.contains(id)) continue;
        Finding finding = remembered_finding(words);
        if (!may_see_conflict(caller, finding, world)) continue;
        conflicts.push_back(with_sides(std::move(finding), resolved(words), world, caller));
    }
    return conflicts;
}

namespace {

// Which occurrences of the two clash; of events that do not repeat there is one pair.
using Pairs = std::set<std::pair<std::optional<Instant>, std::optional<Instant>>>;

Pairs pairs_of(const Finding& finding) {
    Pairs pairs;
    for (const Clash& it : finding.clashes)
        pairs.insert({it.mine.recurrence_id, it.other.recurrence_id});
    return pairs;
}

// Every pair of occurrences is compared, not only those that an answer would name.
constexpr std::size_t all_clashes = sopu::limits::series_occurrences_max;

}  // namespace

std::vector<Finding> gained_blocking(const Snapshot& world, const Placed* before,
                                     const Placed& after) {
    const auto blocking = [](const Finding& finding) {
        return finding.severity == Severity::blocking && finding.certainty == Certainty::certain;
    };
    std::vector<Finding> old;
    if (before) old = detect(world, *before, Weakening::either_side, all_clashes);
    std::vector<Finding> gained;
    for (Finding& finding : detect(world, after, Weakening::other_side, all_clashes)) {
        if (!blocking(finding)) continue;
        const Pairs pairs = pairs_of(finding);
        const bool had = std::any_of(old.begin(), old.end(), [&](const Finding& f) {
            if (!blocking(f) || f.kind != finding.kind || f.other != finding.other ||
                f.fact != finding.fact)
                return false;
            const Pairs known = pairs_of(f);
            return std::includes(known.begin(), known.end(), pairs.begin(), pairs.end());
        });
        if (!had) gained.push_back(std::move(finding));
    }
    return gained;
}

}  // namespace sopu::service
