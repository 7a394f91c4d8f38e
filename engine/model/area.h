// What lives here: Area, a named set of municipalities said as an expression
// ("Kainuu (pl. Kajaani)"), and the expression itself, as text and as a set.
// What may not: maps and polygons; a municipality is a point and a code (place/gazetteer.h).
// Invariants: an expression resolves to a sorted set of codes; named areas may name areas, to a
// depth of limits::area_depth_max, and a cycle is an error, not an endless loop.
// Thread-safety: plain values, pure functions.
//
// Grammar (white space is free, names fi or sv or codes or slugs, case does not matter):
//   expression = terms [ except ]
//   except     = "(" word terms ")" | word terms      word = pl. | paitsi | pois lukien | utom |
//                                                            förutom | exkl. | except
//   terms      = name { ("," | "+" | " ja " | " och " | " and ") name }
//   name       = "all" | municipality | region | named area (id or name)
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/id.h"
#include "engine/base/result.h"
#include "engine/base/text.h"

namespace sopu {

class Gazetteer;

struct Area {
    AreaId id;
    LocalizedText name;
    std::string expression;
    std::uint32_t revision = 1;

    bool operator==(const Area&) const = default;
};

// Finds a named area by id or name; null if there is none.
using AreaLookup = std::function<const Area*(std::string_view id_or_name)>;

// The municipalities of an expression, sorted by code. Errors: unknown_area (args: name),
// too_many_terms, area_too_deep, empty_area.
Result<std::vector<MunicipalityCode>> resolve_area(std::string_view expression,
                                                   const Gazetteer& gazetteer,
                                                   const AreaLookup& named);

}  // namespace sopu
