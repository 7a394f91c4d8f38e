#include "engine/place/position.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sopu {

double distance_km(const Position& a, const Position& b) {
    constexpr double radius_km = 6371.0088;
    const auto radians = [](double degrees) { return degrees * std::numbers::pi / 180.0; };
    const double half_lat = std::sin(radians(b.latitude - a.latitude) / 2);
    const double half_lon = std::sin(radians(b.longitude - a.longitude) / 2);
    const double h = half_lat * half_lat + std::cos(radians(a.latitude)) *
                                               std::cos(radians(b.latitude)) * half_lon * half_lon;
    // Rounding can lift h of two antipodes a hair above 1.
    return 2 * radius_km * std::asin(std::sqrt(std::min(1.0, h)));
}

}  // namespace sopu
