// What lives here: Policy, the numbers that judgement uses, as plain data: lengths assumed, travel,
// coverage. A municipality's own policy will be one of these with other numbers.
// What may not: rules (rules.h), sentences.
// Invariants: every number has its unit in its name and a default that CONFLICTS.md gives.
// Thread-safety: a plain value.
#pragma once

#include <map>
#include <string>

#include "engine/time/instant.h"

namespace sopu {

struct Policy {
    // The length of an event whose end is not said, by category; else `length_default`.
    minutes length_default{120};
    std::map<std::string, minutes, std::less<>> length_by_category;

    // Travel between two places: crow kilometres times a factor, at a speed, plus an allowance.
    double travel_road_factor = 1.3;
    double travel_km_per_hour = 60;
    minutes travel_allowance{15};

    // Coverage: below these the calendar knows too little to call a date clear.
    int coverage_contributors_min = 5;     // organisers heard from
    int coverage_contributors_days = 365;  // in so many days
    int coverage_events_min = 10;          // events known
    int coverage_window_days = 56;         // in the weeks around, half before and half after
    double coverage_reach_km = 25;

    // What staff of the area submit for a trusted organisation is published at once
    // (docs/decisions/0006-publishing-without-review.md).
    bool trusted_publish_without_review = true;
};

}  // namespace sopu
