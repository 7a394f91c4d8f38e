// What lives here: LocalSpan, the days, parts of day and weekends that an interval touches, as
// numbers, so that two events are compared without looking up a zone; Timing, those of all windows
// in which an event can lie; and what the two may have in common.
// What may not: weights (score.h), hours of a policy.
// Invariants: a range whose first is after its last is empty. Touching is half-open: what ends at
// 17:00 touches no evening. An empty interval touches its own moment.
// Thread-safety: plain values, pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/time/interval.h"
#include "engine/time/resolve.h"
#include "engine/time/zones.h"

namespace sopu {

// Consecutive numbers, both ends included.
struct Range {
    std::int32_t first = 0;
    std::int32_t last = -1;

    bool empty() const { return first > last; }
    bool operator==(const Range&) const = default;
};

inline bool common(const Range& a, const Range& b) {
    return !a.empty() && !b.empty() && a.first <= b.last && b.first <= a.last;
}

struct LocalSpan {
    Interval span;   // UTC
    Range days;      // local days since 1970-01-01
    Range parts;     // three a day: morning 6-12, afternoon 12-17, evening 17-23; none in the night
    Range weekends;  // Friday 17:00 to Sunday 24:00, numbered by their week
    bool operator==(const LocalSpan&) const = default;
};

// `start` and `end` are the interval in local time; in the fold of a zone an end before the start
// counts as the start.
LocalSpan local_span(const Interval& span, LocalTime start, LocalTime end);
LocalSpan local_span(const Interval& span, const Zone& zone);

// Where an event can lie: some interval of `duration` inside one of the windows; the fixed one has
// one window of just that length. Windows are sorted.
struct Timing {
    seconds duration{0};
    std::vector<LocalSpan> windows;

    bool fixed() const { return windows.size() == 1 && windows.front().span.length() == duration; }
};

Timing timing_of(const Resolutions& times, const Zone& zone);

// The same hours of the clock so many days away; a whole day has an hour more or less where the
// clocks change.
Timing on_another_day(const Timing& timing, date::days away, const Zone& zone);

// What a span may have in common with some window of a timing: time itself; time or a part of a
// day; a day or a weekend.
bool overlaps(const Timing& timing, const LocalSpan& span);
bool shares_part(const Timing& timing, const LocalSpan& span);
bool shares_day_or_weekend(const Timing& timing, const LocalSpan& span);
bool has_weekend(const Timing& timing);

// The local days that an interval touches, and so many before and after.
Interval days_around(const Interval& extent, int days_each_way, const Zone& zone);

// local_span of much that lies around one window: where no clock changes meanwhile, by an addition.
class LocalClock {
  public:
    LocalClock(const Interval& window, const Zone& zone);

    LocalSpan span_of(const Interval& extent) const;

  private:
    const Zone& zone_;
    Interval calm_;  // empty where a clock changes
    seconds offset_{0};
};

}  // namespace sopu
