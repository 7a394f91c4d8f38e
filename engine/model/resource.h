// What lives here: Resource, a thing that several events can ask for and of which there are only so
// many: tables, a sound system, a stage. What may not: who has it when (conflict/).
// Invariants: stock >= 0. Thread-safety: a plain value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/id.h"
#include "engine/base/text.h"

namespace sopu {

struct Resource {
    ResourceId id;
    LocalizedText name;
    std::optional<MunicipalityCode> municipality;
    int stock = 1;
    std::string keeper;  // who lends it
    std::uint32_t revision = 1;

    bool operator==(const Resource&) const = default;
};

}  // namespace sopu
