#include "ical/write.h"

#include "server/feeds/formats.h"

namespace sopu::feeds {

std::string as_ics(const FeedContent& content, const Zones& zones,
                   const words::Messages& messages) {
    const auto text = [&](std::string_view key) { return messages.text(content.language, key); };
    ical::Feed feed;
    feed.name = content.name;
    feed.description = content.description;
    feed.language = content.language;
    feed.product = "-//Sopu//Sopu//FI";
    feed.words = {text("feed.cancelled_prefix"), text("feed.time_open"), text("feed.busy"),
                  text("feed.organiser_label")};
    for (const ContentItem& item : content.items)
        feed.items.push_back(
            {&item.event, item.location, item.position, item.url, item.override_places});
    feed.window = content.window;
    return ical::write(feed, zones);
}

}  // namespace sopu::feeds
