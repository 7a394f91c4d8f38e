#include "engine/conflict/soft_search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "engine/conflict/detect.h"
#include "engine/world/cells.h"

namespace sopu {
namespace {

using date::days;

constexpr double kilometres_a_degree = 111;  // of latitude, and a little less than it is

// The nearest pair of points that are not further apart than `most`.
std::optional<double> nearest(const std::vector<Position>& a, const std::vector<Position>& b,
                              double most) {
    std::optional<double> least;
    for (const Position& from : a)
        for (const Position& to : b) {
            if (std::abs(from.latitude - to.latitude) * kilometres_a_degree > most) continue;
            const double kilometres = distance_km(from, to);
            if (kilometres <= most && (!least || kilometres < *least)) least = kilometres;
        }
    return least;
}

// Whether a span has a day or a weekend in common with a time: else their score is 0.
bool touches(const Timing& mine, const LocalSpan& span) {
    return std::any_of(mine.windows.begin(), mine.windows.end(), [&span](const LocalSpan& it) {
        return common(it.days, span.days) || common(it.weekends, span.weekends);
    });
}

// Whether they can overlap or have a part of a day in common: what takes the time of another does.
bool can_take_the_time(const Timing& mine, const LocalSpan& span) {
    return std::any_of(mine.windows.begin(), mine.windows.end(), [&span](const LocalSpan& it) {
        return common(it.parts, span.parts) || overlap(it.span, span.span);
    });
}

bool has_weekend(const Timing& mine) {
    return std::any_of(mine.windows.begin(), mine.windows.end(),
                       [](const LocalSpan& it) { return !it.weekends.empty(); });
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
    return same_time && !hit.placed->profile.routine && !hit.placed->profile.long_lived;
}

void add(const SoftHit& hit, SoftSearch::Load& load) {
    ++load.events;
    load.score += hit.score.value;
    load.ids.push_back(hit.placed->id());
}

}  // namespace

double scale_of(const Snapshot& world, const Placed& then, Instant at) {
    const Ground& ground = world.ground();
    const Policy& policy = ground.policies.of(then.municipalities);
    if (policy.scale) return *policy.scale;
    if (then.municipalities.empty()) return 1;
    const Date day = date::floor<days>(to_local(at, ground.zones.home()));
    return reach_scale(policy,
                       world.density().ordinary_day(then.municipalities.front(), day,
                                                    policy.scale_around_km, ground.gazetteer));
}

const Lookup& Surroundings::around(const Placed& placed, Dimension dimension, double kilometres) {
    const auto [at, first] = known_.try_emplace({&placed, dimension, kilometres}, Lookup(world_));
    Lookup& lookup = at->second;
    if (!first) return lookup;
    lookup.add(dimension, online_cell);
    if (placed.profile.online) {
        // Everybody can be at an online event: it has no distance to anything.
        lookup.add(Dimension::everywhere, "");
    } else {
        for (std::string& cell : cells_around(placed.points, kilometres))
            lookup.add(dimension, std::move(cell));
    }
    return lookup;
}

SoftSearch::SoftSearch(const Asked& asked, const Instance& instance, Routine routine,
                       Surroundings& surroundings)
    : asked_(asked),
      instance_(instance),
      mine_{instance->profile, timing_of(instance.times(), asked.ground().zones.home()),
            scale_of(asked.world, *instance, instance.extent().start())},
      widest_scale_(asked.weakening == Weakening::either_side ? std::max(1.0, mine_.scale)
                                                              : mine_.scale),
      radius_km_(*std::max_element(asked.policy.reach_km.begin(), asked.policy.reach_km.end()) *
                 widest_scale_),
      one_policy_(asked.weakening == Weakening::other_side ||
                  asked.ground().policies.own().empty()),
      surroundings_(surroundings) {
    search(routine);
}

Interval SoftSearch::days_around(int before, int after) const {
    const Zone& home = asked_.ground().zones.home();
    const Interval extent = instance_.extent();
    const Date first = date::floor<days>(to_local(extent.start(), home)) - days{before};
    const Date last = date::floor<days>(to_local(extent.end(), home)) + days{after};
    return {to_instant(LocalTime(first), home), to_instant(LocalTime(last + days{1}), home)};
}

SoftSearch::Clock SoftSearch::clock_of(const Interval& window) const {
    const Zone& home = asked_.ground().zones.home();
    const Interval wide(window.start() - days{4}, window.end() + days{4});
    const seconds offset = offset_at(wide.start(), home);
    const bool unchanged = offset == offset_at(wide.end(), home);
    return {home, unchanged ? wide : Interval{}, offset};
}

LocalSpan SoftSearch::Clock::span_of(const Interval& extent) const {
    if (calm.start() <= extent.start() && extent.end() <= calm.end())
        return local_span(extent, LocalTime(extent.start().time_since_epoch() + offset),
                          LocalTime(extent.end().time_since_epoch() + offset));
    return local_span(extent, home);
}

void SoftSearch::gather(Dimension dimension, const Interval& window, double kilometres,
                        std::vector<Occurrence>& out) const {
    surroundings_.around(*instance_, dimension, kilometres).find(window, out);
}

bool SoftSearch::counts(const Placed& other) const {
    if (!comparable(*instance_, other)) return false;
    const std::string& umbrella = instance_->event->umbrella;
    return umbrella.empty() || umbrella != other.event->umbrella;
}

bool SoftSearch::out_of_reach(const Occurrence& it) const {
    const Placed& other = asked_.world.placed(it);
    if (!one_policy_ || other.profile.online || mine_.profile.online) return false;
    const double most = reach_km(mine_.profile, other.profile, widest_scale_, asked_.policy);
    return !nearest(instance_->points, other.points, most);
}

Apart SoftSearch::apart(const Placed& other) const {
    Apart found;
    found.kilometres =
        nearest(instance_->points, other.points, std::numeric_limits<double>::infinity());
    found.exact = instance_->position.has_value() && other.position.has_value();
    return found;
}

std::optional<SoftHit> SoftSearch::hit(const Occurrence& other, const LocalSpan& span,
                                       const Timing& mine) const {
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
    if (!fixed) theirs = timing_of(placed.times, asked_.ground().zones.home());
    SoftHit found{other, &placed, {}, 0};
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
    if (asked_.weakening == Weakening::either_side) {
        if (theirs.windows.empty()) theirs.windows = {span};
        turn_round(mine, theirs, distance, found);
    }
    found.score.possible = found.score.possible || !fixed || !mine.fixed();
    if (found.score.value <= 0) return std::nullopt;
    return found;
}

// A stored pair keeps the larger of its two directions.
void SoftSearch::turn_round(const Timing& mine, const Timing& theirs, const Apart& distance,
                            SoftHit& found) const {
    const Placed& placed = *found.placed;
    const Policy& policy = asked_.ground().policies.of(placed.municipalities);
    // At most so much, were the other's reach not scaled: its scale takes time to find.
    const double size = size_factor(placed.profile.size, mine_.profile.size, policy);
    const double most = 100 * size * claim_weight(mine_.profile, policy);
    if (most <= found.score.value) return;
    const double widest = std::max(1.0, policy.scale.value_or(1));
    const SoftScore best =
        soft_score(placed.profile, theirs, mine_.profile, mine, distance, widest, policy);
    if (best.value <= found.score.value) return;
    const SoftScore back =
        soft_score(placed.profile, theirs, mine_.profile, mine, distance,
                   scale_of(asked_.world, placed, found.other.extent.start()), policy);
    if (back.value > found.score.value) found.score = back;
}

void SoftSearch::search(Routine routine) {
    // The weekend of a Friday evening reaches to Sunday, that of a Sunday back to Friday.
    const int around = has_weekend(mine_.timing) ? 2 : 0;
    const Interval window = days_around(around, around);
    const Clock clock = clock_of(window);
    std::vector<Occurrence> found;
    gather(Dimension::cell, window, radius_km_, found);
    if (routine == Routine::looked_for && !instance_->profile.routine)
        gather(Dimension::routine_cell, window, radius_km_, found);
    std::erase_if(found, [&](const Occurrence& it) {
        return !touches(mine_.timing, clock.span_of(it.extent)) || out_of_reach(it);
    });
    sort_once_each(found);
    for (const Occurrence& it : found)
        if (auto scored = hit(it, clock.span_of(it.extent), mine_.timing))
            hits_.push_back(std::move(*scored));
}

std::vector<SoftHit> SoftSearch::nearby(double kilometres, int days_apart,
                                        const Wanted& wanted) const {
    std::vector<SoftHit> list;
    std::vector<Occurrence> found;
    gather(Dimension::cell, days_around(days_apart, days_apart), kilometres, found);
    std::erase_if(found, [&](const Occurrence& it) {
        const Placed& placed = asked_.world.placed(it);
        return placed.profile.routine || !wanted(it, placed);
    });
    sort_once_each(found);
    for (const Occurrence& it : found) {
        const Placed& placed = asked_.world.placed(it);
        const auto distance = nearest(instance_->points, placed.points, kilometres);
        if (distance && counts(placed)) list.push_back({it, &placed, {}, *distance});
    }
    return list;
}

SoftSearch::Load SoftSearch::load_now() const {
    Load load;
    for (const SoftHit& it : hits_)
        if (takes_the_time(it)) add(it, load);
    return load;
}

SoftSearch::Load SoftSearch::load_at(days away) const {
    if (away == days{0}) return load_now();
    const seconds shift = away;
    const Interval window(days_around(0, 0).start() + shift, days_around(0, 0).end() + shift);
    Timing mine = mine_.timing;
    for (LocalSpan& span : mine.windows) {
        const auto moved = static_cast<std::int32_t>(away.count());
        span.span = {span.span.start() + shift, span.span.end() + shift};
        span.days = {span.days.first + moved, span.days.last + moved};
        span.parts = {span.parts.first + 3 * moved, span.parts.last + 3 * moved};
        span.weekends = {span.weekends.first + moved / 7, span.weekends.last + moved / 7};
    }
    const Clock clock = clock_of(window);
    std::vector<Occurrence> found;
    gather(Dimension::cell, window, radius_km_, found);
    std::erase_if(found, [&](const Occurrence& it) {
        return !can_take_the_time(mine, clock.span_of(it.extent)) || out_of_reach(it);
    });
    sort_once_each(found);
    Load load;
    for (const Occurrence& it : found) {
        const Profile& profile = asked_.world.placed(it).profile;
        if (profile.routine || profile.long_lived) continue;
        const auto scored = hit(it, clock.span_of(it.extent), mine);
        if (scored && takes_the_time(*scored)) add(*scored, load);
    }
    return load;
}

}  // namespace sopu
