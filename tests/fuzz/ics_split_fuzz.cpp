// Any bytes into lines and components: the caps hold, and each VEVENT comes before its VCALENDAR.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/base/invariant.h"
#include "ical/limits.h"
#include "ical/property.h"
#include "ical/split.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace ical = sopu::ical;
    std::size_t calendars = 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto report = ical::split(bytes, [&](const ical::Component& component) {
        INVARIANT(component.calendar == calendars, "components come calendar by calendar");
        INVARIANT(component.lines.size() <= ical::limits::properties_max, "lines are counted");
        if (component.kind == "VCALENDAR") ++calendars;
        std::size_t number = component.line;
        for (const ical::Line& line : component.lines) {
            INVARIANT(line.number > number, "line numbers rise");
            number = line.number;
            INVARIANT(line.text.size() <= ical::limits::line_bytes_max, "lines are cut");
            if (const auto property = ical::parse_property(line))
                INVARIANT(property->name == ical::property_name(line.text), "one name a line");
        }
    });
    if (report) INVARIANT(report->calendars == calendars, "each calendar is counted");
    return 0;
}
