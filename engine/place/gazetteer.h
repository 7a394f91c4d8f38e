// What lives here: the 309 municipalities and 19 regions of Finland: by code, name (fi, sv, the
// common inflected forms), slug; positions and distances.
// What may not: boundaries (there are none to be had freely), area expressions (model/area.h).
// Invariants: municipalities are sorted by code; every one has a region and a position.
// Thread-safety: immutable after parse.
// Source: data/municipalities.csv, whose head names its sources and known errors.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/id.h"
#include "engine/base/result.h"
#include "engine/base/text.h"
#include "engine/place/position.h"

namespace sopu {

struct Municipality {
    MunicipalityCode code;
    LocalizedText name;  // fi and sv
    std::string slug;    // "suomussalmi", "jakobstad" has the slug of its Finnish name too
    std::string slug_sv;
    std::string region;  // slug of its region
    Position position;   // of its main settlement
};

struct Region {
    std::string slug;  // "kainuu"
    std::string slug_sv;
    LocalizedText name;
    std::vector<MunicipalityCode> municipalities;  // sorted
};

// Another municipality, or the same at no distance.
struct Neighbour {
    double kilometres = 0;
    std::uint16_t number = 0;  // of the municipality, in municipalities()
};

class Gazetteer {
  public:
    // The CSV of data/municipalities.csv: comma-separated, a comment line, a header line.
    static Result<Gazetteer> parse(std::string_view csv);

    const std::vector<Municipality>& municipalities() const { return municipalities_; }
    const std::vector<Region>& regions() const { return regions_; }

    const Municipality* by_code(const MunicipalityCode& code) const;
    // A name in Finnish or Swedish, a slug, a code, or an inflected Finnish form ("Sotkamoon",
    // "Kuahavalla" is not one: spelling mistakes are not guessed). Case does not matter.
    const Municipality* by_name(std::string_view name) const;
    // Region by name (fi or sv) or slug.
    const Region* region(std::string_view name_or_slug) const;

    // Kilometres between the two main settlements; 0 for the same; nothing for an unknown code.
    std::optional<double> distance_km(const MunicipalityCode& a, const MunicipalityCode& b) const;

    // All municipalities by their distance from one, itself first; none of an unknown code.
    const std::vector<Neighbour>& neighbours(const MunicipalityCode& code) const;

  private:
    void measure_neighbours();

    std::vector<std::vector<Neighbour>> neighbours_;  // by number
    std::vector<Municipality> municipalities_;
    std::vector<Region> regions_;
    std::unordered_map<std::string, std::size_t> by_any_name_;
    std::unordered_map<std::string, std::size_t> region_by_name_;
};

// ASCII slug of a Finnish or Swedish name: "Äänekoski" -> "aanekoski", "Etelä-Pohjanmaa" ->
// "etela-pohjanmaa". Letters outside Latin-1 and Latin Extended-A are dropped.
std::string slug_of(std::string_view name);
// Lower-cases ASCII and the letters of Latin-1 and Latin Extended-A, and joins a base letter with a
// following combining diaeresis, ring or acute, so that names compare as people read them.
std::string fold_name(std::string_view name);

}  // namespace sopu
