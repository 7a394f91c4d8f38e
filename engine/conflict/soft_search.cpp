#include "engine/conflict/soft_search.h"

#include <tuple>

#include "engine/conflict/detect.h"
#include "engine/world/cells.h"

namespace sopu {
namespace {

using date::days;

// The nearest pair of points; nothing where either has none.
std::optional<double> nearest(const std::vector<Position>& a, const std::vector<Position>& b) {
    std::optional<double> least;
    for (const Position& from : a)
        for (const Position& to : b) {
            const double kilometres = distance_km(from, to);
            if (!least || kilometres < *least) least = kilometres;
        }
    return least;
}

Apart apart(const Placed& a, const Placed& b) {
    Apart found;
    found.kilometres = nearest(a.points, b.points);
    found.exact = a.position.has_value() && b.position.has_value();
    return found;
}

// Where clocks do not change within the span a local time is an addition.
LocalSpan fast_local_span(const Interval& span, const Zone& home, const Interval& calm,
                          seconds offset) {
    if (calm.start() <= span.start() && span.end() <= calm.end())
        return local_span(span, LocalTime(span.start().time_since_epoch() + offset),
                          LocalTime(span.end().time_since_epoch() + offset));
    return local_span(span, home);
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

SoftSearch::SoftSearch(const Asked& asked, const Instance& instance)
    : asked_(asked),
      instance_(instance),
      mine_{instance->profile, timing_of(instance.times(), asked.ground().zones.home()),
            scale_of(asked.world, *instance, instance.extent().start())},
      radius_km_(*std::max_element(asked.policy.reach_km.begin(), asked.policy.reach_km.end()) *
                 mine_.scale) {
    search();
}

Interval SoftSearch::days_around(int before, int after) const {
    const Zone& home = asked_.ground().zones.home();
    const Interval extent = instance_.extent();
    const Date first = date::floor<days>(to_local(extent.start(), home)) - days{before};
    const Date last = date::floor<days>(to_local(extent.end(), home)) + days{after};
    return {to_instant(LocalTime(first), home), to_instant(LocalTime(last + days{1}), home)};
}

void SoftSearch::gather(Dimension dimension, const Interval& window, double kilometres,
                        std::vector<Occurrence>& out) const {
    asked_.world.find(dimension, online_cell, window, out);
    if (instance_->profile.online) {
        // Everybody can be at an online event: it has no distance to anything.
        asked_.world.find(Dimension::everywhere, "", window, out);
    } else {
        for (const std::string& cell : cells_around(instance_->points, kilometres))
            asked_.world.find(dimension, cell, window, out);
    }
    std::sort(out.begin(), out.end(), [](const Occurrence& a, const Occurrence& b) {
        return std::tuple(a.event, a.extent.start(), a.recurrence_id) <
               std::tuple(b.event, b.extent.start(), b.recurrence_id);
    });
    out.erase(std::unique(out.begin(), out.end()), out.end());
}

bool SoftSearch::counts(const Placed& other) const {
    if (!comparable(*instance_, other)) return false;
    const std::string& umbrella = instance_->event->umbrella;
    return umbrella.empty() || umbrella != other.event->umbrella;
}

Timing SoftSearch::timing_of_other(const Occurrence& other, const Placed& placed) const {
    const Zone& home = asked_.ground().zones.home();
    if (!other.repeats() && !placed.times.fixed()) return timing_of(placed.times, home);
    Timing timing;
    timing.duration = other.extent.length();
    const Interval calm = days_around(4, 4);
    const seconds before = offset_at(calm.start(), home);
    const bool unchanged = before == offset_at(calm.end(), home);
    timing.windows = {unchanged ? fast_local_span(other.extent, home, calm, before)
                                : local_span(other.extent, home)};
    return timing;
}

SoftHit SoftSearch::hit(const Occurrence& other, const Placed& placed, const Timing& mine,
                        const Timing& theirs) const {
    const Apart distance = apart(*instance_, placed);
    SoftHit found{other, &placed, {}, distance.kilometres.value_or(0)};
    found.score = soft_score(mine_.profile, mine, placed.profile, theirs, distance, mine_.scale,
                             asked_.policy);
    if (asked_.weakening != Weakening::either_side) return found;
    const Policy& policy = asked_.ground().policies.of(placed.municipalities);
    const SoftScore back = soft_score(placed.profile, theirs, mine_.profile, mine, distance,
                                      scale_of(asked_.world, placed, other.extent.start()), policy);
    if (back.value > found.score.value) found.score = back;
    return found;
}

void SoftSearch::search() {
    // The weekend of a Friday evening reaches to Sunday, that of a Sunday back to Friday.
    const Interval window = days_around(2, 2);
    std::vector<Occurrence> found;
    gather(Dimension::cell, window, radius_km_, found);
    if (!instance_->profile.routine)
        gather(Dimension::routine_cell, days_around(0, 0), radius_km_, found);
    for (const Occurrence& it : found) {
        const Placed& placed = asked_.world.placed(it);
        if (placed.profile.routine && instance_->profile.routine) continue;
        if (!counts(placed)) continue;
        SoftHit scored = hit(it, placed, mine_.timing, timing_of_other(it, placed));
        if (scored.score.value > 0) hits_.push_back(std::move(scored));
    }
}

std::vector<SoftHit> SoftSearch::nearby(double kilometres, int days_apart) const {
    std::vector<SoftHit> list;
    std::vector<Occurrence> found;
    gather(Dimension::cell, days_around(days_apart, days_apart), kilometres, found);
    for (const Occurrence& it : found) {
        const Placed& placed = asked_.world.placed(it);
        if (placed.profile.routine || !counts(placed)) continue;
        const auto distance = nearest(instance_->points, placed.points);
        if (!distance || *distance > kilometres) continue;
        list.push_back({it, &placed, {}, *distance});
    }
    return list;
}

SoftSearch::Load SoftSearch::load_at(days away) const {
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
    std::vector<Occurrence> found;
    gather(Dimension::cell, window, radius_km_, found);
    Load load;
    for (const Occurrence& it : found) {
        const Placed& placed = asked_.world.placed(it);
        if (placed.profile.routine || placed.profile.long_lived || !counts(placed)) continue;
        const Timing theirs =
            !it.repeats() && !placed.times.fixed()
                ? timing_of(placed.times, asked_.ground().zones.home())
                : Timing{it.extent.length(), {local_span(it.extent, asked_.ground().zones.home())}};
        const SoftHit scored = hit(it, placed, mine, theirs);
        const Together together = scored.score.time.together;
        const bool same_time =
            together == Together::overlapping || together == Together::part_of_day;
        if (scored.score.value <= 0 || !same_time) continue;
        ++load.events;
        load.score += scored.score.value;
        load.ids.push_back(placed.id());
    }
    return load;
}

}  // namespace sopu
