#include "engine/world/snapshot.h"

#include <algorithm>
#include <tuple>

#include "engine/base/invariant.h"

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

// The tick says which years endless series are kept in. Records without one (files that are only
// looked at) are kept around their latest start, where their own questions lie.
Instant first_kept(const Records& records) {
    if (records.last_tick.at != Instant{}) return records.last_tick.at;
    std::optional<Date> latest;
    for (const auto& event : records.events)
        if (const auto first = first_date(event->when); first && (!latest || *latest < *first))
            latest = first;
    return latest ? Instant(latest->time_since_epoch()) : Instant{};
}

// No occurrence of a series reaches further before or after itself.
seconds widest_buffer(const Placed& placed) {
    seconds widest = std::max(placed.setup, placed.teardown);
    for (const auto& variant : placed.series->variants)
        if (variant) widest = std::max({widest, variant->setup, variant->teardown});
    return widest;
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
    std::vector<Posting> open_removed;
    std::vector<Posting> open_added;
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
    void operator()(const Put<Closure>& put) {
        next.closures_.put(put.record->id.text(), put.record);
    }
    void operator()(const Erase<Closure>& erase) { next.closures_.erase(erase.id.text()); }
    void operator()(const Put<Resource>& put) {
        next.resources_.put(put.record->id.text(), put.record);
    }
    void operator()(const Erase<Resource>& erase) { next.resources_.erase(erase.id.text()); }
    void operator()(const Erase<Area>& erase) {
        next.areas_.erase(erase.id.text());
        areas_changed = true;
    }
    // A new year: endless series are kept in other years than before.
    void operator()(const Tick& tick) {
        next.last_tick_ = tick.at;
        const Interval kept = kept_around(tick.at);
        if (kept == next.kept_) return;
        next.kept_ = kept;
        place_anew([](const Placed& placed) { return placed.is_endless(); });
    }

    void take_out(const EventId& id) {
        const auto number = next.events_.number(id.text());
        if (!number) return;
        const Placed& placed = *next.events_.at(*number);
        next.density_.take(placed, next.ground_->zones.home());
        link_duplicate(placed, Linking::off);
        for (Posting& it : postings_of(placed, *number)) removed.push_back(std::move(it));
        for (Posting& it : open_postings_of(placed, *number)) open_removed.push_back(std::move(it));
    }
    void put_in(Placed placed) {
        const EventId id = placed.id();
        next.uids_.put(placed.event->uid, std::make_shared<const EventId>(id));
        next.density_.add(placed, next.ground_->zones.home());
        link_duplicate(placed, Linking::on);
        const auto shared = std::make_shared<const Placed>(std::move(placed));
        const EventNumber number = next.events_.put(id.text(), shared);
        next.briefs_.at_writable(number) = brief_of(*shared, next.ground_->gazetteer);
        for (Posting& it : postings_of(*shared, number)) added.push_back(std::move(it));
        for (Posting& it : open_postings_of(*shared, number)) open_added.push_back(std::move(it));
    }
    enum class Linking { on, off };
    void link_duplicate(const Placed& placed, Linking linking) {
        if (!placed.event->duplicate_of) return;
        auto changed = std::make_shared<Duplicates>(*next.duplicates_);
        const auto [from, to] = changed->equal_range(*placed.event->duplicate_of);
        const auto at =
            std::find_if(from, to, [&](const auto& it) { return it.second == placed.id(); });
        if (linking == Linking::on && at == to)
            changed->insert({*placed.event->duplicate_of, placed.id()});
        if (linking == Linking::off && at != to) changed->erase(at);
        next.duplicates_ = std::move(changed);
    }
    template <class Leaning>
    void place_anew(const Leaning& leaning) {
        std::vector<std::shared_ptr<const Event>> events;
        next.events_.for_each([&](auto, const Placed& placed) {
            if (leaning(placed)) events.push_back(placed.event);
        });
        for (const auto& event : events) {
            take_out(event->id);
            put_in(next.place(event));
        }
    }
    // Venues and areas change seldom; the events that lean on them are derived anew.
    void refresh() {
        if (venues_changed) next_venue_tables();
        if (!venues_changed && !areas_changed) return;
        place_anew([&](const Placed& placed) {
            const Event& event = *placed.event;
            // An override may have a venue of its own.
            const bool by_venue =
                event.venue || !event.venue_text.empty() || placed.series != nullptr;
            return (venues_changed && by_venue) || (areas_changed && !event.areas.empty());
        });
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
    snapshot->kept_ = kept_around(first_kept(records));
    Applying applying{*snapshot, {}, {}, {}, {}, false, false};
    for (const auto& it : records.venues) applying(Put<Venue>{it});
    applying.next_venue_tables();
    for (const auto& it : records.organisations) applying(Put<Organisation>{it});
    for (const auto& it : records.areas) applying(Put<Area>{it});
    for (const auto& it : records.closures) applying(Put<Closure>{it});
    for (const auto& it : records.resources) applying(Put<Resource>{it});
    snapshot->last_tick_ = records.last_tick.at;
    OccurrenceIndex::Builder index;
    for (const auto& it : records.events) {
        applying(Put<Event>{it});
        index.add(applying.added);
        applying.added.clear();
    }
    snapshot->index_ = index.finish();
    snapshot->open_ = OccurrenceIndex::build(applying.open_added);
    return snapshot;
}

std::shared_ptr<const Snapshot> Snapshot::after(std::span<const Change> changes,
                                                std::uint64_t version) const {
    const auto next = std::shared_ptr<Snapshot>(new Snapshot(*this));
    next->version_ = version;
    Applying applying{*next, {}, {}, {}, {}, false, false};
    for (const Change& change : changes) {
        std::visit(applying, change);
        // A later change of the same run may lean on this venue or area.
        if (applying.venues_changed || applying.areas_changed) {
            applying.refresh();
            applying.venues_changed = applying.areas_changed = false;
        }
    }
    next->index_ = index_.after(applying.removed, applying.added);
    next->open_ = open_.after(applying.open_removed, applying.open_added);
    return next;
}

std::vector<const Closure*> Snapshot::closures_of(const VenueId& id) const {
    std::vector<const Closure*> found;
    closures_.for_each([&](auto, const Closure& closure) {
        std::optional<VenueId> at = id;
        // A tree of spaces is shallow; makes_cycle keeps it a tree.
        for (std::size_t depth = 0; at && depth < venues_.size() + 1; ++depth) {
            if (closure.venue == *at) {
                found.push_back(&closure);
                return;
            }
            const Venue* it = venue(*at);
            at = it != nullptr ? it->part_of : std::nullopt;
        }
    });
    return found;
}

std::vector<const Placed*> Snapshot::duplicates_of(const EventId& id) const {
    std::vector<const Placed*> found;
    const auto [from, to] = duplicates_->equal_range(id);
    for (auto it = from; it != to; ++it)
        if (const Placed* placed = event(it->second)) found.push_back(placed);
    std::sort(found.begin(), found.end(),
              [](const Placed* a, const Placed* b) { return a->id() < b->id(); });
    return found;
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
        sopu::resolve(event->when, default_length(*event, ground_->policy()), ground_->zones);

    std::vector<MunicipalityCode>& codes = placed.municipalities;
    if (event->municipality) codes.push_back(*event->municipality);
    for (const std::string& area : event->areas)
        if (const auto more = resolve(area)) codes.insert(codes.end(), more->begin(), more->end());
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());

    const Venue* listed = event->venue ? venue(*event->venue) : nullptr;
    if (!listed && !event->venue_text.empty()) listed = venue_named(event->venue_text, codes);
    const bool online = is_online(*event);
    if (listed && !online) {
        placed.space = listed->id;
        if (codes.empty() && !listed->municipality.empty()) codes.push_back(listed->municipality);
    } else if (!event->venue_text.empty() && !online) {
        placed.space = unlisted(codes, ground_->fold(event->venue_text));
    }
    if (listed && listed->position) placed.position = listed->position;
    if (!placed.position) placed.position = event->position;

    if (online) {
        // Nowhere, so that nothing is near it or far from it.
    } else if (placed.position) {
        placed.points = {*placed.position};
    } else {
        for (const MunicipalityCode& code : codes)
            if (const Municipality* municipality = ground_->gazetteer.by_code(code))
                placed.points.push_back(municipality->position);
    }
    placed.profile = profile_of(*event, ground_->policies.of(codes));
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
    if (placed.event->recurrence) place_series(placed);
    return placed;
}

void Snapshot::place_series(Placed& placed) const {
    const Event& event = *placed.event;
    auto series = std::make_shared<PlacedSeries>();
    series->said = series_of(event, default_length(event, ground_->policy()), ground_->zones);
    series->endless = is_endless(*event.recurrence);
    series->known = series->endless ? kept_ : calendar_span();
    series->kept = occurrences_in(series->said, series->known, ground_->zones);
    for (const Override& changed : event.recurrence->overrides) {
        if (changed.cancelled) {
            series->variants.push_back(nullptr);
            continue;
        }
        auto then = std::make_shared<const Event>(with_override(event, changed));
        series->variants.push_back(std::make_shared<const Placed>(place(std::move(then))));
    }
    placed.series = std::move(series);
}

void Snapshot::find(Dimension dimension, std::string_view key, const Interval& window,
                    std::vector<Occurrence>& out) const {
    index_.find(dimension, key, window, out);
    if (keeps(window)) return;
    for (const EventNumber number : endless(dimension, key))
        find_beside(number, dimension, key, window, out);
}

void Snapshot::visit(Dimension dimension, std::string_view key, const Interval& window,
                     const OccurrenceIndex::Each& each) const {
    bool more = true;
    index_.visit(dimension, key, window, [&](const Occurrence& it) { return more = each(it); });
    if (!more || keeps(window)) return;
    std::vector<Occurrence> found;
    for (const EventNumber number : endless(dimension, key))
        find_beside(number, dimension, key, window, found);
    for (const Occurrence& it : found)
        if (!each(it)) return;
}

std::vector<EventNumber> Snapshot::endless(Dimension dimension, std::string_view key) const {
    std::vector<Occurrence> found;
    open_.find(dimension, key, calendar_span(), found);
    std::vector<EventNumber> numbers;
    for (const Occurrence& it : found) numbers.push_back(it.event);
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

void Snapshot::find_beside(EventNumber number, Dimension dimension, std::string_view key,
                           const Interval& window, std::vector<Occurrence>& out) const {
    const Placed& it = placed(number);
    INVARIANT(it.is_endless(), "only endless series have more than is kept");
    const seconds margin = dimension == Dimension::space ? widest_buffer(it) : seconds{0};
    const Interval span = calendar_span();
    const Interval& known = it.series->known;
    const Interval wide(window.start() - margin, window.end() + margin);
    for (const Interval& beside :
         {Interval(span.start(), known.start()), Interval(known.end(), span.end())}) {
        if (!overlap(wide, beside)) continue;
        for (const recur::Occurrence& occurrence :
             occurrences_in(it.series->said, intersection(wide, beside), ground_->zones)) {
            if (found_in(extent_of(occurrence), known)) continue;  // one that reaches over the edge
            const auto held = posted(it, number, occurrence, dimension, key);
            if (held && found_in(held->extent, window)) out.push_back(*held);
        }
    }
}

std::vector<Occurrence> Snapshot::occurrences(EventNumber number, const Interval& window) const {
    const Placed& it = placed(number);
    std::vector<Occurrence> found;
    if (!it.series) {
        if (!it.times.undated() && found_in(it.times.extent(), window))
            found.push_back({it.times.extent(), number, -1, Occurrence::not_of_a_series});
        return found;
    }
    for (const recur::Occurrence& kept : it.series->kept)
        if (found_in(extent_of(kept), window))
            found.push_back({extent_of(kept), number, kept.override_index, kept.recurrence_id});
    const Interval& known = it.series->known;
    const bool whole = known.start() <= window.start() && window.end() <= known.end();
    if (it.is_endless() && !whole) find_beside(number, Dimension::everywhere, "", window, found);
    std::sort(found.begin(), found.end(), [](const Occurrence& a, const Occurrence& b) {
        return std::tuple(a.extent.start(), a.recurrence_id) <
               std::tuple(b.extent.start(), b.recurrence_id);
    });
    return found;
}

}  // namespace sopu
