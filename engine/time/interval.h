// What lives here: Interval, a half-open span [start, end) of UTC.
// What may not: zones, dates, clocks; see when.h for what an event says.
// Invariants: start <= end always holds. Touching is not overlapping. An empty interval overlaps
// nothing, not even an interval that contains it (a point event conflicts with nothing; queries
// find it by RFC 4791 section 9.9, see index/).
// Thread-safety: copied by value.
#pragma once

#include "engine/base/invariant.h"
#include "engine/time/instant.h"

namespace sopu {

class Interval {
  public:
    Interval() = default;
    // Requires start <= end: only our own mistake can break it; input is checked where it is read.
    Interval(Instant start, Instant end) : start_(start), end_(end) {
        INVARIANT(start <= end, "an interval does not end before it starts");
    }

    Instant start() const { return start_; }
    Instant end() const { return end_; }
    seconds length() const { return end_ - start_; }
    bool empty() const { return start_ == end_; }

    bool operator==(const Interval&) const = default;

  private:
    Instant start_{};
    Instant end_{};
};

inline bool overlap(const Interval& a, const Interval& b) {
    return !a.empty() && !b.empty() && a.start() < b.end() && b.start() < a.end();
}

// The common part; requires overlap(a, b).
inline Interval intersection(const Interval& a, const Interval& b) {
    return {a.start() < b.start() ? b.start() : a.start(), a.end() < b.end() ? a.end() : b.end()};
}

// Whether a query window finds it: it overlaps, or is empty and begins inside (RFC 4791 9.9).
inline bool found_in(const Interval& it, const Interval& window) {
    if (it.empty()) return window.start() <= it.start() && it.start() < window.end();
    return it.start() < window.end() && window.start() < it.end();
}

// The smallest interval that covers both.
inline Interval hull(const Interval& a, const Interval& b) {
    return {a.start() < b.start() ? a.start() : b.start(), a.end() < b.end() ? b.end() : a.end()};
}

// What two intervals have in common, or the gap between them; empty where they touch.
inline Interval common_or_gap(const Interval& a, const Interval& b) {
    if (overlap(a, b)) return intersection(a, b);
    const Instant from = a.end() < b.end() ? a.end() : b.end();
    const Instant to = a.start() < b.start() ? b.start() : a.start();
    return from <= to ? Interval(from, to) : Interval(to, to);
}

}  // namespace sopu
