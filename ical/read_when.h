// What lives here: from DTSTART, DTEND and DURATION to When and, for an event that repeats, the
// length that When cannot say; dates, zones, exclusive ends, and the mistakes that real files make.
// What may not: other properties; X-SOPU-PRECISION (read_event.cpp) turns an all-day When back.
// Invariants: what is returned passes the engine's check(when), unless other years than the
// calendar's are asked for. A time whose zone is not known is an error, never UTC. An event that
// repeats keeps the zone of its start. Thread-safety: a pure function of its arguments.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/recur/series.h"
#include "engine/time/when.h"
#include "engine/time/zones.h"
#include "ical/component.h"
#include "ical/moment.h"
#include "ical/read.h"

namespace sopu::ical {

struct SaidTimes {
    const Property* start = nullptr;
    const Property* end = nullptr;
    const Property* duration = nullptr;
};

// What times are read by.
struct TimeContext {
    const Zones& zones;
    std::string_view floating_zone;  // an IANA name that zones knows
    Years years = calendar_years;
    bool repeats = false;
};

struct SaidWhen {
    When when;
    std::optional<recur::Length> length;  // only where it repeats, and `when` cannot tell it
};

// Errors (reason, detail): no_start, bad_start, bad_end, bad_duration, end_before_start,
// mixed_time_kinds, unknown_zone, year_out_of_range, too_long. Notes: dtend_equals_dtstart,
// duration_ignored, tzid_with_z, value_type_differs, end_kept_in_utc (not where it repeats).
Result<SaidWhen> read_when(const SaidTimes& said, const TimeContext& context,
                           std::vector<Note>& notes);

}  // namespace sopu::ical
