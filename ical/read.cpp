#include "ical/read.h"

#include <cstdint>
#include <utility>

#include "engine/base/text.h"
#include "ical/component.h"
#include "ical/join.h"
#include "ical/limits.h"
#include "ical/read_event.h"
#include "ical/split.h"
#include "ical/text.h"
#include "ical/zone_names.h"

namespace sopu::ical {

namespace {

// What a VCALENDAR's own lines say. RFC 5545 puts them before the events, but not every program
// does, so they are gathered in a pass of their own.
struct Head {
    std::string name;
    std::string floating_zone{home_zone};
};

Head read_head(const Component& vcalendar, const Zones& zones, std::vector<Note>& notes) {
    Head head;
    std::string wanted_zone;
    const auto not_understood = [&notes](std::string_view text) {
        notes.push_back({"line_not_understood", one_line(text)});
    };
    ComponentParser parser;
    for (const Line& line : vcalendar.lines) {
        const std::string name = property_name(line.text);
        if (name != "X-WR-CALNAME" && name != "NAME" && name != "X-WR-TIMEZONE") continue;
        if (line.cut || !is_utf8(line.text) || !parser.add(line)) not_understood(line.text);
    }
    const auto properties = parser.finish();
    if (!properties) {
        not_understood(properties.error().detail);
        return head;
    }
    for (const Property& property : *properties) {
        std::string text = one_line(trim(property.value));
        if (property.name == "X-WR-TIMEZONE")
            wanted_zone = std::move(text);
        else if (head.name.empty())
            head.name = std::move(text);
    }
    if (wanted_zone.empty()) return head;
    if (auto zone = iana_name(wanted_zone, zones))
        head.floating_zone = *std::move(zone);
    else
        notes.push_back({"unknown_zone", std::move(wanted_zone)});
    return head;
}

}  // namespace

Result<Calendar> read(std::string_view bytes, const Zones& zones, const ReadOptions& options) {
    Calendar calendar;
    std::vector<Head> heads;
    std::size_t events = 0;
    // The first pass also finds what refuses the whole file, before any event is read.
    const SplitReport report = SOPU_TRY(split(bytes, [&](const Component& component) {
        if (component.kind == "VCALENDAR")
            heads.push_back(read_head(component, zones, calendar.notes));
        else
            ++events;
    }));
    for (const Head& head : heads)
        if (calendar.name.empty()) calendar.name = head.name;
    for (const auto& [kind, count] : report.skipped)
        calendar.notes.push_back({"skipped", kind + ' ' + std::to_string(count)});
    if (report.text_outside) calendar.notes.push_back({"text_after_calendar", ""});

    Pieces pieces;
    pieces.read.reserve(events);
    SOPU_TRY(split(bytes, [&](const Component& component) {
        if (component.kind != "VEVENT") return;
        const EventContext context{zones, heads[component.calendar].floating_zone, options.language,
                                   options.purpose};
        auto outcome = read_event(component, context);
        if (outcome)
            pieces.read.push_back(*std::move(outcome));
        else
            pieces.refused.push_back(std::move(outcome).error());
    }));
    join(std::move(pieces), options.purpose, zones, limits::steps_of(bytes.size()), calendar);
    return calendar;
}

}  // namespace sopu::ical
