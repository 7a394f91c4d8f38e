#include "engine/conflict/rules.h"

#include <algorithm>
#include <cmath>

#include "engine/conflict/travel.h"
#include "engine/model/lifecycle.h"

namespace sopu {
namespace {

bool same_space(const Pair& pair) {
    return !pair.mine->space.empty() && pair.mine->space == pair.other->space;
}

bool related_space(const Pair& pair) {
    return !pair.mine->space.empty() && !pair.other->space.empty() &&
           pair.world.venue_tree().are_related(pair.mine->space, pair.other->space);
}

Severity weakened(Severity severity, const Pair& pair) {
    if (severity != Severity::blocking) return severity;
    const bool mine_weakens =
        pair.weakening == Weakening::either_side && has_weak_claim(*pair.mine->event);
    return has_weak_claim(*pair.other->event) || mine_weakens ? Severity::warning
                                                              : Severity::blocking;
}

std::int64_t whole_minutes(seconds length) {
    return std::chrono::duration_cast<minutes>(length).count();
}

Finding finding_of(Kind kind, Severity severity, Certainty certainty, const Pair& pair) {
    Finding finding;
    finding.kind = kind;
    finding.severity = weakened(severity, pair);
    finding.certainty = certainty;
    finding.mine = pair.mine->id();
    finding.other = pair.other->id();
    finding.occurrence_count = 1;
    const Interval a = pair.mine.extent();
    const Interval b = pair.other.extent();
    finding.clashes.push_back(
        {{pair.mine.recurrence_id(), a}, {pair.other.recurrence_id(), b}, common_or_gap(a, b)});
    if (certainty == Certainty::certain && pair.mine.times().fixed() &&
        pair.other.times().fixed() && overlap(a, b))
        finding.factors["minutes"] = whole_minutes(intersection(a, b).length());
    if (pair.mine.times().assumed_end || pair.other.times().assumed_end)
        finding.factors["assumed_end"] = true;
    const Claim claim = effective_claim(*pair.other->event);
    if (claim != Claim::confirmed) finding.factors["claim"] = std::string(name_of(claim));
    if (!pair.other->event->verified) finding.factors["unverified"] = true;
    return finding;
}

// Two events at once in spaces of which only one can be used.
std::optional<Finding> overlap_of_spaces(Kind kind, const Pair& pair) {
    const auto certainty = overlap(pair.mine.times(), pair.other.times());
    if (!certainty) return std::nullopt;
    Finding finding = finding_of(kind, Severity::blocking, *certainty, pair);
    finding.factors["venue"] = pair.other->space.text();
    return finding;
}

// Just one of the two is a series that has the space every week: it gives way.
bool meets_regular_slot(const Pair& pair) {
    const auto is_slot = [](const Instance& it) {
        return it.recurrence_id() && it->event->regular_slot;
    };
    return is_slot(pair.mine) != is_slot(pair.other);
}

std::optional<Finding> venue_overlap(const Pair& pair) {
    if (!same_space(pair) || meets_regular_slot(pair)) return std::nullopt;
    return overlap_of_spaces(Kind::venue_overlap, pair);
}

std::optional<Finding> regular_slot(const Pair& pair) {
    if (!same_space(pair) || !meets_regular_slot(pair)) return std::nullopt;
    auto finding = overlap_of_spaces(Kind::regular_slot, pair);
    if (!finding) return std::nullopt;
    finding->severity = Severity::warning;
    finding->factors["slot_is_mine"] =
        pair.mine.recurrence_id().has_value() && pair.mine->event->regular_slot;
    return finding;
}

// One board, few hands: it cannot be in two places at once.
std::optional<Finding> organiser_overlap(const Pair& pair) {
    const auto& organisation = pair.mine->event->organisation;
    if (!organisation || pair.other->event->organisation != organisation) return std::nullopt;
    const Ground& ground = pair.world.ground();
    if (!ground.policies.of(pair.mine->municipalities).organiser_overlap) return std::nullopt;
    const Organisation* record = pair.world.organisations().find(organisation->text());
    if (record == nullptr || !record->small) return std::nullopt;
    const std::string& umbrella = pair.mine->event->umbrella;
    if (!umbrella.empty() && umbrella == pair.other->event->umbrella) return std::nullopt;
    const bool elsewhere = pair.mine->space != pair.other->space ||
                           pair.mine->municipalities != pair.other->municipalities;
    const auto certainty = overlap(pair.mine.times(), pair.other.times());
    if (!elsewhere || !certainty) return std::nullopt;
    Finding finding = finding_of(Kind::organiser_overlap, Severity::notice, *certainty, pair);
    finding.factors["organisation"] = organisation->text();
    return finding;
}

std::optional<Finding> venue_related(const Pair& pair) {
    if (!related_space(pair)) return std::nullopt;
    return overlap_of_spaces(Kind::venue_related, pair);
}

bool buffer_blocks(const Placed& placed, const Snapshot& world) {
    const Venue* venue = world.venue(placed.space);
    return venue && venue->buffer_blocks;
}

// The needed gap is the larger of the two buffers that face each other, not their sum: a buffer may
// touch or cover another buffer, but not another event.
std::optional<Finding> buffer_overlap(const Pair& pair) {
    if (!same_space(pair) && !related_space(pair)) return std::nullopt;
    const seconds after_mine = std::max(pair.mine->teardown, pair.other->setup);
    const seconds after_other = std::max(pair.other->teardown, pair.mine->setup);
    const auto certainty =
        too_close(pair.mine.times(), pair.other.times(), after_mine, after_other);
    if (!certainty) return std::nullopt;
    const bool blocks =
        buffer_blocks(*pair.mine, pair.world) || buffer_blocks(*pair.other, pair.world);
    Finding finding = finding_of(Kind::buffer_overlap,
                                 blocks ? Severity::blocking : Severity::warning, *certainty, pair);
    const bool mine_first = pair.mine.extent().end() <= pair.other.extent().start();
    finding.factors["needed_minutes"] = whole_minutes(mine_first ? after_mine : after_other);
    if (pair.mine.times().fixed() && pair.other.times().fixed())
        finding.factors["minutes"] = whole_minutes(finding.clashes[0].overlap.length());
    finding.factors["venue"] = pair.other->space.text();
    return finding;
}

std::optional<std::string> common_person(const Pair& pair) {
    for (const std::string& person : pair.mine->event->people)
        if (const auto& others = pair.other->event->people;
            std::find(others.begin(), others.end(), person) != others.end())
            return person;
    return std::nullopt;
}

std::optional<Finding> person_overlap(const Pair& pair) {
    const auto person = common_person(pair);
    if (!person) return std::nullopt;
    const Travel travel = travel_between(*pair.mine, *pair.other, pair.world.ground());
    auto certainty = overlap(pair.mine.times(), pair.other.times());
    if (!certainty)
        certainty = too_close(pair.mine.times(), pair.other.times(), travel.time, travel.time);
    if (!certainty) return std::nullopt;
    Finding finding = finding_of(Kind::person_overlap, Severity::warning, *certainty, pair);
    finding.factors["person"] = *person;
    if (travel.kilometres) finding.factors["kilometres"] = std::round(*travel.kilometres * 10) / 10;
    if (travel.time > seconds(0)) finding.factors["travel_minutes"] = whole_minutes(travel.time);
    return finding;
}

constexpr Rule table[] = {
    {Kind::venue_overlap, venue_overlap},   {Kind::venue_related, venue_related},
    {Kind::buffer_overlap, buffer_overlap}, {Kind::regular_slot, regular_slot},
    {Kind::person_overlap, person_overlap}, {Kind::organiser_overlap, organiser_overlap},
};

}  // namespace

std::span<const Rule> rules() {
    return table;
}

}  // namespace sopu
