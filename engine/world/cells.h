// What lives here: cells, the pieces of the map by which events near one another are found. Each
// size of event has a map of its own, because what is large matters from further away: its cells
// are larger, so that a search meets a dozen or two of them. The smallest are a fifth of a degree
// of latitude by two fifths of longitude, some twenty kilometres each way in Finland.
// What may not: municipalities, distances between events (conflict/travel.h).
// Invariants: cells_around gives every cell of a size that a point within the distance can lie in,
// and a few more. Thread-safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "engine/model/event.h"
#include "engine/place/position.h"

namespace sopu {

// Where online events lie: in no piece of the map.
inline constexpr const char* online_cell = "online";

std::string cell_of(SizeClass size, const Position& position);

// Sorted, each once. Near a pole, or for a distance of half the globe, every cell of the latitudes.
std::vector<std::string> cells_around(SizeClass size, const std::vector<Position>& points,
                                      double kilometres);

}  // namespace sopu
