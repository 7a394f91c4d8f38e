// What lives here: one series for each form that a feed says differently, invented, and the window
// they are looked at in; for golden files and for outside readers.
// What may not: expectations. Thread-safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "engine/model/event.h"
#include "ical/write.h"

namespace sopu::ical::test {

struct SeriesSample {
    std::string name;  // of tests/golden/ical/write/series_<name>.expected
    Event event;
};

std::vector<SeriesSample> series_samples();

// 2026.
Interval sample_window();

// A feed of these events alone, as the golden files have it.
std::string feed_of(const std::vector<Event>& events, const Interval& window = sample_window());

}  // namespace sopu::ical::test
