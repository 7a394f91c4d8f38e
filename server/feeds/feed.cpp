#include "server/feeds/feed.h"

#include <algorithm>

#include "engine/model/lifecycle.h"
#include "server/feeds/formats.h"
#include "server/feeds/items.h"
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

// What series are shown in. An event's own feed knows no window, but an endless series needs one.
Interval window_of(const Snapshot& world, const FeedRequest& request, const Found& found) {
    const bool whole = request.of == Of::event && !found.front()->is_endless();
    return whole ? calendar_span()
                 : service::feed_window(world, request.query.from, request.query.to);
}

Shape shape_of(Format format) {
    switch (format) {
        case Format::json:
        case Format::csv:
            return Shape::occurrences;
        case Format::atom:
            return Shape::next;
        case Format::ics:
            break;
    }
    return Shape::series;
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
            return {
                "application/atom+xml; charset=utf-8", as_atom(content, zones, messages), {}, {}};
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
    content.window = window_of(world, request, found);
    const ItemSource source{world, content.language, messages, base_url};
    content.items = items_of(found, shape_of(request.format), content.window, source);
    RenderedFeed feed = rendered(content, world, request.format, messages);
    feed.last_modified = content.updated;
    feed.file_name = file_name_of(request);
    return feed;
}

}  // namespace sopu::feeds
