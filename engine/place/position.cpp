#include "engine/place/position.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sopu {
namespace {

constexpr double radius_km = 6371.0088;

double radians(double degrees) {
    return degrees * std::numbers::pi / 180.0;
}

}  // namespace

double distance_km(const Position& a, const Position& b) {
    const double half_lat = std::sin(radians(b.latitude - a.latitude) / 2);
    const double half_lon = std::sin(radians(b.longitude - a.longitude) / 2);
    const double h = half_lat * half_lat + std::cos(radians(a.latitude)) *
                                               std::cos(radians(b.latitude)) * half_lon * half_lon;
    // Rounding can lift h of two antipodes a hair above 1.
    return 2 * radius_km * std::asin(std::sqrt(std::min(1.0, h)));
}

double least_distance_km(const Position& a, const Position& b) {
    // The haversine of what differs in latitude alone, and in longitude alone on the parallel that
    // is nearer to a pole: sin x >= x (1 - x^2 / 6), cos x >= 1 - x^2 / 2.
    const double north = std::abs(radians(a.latitude - b.latitude));
    const double half_east = std::abs(radians(a.longitude - b.longitude)) / 2;
    const double furthest = radians(std::max(std::abs(a.latitude), std::abs(b.latitude)));
    const double cosine = std::max(0.0, 1 - furthest * furthest / 2);
    // Beyond a quarter of the globe the way round the other side, or over the pole, is shorter.
    if (half_east > std::numbers::pi / 4) return radius_km * north;
    const double east = 2 * cosine * half_east * (1 - half_east * half_east / 6);
    return radius_km * std::max(north, east);
}

}  // namespace sopu
