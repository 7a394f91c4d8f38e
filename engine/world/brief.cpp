#include "engine/world/brief.h"

#include "engine/world/placed.h"

namespace sopu {

Brief brief_of(const Placed& placed, const Gazetteer& gazetteer) {
    const Profile& profile = placed.profile;
    Brief brief;
    brief.audiences = profile.audiences.bits();
    brief.for_anybody = profile.audiences.open();
    brief.format = profile.format;
    brief.online = profile.online;
    brief.lasts = profile.long_lived;
    brief.size_class = static_cast<std::uint8_t>(profile.size);
    if (!placed.municipalities.empty())
        if (const Municipality* first = gazetteer.by_code(placed.municipalities.front()))
            brief.municipality =
                static_cast<std::uint16_t>(first - gazetteer.municipalities().data());
    if (placed.points.size() > 1) brief.points = Brief::Points::several;
    if (placed.points.size() == 1) {
        brief.points = Brief::Points::one;
        brief.point = placed.points.front();
    }
    return brief;
}

}  // namespace sopu
