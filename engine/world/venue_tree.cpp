#include "engine/world/venue_tree.h"

#include <algorithm>
#include <set>

namespace sopu {
namespace {

const std::vector<VenueId> nothing;

using ById = std::unordered_map<VenueId, const Venue*>;

ById by_id(const std::vector<const Venue*>& venues) {
    ById map;
    for (const Venue* venue : venues) map[venue->id] = venue;
    return map;
}

// The wholes above a space, nearest first; stops at a cycle.
std::vector<VenueId> wholes_of(const Venue& venue, const ById& venues) {
    std::vector<VenueId> wholes;
    const Venue* at = &venue;
    while (at->part_of) {
        const VenueId& up = *at->part_of;
        if (up == venue.id || std::find(wholes.begin(), wholes.end(), up) != wholes.end()) break;
        wholes.push_back(up);
        const auto it = venues.find(up);
        if (it == venues.end()) break;
        at = it->second;
    }
    return wholes;
}

}  // namespace

VenueTree::VenueTree(const std::vector<const Venue*>& venues) {
    const ById all = by_id(venues);
    std::unordered_map<VenueId, std::set<VenueId>> related;
    std::unordered_map<VenueId, std::vector<VenueId>> users;  // of an exclusive space
    const auto relate = [&related](const VenueId& a, const VenueId& b) {
        if (a == b) return;
        related[a].insert(b);
        related[b].insert(a);
    };
    for (const Venue* venue : venues) {
        for (const VenueId& whole : wholes_of(*venue, all)) relate(venue->id, whole);
        if (venue->part_of) sections_[*venue->part_of].push_back(venue->id);
        for (const VenueId& exclusive : venue->shares) {
            relate(venue->id, exclusive);
            users[exclusive].push_back(venue->id);
        }
    }
    for (const auto& [exclusive, venues_using] : users)
        for (const VenueId& a : venues_using)
            for (const VenueId& b : venues_using) relate(a, b);
    for (auto& [space, others] : related) related_[space].assign(others.begin(), others.end());
    for (auto& [space, below] : sections_) std::sort(below.begin(), below.end());
}

const std::vector<VenueId>& VenueTree::related(const VenueId& space) const {
    const auto it = related_.find(space);
    return it == related_.end() ? nothing : it->second;
}

bool VenueTree::are_related(const VenueId& a, const VenueId& b) const {
    const std::vector<VenueId>& others = related(a);
    return std::binary_search(others.begin(), others.end(), b);
}

const std::vector<VenueId>& VenueTree::sections(const VenueId& space) const {
    const auto it = sections_.find(space);
    return it == sections_.end() ? nothing : it->second;
}

bool makes_cycle(const Venue& venue, const std::vector<const Venue*>& others) {
    ById all = by_id(others);
    all[venue.id] = &venue;
    std::set<VenueId> seen{venue.id};
    const Venue* at = &venue;
    while (at->part_of) {
        if (!seen.insert(*at->part_of).second) return true;
        const auto it = all.find(*at->part_of);
        if (it == all.end()) return false;
        at = it->second;
    }
    return false;
}

}  // namespace sopu
