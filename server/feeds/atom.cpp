#include "engine/time/iso.h"
#include "server/feeds/formats.h"
#include "server/words/dates.h"

namespace sopu::feeds {
namespace {

// For element text and quoted attributes. Characters that XML 1.0 section 2.2 does not allow at all
// are left out; texts in the calendar have none but TAB and line breaks, foreign ids may.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n')
                    out.push_back(c);
        }
    }
    return out;
}

std::string element(std::string_view name, std::string_view text) {
    std::string out = "<";
    out.append(name).append(">").append(escaped(text));
    return out.append("</").append(name).append(">\n");
}

std::string link(std::string_view relation, std::string_view url) {
    return "<link rel=\"" + std::string(relation) + "\" href=\"" + escaped(url) + "\"/>\n";
}

// "la 24.10.2026 klo 10–15, Liikuntahalli, Suomussalmi"
std::string summary_of(const ContentItem& item, const FeedContent& content, const Zones& zones,
                       const words::Messages& messages) {
    std::string summary = words::when_text(content.language, item.event.when, zones);
    if (item.recurrence_id)
        summary = messages.text(content.language, "feed.repeats", {{"when", summary}});
    if (!item.location.empty()) summary += (summary.empty() ? "" : ", ") + item.location;
    const std::string_view description = pick(item.event.description, content.language);
    if (!description.empty()) summary.append("\n").append(description);
    return summary;
}

std::string entry(const ContentItem& item, const FeedContent& content, const Zones& zones,
                  const words::Messages& messages) {
    std::string out = "<entry>\n";
    out += element("id", item.url);
    const bool cancelled = item.event.takes_place == TakesPlace::cancelled;
    out += element("title", (cancelled ? content.cancelled_prefix : "") + item.title);
    out += element("updated", format_instant(item.event.updated));
    out += element("published", format_instant(item.event.created));
    out += link("alternate", item.url);
    if (!item.event.organiser.name.empty())
        out += "<author>\n" + element("name", item.event.organiser.name) + "</author>\n";
    out += element("summary", summary_of(item, content, zones, messages));
    return out + "</entry>\n";
}

}  // namespace

std::string as_atom(const FeedContent& content, const Zones& zones,
                    const words::Messages& messages) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    out += "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"" + escaped(content.language) +
           "\">\n";
    out += element("id", content.url);
    out += element("title", content.name);
    out += element("subtitle", content.description);
    out += element("updated", format_instant(content.updated));
    out += link("self", content.url);
    // RFC 4287 4.1.1: an entry without an author takes the feed's.
    out += "<author>\n" + element("name", "Sopu") + "</author>\n";
    for (const ContentItem& item : content.items) out += entry(item, content, zones, messages);
    return out + "</feed>\n";
}

}  // namespace sopu::feeds
