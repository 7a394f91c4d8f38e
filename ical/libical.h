// What lives here: libical behind RAII, the sole include of it. The program itself does without:
// reading and writing are ours (docs/decisions/0002-own-icalendar-reader.md). Tests use it as an
// outside reader of what we write.
// What may not: its recurrence and zone code: never asked (segfaults, hangs and wrong clock
// changes). Invariants: its global error handling is left as Debian builds it: errors are not
// fatal. Thread-safety: one component, one thread: the cursor of an iteration lives inside the
// component.
#pragma once

#include <memory>
#include <string>

#include <libical/ical.h>

namespace sopu::ical {

struct FreeComponent {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using LibicalComponent = std::unique_ptr<icalcomponent, FreeComponent>;

inline LibicalComponent libical_parse(const std::string& text) {
    return LibicalComponent(icalparser_parse_string(text.c_str()));
}

inline std::string or_empty(const char* text) {
    return text == nullptr ? std::string() : std::string(text);
}

}  // namespace sopu::ical
