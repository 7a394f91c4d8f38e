// What lives here: Judgement, the answer to "is this date good?" as a caller may see it: findings,
// verdict, counts, and what was looked at.
// What may not: sentences and JSON (words/, api/); rules (engine/conflict).
// Invariants: what the caller may not see is taken out before verdict and counts (CONFLICTS
// "Privacy"); a title that is hidden is said to be so, not left empty.
// Thread-safety: pure functions of a snapshot.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "engine/conflict/coverage.h"
#include "engine/conflict/detect.h"
#include "engine/conflict/verdict.h"
#include "server/service/caller.h"
#include "server/service/conflict_state.h"

namespace sopu::service {

// Why a caller sees an event without its title.
enum class Hidden { no, busy, provisional };

// The other side of a finding as the caller may see it. Of a fact: no event, and the space where it
// matters.
struct Shown {
    EventId event;
    Hidden hidden = Hidden::no;
    LocalizedText title;  // empty if hidden
    When when;
    VenueId venue;
    std::string venue_name;  // in the first language it has; "" if none
    std::optional<OrganisationId> organisation;
    LocalizedText venue_names = {};     // of a listed venue
    Boxed<Recurrence> recurrence = {};  // of a series; without texts if hidden
};

struct Judged {
    Finding finding;
    Shown other;
    std::vector<Shown> others = {};  // as Finding::others; of a hidden one only that it is there
};

struct Judgement {
    Verdict verdict = Verdict::unknown;
    Counts counts{};
    std::vector<Judged> findings;  // worst first, at most limits::findings_listed_max
    Coverage coverage;
    bool needs_a_person = false;  // of all findings, those beyond the limit too
};

// `mine` is judged as if confirmed (CONFLICTS "A question is judged as if confirmed").
Judgement judge(const Snapshot& world, const Placed& mine, const Caller& caller, Instant now);

// Whether somebody should look at it before the event is published: a warning or worse, certain or
// possible, or that it may be told twice. That the day is a holiday is good to know, no more.
bool needs_a_person(const Finding& finding);

// Whether people who are told `by` need not be told `finding` as well: two events in one space at
// one time have the same people in mind, but one of them moves in any case. Programs get both.
bool is_said_by(const Finding& finding, const Finding& by);
// Without those that another one says, in order. `finding_of` gives the finding of an item.
template <class Item, class FindingOf>
std::vector<const Item*> worth_saying(const std::vector<Item>& items, FindingOf finding_of) {
    std::vector<const Item*> said;
    for (const Item& it : items)
        if (std::none_of(items.begin(), items.end(), [&](const Item& by) {
                return is_said_by(finding_of(it), finding_of(by));
            }))
            said.push_back(&it);
    return said;
}
inline std::vector<const Judged*> worth_saying(const std::vector<Judged>& findings) {
    return worth_saying(findings, [](const Judged& it) -> const Finding& { return it.finding; });
}

// judge().verdict, without the rest.
Verdict verdict_for(const Snapshot& world, const Placed& mine, const Caller& caller, Instant now);

// Of the world's stored conflicts, those the caller may see, warning or worse, with both sides
// shown and how each stands.
struct StoredConflict {
    Finding finding;  // of a resolved one what is remembered of it: no clashes
    Shown mine;
    Shown other;
    std::vector<Shown> others = {};
    Standing standing = {};
};
std::vector<StoredConflict> stored_conflicts(const Snapshot& world, const Caller& caller,
                                             const SaidOfConflicts& said);
// The same, and of what people have said something of also what is no longer found.
std::vector<StoredConflict> conflicts_of_any_state(const Snapshot& world, const Caller& caller,
                                                   const SaidOfConflicts& said);
// Staff of either side's municipality, unless its kind tells what is hidden from them of a side.
bool may_see_conflict(const Caller& caller, const Finding& finding, const Snapshot& world);
// Whether a caller who is asked from `side` may know of a conflict, as answers keep it.
bool may_tell(const Caller& caller, const Finding& finding, const EventId& side,
              const Snapshot& world);
StoredConflict shown_conflict(Finding finding, const SaidOfConflict* said, const Snapshot& world,
                              const Caller& caller);

Shown shown(const Snapshot& world, const EventId& id, const Caller& caller);

// The finding with its sides as the caller may see them.
Judged judged(const Snapshot& world, Finding finding, const Caller& caller);

// The findings of `after` that are certain and blocking and were not so before, or that name a pair
// of occurrences that did not clash before: what a published event may not gain without somebody's
// word.
std::vector<Finding> gained_blocking(const Snapshot& world, const Placed* before,
                                     const Placed& after);

}  // namespace sopu::service
