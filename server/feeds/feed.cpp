#include "server/feeds/feed.h"

#include <algorithm>

#include "engine/model/lifecycle.h"
#include "server/feeds/formats.h"
#include "server/service/links.h"
#include "server/service/visible.h"

namespace sopu::feeds {
namespace {

using Found = std::vector<const Placed*>;

tl::unexpected<Error> nothing_there() {
    return fail(Code::not_found, "", "not_found");
}

Result<Found> select_of(const Snapshot& world, const FeedRequest& request,
                        const service::Filter& filter) {
    auto found = service::select(world, filter, service::Caller::anonymous());
    // In a feed's address an area that is not known is a page that is not there.
    if (!found && found.error().reason == "unknown_area") return nothing_there();
    if (!found || request.of != Of::area || request.subject == "all") return found;
    const auto codes = world.resolve(request.subject);
    if (!codes) return nothing_there();
    std::erase_if(*found, [&codes](const Placed* placed) {
        const auto& places = placed->municipalities;
        return std::none_of(places.begin(), places.end(), [&codes](const auto& code) {
            return std::binary_search(codes->begin(), codes->end(), code);
        });
    });
    return found;
}

Result<Found> chosen(const Snapshot& world, const FeedRequest& request) {
    service::Filter filter = request.query.filter;
    filter.published_only = true;
    filter.window = service::feed_window(world, request.query.from, request.query.to);
    switch (request.of) {
        case Of::area:
            break;
        case Of::venue:
            if (world.venue(VenueId(request.subject)) == nullptr) return nothing_there();
            filter.venues = {request.subject};
            break;
        case Of::organisation:
            if (world.organisations().find(request.subject) == nullptr) return nothing_there();
            filter.organisations = {request.subject};
            break;
        case Of::event: {
            const Placed* placed = world.event(EventId(request.subject));
            if (placed == nullptr || !is_public(*placed->event)) return nothing_there();
            return Found{placed};
        }
    }
    return select_of(world, request, filter);
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

std::string subject_name(const Snapshot& world, const FeedRequest& request) {
    const std::string& language = request.query.language;
    switch (request.of) {
        case Of::venue:
            return std::string(pick(world.venue(VenueId(request.subject))->name, language));
        case Of::organisation:
            return std::string(pick(world.organisations().find(request.subject)->name, language));
        case Of::event:
            return std::string(pick(service::visible(*world.event(EventId(request.subject))->event,
                                                     service::Detail::open)
                                        .title,
                                    language));
        case Of::area:
            break;
    }
    if (request.subject != "all") return area_name(world, request.subject, language);
    std::string names;
    for (const auto* list : {&request.query.filter.areas, &request.query.filter.municipalities})
        for (const std::string& area : *list)
            names += (names.empty() ? "" : ", ") + area_name(world, area, language);
    return names;
}

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

ContentItem item_of(const Placed& placed, const Snapshot& world, const FeedRequest& request,
                    const words::Messages& messages, const std::string& base_url) {
    ContentItem item;
    const auto detail = service::detail_for(service::Caller::anonymous(), placed);
    item.event = service::visible(*placed.event, detail);
    item.title = title_of(item.event, request.query.language, messages);
    item.placed = &placed;
    item.location = location_of(item.event, world, request.query.language);
    item.position = placed.position;
    item.url = base_url + service::event_path(placed.id());
    return item;
}

// The last time that anything in the calendar changed, or that its day did. Coarser than the feed
// itself on purpose: an event that left the feed is in no list of those that are in it.
Instant last_change(const Snapshot& world) {
    const Zone& home = world.ground().zones.home();
    const Date today = date::floor<date::days>(to_local(world.last_tick(), home));
    Instant last = to_instant(LocalTime(today.time_since_epoch()), home);
    world.events().for_each(
        [&last](auto, const Placed& placed) { last = std::max(last, placed.event->updated); });
    return last;
}

std::string file_name_of(const FeedRequest& request) {
    std::string slug = slug_of(request.subject);
    if (slug.empty()) slug = "feed";
    return "sopu-" + slug + "." + std::string(name_of(request.format));
}

std::string feed_name(const Snapshot& world, const FeedRequest& request,
                      const words::Messages& messages) {
    const std::string& language = request.query.language;
    const std::string name = subject_name(world, request);
    if (request.of == Of::event) return name.empty() ? messages.text(language, "feed.busy") : name;
    return name.empty() ? messages.text(language, "feed.name_all")
                        : messages.text(language, "feed.name", {{"area", name}});
}

RenderedFeed rendered(const FeedContent& content, const Snapshot& world, Format format,
                      const words::Messages& messages) {
    const Zones& zones = world.ground().zones;
    switch (format) {
        case Format::json:
            return {"application/json", as_json(content), {}, {}};
        case Format::csv:
            return {"text/csv; charset=utf-8", as_csv(content, world), {}, {}};
        case Format::atom:
            return {"application/atom+xml; charset=utf-8", as_atom(content, zones), {}, {}};
        case Format::ics:
            break;
    }
    return {"text/calendar; charset=utf-8", as_ics(content, zones, messages), {}, {}};
}

}  // namespace

service::Routine routine_default(Of of) {
    return of == Of::area ? service::Routine::no : service::Routine::yes;
}

std::string feed_path(const FeedRequest& request) {
    std::string path = "/feeds/";
    switch (request.of) {
        case Of::area:
            break;
        case Of::venue:
            path += "venues/";
            break;
        case Of::organisation:
            path += "organisations/";
            break;
        case Of::event:
            path += "events/";
            break;
    }
    return path + service::percent_encoded(request.subject) + "." +
           std::string(name_of(request.format));
}

Result<RenderedFeed> render_feed(const Snapshot& world, const FeedRequest& request,
                                 const words::Messages& messages, const std::string& base_url) {
    const Found found = SOPU_TRY(chosen(world, request));
    FeedContent content;
    content.language = request.query.language;
    content.name = feed_name(world, request, messages);
    content.description = messages.text(content.language, "feed.description");
    content.cancelled_prefix = messages.text(content.language, "feed.cancelled_prefix");
    content.url = base_url + feed_path(request);
    content.updated = last_change(world);
    content.items.reserve(found.size());
    for (const Placed* placed : found)
        content.items.push_back(item_of(*placed, world, request, messages, base_url));
    RenderedFeed feed = rendered(content, world, request.format, messages);
    feed.last_modified = content.updated;
    feed.file_name = file_name_of(request);
    return feed;
}

}  // namespace sopu::feeds
