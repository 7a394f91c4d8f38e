// What lives here: FeedContent, what a feed says before it has a format: its name and its events as
// anybody may see them, with what is derived from other records beside each.
// What may not: formats (formats.h), requests (feed.h).
// Invariants: an event has gone through service/visible.h; nothing a stranger may not see is here.
// Thread-safety: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/event.h"
#include "engine/world/placed.h"
#include "ical/write.h"

namespace sopu::feeds {

struct ContentItem {
    Event event;
    std::string title;               // in the feed's language; of a busy event what stands for it
    const Placed* placed = nullptr;  // of the snapshot that the feed is made from
    std::string location;            // venue, municipality; "" if none
    std::optional<Position> position;
    std::string url;  // its page
    // Of each override of an event that repeats, in their order.
    std::vector<ical::FeedPlace> override_places = {};
    // Of one occurrence of a series: then `event` is the event as it is there.
    std::optional<Instant> recurrence_id = {};
};

struct FeedContent {
    std::string name;
    std::string description;
    std::string language;
    std::string url;               // of the feed itself
    std::string cancelled_prefix;  // "PERUTTU: "
    Instant updated{};
    Interval window;  // what is shown of series
    std::vector<ContentItem> items;
};

}  // namespace sopu::feeds
