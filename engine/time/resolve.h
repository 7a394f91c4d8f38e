// What lives here: from what an event says (When) to where on the UTC line it can lie. A resolution
// of an event is any interval of its duration inside one of its windows.
// What may not: venues, people, judgement; see conflict/.
// Invariants: windows are sorted, disjoint and non-empty, unless the event is undated (none) or a
// point in time (one empty window). duration <= length of every window. fixed() iff the one
// resolution is its one window.
// Thread-safety: plain values, pure functions.
#pragma once

#include <optional>
#include <vector>

#include "engine/time/interval.h"
#include "engine/time/when.h"
#include "engine/time/zones.h"

namespace sopu {

// Hours in which an event without a clock time is taken to lie when a margin beside it (travel,
// set-up) is judged: the union of the parts of day, 6-23. Overlap itself is judged on whole days.
struct Window {
    Interval span;    // every resolution lies inside
    Interval waking;  // span without the night before 6 on its first and after 23 on its last day
    bool operator==(const Window&) const = default;
};

struct Resolutions {
    seconds duration{0};
    std::vector<Window> windows;
    bool assumed_end = false;  // the end was not said; the default length stands in
    bool whole_days = false;   // an all-day event: its buffers are inside its days

    bool undated() const { return windows.empty(); }
    bool fixed() const { return windows.size() == 1 && windows[0].span.length() == duration; }
    // The union of all resolutions as one span; requires !undated().
    Interval extent() const { return {windows.front().span.start(), windows.back().span.end()}; }

    bool operator==(const Resolutions&) const = default;
};

// `default_length` stands in for an end or duration that is not said. Requires check(when) clean.
Resolutions resolve(const When& when, seconds default_length, const Zones& zones);

enum class Certainty { certain, possible };

// Whether two events overlap: certainly (in every pair of resolutions), possibly (in some), or not.
std::optional<Certainty> overlap(const Resolutions& a, const Resolutions& b);

// Whether two events that do not overlap have less than a needed gap between them; `after_a` is
// what is needed where a ends first, `after_b` where b ends first. Vague sides count by their
// waking hours. Nothing if they can overlap at all (then that is the finding).
std::optional<Certainty> too_close(const Resolutions& a, const Resolutions& b, seconds after_a,
                                   seconds after_b);

template <>
struct EnumNames<Certainty> {
    static constexpr std::array<std::string_view, 2> names{"certain", "possible"};
};

}  // namespace sopu
