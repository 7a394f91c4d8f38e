// What lives here: items_of, events as the items of a feed: with their texts in its language and
// their places, and those that repeat in the shape that a format shows.
// What may not: formats (formats.h), which events a feed has (feed.h).
// Invariants: what comes out has gone through service/visible.h.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/world/snapshot.h"
#include "server/feeds/content.h"
#include "server/words/messages.h"

namespace sopu::feeds {

// How an event that repeats is shown: as the series that it is (a calendar program expands it), an
// item an occurrence in the window (a table), or once with its next occurrence (news).
enum class Shape { series, occurrences, next };

struct ItemSource {
    const Snapshot& world;
    const std::string& language;
    const words::Messages& messages;
    const std::string& base_url;
};

// In the order given; with Shape::occurrences by start, then id, those without a date last.
std::vector<ContentItem> items_of(const std::vector<const Placed*>& events, Shape shape,
                                  const Interval& window, const ItemSource& source);

// The name of an area expression: of a named area, a municipality or a region, else as it stands.
std::string area_name(const Snapshot& world, const std::string& area, std::string_view language);

}  // namespace sopu::feeds
