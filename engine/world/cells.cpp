#include "engine/world/cells.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sopu {
namespace {

// Cells a degree, by the size of the event.
struct Mesh {
    double north;
    double east;
};
constexpr std::array<Mesh, 4> meshes{{{5, 2.5}, {5, 2.5}, {2.5, 1.25}, {1, 0.5}}};
constexpr double kilometres_a_degree = 111;  // a little less than it is: the search is the wider
constexpr double least_cosine = 0.05;        // beyond 87 degrees nobody keeps a calendar

int row_of(double degrees, double cells_a_degree) {
    return static_cast<int>(std::floor(degrees * cells_a_degree));
}

std::string name_of(SizeClass size, int north, int east) {
    std::string name(1, static_cast<char>('0' + static_cast<int>(size)));
    return name.append(":").append(std::to_string(north)).append(":").append(std::to_string(east));
}

}  // namespace

std::string cell_of(SizeClass size, const Position& position) {
    const Mesh& mesh = meshes[static_cast<std::size_t>(size)];
    return name_of(size, row_of(position.latitude, mesh.north),
                   row_of(position.longitude, mesh.east));
}

std::vector<std::string> cells_around(SizeClass size, const std::vector<Position>& points,
                                      double kilometres) {
    constexpr double radians = 3.14159265358979323846 / 180;
    const Mesh& mesh = meshes[static_cast<std::size_t>(size)];
    std::vector<std::string> cells;
    for (const Position& point : points) {
        const double degrees = kilometres / kilometres_a_degree;
        const double north_end = std::min(std::abs(point.latitude) + degrees, 90.0);
        const double wide = degrees / std::max(std::cos(north_end * radians), least_cosine);
        for (int north = row_of(point.latitude - degrees, mesh.north);
             north <= row_of(point.latitude + degrees, mesh.north); ++north)
            for (int east = row_of(point.longitude - wide, mesh.east);
                 east <= row_of(point.longitude + wide, mesh.east); ++east)
                cells.push_back(name_of(size, north, east));
    }
    std::sort(cells.begin(), cells.end());
    cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
    return cells;
}

}  // namespace sopu
