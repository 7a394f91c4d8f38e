#include "engine/world/snapshot.h"

#include <algorithm>

namespace sopu {
namespace {

std::vector<const Venue*> all_of(const Catalogue<Venue>& venues) {
    std::vector<const Venue*> list;
    venues.for_each([&list](auto, const Venue& venue) { list.push_back(&venue); });
    return list;
}

// What an unlisted venue is called in the index: "~" keeps it apart from listed ids.
VenueId unlisted(const std::vector<MunicipalityCode>& municipalities, const std::string& folded) {
    const std::string where = municipalities.size() == 1 ? municipalities[0].text() : "";
    return VenueId("~" + where + ":" + folded);
}

seconds default_length(const Event& event, const Policy& policy) {
    for (const std::string& category : event.categories)
        if (const auto it = policy.length_by_category.find(category);
            it != policy.length_by_category.end())
            return it->second;
    return policy.length_default;
}

}  // namespace

// Applies changes to a copy that nobody else sees yet, and gathers what the index must move.
struct Snapshot::Applying {
    Snapshot& next;
    std::vector<Posting> removed;
    std::vector<Posting> added;
    bool venues_changed = false;
    bool areas_changed = false;

    void operator()(const Put<Event>& put) {
        const Placed* old = next.event(put.record->id);
        if (old && old->event->uid != put.record->uid) next.uids_.erase(old->event->uid);
        take_out(put.record->id);
        put_in(next.place(put.record));
    }
    void operator()(const Erase<Event>& erase) {
        take_out(erase.id);
        if (const Placed* old = next.event(erase.id)) next.uids_.erase(old->event->uid);
        next.events_.erase(erase.id.text());
    }
    void operator()(const Put<Venue>& put) {
        next.venues_.put(put.record->id.text(), put.record);
        venues_changed = true;
    }
    void operator()(const Erase<Venue>& erase) {
        next.venues_.erase(erase.id.text());
        venues_changed = true;
    }
    void operator()(const Put<Organisation>& put) {
        next.organisations_.put(put.record->id.text(), put.record);
    }
    void operator()(const Erase<Organisation>& erase) {
        next.organisations_.erase(erase.id.text());
    }
    void operator()(const Put<Area>& put) {
        next.areas_.put(put.record->id.text(), put.record);
        areas_changed = true;
    }
    void operator()(const Erase<Area>& erase) {
        next.areas_.erase(erase.id.text());
        areas_changed = true;
    }
    void operator()(const Tick& tick) { next.last_tick_ = tick.at; }

    void take_out(const EventId& id) {
        const auto number = next.events_.number(id.text());
        if (!number) return;
        for (Posting& it : postings_of(*next.events_.at(*number), *number))
            removed.push_back(std::move(it));
    }
    void put_in(Placed placed) {
        const EventId id = placed.id();
        next.uids_.put(placed.event->uid, std::make_shared<const EventId>(id));
        const auto shared = std::make_shared<const Placed>(std::move(placed));
        const EventNumber number = next.events_.put(id.text(), shared);
        for (Posting& it : postings_of(*shared, number)) added.push_back(std::move(it));
    }
    // Venues and areas change seldom; the events that lean on them are derived anew.
    void refresh() {
        if (venues_changed) next_venue_tables();
        if (!venues_changed && !areas_changed) return;
        std::vector<std::shared_ptr<const Event>> leaning;
        next.events_.for_each([&](auto, const Placed& placed) {
            const Event& event = *placed.event;
            const bool by_venue = event.venue || !event.venue_text.empty();
            if ((venues_changed && by_venue) || (areas_changed && !event.areas.empty()))
                leaning.push_back(placed.event);
        });
        for (const auto& event : leaning) {
            take_out(event->id);
            put_in(next.place(event));
        }
    }
    void next_venue_tables() {
        const std::vector<const Venue*> venues = all_of(next.venues_);
        next.venue_tree_ = std::make_shared<const VenueTree>(venues);
        auto names = std::make_shared<VenueNames>();
        for (const Venue* venue : venues) {
            std::vector<std::string> folded;
            for (const auto& [language, name] : venue->name)
                folded.push_back(next.ground_->fold(name));
            for (const std::string& alias : venue->aliases)
                folded.push_back(next.ground_->fold(alias));
            std::sort(folded.begin(), folded.end());
            folded.erase(std::unique(folded.begin(), folded.end()), folded.end());
            for (const std::string& name : folded) (*names)[name].push_back(venue->id);
        }
        next.venue_names_ = std::move(names);
    }
};

std::shared_ptr<const Snapshot> Snapshot::build(const Records& records, const Ground& ground,
                                                std::uint64_t version) {
    const auto snapshot = std::shared_ptr<Snapshot>(new Snapshot(ground));
    snapshot->version_ = version;
    Applying applying{*snapshot, {}, {}, false, false};
    for (const auto& it : records.venues) applying(Put<Venue>{it});
    applying.next_venue_tables();
    for (const auto& it : records.organisations) applying(Put<Organisation>{it});
    for (const auto& it : records.areas) applying(Put<Area>{it});
    applying(records.last_tick);
    for (const auto& it : records.events) applying(Put<Event>{it});
    snapshot->index_ = OccurrenceIndex::build(applying.added);
    return snapshot;
}

std::shared_ptr<const Snapshot> Snapshot::after(std::span<const Change> changes,
                                                std::uint64_t version) const {
    const auto next = std::shared_ptr<Snapshot>(new Snapshot(*this));
    next->version_ = version;
    Applying applying{*next, {}, {}, false, false};
    for (const Change& change : changes) {
        std::visit(applying, change);
        // A later change of the same run may lean on this venue or area.
        if (applying.venues_changed || applying.areas_changed) {
            applying.refresh();
            applying.venues_changed = applying.areas_changed = false;
        }
    }
    next->index_ = index_.after(applying.removed, applying.added);
    return next;
}

const Placed* Snapshot::event_by_uid(const std::string& uid) const {
    const EventId* id = uids_.find(uid);
    return id ? event(*id) : nullptr;
}

const Venue* Snapshot::venue_named(std::string_view text,
                                   const std::vector<MunicipalityCode>& municipalities) const {
    const auto it = venue_names_->find(ground_->fold(text));
    if (it == venue_names_->end()) return nullptr;
    const Venue* found = nullptr;
    for (const VenueId& id : it->second) {
        const Venue* candidate = venue(id);
        const bool here =
            municipalities.empty() || std::find(municipalities.begin(), municipalities.end(),
                                                candidate->municipality) != municipalities.end();
        if (!here) continue;
        if (found) return nullptr;  // two of that name: which one is not for us to guess
        found = candidate;
    }
    return found;
}

Result<std::vector<MunicipalityCode>> Snapshot::resolve(std::string_view area_expression) const {
    const AreaLookup named = [this](std::string_view id_or_name) -> const Area* {
        if (const Area* area = areas_.find(std::string(id_or_name))) return area;
        const std::string folded = ground_->fold(id_or_name);
        const Area* found = nullptr;
        areas_.for_each([&](auto, const Area& area) {
            for (const auto& [language, name] : area.name)
                if (!found && ground_->fold(name) == folded) found = &area;
        });
        return found;
    };
    return resolve_area(area_expression, ground_->gazetteer, named);
}

Placed Snapshot::place(std::shared_ptr<const Event> event) const {
    Placed placed;
    placed.times =
        sopu::resolve(event->when, default_length(*event, ground_->policy), ground_->zones);

    std::vector<MunicipalityCode>& codes = placed.municipalities;
    if (event->municipality) codes.push_back(*event->municipality);
    for (const std::string& area : event->areas)
        if (const auto more = resolve(area)) codes.insert(codes.end(), more->begin(), more->end());
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());

    const Venue* listed = event->venue ? venue(*event->venue) : nullptr;
    if (!listed && !event->venue_text.empty()) listed = venue_named(event->venue_text, codes);
    const bool online = event->attendance_mode == AttendanceMode::online;
    if (listed && !online) {
        placed.space = listed->id;
        if (codes.empty() && !listed->municipality.empty()) codes.push_back(listed->municipality);
    } else if (!event->venue_text.empty() && !online) {
        placed.space = unlisted(codes, ground_->fold(event->venue_text));
    }
    if (listed && listed->position) placed.position = listed->position;
    if (!placed.position) placed.position = event->position;

    placed.organiser_key =
        event->organisation ? event->organisation->text() : ground_->fold(event->organiser.name);
    if (!placed.times.whole_days) {
        const auto buffer = [](std::optional<int> said, std::optional<int> by_venue) {
            return seconds(minutes(said.value_or(by_venue.value_or(0))));
        };
        placed.setup = buffer(event->setup_minutes, listed ? listed->setup_minutes : std::nullopt);
        placed.teardown =
            buffer(event->teardown_minutes, listed ? listed->teardown_minutes : std::nullopt);
    }
    placed.event = std::move(event);
    return placed;
}

}  // namespace sopu
