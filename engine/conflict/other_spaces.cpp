#include "engine/conflict/other_spaces.h"

#include <algorithm>
#include <cmath>

#include "engine/base/limits.h"
#include "engine/conflict/open_hours.h"
#include "engine/place/position.h"

namespace sopu {
namespace {

constexpr double smallest_share = 0.7;
constexpr int largest_times = 3;

const VenueId& top_of(const Venue& venue, const Snapshot& world) {
    // part_of has no cycle (engine/model/venue.h), so the way up ends.
    const Venue* at = &venue;
    while (at->part_of) {
        const Venue* up = world.venue(*at->part_of);
        if (up == nullptr) return *at->part_of;
        at = up;
    }
    return at->id;
}

bool is_of_like_size(const Event& wish, const Venue& wished, const Venue& other, bool same_whole) {
    const std::optional<int> expected = wish.expected_attendance;
    if (!expected && !wished.capacity) return same_whole;
    if (!other.capacity) return false;
    const double most = static_cast<double>(largest_times) *
                        std::max(expected.value_or(0), wished.capacity.value_or(0));
    const double least = expected ? *expected : smallest_share * *wished.capacity;
    return *other.capacity >= least && *other.capacity <= most;
}

// How many times larger or smaller, as a logarithm; then how far away.
struct Nearness {
    bool elsewhere;
    double size;
    double km;
    const VenueId& id;

    auto key() const { return std::tie(elsewhere, size, km, id); }
};

Nearness nearness_of(const Venue& wished, const OtherSpace& other) {
    const Venue& venue = *other.venue;
    double size = 0;
    if (wished.capacity && venue.capacity && *wished.capacity > 0 && *venue.capacity > 0)
        size = std::abs(std::log2(static_cast<double>(*venue.capacity) / *wished.capacity));
    double km = 0;
    if (wished.position && venue.position) km = distance_km(*wished.position, *venue.position);
    return {!other.same_whole, size, km, venue.id};
}

bool is_open(const Instance& instance, const Snapshot& world) {
    const Venue* venue = world.venue(instance->space);
    if (venue == nullptr) return true;
    for (const Closure* closure : world.closures_of(venue->id))
        if (overlap(instance.times(), resolve(closure->when, seconds{0}, world.ground().zones)))
            return false;
    return !outside_hours(instance, *venue, world);
}

}  // namespace

std::vector<OtherSpace> other_spaces(const Event& wish, const Snapshot& world) {
    const Venue* wished = wish.venue ? world.venue(*wish.venue) : nullptr;
    if (wished == nullptr || wish.attendance_mode == AttendanceMode::online) return {};
    const VenueId& whole = top_of(*wished, world);
    std::vector<OtherSpace> found;
    world.venues().for_each([&](std::uint32_t, const Venue& venue) {
        if (venue.municipality != wished->municipality || venue.id == wished->id) return;
        if (world.venue_tree().are_related(venue.id, wished->id)) return;
        const bool same_whole = top_of(venue, world) == whole;
        if (is_of_like_size(wish, *wished, venue, same_whole))
            found.push_back({&venue, same_whole});
    });
    std::sort(found.begin(), found.end(), [&](const OtherSpace& a, const OtherSpace& b) {
        return nearness_of(*wished, a).key() < nearness_of(*wished, b).key();
    });
    if (found.size() > limits::suggestion_spaces_max) found.resize(limits::suggestion_spaces_max);
    return found;
}

bool is_open(const Placed& placed, const Snapshot& world) {
    if (!placed.series) return is_open(Instance(placed), world);
    const auto& kept = placed.series->kept;
    return std::all_of(kept.begin(), kept.end(), [&](const recur::Occurrence& it) {
        return is_open(Instance(placed, it.override_index, it.recurrence_id, extent_of(it)), world);
    });
}

}  // namespace sopu
