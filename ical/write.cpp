#include "ical/write.h"

#include <set>
#include <variant>

#include "ical/lines.h"
#include "ical/text.h"
#include "ical/vtimezone.h"
#include "ical/write_event.h"
#include "ical/zone_names.h"

namespace sopu::ical {

namespace {

void write_head(const Feed& feed, LineWriter& out) {
    out.add("BEGIN", "VCALENDAR");
    out.add("VERSION", "2.0");
    out.add_text("PRODID", feed.product);
    out.add("CALSCALE", "GREGORIAN");
    out.add("METHOD", "PUBLISH");
    // RFC 7986's names and the older ones that clients still go by (ICALENDAR 4).
    out.add_text("NAME", feed.name);
    out.add_text("X-WR-CALNAME", feed.name);
    out.add_text("DESCRIPTION", feed.description);
    out.add_text("X-WR-CALDESC", feed.description);
    out.add("X-WR-TIMEZONE", home_zone);
    out.add("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    out.add("X-PUBLISHED-TTL", "PT1H");
}

}  // namespace

std::string write(const Feed& feed, const Zones& zones) {
    std::set<std::string, std::less<>> names;
    for (const FeedItem& item : feed.items)
        if (const auto* timed = std::get_if<Timed>(&item.event->when);
            timed != nullptr && is_shown(*item.event, zones) && !is_utc_name(timed->zone))
            names.insert(timed->zone);

    LineWriter out;
    write_head(feed, out);
    for (const std::string& name : names) out.add_lines(vtimezone(*zones.find(name)));
    for (const FeedItem& item : feed.items)
        if (is_shown(*item.event, zones)) write_event(feed, item, out);
    out.add("END", "VCALENDAR");
    return out.text();
}

}  // namespace sopu::ical
