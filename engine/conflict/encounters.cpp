#include "engine/conflict/encounters.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "engine/conflict/travel.h"

namespace sopu {
namespace {

constexpr int endless_pair_months = 24;

using Key = std::pair<Dimension, std::string>;

bool is_small(const Snapshot& world, const OrganisationId& id) {
    const Organisation* organisation = world.organisations().find(id.text());
    return organisation != nullptr && organisation->small;
}

// Where another must be found to matter to one that is so.
void add_keys(const Snapshot& world, const Placed& mine, std::set<Key>& keys) {
    if (!mine.space.empty()) {
        keys.insert({Dimension::space, mine.space.text()});
        for (const VenueId& other : world.venue_tree().related(mine.space))
            keys.insert({Dimension::space, other.text()});
    }
    for (const std::string& person : mine.event->people) keys.insert({Dimension::person, person});
    if (mine.event->organisation && is_small(world, *mine.event->organisation))
        keys.insert({Dimension::organisation, mine.organiser_key});
}

std::set<Key> keys_of(const Snapshot& world, const Placed& mine) {
    std::set<Key> keys;
    add_keys(world, mine, keys);
    if (mine.series)
        for (const auto& variant : mine.series->variants)
            if (variant) add_keys(world, *variant, keys);
    return keys;
}

// How far around an occurrence another one under the key still matters.
Interval window_of(const Snapshot& world, const Placed& then, const Interval& extent,
                   Dimension dimension) {
    if (dimension == Dimension::space) return buffered(then, extent);
    if (dimension == Dimension::organisation) return extent;
    const seconds reach = travel_max(world.ground().policy());
    return {extent.start() - reach, extent.end() + reach};
}

Instant first_start(const Placed& placed) {
    return placed.times.extent().start();
}

// How far an endless event is followed.
Instant horizon(const Snapshot& world, const Placed& mine, const std::set<Key>& keys) {
    Instant latest = first_start(mine);
    for (const auto& [dimension, key] : keys) {
        if (const auto end = world.latest_end(dimension, key)) latest = std::max(latest, *end);
        for (const EventNumber number : world.endless(dimension, key))
            latest = std::max(latest, endless_pair_end(world, mine, world.placed(number)));
    }
    return std::min(latest + travel_max(world.ground().policy()), calendar_span().end());
}

class Search {
  public:
    Search(const Snapshot& world, const Placed& mine, const std::vector<Instance>& instances)
        : world_(world), mine_(mine), instances_(instances) {}

    std::vector<Encounter> run() {
        const std::set<Key> keys = keys_of(world_, mine_);
        for (std::uint32_t i = 0; i < instances_.size(); ++i) look_around(i);
        for (const Instance& it : instances_) longest_ = std::max(longest_, it.extent().length());
        for (const auto& [dimension, key] : keys) look_beside(dimension, key);
        return sorted();
    }

  private:
    // By the index, which has all but what endless series have far from now.
    void look_around(std::uint32_t number) {
        const Instance& mine = instances_[number];
        std::set<Key> keys;
        add_keys(world_, *mine, keys);
        for (const auto& [dimension, key] : keys) {
            found_.clear();
            world_.find_kept(dimension, key, window_of(world_, *mine, mine.extent(), dimension),
                             found_);
            for (const Occurrence& it : found_) add(number, it, dimension);
        }
    }

    // What endless series have beside the index: expanded once each, and merged.
    void look_beside(Dimension dimension, const std::string& key) {
        if (instances_.empty()) return;
        for (const EventNumber number : world_.endless(dimension, key)) {
            const Placed& other = world_.placed(number);
            if (other.id() == mine_.id()) continue;
            const auto window = common_span(other, dimension);
            if (!window) continue;
            found_.clear();
            world_.find_beside(number, dimension, key, *window, found_);
            for (const Occurrence& it : found_) meet(it, dimension);
        }
    }

    std::optional<Interval> common_span(const Placed& other, Dimension dimension) const {
        const Interval first =
            window_of(world_, *instances_.front(), instances_.front().extent(), dimension);
        Instant end = first.end();
        for (const Instance& it : instances_)
            end = std::max(end, window_of(world_, *it, it.extent(), dimension).end());
        if (mine_.is_endless()) end = std::min(end, endless_pair_end(world_, mine_, other));
        const Interval& known = other.series->known;
        const bool kept = known.start() <= first.start() && end <= known.end();
        if (kept || end <= first.start()) return std::nullopt;
        return Interval(first.start(), end);
    }

    void meet(const Occurrence& other, Dimension dimension) {
        const seconds reach = longest_ + 2 * travel_max(world_.ground().policy());
        const auto from = std::lower_bound(
            instances_.begin(), instances_.end(), other.extent.start() - reach,
            [](const Instance& it, Instant at) { return it.extent().start() < at; });
        for (auto it = from; it != instances_.end(); ++it) {
            if (it->extent().start() > other.extent.end() + reach) break;
            const Interval window = window_of(world_, **it, it->extent(), dimension);
            if (found_in(other.extent, window))
                add(static_cast<std::uint32_t>(it - instances_.begin()), other, dimension);
        }
    }

    void add(std::uint32_t mine, Occurrence other, Dimension dimension) {
        const Placed& placed = world_.placed(other.event);
        if (placed.id() == mine_.id()) return;
        if (dimension == Dimension::space)
            other.extent = unbuffered(world_.placed(other), other.extent);
        if (mine_.is_endless() && placed.is_endless()) {
            const Instant end = endless_pair_end(world_, mine_, placed);
            if (instances_[mine].extent().start() >= end || other.extent.start() >= end) return;
        }
        encounters_.push_back({mine, other});
    }

    std::vector<Encounter> sorted() {
        std::sort(encounters_.begin(), encounters_.end(),
                  [](const Encounter& a, const Encounter& b) {
                      return std::tuple(a.other.event, a.mine, a.other.extent.start(),
                                        a.other.recurrence_id) < std::tuple(b.other.event, b.mine,
                                                                            b.other.extent.start(),
                                                                            b.other.recurrence_id);
                  });
        encounters_.erase(std::unique(encounters_.begin(), encounters_.end()), encounters_.end());
        return std::move(encounters_);
    }

    const Snapshot& world_;
    const Placed& mine_;
    const std::vector<Instance>& instances_;
    seconds longest_{0};
    std::vector<Occurrence> found_;
    std::vector<Encounter> encounters_;
};

}  // namespace

Instant endless_pair_end(const Snapshot& world, const Placed& a, const Placed& b) {
    const Instant from = std::max({first_start(a), first_start(b), world.last_tick()});
    const auto day = date::floor<date::days>(from);
    auto later = date::year_month_day(day) + date::months(endless_pair_months);
    if (!later.ok()) later = later.year() / later.month() / date::last;
    return date::sys_days(later) + (from - day);
}

std::vector<Instance> instances_of(const Snapshot& world, const Placed& mine) {
    std::vector<Instance> instances;
    if (mine.times.undated()) return instances;
    if (!mine.series) {
        instances.emplace_back(mine);
        return instances;
    }
    const auto add = [&](const recur::Occurrence& it) {
        instances.emplace_back(mine, it.override_index, it.recurrence_id, extent_of(it));
    };
    if (!mine.is_endless()) {
        for (const recur::Occurrence& it : mine.series->kept) add(it);
        return instances;
    }
    const Interval span(calendar_span().start(), horizon(world, mine, keys_of(world, mine)));
    for (const recur::Occurrence& it :
         occurrences_in(mine.series->said, span, world.ground().zones))
        add(it);
    return instances;
}

std::vector<Encounter> encounters(const Snapshot& world, const Placed& mine,
                                  const std::vector<Instance>& instances) {
    return Search(world, mine, instances).run();
}

}  // namespace sopu
