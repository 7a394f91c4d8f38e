#include "engine/time/interval.h"

#include <doctest/doctest.h>

namespace sopu {
namespace {

Interval span(int from, int to) {
    return {Instant{seconds{from}}, Instant{seconds{to}}};
}

}  // namespace

TEST_SUITE("engine.interval") {
    TEST_CASE("touching is not overlapping") {
        CHECK(overlap(span(0, 10), span(9, 20)));
        CHECK_FALSE(overlap(span(0, 10), span(10, 20)));
        CHECK(intersection(span(0, 10), span(4, 20)) == span(4, 10));
        CHECK(hull(span(0, 1), span(5, 6)) == span(0, 6));
    }

    TEST_CASE("of two intervals the common part, or else the gap, whichever is named first") {
        const auto same = [](const Interval& a, const Interval& b, const Interval& wanted) {
            CHECK(common_or_gap(a, b) == wanted);
            CHECK(common_or_gap(b, a) == wanted);
        };
        same(span(0, 10), span(5, 20), span(5, 10));
        same(span(0, 5), span(8, 20), span(5, 8));
        same(span(0, 5), span(5, 20), span(5, 5));
        same(span(0, 10), span(3, 3), span(3, 3));
    }

    TEST_CASE("an empty interval overlaps nothing but is found by a window that it begins in") {
        CHECK_FALSE(overlap(span(5, 5), span(0, 10)));
        CHECK_FALSE(overlap(span(5, 5), span(5, 5)));
        CHECK(found_in(span(5, 5), span(0, 10)));
        CHECK(found_in(span(0, 0), span(0, 10)));
        CHECK_FALSE(found_in(span(10, 10), span(0, 10)));
        CHECK_FALSE(found_in(span(10, 20), span(0, 10)));
    }
}

}  // namespace sopu
