#include "engine/world/whereabouts.h"

#include "engine/world/placed.h"

namespace sopu {

Whereabouts whereabouts_of(const Placed& placed, const Gazetteer& gazetteer) {
    Whereabouts found;
    found.online = placed.profile.online;
    found.size = placed.profile.size;
    if (!placed.municipalities.empty())
        if (const Municipality* first = gazetteer.by_code(placed.municipalities.front()))
            found.municipality =
                static_cast<std::uint16_t>(first - gazetteer.municipalities().data());
    if (placed.points.size() > 1) found.points = Whereabouts::Points::several;
    if (placed.points.size() == 1) {
        found.points = Whereabouts::Points::one;
        found.point = placed.points.front();
    }
    return found;
}

}  // namespace sopu
