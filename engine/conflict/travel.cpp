#include "engine/conflict/travel.h"

#include <algorithm>
#include <cmath>

namespace sopu {
namespace {

// Longer than Finland from Hanko to Nuorgam as the crow flies (1,160 km), for venues beyond it.
constexpr double country_km_max = 1'500;

// The points an event may lie at: its own, else those of its municipalities.
std::vector<Position> points_of(const Placed& placed, const Gazetteer& gazetteer) {
    if (placed.position) return {*placed.position};
    std::vector<Position> points;
    for (const MunicipalityCode& code : placed.municipalities)
        if (const Municipality* municipality = gazetteer.by_code(code))
            points.push_back(municipality->position);
    return points;
}

bool share_municipality(const Placed& a, const Placed& b) {
    return std::any_of(a.municipalities.begin(), a.municipalities.end(), [&b](const auto& code) {
        return std::binary_search(b.municipalities.begin(), b.municipalities.end(), code);
    });
}

seconds time_for(double kilometres, const Policy& policy) {
    const double hours = kilometres * policy.travel_road_factor / policy.travel_km_per_hour;
    return seconds(static_cast<std::int64_t>(std::ceil(hours * 3600))) + policy.travel_allowance;
}

}  // namespace

std::optional<double> distance_between(const Placed& a, const Placed& b,
                                       const Gazetteer& gazetteer) {
    std::optional<double> nearest;
    for (const Position& from : points_of(a, gazetteer))
        for (const Position& to : points_of(b, gazetteer)) {
            const double kilometres = distance_km(from, to);
            if (!nearest || kilometres < *nearest) nearest = kilometres;
        }
    return nearest;
}

Travel travel_between(const Placed& a, const Placed& b, const Ground& ground) {
    if (is_online(*a.event) || is_online(*b.event)) return {};
    if (!a.space.empty() && a.space == b.space) return {0.0, seconds(0)};
    const auto kilometres = distance_between(a, b, ground.gazetteer);
    if (!kilometres) return {};
    // In one municipality with a space not known on either side, they may be in the same room.
    if (share_municipality(a, b) && (a.space.empty() || b.space.empty()))
        return {kilometres, seconds(0)};
    return {kilometres, time_for(*kilometres, ground.policy())};
}

seconds travel_max(const Policy& policy) {
    return time_for(country_km_max, policy);
}

}  // namespace sopu
