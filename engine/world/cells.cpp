#include "engine/world/cells.h"

#include <algorithm>
#include <cmath>

namespace sopu {
namespace {

constexpr double cells_a_degree_north = 10;
constexpr double cells_a_degree_east = 5;
constexpr double kilometres_a_degree = 111;  // a little less than it is: the search is the wider
constexpr double least_cosine = 0.05;        // beyond 87 degrees nobody keeps a calendar

int north_of(double latitude) {
    return static_cast<int>(std::floor(latitude * cells_a_degree_north));
}

int east_of(double longitude) {
    return static_cast<int>(std::floor(longitude * cells_a_degree_east));
}

std::string name_of(int north, int east) {
    return std::to_string(north) + ":" + std::to_string(east);
}

}  // namespace

std::string cell_of(const Position& position) {
    return name_of(north_of(position.latitude), east_of(position.longitude));
}

std::vector<std::string> cells_around(const std::vector<Position>& points, double kilometres) {
    constexpr double radians = 3.14159265358979323846 / 180;
    std::vector<std::string> cells;
    for (const Position& point : points) {
        const double degrees = kilometres / kilometres_a_degree;
        const double north_end = std::min(std::abs(point.latitude) + degrees, 90.0);
        const double wide = degrees / std::max(std::cos(north_end * radians), least_cosine);
        for (int north = north_of(point.latitude - degrees);
             north <= north_of(point.latitude + degrees); ++north)
            for (int east = east_of(point.longitude - wide);
                 east <= east_of(point.longitude + wide); ++east)
                cells.push_back(name_of(north, east));
    }
    std::sort(cells.begin(), cells.end());
    cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
    return cells;
}

}  // namespace sopu
