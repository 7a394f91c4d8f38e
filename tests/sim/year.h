// What lives here: the simulated year: records of venues, organisations and one-off events, and the
// weekly activities beside them. What each figure is stands in README.md.
// What may not: what clashes (clashes.h), new drafts (drafts.h).
// Invariants: the same options give the same year on every machine; ids tell the municipality, so a
// region's events are the same whether it is made alone or within the country.
// Thread-safety: a plain value; its records are immutable.
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

// One record an occurrence. At scale 1 that is 2.3 million records: several gigabytes.
void append_as_single_events(const std::vector<WeeklyActivity>& weekly, Records& records);

// Of one-off events and of weekly activities together.
std::size_t occurrence_count(const Year& year);

// Of everything that was drawn.
std::uint64_t checksum(const Year& year);

}  // namespace sopu::sim
