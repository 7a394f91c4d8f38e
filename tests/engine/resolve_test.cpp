#include "engine/time/resolve.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "engine/time/iso.h"
#include "tests/support/zones.h"

namespace sopu {
namespace {

using std::chrono::hours;

Date day(const char* text) {
    const auto parsed = parse_date(text);
    REQUIRE_MESSAGE(parsed, text);
    return *parsed;
}

Timed timed(const char* start, const char* end) {
    return {*parse_local(start), *parse_local(end), "Europe/Helsinki"};
}

Resolutions resolved(const When& when, seconds default_length = hours{2}) {
    return resolve(when, default_length, test::test_zones());
}

Interval span(const char* start, const char* end) {
    return {*parse_instant(start), *parse_instant(end)};
}

// ---- a naive oracle: every pair of resolutions on a grid --------------------------------------

constexpr int grid_hours = 40;

Instant hour(int h) {
    return Instant{hours{h}};
}

// A few sorted, disjoint windows on a grid of hours, of a duration that fits each. A window without
// a clock time (`day_long`) has waking hours inside it.
Resolutions some_resolutions() {
    Resolutions found;
    const bool day_long = *rc::gen::arbitrary<bool>();
    const int count = day_long ? 1 : *rc::gen::inRange(1, 4);
    int at = *rc::gen::inRange(0, 12);
    seconds shortest = hours{grid_hours};
    for (int i = 0; i < count; ++i) {
        const int length = *rc::gen::inRange(1, 9);
        Window window{{hour(at), hour(at + length)}, {hour(at), hour(at + length)}};
        if (day_long && length > 2)
            window.waking = {hour(at + 1), hour(at + length - *rc::gen::inRange(0, 2))};
        shortest = std::min(shortest, window.span.length());
        found.windows.push_back(window);
        at += length + *rc::gen::inRange(1, 6);
    }
    found.duration = hours{*rc::gen::inRange(1, static_cast<int>(shortest / hours{1}) + 1)};
    return found;
}

std::vector<Interval> every_resolution(const Resolutions& from, bool waking) {
    std::vector<Interval> found;
    for (const Window& window : from.windows) {
        const bool fits = window.waking.length() >= from.duration;
        const Interval in = waking && fits ? window.waking : window.span;
        for (Instant start = in.start(); start + from.duration <= in.end(); start += hours{1})
            found.push_back({start, start + from.duration});
    }
    return found;
}

template <class Judge>
std::optional<Certainty> judged(const std::vector<Interval>& as, const std::vector<Interval>& bs,
                                const Judge& judge) {
    std::size_t yes = 0;
    for (const Interval& a : as)
        for (const Interval& b : bs) yes += judge(a, b) ? 1U : 0U;
    if (yes == 0) return std::nullopt;
    return yes == as.size() * bs.size() ? Certainty::certain : Certainty::possible;
}

std::optional<Certainty> naive_overlap(const Resolutions& a, const Resolutions& b) {
    return judged(every_resolution(a, false), every_resolution(b, false),
                  [](const Interval& x, const Interval& y) { return overlap(x, y); });
}

std::optional<Certainty> naive_too_close(const Resolutions& a, const Resolutions& b,
                                         seconds after_a, seconds after_b) {
    if (naive_overlap(a, b)) return std::nullopt;
    return judged(every_resolution(a, true), every_resolution(b, true),
                  [&](const Interval& x, const Interval& y) {
                      return x.end() <= y.start() ? y.start() - x.end() < after_a
                                                  : x.start() - y.end() < after_b;
                  });
}

}  // namespace

TEST_SUITE("engine.resolve") {
    TEST_CASE("a timed event is its one interval") {
        const Resolutions found = resolved(timed("2026-10-24T10:00", "2026-10-24T15:00"));
        REQUIRE(found.windows.size() == 1);
        CHECK(found.windows[0].span == span("2026-10-24T07:00:00Z", "2026-10-24T12:00:00Z"));
        CHECK(found.windows[0].waking == found.windows[0].span);
        CHECK(found.fixed());
        CHECK_FALSE(found.assumed_end);
        CHECK_FALSE(found.whole_days);
    }

    TEST_CASE("a missing end takes the default length and says so") {
        const Resolutions found = resolved(Timed{*parse_local("2026-10-24T10:00"), {}, "UTC"});
        CHECK(found.extent() == span("2026-10-24T10:00:00Z", "2026-10-24T12:00:00Z"));
        CHECK(found.assumed_end);
        CHECK(found.fixed());
    }

    TEST_CASE("a night with 25 hours lasts as long as it does") {
        const Resolutions night = resolved(timed("2026-10-24T22:00", "2026-10-25T06:00"));
        CHECK(night.duration == hours{9});
        const Resolutions days = resolved(AllDay{day("2026-10-24"), day("2026-10-25")});
        CHECK(days.duration == hours{49});
    }

    TEST_CASE("a point in time is one empty window and meets nothing") {
        const Resolutions point = resolved(timed("2026-10-24T10:00", "2026-10-24T10:00"));
        REQUIRE(point.windows.size() == 1);
        CHECK(point.windows[0].span.empty());
        CHECK(point.fixed());
        const Resolutions around = resolved(timed("2026-10-24T09:00", "2026-10-24T11:00"));
        CHECK_FALSE(overlap(point, around));
        CHECK_FALSE(overlap(point, point));
        CHECK_FALSE(too_close(point, around, hours{1}, hours{1}));
    }

    TEST_CASE("what no longer ends after it starts is a point, not a crash") {
        // check() refuses it; zone rules may change after it was stored.
        CHECK(resolved(timed("2026-03-29T03:30", "2026-03-29T04:00")).windows[0].span.empty());
    }

    TEST_CASE("an all-day event covers its days") {
        const Resolutions found = resolved(AllDay{day("2026-06-20"), day("2026-06-21")});
        CHECK(found.extent() == span("2026-06-19T21:00:00Z", "2026-06-21T21:00:00Z"));
        CHECK(found.fixed());
        CHECK(found.whole_days);
    }

    TEST_CASE("a vague event without a part of day is one window with waking hours") {
        const Resolutions found = resolved(
            Vague{day("2026-06-01"), day("2026-06-30"), Precision::month, {}, minutes{180}});
        REQUIRE(found.windows.size() == 1);
        CHECK(found.windows[0].span == span("2026-05-31T21:00:00Z", "2026-06-30T21:00:00Z"));
        CHECK(found.windows[0].waking == span("2026-06-01T03:00:00Z", "2026-06-30T20:00:00Z"));
        CHECK(found.duration == hours{3});
        CHECK_FALSE(found.fixed());
        CHECK_FALSE(found.assumed_end);
    }

    TEST_CASE("a part of day makes a window of every day") {
        const auto windows = [&](PartOfDay part) {
            return resolved(Vague{day("2026-06-01"), day("2026-06-02"), Precision::day, part, {}});
        };
        const Resolutions evenings = windows(PartOfDay::evening);
        REQUIRE(evenings.windows.size() == 2);
        CHECK(evenings.windows[0].span == span("2026-06-01T14:00:00Z", "2026-06-01T20:00:00Z"));
        CHECK(evenings.windows[1].span == span("2026-06-02T14:00:00Z", "2026-06-02T20:00:00Z"));
        CHECK(evenings.windows[0].waking == evenings.windows[0].span);
        CHECK(evenings.duration == hours{2});
        CHECK(evenings.assumed_end);
        CHECK(windows(PartOfDay::morning).extent() ==
              span("2026-06-01T03:00:00Z", "2026-06-02T09:00:00Z"));
        CHECK(windows(PartOfDay::afternoon).extent() ==
              span("2026-06-01T09:00:00Z", "2026-06-02T14:00:00Z"));
    }

    TEST_CASE("a duration longer than its window is cut to it") {
        const Resolutions morning =
            resolved(Vague{day("2026-06-01"), day("2026-06-01"), Precision::day, PartOfDay::morning,
                           minutes{600}});
        CHECK(morning.duration == hours{6});
        CHECK(morning.fixed());
    }

    TEST_CASE("an undated event has no window") {
        const Resolutions idea = resolved(Undated{});
        CHECK(idea.undated());
        CHECK_FALSE(idea.fixed());
        CHECK_FALSE(overlap(idea, resolved(AllDay{day("2026-06-01"), day("2026-06-01")})));
        CHECK_FALSE(too_close(idea, idea, hours{1}, hours{1}));
    }

    TEST_CASE("touching is not overlapping, and a margin is needed only below its size") {
        const Resolutions first = resolved(timed("2026-10-24T10:00", "2026-10-24T12:00"));
        const Resolutions next = resolved(timed("2026-10-24T12:00", "2026-10-24T14:00"));
        const Resolutions later = resolved(timed("2026-10-24T12:30", "2026-10-24T14:00"));
        CHECK_FALSE(overlap(first, next));
        CHECK_FALSE(too_close(first, next, seconds{0}, hours{9}));
        CHECK(too_close(first, next, seconds{1}, seconds{0}) == Certainty::certain);
        CHECK(too_close(next, first, seconds{0}, seconds{1}) == Certainty::certain);
        CHECK(too_close(first, later, minutes{31}, seconds{0}) == Certainty::certain);
        CHECK_FALSE(too_close(first, later, minutes{30}, seconds{0}));
    }

    TEST_CASE("two whole days on end are not too close by their nights") {
        // E10-E12: consecutive days without times. 23:00 to 06:00 is 7 hours, whatever the travel.
        const auto on = [](const char* date) {
            return resolved(Vague{day(date), day(date), Precision::day, {}, {}});
        };
        const Resolutions first = on("2018-10-03");
        const Resolutions next = on("2018-10-04");
        CHECK_FALSE(overlap(first, next));
        CHECK_FALSE(too_close(first, next, hours{7}, hours{7}));
        CHECK(too_close(first, next, hours{7} + seconds{1}, hours{7}) == Certainty::possible);
        CHECK(overlap(first, first) == Certainty::possible);
    }

    TEST_CASE("a day without a time that fills its day overlaps certainly") {
        const Resolutions full = resolved(
            Vague{day("2026-06-01"), day("2026-06-01"), Precision::day, {}, minutes{20 * 60}});
        const Resolutions noon = resolved(timed("2026-06-01T11:00", "2026-06-01T13:00"));
        CHECK(overlap(full, noon) == Certainty::certain);
        const Resolutions evening = resolved(timed("2026-06-01T20:00", "2026-06-01T22:00"));
        CHECK(overlap(full, evening) == Certainty::possible);
    }

    TEST_CASE("overlap equals trying every pair of resolutions") {
        CHECK(rc::check([] {
            const Resolutions a = some_resolutions();
            const Resolutions b = some_resolutions();
            const auto found = overlap(a, b);
            RC_ASSERT(found == naive_overlap(a, b));
            RC_ASSERT(found == overlap(b, a));
            RC_CLASSIFY(!found, "none");
            RC_CLASSIFY(found == Certainty::possible, "possible");
            RC_CLASSIFY(found == Certainty::certain, "certain");
        }));
    }

    TEST_CASE("too_close equals trying every pair of resolutions") {
        CHECK(rc::check([] {
            const Resolutions a = some_resolutions();
            Resolutions b = some_resolutions();
            const int moved = *rc::gen::inRange(-20, 21);  // so that many pairs do not overlap
            for (Window& window : b.windows) {
                const auto by = [&](const Interval& it) {
                    return Interval{it.start() + hours{moved}, it.end() + hours{moved}};
                };
                window = {by(window.span), by(window.waking)};
            }
            const seconds after_a = hours{*rc::gen::inRange(0, 24)};
            const seconds after_b = hours{*rc::gen::inRange(0, 24)};
            const auto found = too_close(a, b, after_a, after_b);
            RC_ASSERT(found == naive_too_close(a, b, after_a, after_b));
            RC_ASSERT(found == too_close(b, a, after_b, after_a));
            RC_CLASSIFY(!found, "none");
            RC_CLASSIFY(found == Certainty::possible, "possible");
            RC_CLASSIFY(found == Certainty::certain, "certain");
        }));
    }

    TEST_CASE("windows are sorted, disjoint and as long as the duration") {
        CHECK(rc::check([] {
            const Date from =
                Date{date::year{2026} / 1 / 1} + date::days{*rc::gen::inRange(0, 9999)};
            const Date to = from + date::days{*rc::gen::inRange(0, 40)};
            const auto part = *rc::gen::inRange(0, 4);
            Vague vague{from, to, Precision::window, {}, minutes{*rc::gen::inRange(1, 3000)}};
            if (part < 3) vague.part_of_day = static_cast<PartOfDay>(part);
            const Resolutions found = resolved(vague);
            RC_ASSERT(found.windows.size() ==
                      (part < 3 ? static_cast<std::size_t>((to - from).count()) + 1 : 1));
            for (std::size_t i = 0; i < found.windows.size(); ++i) {
                const Window& window = found.windows[i];
                RC_ASSERT(window.span.length() >= found.duration);
                RC_ASSERT(window.span.start() <= window.waking.start());
                RC_ASSERT(window.waking.end() <= window.span.end());
                if (i > 0) RC_ASSERT(found.windows[i - 1].span.end() <= window.span.start());
            }
        }));
    }
}

}  // namespace sopu
