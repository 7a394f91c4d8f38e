#include "engine/conflict/soft_rules.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <tuple>

#include "engine/conflict/soft_search.h"
#include "engine/conflict/title_similarity.h"
#include "engine/model/lifecycle.h"

namespace sopu {
namespace {

using date::days;

// A question about more days than this is answered with its best days (suggest.h).
constexpr days soft_question_max{31};
constexpr std::size_t opportunities_named_max = 3;

double tenths(double value) {
    return std::round(value * 10) / 10;
}

Side side_of(const Occurrence& it) {
    if (!it.repeats()) return {{}, it.extent};
    return {it.recurrence_id, it.extent};
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ",") + word;
    return text;
}

void add_claim(const Placed& other, Finding& finding) {
    const Claim claim = effective_claim(*other.event);
    if (claim != Claim::confirmed) finding.factors["claim"] = std::string(name_of(claim));
    if (!other.event->verified) finding.factors["unverified"] = true;
}

Finding pair_finding(Kind kind, Severity severity, const Asked& asked, const Instance& mine,
                     const SoftHit& hit) {
    Finding finding;
    finding.kind = kind;
    finding.severity = severity;
    finding.mine = asked.mine.id();
    finding.other = hit.placed->id();
    finding.occurrence_count = 1;
    finding.clashes.push_back({{mine.recurrence_id(), mine.extent()},
                               side_of(hit.other),
                               common_or_gap(mine.extent(), hit.other.extent)});
    if (!mine->profile.online && !hit.placed->profile.online)
        finding.factors["kilometres"] = tenths(hit.kilometres);
    const auto common = common_audiences(*mine->event, *hit.placed->event);
    if (!common.empty()) finding.factors["audiences"] = joined(common);
    if (mine->profile.format != 0 && mine->profile.format == hit.placed->profile.format)
        finding.factors["format"] = mine->event->format;
    return finding;
}

void add_score_factors(const SoftHit& hit, Finding& finding) {
    finding.factors["together"] = std::string(name_of(hit.score.time.together));
    if (hit.score.time.overlap > seconds{0})
        finding.factors["minutes"] = static_cast<std::int64_t>(
            std::chrono::duration_cast<minutes>(hit.score.time.overlap).count());
    if (hit.score.possible) finding.certainty = Certainty::possible;
    add_claim(*hit.placed, finding);
}

// One event against another, or one notice for everything that goes on every week.
void audience_overlap(const Asked& asked, SoftDepth depth, const Instance& mine,
                      const std::vector<SoftHit>& hits, Gathering& found) {
    std::vector<const SoftHit*> routine;
    for (const SoftHit& hit : hits) {
        const auto severity =
            soft_severity(hit.score, mine->profile, hit.placed->profile, asked.policy);
        if (!severity) continue;
        // Of a stored pair all clashes are counted, if one of them is a warning.
        const bool repeats = asked.mine.series || hit.other.repeats();
        if (depth == SoftDepth::warnings && *severity != Severity::warning && !repeats) continue;
        if (hit.placed->profile.routine || mine->profile.routine) {
            routine.push_back(&hit);
            continue;
        }
        Finding finding = pair_finding(Kind::audience_overlap, *severity, asked, mine, hit);
        add_score_factors(hit, finding);
        if (hit.placed->profile.long_lived || mine->profile.long_lived)
            finding.factors["long"] = true;
        found.add(std::move(finding));
    }
    if (routine.empty() || depth == SoftDepth::warnings) return;
    const bool certain = std::any_of(routine.begin(), routine.end(),
                                     [](const SoftHit* hit) { return !hit->score.possible; });
    Finding finding = fact_finding(Kind::audience_overlap, Severity::notice,
                                   certain ? Certainty::certain : Certainty::possible, asked, mine,
                                   {FactType::load, "routine", {}}, mine.extent());
    // Hits are in order of event: another occurrence of one stands beside it.
    for (const SoftHit* hit : routine)
        if (finding.others.empty() || finding.others.back() != hit->placed->id())
            finding.others.push_back(hit->placed->id());
    finding.factors["count"] = static_cast<std::int64_t>(finding.others.size());
    finding.factors["routine"] = true;
    if (mine->profile.routine) finding.factors["routine_is_mine"] = true;
    found.add(std::move(finding));
}

// The load of the weeks around in the middle, if that is low enough for now to be busy.
std::optional<SoftSearch::Load> usual_load(const Policy& policy, const SoftSearch& search,
                                           double now) {
    const double as_busy = now / policy.busy_factor;
    const int half = policy.busy_weeks / 2;
    std::vector<SoftSearch::Load> quieter;
    int busy = 0;
    for (int week = -half; week <= half; ++week) {
        if (week == 0) continue;
        SoftSearch::Load then = search.load_at(days{7 * week}, 0, as_busy);
        if (then.score < as_busy)
            quieter.push_back(std::move(then));
        else if (++busy >= half)
            return std::nullopt;  // as busy as now in the middle, whatever the others are
    }
    const auto middle = static_cast<std::size_t>(half);
    if (quieter.size() <= middle) return std::nullopt;
    std::sort(quieter.begin(), quieter.end(), [](const auto& a, const auto& b) {
        return std::tuple(a.score, a.ids.size()) < std::tuple(b.score, b.ids.size());
    });
    return quieter[middle];
}

// The sum of what takes from it now against the same weekday and hour in the weeks around.
void busy_time(const Asked& asked, const Instance& mine, const SoftSearch& search,
               Gathering& found) {
    if (mine->profile.routine || mine->profile.long_lived || asked.mine.series) return;
    const SoftSearch::Load now = search.load_at(days{0}, asked.policy.busy_floor_score);
    if (now.score <= asked.policy.busy_floor_score) return;
    const auto usual = usual_load(asked.policy, search, now.score);
    if (!usual) return;
    // CONFLICTS "Distance": where only the municipality is known, a possible notice at most.
    const bool exact = mine->profile.online || mine->position.has_value();
    const bool certain = exact && mine.times().fixed();
    Finding finding = fact_finding(Kind::busy_time, exact ? Severity::warning : Severity::notice,
                                   certain ? Certainty::certain : Certainty::possible, asked, mine,
                                   {FactType::load, "busy", {}}, mine.extent());
    finding.others = now.ids;
    finding.factors["count"] = static_cast<std::int64_t>(now.ids.size());
    finding.factors["usual"] = static_cast<std::int64_t>(usual->ids.size());
    found.add(std::move(finding));
}

void format_saturation(const Asked& asked, const Instance& mine, const std::vector<SoftHit>& hits,
                       Gathering& found) {
    if (mine->profile.format == 0 || mine->profile.routine) return;
    std::set<EventId> others;
    for (const SoftHit& hit : hits)
        if (hit.score.audience.same_format && hit.score.distance > 0 &&
            !hit.placed->profile.routine)
            others.insert(hit.placed->id());
    if (static_cast<int>(others.size()) + 1 < asked.policy.saturation_count) return;
    Finding finding =
        fact_finding(Kind::format_saturation, Severity::notice,
                     mine.times().fixed() ? Certainty::certain : Certainty::possible, asked, mine,
                     {FactType::load, mine->event->format, {}}, mine.extent());
    finding.others.assign(others.begin(), others.end());
    finding.factors["count"] = static_cast<std::int64_t>(others.size() + 1);
    finding.factors["format"] = mine->event->format;
    found.add(std::move(finding));
}

// Near in time, not at once, and for some of the same people: something to share.
void opportunity(const Asked& asked, const Instance& mine, const SoftSearch& search,
                 Gathering& found) {
    if (mine->profile.routine || mine->profile.long_lived || !mine.times().fixed()) return;
    const auto may_be_related = [&](const Occurrence& other, const Brief& brief) {
        return !overlap(other.extent, mine.extent()) && !brief.lasts &&
               may_share_an_audience(search.mine(), brief);
    };
    const auto related = [&](const Occurrence&, const Placed& placed) {
        return common(mine->profile.audiences, placed.profile.audiences) > 0;
    };
    std::vector<SoftHit> near = search.nearby(
        asked.policy.opportunity_km, asked.policy.opportunity_days, may_be_related, related);
    std::stable_sort(near.begin(), near.end(), [](const SoftHit& a, const SoftHit& b) {
        return a.kilometres < b.kilometres;
    });
    if (near.size() <= opportunities_named_max) {
        for (const SoftHit& hit : near)
            found.add(pair_finding(Kind::opportunity, Severity::opportunity, asked, mine, hit));
        return;
    }
    Finding finding = fact_finding(Kind::opportunity, Severity::opportunity, Certainty::certain,
                                   asked, mine, {FactType::load, "nearby", {}}, mine.extent());
    for (const SoftHit& hit : near) finding.others.push_back(hit.placed->id());
    finding.factors["count"] = static_cast<std::int64_t>(near.size());
    found.add(std::move(finding));
}

// The same event told by another source or in another language.
void possible_duplicate(const Asked& asked, const Instance& mine, const SoftSearch& search,
                        Gathering& found) {
    constexpr double same_place_km = 1;
    constexpr minutes same_start{60};
    if (mine->event->title.empty()) return;
    const auto at_once = [&](const Occurrence& other, const Brief&) {
        const seconds apart = mine.extent().start() - other.extent.start();
        return std::chrono::abs(apart) <= same_start;
    };
    const auto not_elsewhere = [&](const Occurrence&, const Placed& placed) {
        return mine->space.empty() || placed.space.empty() || mine->space == placed.space;
    };
    for (const SoftHit& hit : search.nearby(same_place_km, 0, at_once, not_elsewhere)) {
        const double alike = title_similarity(mine->event->title, hit.placed->event->title);
        if (alike < asked.policy.duplicate_title_similarity) continue;
        Finding finding =
            pair_finding(Kind::possible_duplicate, Severity::notice, asked, mine, hit);
        if (!mine.times().fixed() || (!hit.other.repeats() && !hit.placed->times.fixed()))
            finding.certainty = Certainty::possible;
        found.add(std::move(finding));
    }
}

// What is stored: warnings, and of a pair that repeats every clash, once one of them is a warning.
void soft_warnings(const Asked& asked, const Instance& mine, Surroundings& surroundings,
                   Gathering& found) {
    if (mine->profile.routine) return;  // it gets notices at most
    const auto search = [&](double least) {
        return SoftSearch(asked, mine, SoftSearch::Routine::left_out, least, surroundings);
    };
    const auto say = [&](const SoftSearch& searched) {
        audience_overlap(asked, SoftDepth::warnings, mine, searched.hits(), found);
        busy_time(asked, mine, searched, found);
    };
    if (asked.mine.series) return say(search(0));
    const SoftSearch warned = search(asked.policy.score_warning);
    const bool repeats =
        std::any_of(warned.hits().begin(), warned.hits().end(), [&](const SoftHit& hit) {
            return hit.other.repeats() &&
                   soft_severity(hit.score, mine->profile, hit.placed->profile, asked.policy) ==
                       Severity::warning;
        });
    if (repeats)
        say(search(0));
    else
        say(warned);
}

bool has_place_or_none_needed(const Placed& placed) {
    return placed.profile.online || !placed.points.empty();
}

}  // namespace

void soft_rules(const Asked& asked, SoftDepth depth, Gathering& found) {
    Surroundings surroundings(asked.world);
    for (const Instance& mine : asked.instances) {
        if (!has_place_or_none_needed(*mine) || mine.extent().empty()) continue;
        if (!mine.times().fixed() && mine.extent().length() > soft_question_max) continue;
        if (depth == SoftDepth::warnings) {
            soft_warnings(asked, mine, surroundings, found);
            continue;
        }
        const SoftSearch search(asked, mine, SoftSearch::Routine::looked_for, 0, surroundings);
        audience_overlap(asked, depth, mine, search.hits(), found);
        busy_time(asked, mine, search, found);
        format_saturation(asked, mine, search.hits(), found);
        possible_duplicate(asked, mine, search, found);
        opportunity(asked, mine, search, found);
    }
}

}  // namespace sopu
