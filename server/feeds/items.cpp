#include "server/feeds/items.h"

#include <algorithm>
#include <tuple>

#include "ical/occurrence_time.h"
#include "server/service/links.h"
#include "server/service/visible.h"

namespace sopu::feeds {
namespace {

std::string location_of(const Event& event, const Snapshot& world, std::string_view language) {
    if (event.attendance_mode == AttendanceMode::online) return {};
    const Venue* venue = event.venue ? world.venue(*event.venue) : nullptr;
    std::string location =
        venue != nullptr ? std::string(pick(venue->name, language)) : event.venue_text;
    const auto add = [&location](std::string_view part) {
        if (!location.empty() && !part.empty()) location += ", ";
        location += part;
    };
    if (event.municipality) {
        const Municipality* municipality = world.ground().gazetteer.by_code(*event.municipality);
        if (municipality != nullptr) add(pick(municipality->name, language));
    } else {
        for (const std::string& area : event.areas) add(area_name(world, area, language));
    }
    return location;
}

std::string title_of(const Event& event, std::string_view language,
                     const words::Messages& messages) {
    if (event.visibility == Visibility::busy) return messages.text(language, "feed.busy");
    const std::string_view title = pick(event.title, language);
    return title.empty() ? messages.text(language, "title.none") : std::string(title);
}

class ItemMaker {
  public:
    ItemMaker(const Interval& window, const ItemSource& source)
        : window_(window), source_(source), world_(source.world) {}

    ContentItem whole(const Placed& placed) const {
        ContentItem item;
        const auto detail = service::detail_for(service::Caller::anonymous(), placed);
        item.event = service::visible(*placed.event, detail);
        item.title = title_of(item.event, source_.language, source_.messages);
        item.placed = &placed;
        item.location = location_of(item.event, world_, source_.language);
        item.position = placed.position;
        item.url = source_.base_url + service::event_path(placed.id());
        return item;
    }

    ContentItem series(const Placed& placed) const {
        ContentItem item = whole(placed);
        if (!item.event.recurrence) return item;
        const auto& overrides = item.event.recurrence->overrides;
        for (std::size_t i = 0; i < overrides.size(); ++i) {
            const auto& variant = placed.series->variants[i];
            item.override_places.push_back(
                {location_of(with_override(item.event, overrides[i]), world_, source_.language),
                 variant ? variant->position : std::nullopt});
        }
        return item;
    }

    std::vector<Occurrence> occurrences(const Placed& placed) const {
        return world_.occurrences(*world_.events().number(placed.id().text()), window_);
    }

    ContentItem at(const Placed& placed, const Occurrence& it) const {
        ContentItem item = whole(placed.at(it.override_index));
        item.event.recurrence = {};
        item.recurrence_id = it.recurrence_id;
        const auto& overrides = placed.event->recurrence->overrides;
        const Override* own = it.override_index < 0
                                  ? nullptr
                                  : &overrides[static_cast<std::size_t>(it.override_index)];
        // `end` is assumed where the event says none; what is assumed is not told.
        const auto* timed = std::get_if<Timed>(&item.event.when);
        const bool has_length = own != nullptr && own->when ? own->length.has_value()
                                                            : has_length_of_its_own(placed, own);
        const bool open_end = timed != nullptr && !timed->end && !has_length;
        item.event.when =
            ical::when_of({it.recurrence_id, it.extent.start(), it.extent.end(), it.override_index},
                          item.event.when, open_end, world_.ground().zones);
        return item;
    }

    // The first that has not ended when the day of the last tick began, else the last one: a whole
    // day long the same.
    ContentItem next(const Placed& placed) const {
        const auto list = occurrences(placed);
        if (list.empty()) return whole(placed);
        const Zone& home = world_.ground().zones.home();
        const Date today = date::floor<date::days>(to_local(world_.last_tick(), home));
        const Instant morning = to_instant(LocalTime(today.time_since_epoch()), home);
        const auto found = std::find_if(list.begin(), list.end(), [morning](const Occurrence& it) {
            return it.extent.end() > morning;
        });
        return at(placed, found == list.end() ? list.back() : *found);
    }

  private:
    static bool has_length_of_its_own(const Placed& placed, const Override* own) {
        return (own != nullptr && own->length) || placed.event->recurrence->length;
    }

    const Interval window_;
    const ItemSource& source_;
    const Snapshot& world_;
};

std::vector<ContentItem> by_occurrence(const std::vector<const Placed*>& events,
                                       const ItemMaker& maker) {
    // Undated ones come last: no time is later than the last.
    using Row = std::tuple<Instant, std::string_view, Instant, const Placed*, Occurrence>;
    std::vector<Row> rows;
    for (const Placed* placed : events) {
        const std::string_view id = placed->id().text();
        if (placed->series) {
            for (const Occurrence& it : maker.occurrences(*placed))
                rows.emplace_back(it.extent.start(), id, it.recurrence_id, placed, it);
        } else {
            const bool undated = placed->times.undated();
            const Instant start = undated ? Instant::max() : placed->times.extent().start();
            rows.emplace_back(start, id, Instant{}, placed, Occurrence{});
        }
    }
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
        return std::tie(std::get<0>(a), std::get<1>(a), std::get<2>(a)) <
               std::tie(std::get<0>(b), std::get<1>(b), std::get<2>(b));
    });
    std::vector<ContentItem> items;
    items.reserve(rows.size());
    for (const auto& [start, id, recurrence_id, placed, it] : rows)
        items.push_back(placed->series ? maker.at(*placed, it) : maker.whole(*placed));
    return items;
}

}  // namespace

std::vector<ContentItem> items_of(const std::vector<const Placed*>& events, Shape shape,
                                  const Interval& window, const ItemSource& source) {
    const ItemMaker maker(window, source);
    if (shape == Shape::occurrences) return by_occurrence(events, maker);
    std::vector<ContentItem> items;
    items.reserve(events.size());
    for (const Placed* placed : events) {
        const bool next = shape == Shape::next && placed->series;
        items.push_back(next ? maker.next(*placed) : maker.series(*placed));
    }
    return items;
}

std::string area_name(const Snapshot& world, const std::string& area, std::string_view language) {
    const Gazetteer& gazetteer = world.ground().gazetteer;
    if (const Area* named = world.areas().find(area))
        return std::string(pick(named->name, language));
    if (const Municipality* municipality = gazetteer.by_name(area))
        return std::string(pick(municipality->name, language));
    if (const Region* region = gazetteer.region(area))
        return std::string(pick(region->name, language));
    return area;
}

}  // namespace sopu::feeds
