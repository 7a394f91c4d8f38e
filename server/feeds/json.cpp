#include "engine/time/iso.h"
#include "server/feeds/formats.h"
#include "server/json/event_json.h"
#include "server/json/parse.h"
#include "server/json/writer.h"

namespace sopu::feeds {

// Written event by event, so that a large feed is not held twice.
std::string as_json(const FeedContent& content) {
    std::string text = R"({"name":)" + json::write_json(json::text_or_null(content.name));
    text += R"(,"language":)" + json::write_json(json::text_or_null(content.language));
    text += R"(,"items":[)";
    bool first = true;
    for (const ContentItem& item : content.items) {
        if (!first) text += ',';
        first = false;
        boost::json::object event = json::to_json(item.event);
        if (item.recurrence_id) event["recurrence_id"] = format_instant(*item.recurrence_id);
        text += json::write_json(event);
    }
    return text + "]}";
}

}  // namespace sopu::feeds
