#include "engine/world/lookup.h"

namespace sopu {

void Lookup::add(Dimension dimension, std::string key) {
    kept_.add(world_.kept_index(), dimension, key);
    keys_.emplace_back(dimension, std::move(key));
}

void Lookup::find(const Interval& window, std::vector<Occurrence>& out) const {
    kept_.find(window, out);
    if (world_.keeps(window)) return;
    for (const auto& [dimension, key] : keys_)
        for (const EventNumber number : world_.endless(dimension, key))
            world_.find_beside(number, dimension, key, window, out);
}

}  // namespace sopu
