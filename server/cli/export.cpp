// `sopu export`: a feed, byte for byte as the server sends it.
#include <algorithm>
#include <ostream>

#include "server/cli/commands.h"
#include "server/cli/database.h"
#include "server/cli/exit_code.h"
#include "server/feeds/feed.h"
#include "server/store/sqlite/settings.h"

namespace sopu::cli {
namespace {

feeds::Format format_of(Format format) {
    switch (format) {
        case Format::json:
            return feeds::Format::json;
        case Format::csv:
            return feeds::Format::csv;
        case Format::text:
        case Format::ics:
            break;
    }
    return feeds::Format::ics;
}

Result<feeds::FeedRequest> request_of(const ExportOptions& options, service::QueryPairs query,
                                      const Zones& zones) {
    feeds::FeedRequest request;
    request.format = format_of(options.format);
    const auto is_area = [](const auto& pair) { return pair.first == "area"; };
    // One area is the feed of that area; several are a choice within the feed of all.
    if (std::count_if(query.begin(), query.end(), is_area) == 1) {
        const auto area = std::find_if(query.begin(), query.end(), is_area);
        request.subject = area->second;
        query.erase(area);
    }
    auto read = service::read_list_query(query, feeds::routine_default(request.of), zones);
    if (!read) return tl::unexpected(read.error().front());
    request.query = std::move(*read);
    return request;
}

Result<feeds::RenderedFeed> render(const ExportOptions& options, const Snapshot& world,
                                   const words::Messages& messages, const std::string& base_url,
                                   const std::string& lang) {
    service::QueryPairs query = options.query;
    query.emplace_back("lang", lang);
    feeds::FeedRequest request = SOPU_TRY(request_of(options, query, world.ground().zones));
    auto feed = feeds::render_feed(world, request, messages, base_url);
    if (feed || feed.error().code != Code::not_found || request.subject == "all") return feed;
    // An expression ("Kainuu (pl. Kajaani)") has no feed of its own; it is a choice within all.
    request.query.filter.areas.push_back(std::exchange(request.subject, "all"));
    return feeds::render_feed(world, request, messages, base_url);
}

}  // namespace

Result<int> export_feed(const ExportOptions& options, const Foundation& foundation,
                        Console& console) {
    const ReadDatabase database = SOPU_TRY(open_to_read(options.db, foundation.ground()));
    std::string base_url = options.base_url;
    if (base_url.empty())
        base_url = SOPU_TRY(store::sqlite_setting(options.db, "base_url")).value_or("");
    if (base_url.empty()) base_url = "http://127.0.0.1:8080";  // where `sopu serve` listens
    const feeds::RenderedFeed feed =
        SOPU_TRY(render(options, *database.world, foundation.messages(), base_url, console.lang));
    console.out << feed.bytes;
    return exit_fine;
}

}  // namespace sopu::cli
