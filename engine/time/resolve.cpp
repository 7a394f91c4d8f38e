#include "engine/time/resolve.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/invariant.h"

namespace sopu {
namespace {

using std::chrono::hours;

constexpr hours waking_from{6};
constexpr hours waking_to{23};

struct Part {
    hours from;
    hours to;
};
// In the order of PartOfDay.
constexpr std::array<Part, 3> parts{
    {{hours{6}, hours{12}}, {hours{12}, hours{17}}, {hours{17}, hours{23}}}};

Interval between(LocalTime start, LocalTime end, const Zone& zone) {
    const Instant from = to_instant(start, zone);
    // What was in order when it was checked may not be after the zone's rules have changed: an end
    // inside a new gap. Such an event is a point, not a crash.
    return {from, std::max(from, to_instant(end, zone))};
}

Resolutions resolve_one(const Timed& timed, seconds default_length, const Zones& zones) {
    const Zone* zone = zones.find(timed.zone);
    INVARIANT(zone != nullptr, "check(when) has refused unknown zones");
    Resolutions found;
    found.assumed_end = !timed.end.has_value();
    const Instant start = to_instant(timed.start, *zone);
    const Interval span = timed.end ? between(timed.start, *timed.end, *zone)
                                    : Interval{start, start + default_length};
    found.duration = span.length();
    found.windows = {{span, span}};
    return found;
}

Resolutions resolve_one(const AllDay& all_day, seconds, const Zones& zones) {
    const Interval span =
        between(LocalTime{all_day.first}, LocalTime{all_day.last + date::days{1}}, zones.home());
    Resolutions found;
    found.duration = span.length();
    found.windows = {{span, span}};
    found.whole_days = true;
    return found;
}

std::vector<Window> windows_of(const Vague& vague, const Zone& zone) {
    if (!vague.part_of_day) {
        const Interval span =
            between(LocalTime{vague.from}, LocalTime{vague.to + date::days{1}}, zone);
        return {{span, between(vague.from + waking_from, vague.to + waking_to, zone)}};
    }
    const Part part = parts[static_cast<std::size_t>(*vague.part_of_day)];
    std::vector<Window> windows;
    for (Date day = vague.from; day <= vague.to; day += date::days{1}) {
        const Interval span = between(day + part.from, day + part.to, zone);
        windows.push_back({span, span});
    }
    return windows;
}

Resolutions resolve_one(const Vague& vague, seconds default_length, const Zones& zones) {
    Resolutions found;
    found.windows = windows_of(vague, zones.home());
    found.assumed_end = !vague.duration.has_value();
    found.duration = vague.duration ? seconds{*vague.duration} : default_length;
    for (const Window& window : found.windows)
        found.duration = std::min(found.duration, window.span.length());
    return found;
}

Resolutions resolve_one(const Undated&, seconds, const Zones&) {
    return {};
}

// A point event conflicts with nothing (interval.h), an undated one neither.
bool can_meet(const Resolutions& a, const Resolutions& b) {
    return !a.undated() && !b.undated() && a.duration > seconds{0} && b.duration > seconds{0};
}

// Whether some window of a and some of b have a part in common; both are sorted and disjoint.
bool windows_meet(const Resolutions& a, const Resolutions& b) {
    auto ia = a.windows.begin();
    auto ib = b.windows.begin();
    while (ia != a.windows.end() && ib != b.windows.end()) {
        if (overlap(ia->span, ib->span)) return true;
        if (ia->span.end() <= ib->span.end())
            ++ia;
        else
            ++ib;
    }
    return false;
}

// Where an event is taken to lie when a margin beside it is judged: its waking hours, unless it is
// too long for them.
Interval margin_span(const Resolutions& resolutions, const Window& window) {
    return window.waking.length() < resolutions.duration ? window.span : window.waking;
}

// Of all resolutions in which `first` ends before `second` begins, the least and the greatest gap.
// Windows of the two do not meet, so a pair of windows has one order in all its resolutions.
struct Gaps {
    bool any = false;
    seconds least{0};
    seconds greatest{0};
};

Gaps gaps(const Resolutions& first, const Resolutions& second) {
    Gaps found;
    auto next = second.windows.begin();
    for (const Window& window : first.windows) {
        while (next != second.windows.end() && next->span.start() < window.span.end()) ++next;
        if (next == second.windows.end()) break;
        const seconds gap = margin_span(second, *next).start() - margin_span(first, window).end();
        found.least = found.any ? std::min(found.least, gap) : gap;
        found.any = true;
    }
    if (!found.any) return found;
    const Interval from = margin_span(first, first.windows.front());
    const Interval to = margin_span(second, second.windows.back());
    found.greatest = (to.end() - second.duration) - (from.start() + first.duration);
    return found;
}

}  // namespace

Resolutions resolve(const When& when, seconds default_length, const Zones& zones) {
    INVARIANT(default_length >= seconds{0}, "policy has no negative default length");
    return std::visit([&](const auto& said) { return resolve_one(said, default_length, zones); },
                      when);
}

std::optional<Certainty> overlap(const Resolutions& a, const Resolutions& b) {
    if (!can_meet(a, b) || !windows_meet(a, b)) return std::nullopt;
    // Certain: even the latest start of each is before the earliest end of the other. Both are
    // found at the ends of the extents.
    const Interval ea = a.extent();
    const Interval eb = b.extent();
    const bool certain = ea.end() - a.duration < eb.start() + b.duration &&
                         eb.end() - b.duration < ea.start() + a.duration;
    return certain ? Certainty::certain : Certainty::possible;
}

std::optional<Certainty> too_close(const Resolutions& a, const Resolutions& b, seconds after_a,
                                   seconds after_b) {
    if (!can_meet(a, b) || windows_meet(a, b)) return std::nullopt;
    const Gaps a_first = gaps(a, b);
    const Gaps b_first = gaps(b, a);
    const bool some =
        (a_first.any && a_first.least < after_a) || (b_first.any && b_first.least < after_b);
    const bool all = (!a_first.any || a_first.greatest < after_a) &&
                     (!b_first.any || b_first.greatest < after_b);
    if (!some) return std::nullopt;
    return all ? Certainty::certain : Certainty::possible;
}

}  // namespace sopu
