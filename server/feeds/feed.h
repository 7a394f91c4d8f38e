// What lives here: render_feed, from a snapshot and a request to bytes: what the server sends and
// what `sopu export` prints, byte for byte the same.
// What may not: HTTP (handlers.h), files.
// Invariants: a pure function: time is the snapshot's last tick, so the same snapshot and request
// give the same bytes. Only what is published is in it (CONTRACT "Feeds").
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/names.h"
#include "engine/world/snapshot.h"
#include "server/service/list_query.h"
#include "server/words/messages.h"

namespace sopu::feeds {

enum class Format { ics, json, csv, atom };
enum class Of { area, venue, organisation, event };

struct FeedRequest {
    Of of = Of::area;
    std::string subject = "all";  // an area, or an id
    Format format = Format::ics;
    service::ListQuery query;  // read with routine_default(of)
};

struct RenderedFeed {
    std::string content_type;
    std::string bytes;
    Instant last_modified{};
    std::string file_name;  // ASCII, safe in a header
};

// Routine is left out of feeds of areas unless it is asked for.
service::Routine routine_default(Of of);

// Errors: not_found (no such area, venue, organisation or public event; an area of the query too).
// The window is the query's, else of an event all time, else that of feed_window.
Result<RenderedFeed> render_feed(const Snapshot& world, const FeedRequest& request,
                                 const words::Messages& messages, const std::string& base_url);

// "/feeds/kainuu.ics"
std::string feed_path(const FeedRequest& request);

}  // namespace sopu::feeds

template <>
struct sopu::EnumNames<sopu::feeds::Format> {
    static constexpr std::array<std::string_view, 4> names{"ics", "json", "csv", "atom"};
};
