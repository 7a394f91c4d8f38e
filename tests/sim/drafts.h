// What lives here: fresh drafts of the kind that the year is made of: for what a question costs and
// how often it is answered with a warning.
// What may not: judgement; the year's own events.
// Invariants: seeds are hashed apart from the year's, so that no draft is a stored event but by
// chance; `stored_among` counts these, and every bench prints it.
// Thread-safety: a stream belongs to one thread; the country outlives it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tests/sim/year.h"

namespace sopu::sim {

class Drafts {
  public:
    Drafts(const Country& country, std::uint64_t seed)
        : country_(&country), chance_(seed, "drafts") {}

    // One-off, with the id "d<n>". At a listed venue as often as the year's, or somewhere in the
    // municipality; whether the venue is free nobody has looked.
    Event next(const Wish& wish = {});

  private:
    const Country* country_;
    Chance chance_;
    int count_ = 0;
};

// How many of the drafts are at the place and time, and of the format and for the audiences, of a
// one-off event of the year.
std::size_t stored_among(const std::vector<Event>& drafts, const Year& year);

}  // namespace sopu::sim
