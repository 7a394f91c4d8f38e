// What lives here: Snapshot, the whole calendar at one version: records, what is derived from them,
// and the index over it. Everything that answers a question reads one of these.
// What may not: accounts, secrets, SQL, the time now (the last tick is a record like any other).
// Invariants: immutable; after(changes) equals build(records with the changes applied), as seen
// through every public function but for event numbers; shares what did not change.
// Thread-safety: share as shared_ptr<const Snapshot>; publishing is the service's affair.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/model/change.h"
#include "engine/world/brief.h"
#include "engine/world/catalogue.h"
#include "engine/world/density.h"
#include "engine/world/ground.h"
#include "engine/world/placed.h"
#include "engine/world/venue_tree.h"

namespace sopu {

class Snapshot {
  public:
    // `ground` must outlive the snapshot and all that follow from it.
    static std::shared_ptr<const Snapshot> build(const Records& records, const Ground& ground,
                                                 std::uint64_t version = 0);
    std::shared_ptr<const Snapshot> after(std::span<const Change> changes,
                                          std::uint64_t version) const;

    std::uint64_t version() const { return version_; }
    const Ground& ground() const { return *ground_; }
    Instant last_tick() const { return last_tick_; }

    const Catalogue<Placed>& events() const { return events_; }
    const Catalogue<Venue>& venues() const { return venues_; }
    const Catalogue<Organisation>& organisations() const { return organisations_; }
    const Catalogue<Area>& areas() const { return areas_; }
    const Catalogue<Closure>& closures() const { return closures_; }
    const Catalogue<Resource>& resources() const { return resources_; }
    // Those of a venue and of the wholes it is part of.
    std::vector<const Closure*> closures_of(const VenueId& venue) const;
    // The same event told again, by another source or with another time.
    std::vector<const Placed*> duplicates_of(const EventId& id) const;
    const Density& density() const { return density_; }
    const VenueTree& venue_tree() const { return *venue_tree_; }

    const Placed* event(const EventId& id) const { return events_.find(id.text()); }
    const Placed* event_by_uid(const std::string& uid) const;
    const Venue* venue(const VenueId& id) const { return venues_.find(id.text()); }
    // The listed venue of that name or alias in one of the municipalities, if there is just one.
    const Venue* venue_named(std::string_view text,
                             const std::vector<MunicipalityCode>& municipalities) const;

    // Occurrences under a key that the window finds, in no particular order; of endless series too,
    // however far away the window is.
    void find(Dimension dimension, std::string_view key, const Interval& window,
              std::vector<Occurrence>& out) const;
    // The same one by one, until `each` says false.
    void visit(Dimension dimension, std::string_view key, const Interval& window,
               const OccurrenceIndex::Each& each) const;
    // The same, without what endless series have outside the years that are kept.
    void find_kept(Dimension dimension, std::string_view key, const Interval& window,
                   std::vector<Occurrence>& out) const {
        index_.find(dimension, key, window, out);
    }
    // For Lookup: the index that find_kept asks, and whether a window lies in the years it keeps.
    const OccurrenceIndex& kept_index() const { return index_; }
    bool keeps(const Interval& window) const {
        return kept_.start() <= window.start() && window.end() <= kept_.end();
    }
    // The endless series under a key, sorted.
    std::vector<EventNumber> endless(Dimension dimension, std::string_view key) const;
    // What one event has under a key in the window, beside what is kept. Requires an endless one.
    void find_beside(EventNumber number, Dimension dimension, std::string_view key,
                     const Interval& window, std::vector<Occurrence>& out) const;
    // The latest end of what is kept under a key.
    std::optional<Instant> latest_end(Dimension dimension, std::string_view key) const {
        return index_.latest_end(dimension, key);
    }
    // The occurrences of one event that the window finds, by start; extents without buffers.
    std::vector<Occurrence> occurrences(EventNumber number, const Interval& window) const;

    const Placed& placed(EventNumber number) const { return *events_.at(number); }
    // What holds for an occurrence: its event, or the override that it follows.
    const Placed& placed(const Occurrence& it) const {
        return placed(it.event).at(it.override_index);
    }

    const Brief& brief(EventNumber number) const { return briefs_.at(number); }
    // Of an occurrence, as placed() has it.
    Brief brief(const Occurrence& it) const {
        if (it.override_index < 0) return briefs_.at(it.event);
        return brief_of(placed(it), ground_->gazetteer);
    }

    // What follows from an event if it lay in this world; it need not be in it.
    Placed place(std::shared_ptr<const Event> event) const;
    // The municipalities of an area expression, with this world's named areas.
    Result<std::vector<MunicipalityCode>> resolve(std::string_view area_expression) const;

  private:
    explicit Snapshot(const Ground& ground) : ground_(&ground) {}
    struct Applying;  // one run of after()
    void place_series(Placed& placed) const;

    const Ground* ground_;
    std::uint64_t version_ = 0;
    Instant last_tick_{};
    Catalogue<Placed> events_;
    Pages<Brief> briefs_;  // of events_, by number
    Catalogue<EventId> uids_;
    Catalogue<Venue> venues_;
    Catalogue<Organisation> organisations_;
    Catalogue<Area> areas_;
    Catalogue<Closure> closures_;
    Catalogue<Resource> resources_;
    Density density_;
    using Duplicates = std::multimap<EventId, EventId>;  // the event -> those that tell it again
    std::shared_ptr<const Duplicates> duplicates_ = std::make_shared<const Duplicates>();
    std::shared_ptr<const VenueTree> venue_tree_ = std::make_shared<const VenueTree>();
    // Folded name or alias -> venues; rebuilt when a venue changes.
    using VenueNames = std::unordered_map<std::string, std::vector<VenueId>>;
    std::shared_ptr<const VenueNames> venue_names_ = std::make_shared<const VenueNames>();
    OccurrenceIndex index_;
    OccurrenceIndex open_;  // where endless series may have more than index_ holds
    Interval kept_;         // the years in which endless series are in index_
};

}  // namespace sopu
