// What lives here: Organisation, an association, municipality, parish or company that organises.
// What may not: its members' contacts; an event carries its own organiser's.
// Thread-safety: a plain value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/id.h"
#include "engine/base/text.h"

namespace sopu {

struct Organisation {
    OrganisationId id;
    LocalizedText name;
    std::optional<MunicipalityCode> municipality;
    bool small = true;     // one board, few hands; not a municipality, parish or college
    bool trusted = false;  // publishes without review where policy allows
    std::uint32_t revision = 1;

    bool operator==(const Organisation&) const = default;
};

}  // namespace sopu
