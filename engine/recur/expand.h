// What lives here: expand, from what is said of a series to the occurrences in a window.
// What may not: clocks, events, anything about who is asking.
// Invariants: the window is half-open and decides as RFC 4791 9.9 does: found iff start < window
// end and end > window start; an empty occurrence iff window start <= start < window end. So the
// occurrences of [a, c) are those of [a, b) and of [b, c) together. The readings of RFC 5545 that
// it takes are listed in docs/decisions/0010-readings-of-rfc5545.md.
// Thread-safety: pure functions; a budget belongs to one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/result.h"
#include "engine/recur/budget.h"
#include "engine/recur/series.h"
#include "engine/time/interval.h"
#include "engine/time/zones.h"

namespace sopu::recur {

struct Occurrence {
    Instant recurrence_id;  // where the series has it, wherever an override puts it
    Instant start;
    Instant end;
    // Into Series::overrides: its own override, or the this-and-future one that it follows.
    std::int32_t override_index = no_override;

    static constexpr std::int32_t no_override = -1;
    bool operator==(const Occurrence&) const = default;
};

// Sorted by start, end and recurrence-id; without cancelled ones. Years are those of limits.h.
// Errors: too_large "too_much_work" where the budget did not suffice (then nothing is known of the
// window); those of check_rule; and on "series" year_out_of_range, end_before_start, too_long
// (a length), too_many_dates, rule_sub_daily_of_dates.
Result<std::vector<Occurrence>> expand(const Series& series, const Zones& zones,
                                       const Interval& window, Budget& budget);

// The same with a budget of its own.
Result<std::vector<Occurrence>> expand(const Series& series, const Zones& zones,
                                       const Interval& window);

}  // namespace sopu::recur
