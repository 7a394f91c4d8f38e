// What lives here: an event as JSON-LD with the words of schema.org, for search engines.
// What may not: who may see what (pages/), the script element around it, single occurrences of a
// series beyond the next.
// Invariants: within HTML it can end nothing: "<", ">" and "&" are written as \u escapes.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>

#include "engine/model/event.h"
#include "engine/time/zones.h"

namespace sopu::json {

// What the page of an event says of it; "" is not said.
struct SchemaOrgEvent {
    std::string name;
    std::string language;
    std::string description;
    std::string url;
    std::string place;
    std::string municipality;
    std::optional<Position> position;
    std::string organiser;
    std::string link;
    std::optional<When> next;  // of a series: the occurrence that comes next
};

// `event` is as the caller may see it (service/visible.h). Nothing if schema.org has no event
// without a day and this one has none.
std::optional<std::string> schema_org_event(const Event& event, const SchemaOrgEvent& said,
                                            const Zones& zones);

}  // namespace sopu::json
