// What lives here: Country, the standing part of the simulated year: municipalities by weight,
// their villages and districts, venues and organisations. What may not: events (event_draw.h,
// year.h). Invariants: a function of the options and the gazetteer. What a municipality has does
// not depend on which regions are asked for, so a region alone is as dense as within the whole
// country. Thread-safety: immutable once made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/change.h"
#include "engine/place/gazetteer.h"
#include "tests/sim/chance.h"

namespace sopu::sim {

struct Options {
    std::uint64_t seed = 1;
    double scale = 1.0;                // of the number of events; 1 is the whole country
    std::vector<std::string> regions;  // slugs; none: all of them
};

// A listed venue. A hall and its sections stand in one list and name each other by place in it.
struct Spot {
    VenueId id;
    Position position;
    int capacity = 0;
    std::optional<std::size_t> part_of;
    std::vector<std::size_t> sections;
};

// The centre, a district or a village: places lie within `radius_m` of it.
struct Settlement {
    Position centre;
    int radius_m = 0;
};

struct Town {
    MunicipalityCode code;
    Position position;
    std::string region;
    std::uint64_t number = 0;         // the code as a number: names its streams of chance
    std::uint32_t weight = 0;         // population-like, by Zipf
    std::uint64_t weight_before = 0;  // of all larger municipalities of the country
    unsigned swedish_per_mille = 0;
    std::vector<Settlement> settlements;
    Weighted settlement_choice;
    std::vector<Spot> spots;
    Weighted spot_choice;
    std::uint32_t organisations = 0;
    std::uint32_t speakers = 0;  // and bands, who travel in its region

    // Somewhere in the municipality, not at a venue.
    Position somewhere(Chance& chance) const;
    OrganisationId organisation(std::uint32_t of) const;
};

class Country {
  public:
    Country(const Options& options, const Gazetteer& gazetteer);

    const Options& options() const { return options_; }
    const std::vector<Town>& towns() const { return towns_; }  // the largest first
    const Town* town(const MunicipalityCode& code) const;
    const Town& pick(Chance& chance) const { return towns_[choice_.pick(chance)]; }

    // How many of so many things of the whole country, at scale 1, are a town's.
    std::uint32_t share(const Town& town, double of_country) const;

    // Venues and organisations as records.
    void append_to(Records& records) const;

  private:
    void count_speakers();

    Options options_;
    std::uint64_t weight_sum_ = 0;  // of all municipalities
    std::vector<Town> towns_;
    Weighted choice_;
};

}  // namespace sopu::sim
