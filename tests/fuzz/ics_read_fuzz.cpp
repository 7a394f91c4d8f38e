// Any bytes as a calendar file: nothing crashes, what is taken is fit for the engine, what repeats
// is expanded over two years, and what we write of it is read back as it was.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/invariant.h"
#include "engine/base/limits.h"
#include "engine/world/series.h"
#include "ical/read.h"
#include "ical/write.h"
#include "tests/support/zones.h"

namespace {

using sopu::Lines;

void check_texts(const sopu::Event& event) {
    for (const auto* texts : {&event.title, &event.description})
        for (const auto& [language, text] : *texts) {
            const Lines lines = texts == &event.title ? Lines::one : Lines::many;
            INVARIANT(sopu::is_utf8(text), "texts are UTF-8");
            INVARIANT(!sopu::has_control(text, lines), "texts have no control characters");
        }
    for (const std::string* text : {&event.uid, &event.venue_text, &event.organiser.name,
                                    &event.organiser.email, &event.link}) {
        INVARIANT(sopu::is_utf8(*text), "texts are UTF-8");
        INVARIANT(!sopu::has_control(*text, Lines::one), "texts have no control characters");
        INVARIANT(text->size() <= sopu::limits::uid_bytes_max, "texts are within limits");
    }
}

// What the reader took of a calendar's series is one; expanding it ends, whoever reads the file.
void expand_all(const sopu::ical::Calendar& calendar, bool checked) {
    const sopu::Zones& zones = sopu::test::test_zones();
    const sopu::Interval window(date::sys_days(date::year(2026) / 1 / 1),
                                date::sys_days(date::year(2028) / 1 / 1));
    for (const auto& taken : calendar.taken) {
        const sopu::Event& event = taken.event;
        if (!event.recurrence) continue;
        if (checked)
            INVARIANT(sopu::check_recurrence(event, zones).empty(), "a taken series passes");
        const auto series = sopu::series_of(event, sopu::seconds{7200}, zones);
        const auto found = sopu::recur::expand(series, zones, window);
        INVARIANT(found || !checked, "a taken series can be expanded");
        if (!found) continue;
        for (const auto& it : *found) {
            INVARIANT(it.start <= it.end, "an occurrence does not end before it starts");
            INVARIANT(it.override_index < static_cast<std::int32_t>(series.overrides.size()),
                      "an occurrence follows an override that is there");
        }
        for (const auto& changed : event.recurrence->overrides)
            check_texts(sopu::with_override(event, changed));
    }
}

std::string write_all(const sopu::ical::Calendar& calendar) {
    sopu::ical::Feed feed{"Feed",
                          "",
                          "fi",
                          {"PERUTTU: ", "kellonaika avoin", "varattu", "Järjestäjä"},
                          "-//Sopu//fuzz//FI",
                          {}};
    for (const auto& taken : calendar.taken)
        feed.items.push_back(
            {&taken.event, taken.event.venue_text, taken.event.position, taken.event.link});
    return sopu::ical::write(feed, sopu::test::test_zones());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const sopu::Zones& zones = sopu::test::test_zones();
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto library = sopu::ical::read(bytes, zones, {"fi", sopu::ical::Purpose::library});
    if (library) expand_all(*library, false);
    const auto calendar = sopu::ical::read(bytes, zones, {});
    if (!calendar) return 0;
    expand_all(*calendar, true);
    for (const auto& taken : calendar->taken) {
        INVARIANT(sopu::check(taken.event.when, zones).empty(), "a taken time passes the engine");
        INVARIANT(!taken.event.uid.empty(), "a taken event has a UID");
        check_texts(taken.event);
    }
    const std::string written = write_all(*calendar);
    INVARIANT(sopu::is_utf8(written), "a feed is UTF-8");
    const auto again = sopu::ical::read(written, zones, {});
    // A feed of many events may be larger than a file may be; otherwise it must be read in full.
    if (!again) return 0;
    // A series may be written as several components, and under more than one UID.
    for (const auto& taken : calendar->taken)
        if (taken.event.recurrence) return 0;
    INVARIANT(again->taken.size() + again->rejected.size() == calendar->taken.size(),
              "no text of an event makes another event");
    return 0;
}
