// What lives here: from DTSTART, DTEND and DURATION to When: dates, zones, exclusive ends, and the
// mistakes that real files make.
// What may not: other properties; X-SOPU-PRECISION (read_event.cpp) turns an all-day When back.
// Invariants: what is returned passes the engine's check(when). A time whose zone is not known is
// an error, never UTC. Thread-safety: a pure function of its arguments.
#pragma once

#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/time/when.h"
#include "engine/time/zones.h"
#include "ical/component.h"
#include "ical/read.h"

namespace sopu::ical {

struct SaidTimes {
    const Property* start = nullptr;
    const Property* end = nullptr;
    const Property* duration = nullptr;
};

// Errors (reason, detail): no_start, bad_start, bad_end, bad_duration, end_before_start,
// mixed_time_kinds, unknown_zone, year_out_of_range, too_long. Notes: dtend_equals_dtstart,
// duration_ignored, tzid_with_z, value_type_differs, end_kept_in_utc.
Result<When> read_when(const SaidTimes& said, std::string_view floating_zone, const Zones& zones,
                       std::vector<Note>& notes);

}  // namespace sopu::ical
