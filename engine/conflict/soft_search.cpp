#include "engine/conflict/soft_search.h"

#include <algorithm>
#include <limits>
#include <span>
#include <tuple>

#include "engine/conflict/detect.h"

namespace sopu {
namespace {

using date::days;

// The nearest pair of points that are not further apart than `most`.
std::optional<double> nearest(std::span<const Position> a, std::span<const Position> b,
                              double most) {
    std::optional<double> least;
    for (const Position& from : a)
        for (const Position& to : b) {
            if (least_distance_km(from, to) > most) continue;
            const double kilometres = distance_km(from, to);
            if (kilometres <= most && (!least || kilometres < *least)) least = kilometres;
        }
    return least;
}

void sort_once_each(std::vector<Occurrence>& found) {
    std::sort(found.begin(), found.end(), [](const Occurrence& a, const Occurrence& b) {
        return std::tuple(a.event, a.extent.start(), a.recurrence_id) <
               std::tuple(b.event, b.extent.start(), b.recurrence_id);
    });
    found.erase(std::unique(found.begin(), found.end()), found.end());
}

bool takes_the_time(const SoftHit& hit) {
    const Together together = hit.score.time.together;
    const bool same_time = together == Together::overlapping || together == Together::part_of_day;
    return hit.to_mine > 0 && same_time && !hit.placed->profile.routine &&
           !hit.placed->profile.long_lived;
}

// Whether a score as high as `least` takes an overlap: to be at the same time of day is not enough.
bool takes_an_overlap(double least, const Policy& policy) {
    return least >
           100 * std::max({policy.time_same_part, policy.time_same_day, policy.time_same_weekend});
}

// Hits come in order of event: another occurrence of one stands beside it.
void add(const SoftHit& hit, SoftSearch::Load& load) {
    load.score += hit.to_mine;
    if (load.ids.empty() || load.ids.back() != hit.placed->id())
        load.ids.push_back(hit.placed->id());
}

}  // namespace

SoftSearch::SoftSearch(const Asked& asked, const Instance& instance, Routine routine, double least,
                       Surroundings& surroundings)
    : asked_(asked),
      instance_(instance),
      mine_{instance->profile, brief_of(*instance, asked.ground().gazetteer),
            timing_of(instance.times(), asked.ground().zones.home()),
            scale_of(asked.world, *instance,
                     date::floor<days>(
                         to_local(instance.extent().start(), asked.ground().zones.home())))},
      one_policy_(asked.weakening == Weakening::other_side ||
                  asked.ground().policies.own().empty()),
      least_(one_policy_ ? least : 0),
      of_pairs_(
          reach(asked.weakening == Weakening::either_side, reach_share(least_, asked.policy))),
      of_mine_(reach(false, 1)),
      surroundings_(surroundings) {
    search(routine);
}

void SoftSearch::gather(Dimension dimension, const Interval& window, const Radii& radii,
                        std::vector<Occurrence>& out) const {
    surroundings_.around(*instance_, dimension, radii).find(window, out);
}

SoftSearch::Reach SoftSearch::reach(bool from_either, double share) const {
    Reach found{from_either, share, {}};
    const Policies& policies = asked_.ground().policies;
    for (std::size_t i = 0; i < found.radii.size(); ++i) {
        const auto size = static_cast<SizeClass>(i);
        double& radius = found.radii[i];
        radius = share * reach_km(mine_.brief.size(), size, mine_.scale, asked_.policy);
        if (from_either)
            radius = std::max({radius, share * policies.widest_reach_km(mine_.brief.size()),
                               share * policies.widest_reach_km(size)});
    }
    return found;
}

bool SoftSearch::counts(const Placed& other) const {
    if (!comparable(*instance_, other)) return false;
    const std::string& umbrella = instance_->event->umbrella;
    return umbrella.empty() || umbrella != other.event->umbrella;
}

double SoftSearch::scale_at(const Occurrence& it, const LocalSpan& span) const {
    const Date day{days{span.days.first}};
    const Snapshot& world = asked_.world;
    if (world.ground().policies.own().empty()) return surroundings_.scale(world.brief(it), day);
    return scale_of(world, world.placed(it), day);
}

std::optional<double> SoftSearch::kilometres_to(const Brief& other, const Occurrence& it,
                                                double most) const {
    if (other.points == Brief::Points::one)
        return nearest(instance_->points, {&other.point, 1}, most);
    return nearest(instance_->points, asked_.world.placed(it).points, most);
}

bool SoftSearch::out_of(const Reach& reach, const Occurrence& it, const LocalSpan& span) const {
    const Brief other = asked_.world.brief(it);
    if (!may_want_the_same(mine_.brief, other)) return true;
    if (!one_policy_ || other.online || mine_.brief.online) return false;
    double scale = mine_.scale;
    if (reach.from_either) scale = std::max(scale, scale_at(it, span));
    const double most =
        reach.share * reach_km(mine_.brief.size(), other.size(), scale, asked_.policy);
    return !kilometres_to(other, it, most);
}

double SoftSearch::most_to_mine(const Occurrence& it) const {
    const Brief other = asked_.world.brief(it);
    if (other.lasts || !may_want_the_same(mine_.brief, other)) return 0;
    const double size = 100 * size_factor(mine_.brief.size(), other.size(), asked_.policy);
    if (other.online || mine_.brief.online) return size;
    const double most = reach_km(mine_.brief.size(), other.size(), mine_.scale, asked_.policy);
    const auto kilometres = kilometres_to(other, it, most);
    return kilometres ? size * nearness(*kilometres, most, asked_.policy) : 0;
}

Apart SoftSearch::apart(const Placed& other) const {
    Apart found;
    found.kilometres =
        nearest(instance_->points, other.points, std::numeric_limits<double>::infinity());
    found.exact = instance_->position.has_value() && other.position.has_value();
    return found;
}

std::optional<SoftHit> SoftSearch::hit(const Occurrence& other, const LocalSpan& span,
                                       const Timing& mine, bool from_either) const {
    const Placed& placed = asked_.world.placed(other);
    const Profile& profile = placed.profile;
    if (profile.routine && instance_->profile.routine) return std::nullopt;
    // What lies nowhere is not judged by distance; an online event finds it all the same.
    if (!profile.online && placed.points.empty()) return std::nullopt;
    if (one_policy_ && audience_factor(mine_.profile, profile, asked_.policy).value == 0)
        return std::nullopt;
    const bool same_format = profile.format != 0 && profile.format == mine_.profile.format;
    const bool fixed = other.repeats() || placed.times.fixed();
    Timing theirs{other.extent.length(), {}};
    if (!fixed) theirs = timing_of(placed.times, home());
    SoftHit found{other, &placed, {}, 0, 0};
    TimeFactor time;
    if (fixed && mine.fixed()) {
        time = time_factor(mine.windows.front(), span, same_format, asked_.policy);
    } else {
        if (fixed) theirs.windows = {span};
        time = time_factor(mine, theirs, same_format, asked_.policy);
    }
    if ((one_policy_ && time.value == 0) || !counts(placed)) return std::nullopt;
    const Apart distance = apart(placed);
    found.kilometres = distance.kilometres.value_or(0);
    found.score = soft_score(mine_.profile, profile, time, distance, mine_.scale, asked_.policy);
    found.to_mine = found.score.value;
    if (from_either) {
        if (theirs.windows.empty()) theirs.windows = {span};
        turn_round(mine, theirs, span, distance, found);
    }
    found.score.possible = found.score.possible || !fixed || !mine.fixed();
    if (found.score.value <= 0) return std::nullopt;
    return found;
}

// A stored pair keeps the larger of its two directions.
void SoftSearch::turn_round(const Timing& mine, const Timing& theirs, const LocalSpan& span,
                            const Apart& distance, SoftHit& found) const {
    const Placed& placed = *found.placed;
    const Policy& policy = asked_.ground().policies.of(placed.municipalities);
    const SoftScore back = soft_score(placed.profile, theirs, mine_.profile, mine, distance,
                                      scale_at(found.other, span), policy);
    if (back.value > found.score.value) found.score = back;
}

void SoftSearch::search(Routine routine) {
    // The weekend of a Friday evening reaches to Sunday, that of a Sunday back to Friday.
    const int around = has_weekend(mine_.timing) ? 2 : 0;
    const bool at_once = takes_an_overlap(least_, asked_.policy);
    const Interval window =
        at_once ? instance_.extent() : days_around(instance_.extent(), around, home());
    const LocalClock clock(window, home());
    std::vector<Occurrence> found;
    gather(Dimension::cell, window, of_pairs_.radii, found);
    if (routine == Routine::looked_for && !instance_->profile.routine)
        gather(Dimension::routine_cell, window, of_pairs_.radii, found);
    std::erase_if(found, [&](const Occurrence& it) {
        const LocalSpan span = clock.span_of(it.extent);
        const bool together =
            at_once ? overlaps(mine_.timing, span) : shares_day_or_weekend(mine_.timing, span);
        return !together || out_of(of_pairs_, it, span);
    });
    sort_once_each(found);
    for (const Occurrence& it : found)
        if (auto scored = hit(it, clock.span_of(it.extent), mine_.timing, of_pairs_.from_either))
            hits_.push_back(std::move(*scored));
}

std::vector<SoftHit> SoftSearch::nearby(double kilometres, int days_apart, const Possible& possible,
                                        const Wanted& wanted) const {
    std::vector<SoftHit> list;
    std::vector<Occurrence> found;
    Radii radii;
    radii.fill(kilometres);
    gather(Dimension::cell, days_around(instance_.extent(), days_apart, home()), radii, found);
    std::erase_if(found, [&](const Occurrence& it) {
        const Brief other = asked_.world.brief(it);
        return !possible(it, other) || !kilometres_to(other, it, kilometres);
    });
    sort_once_each(found);
    for (const Occurrence& it : found) {
        const Placed& placed = asked_.world.placed(it);
        if (placed.profile.routine || !wanted(it, placed) || !counts(placed)) continue;
        const auto distance = nearest(instance_->points, placed.points, kilometres);
        list.push_back({it, &placed, {}, 0, *distance});
    }
    return list;
}

SoftSearch::Load SoftSearch::load_now() const {
    Load load;
    for (const SoftHit& it : hits_)
        if (takes_the_time(it)) add(it, load);
    return load;
}

SoftSearch::Load SoftSearch::load_at(days away, double more_than, double enough) const {
    if (away == days{0} && least_ == 0) return load_now();
    const Timing mine = on_another_day(mine_.timing, away, home());
    const Interval window =
        days_around({mine.windows.front().span.start(), mine.windows.back().span.end()}, 0, home());
    const LocalClock clock(window, home());
    std::vector<Occurrence> found;
    gather(Dimension::cell, window, of_mine_.radii, found);
    double most = 0;
    std::erase_if(found, [&](const Occurrence& it) {
        if (!shares_part(mine, clock.span_of(it.extent))) return true;
        const double most_of_it = most_to_mine(it);
        most += most_of_it;
        return most_of_it == 0;
    });
    Load load;
    if (most <= more_than) return load;
    sort_once_each(found);
    for (const Occurrence& it : found) {
        if (load.score >= enough) break;
        const auto scored = hit(it, clock.span_of(it.extent), mine, false);
        if (scored && takes_the_time(*scored)) add(*scored, load);
    }
    return load;
}

}  // namespace sopu
