// What lives here: Vevent, one VEVENT of a feed before it is lines: an event, a series' master, an
// override, or one occurrence that is said as an event of its own.
// What may not: how a series becomes several of them (series_form.h), lines (write_event.h).
// Invariants: `when` is Timed, AllDay or a vague day; what points is outlived by what it points to.
// Thread-safety: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ical/write.h"

namespace sopu::ical {

// RDATE, EXDATE and RECURRENCE-ID have the form of the master's DTSTART (RFC 5545 3.8.4.4).
struct DateForm {
    bool all_day = false;
    std::string zone;  // where not all-day
};

struct Vevent {
    const Event* event = nullptr;  // all but its time and its repeating
    FeedPlace place;
    std::string uid;
    When when;
    std::optional<recur::Length> duration;  // where DTEND cannot tell it
    DateForm form;                          // of what follows
    std::optional<recur::Rule> rule;
    std::vector<LocalTime> dates;       // sorted
    std::vector<LocalTime> exceptions;  // sorted
    std::optional<LocalTime> recurrence_id;
};

}  // namespace sopu::ical
