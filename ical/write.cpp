#include "ical/write.h"

#include <set>
#include <variant>

#include "ical/lines.h"
#include "ical/series_form.h"
#include "ical/series_uid.h"
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

struct Said {
    const FeedItem* item;
    SeriesForm form;
};

SeriesForm form_of(const FeedItem& item, const Interval& window, const Zones& zones) {
    const Event& event = *item.event;
    if (event.recurrence) return series_form(item, window, zones);
    Vevent single;
    single.event = &event;
    single.place = {item.location, item.position};
    single.uid = uid_of(event);
    single.when = event.when;
    SeriesForm form;
    form.vevents.push_back(std::move(single));
    return form;
}

void add_zones(const Vevent& vevent, std::set<std::string, std::less<>>& names) {
    const auto add = [&names](const std::string& zone) {
        if (!is_utc_name(zone)) names.insert(zone);
    };
    if (const auto* timed = std::get_if<Timed>(&vevent.when)) add(timed->zone);
    const bool has_dates =
        vevent.recurrence_id || !vevent.dates.empty() || !vevent.exceptions.empty();
    if (has_dates && !vevent.form.all_day) add(vevent.form.zone);
}

}  // namespace

std::string write(const Feed& feed, const Zones& zones) {
    std::vector<Said> said;
    std::set<std::string, std::less<>> names;
    for (const FeedItem& item : feed.items) {
        if (!is_shown(*item.event, zones)) continue;
        said.push_back({&item, form_of(item, feed.window, zones)});
        for (const Vevent& vevent : said.back().form.vevents) add_zones(vevent, names);
    }

    LineWriter out;
    write_head(feed, out);
    for (const std::string& name : names) out.add_lines(vtimezone(*zones.find(name)));
    for (const Said& it : said)
        for (const Vevent& vevent : it.form.vevents) write_event(feed, vevent, it.item->url, out);
    out.add("END", "VCALENDAR");
    return out.text();
}

}  // namespace sopu::ical
