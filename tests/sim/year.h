// What lives here: the simulated year: records of venues, organisations and one-off events, and the
// weekly activities beside them until somebody says how to append them. What each figure is stands
// in README.md. What may not: what clashes (clashes.h), new drafts (drafts.h). Invariants: the same
// options give the same year on every machine; ids tell the municipality, so a region's events are
// the same whether it is made alone or within the country. Thread-safety: a plain value; its
// records are immutable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tests/sim/country.h"
#include "tests/sim/event_draw.h"

namespace sopu::sim {

struct Year {
    Country country;
    Records records;
    std::vector<WeeklyActivity> weekly;
};

Year make_year(const Options& options, const Gazetteer& gazetteer);

// One record an activity, with a weekly rule: how a calendar would have them.
void append_as_series(const std::vector<WeeklyActivity>& weekly, Records& records);

// One record an occurrence, for a comparison. At scale 1 that is 2.3 million records: three
// gigabytes.
void append_as_single_events(const std::vector<WeeklyActivity>& weekly, Records& records);

// Of one-off events and of weekly activities together, whether these are among the records or not.
std::size_t occurrence_count(const Year& year);

// Of everything that was drawn; the same before and after activities are appended.
std::uint64_t checksum(const Year& year);

}  // namespace sopu::sim
