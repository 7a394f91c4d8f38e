// What lives here: the true clash of a draft with an event of the year, by its definition and by
// brute force: what a warning is measured against.
// What may not: scores, the engine's index and rules: a measure must not lean on what it measures.
// Invariants: times are compared as local ones of the calendar's own zone, which all of the year
// has.
// Thread-safety: immutable once built; the year outlives it.
//
// A true clash: neither is routine; same format, or the specific audiences of one are among those
// of the other; the other is not smaller; they overlap by at least half of the shorter; and they
// are within a third of the scaled reach of one another. "Everyone" is not a specific audience.
// What is vague certainly overlaps nothing.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/sim/year.h"

namespace sopu::sim {

// Where the definition may be read in two ways, and how far it looks.
struct Meaning {
    double reach_share = 1.0 / 3;
    // Whether what lasts four days or more, or hangs as an exhibition, can clash. The rules of
    // conflict make that a notice at most, so by default it cannot.
    bool long_events = false;
    // Whether two that are held in no common language can clash.
    bool across_languages = true;
};

// How reaches shrink where there is much: clamp(sqrt(at_scale_one / events), least, 1). A policy
// may be calibrated; then the measure moves with it.
struct Scaling {
    double events_at_scale_one = 3;  // of an ordinary day within 25 km
    double least = 0.08;
};

class Clashes {
  public:
    explicit Clashes(const Year& year, const Scaling& scaling = {});

    bool is_true(const Event& mine, const Event& other, const Meaning& meaning = {}) const;
    // Asks every one-off event that lies on a day of the draft; in order of the year's records.
    std::vector<const Event*> of(const Event& draft, const Meaning& meaning = {}) const;

    // Non-routine events of an ordinary day (Monday to Thursday, on average) within 25 km of the
    // municipality's own position, and what reaches there are multiplied by.
    double ordinary_day(const MunicipalityCode& code) const;
    double scale(const MunicipalityCode& code) const;
    // Kilometres: the larger reach of the two, times the scale of mine's municipality.
    double reach_km(const Event& mine, const Event& other) const;
    // Its own, its venue's or its municipality's position.
    Position position_of(const Event& event) const;

  private:
    void count_ordinary_days();

    const Year* year_;
    Scaling scaling_;
    std::unordered_map<VenueId, Position> venues_;
    std::unordered_map<std::int64_t, std::vector<const Event*>> by_day_;
    std::unordered_map<MunicipalityCode, double> ordinary_day_;
};

// A draft and one event of the year that it was made for.
struct Planted {
    Event draft;
    EventId other;
    bool clash = false;  // whether `other` is a true clash of it
    std::string why;     // what was done: "clash", or what keeps it from being one
};

// n drafts that each have a true clash and n that have none at all, though they are made in the
// same way and fail by one condition. Requires a year with timed events; fewer drafts are given
// only if it is too small to find them.
std::vector<Planted> plant(const Year& year, const Clashes& clashes, int n, std::uint64_t seed);

}  // namespace sopu::sim
