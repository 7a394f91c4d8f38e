// Any bytes into lines and components: the caps hold, and each VEVENT comes before its VCALENDAR;
// any line into a property: libical answers each with that property, however odd the line is.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/invariant.h"
#include "ical/component.h"
#include "ical/limits.h"
#include "ical/split.h"

namespace {

// Lines of recurrence are kept from libical by whoever reads an event, so they are here.
bool repeats(std::string_view name) {
    return name == "RRULE" || name == "RDATE" || name == "EXDATE" || name == "EXRULE" ||
           name == "RECURRENCE-ID";
}

void check_property(const sopu::ical::Line& line) {
    const std::string name = sopu::ical::property_name(line.text);
    if (repeats(name)) return;
    sopu::ical::ComponentParser parser;
    if (!parser.add(line)) return;
    const auto properties = parser.finish();
    if (!properties) return;  // a name whose values are no texts to libical: we read none such
    INVARIANT(properties->size() == 1, "one property a line");
    INVARIANT(properties->front().name == name, "one name a line");
    INVARIANT(properties->front().line == line.number, "a property knows its line");
}

}  // namespace

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
            check_property(line);
        }
    });
    if (report) INVARIANT(report->calendars == calendars, "each calendar is counted");
    return 0;
}
