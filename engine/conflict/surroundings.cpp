#include "engine/conflict/surroundings.h"

#include "engine/world/cells.h"

namespace sopu {
namespace {

double scale_in(const Snapshot& world, const Policy& policy, const MunicipalityCode& code,
                Date day) {
    if (policy.scale) return *policy.scale;
    return reach_scale(policy, world.density().ordinary_day(code, day, policy.scale_around_km,
                                                            world.ground().gazetteer));
}

}  // namespace

double scale_of(const Snapshot& world, const Placed& placed, Date day) {
    const Policy& policy = world.ground().policies.of(placed.municipalities);
    if (placed.municipalities.empty()) return policy.scale.value_or(1);
    return scale_in(world, policy, placed.municipalities.front(), day);
}

const Lookup& Surroundings::around(const Placed& placed, Dimension dimension, const Radii& radii) {
    const auto [at, first] = known_.try_emplace({&placed, dimension, radii}, Lookup(world_));
    Lookup& lookup = at->second;
    if (!first) return lookup;
    lookup.add(dimension, online_cell);
    if (placed.profile.online) {
        // Everybody can be at an online event: it has no distance to anything.
        lookup.add(Dimension::everywhere, "");
        return lookup;
    }
    for (std::size_t size = 0; size < radii.size(); ++size)
        for (std::string& cell :
             cells_around(static_cast<SizeClass>(size), placed.points, radii[size]))
            lookup.add(dimension, std::move(cell));
    return lookup;
}

double Surroundings::scale(const Brief& there, Date day) {
    const Policy& policy = world_.ground().policies.base();
    if (there.municipality == Brief::nowhere) return policy.scale.value_or(1);
    const date::year_month_day ymd(day);
    const std::int64_t month =
        static_cast<int>(ymd.year()) * 12 + static_cast<int>(unsigned(ymd.month()));
    const auto [at, first] = scales_.try_emplace(month << 16 | there.municipality);
    if (first) {
        const auto& list = world_.ground().gazetteer.municipalities();
        at->second = scale_in(world_, policy, list[there.municipality].code, day);
    }
    return at->second;
}

}  // namespace sopu
