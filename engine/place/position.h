// What lives here: Position (WGS 84 degrees) and the distance between two.
// What may not: municipalities (gazetteer.h), roads: travel is crow distance times a factor of the
// policy.
// Thread-safety: plain values.
#pragma once

namespace sopu {

struct Position {
    double latitude = 0;   // degrees, north positive
    double longitude = 0;  // degrees, east positive
    bool operator==(const Position&) const = default;
};

// Great-circle kilometres by the haversine formula on a sphere of 6371.0088 km (IUGG mean radius).
double distance_km(const Position& a, const Position& b);

// Kilometres that the two are apart at the least, by a few multiplications: for passing over what
// is far away. Never more than distance_km.
double least_distance_km(const Position& a, const Position& b);

}  // namespace sopu
