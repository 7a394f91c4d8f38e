// What lives here: Change, the only way the world moves: a record put (new or in place of the one
// with its id) or erased, and the tick. store/ writes them, world/ applies them.
// What may not: who asked, accounts, audit (store/commit.h wraps changes with those).
// Thread-safety: plain values; records are shared and immutable.
#pragma once

#include <memory>
#include <variant>
#include <vector>

#include "engine/model/area.h"
#include "engine/model/closure.h"
#include "engine/model/event.h"
#include "engine/model/organisation.h"
#include "engine/model/resource.h"
#include "engine/model/venue.h"

namespace sopu {

template <class T>
struct Put {
    std::shared_ptr<const T> record;
};

template <class T>
struct Erase {
    decltype(T::id) id;
};

// Time moves through the writer too: the last tick is a stored record.
struct Tick {
    Instant at{};
    bool operator==(const Tick&) const = default;
};

using Change = std::variant<Put<Event>, Erase<Event>, Put<Venue>, Erase<Venue>, Put<Organisation>,
                            Erase<Organisation>, Put<Area>, Erase<Area>, Put<Closure>,
                            Erase<Closure>, Put<Resource>, Erase<Resource>, Tick>;

// Everything the world is built from.
struct Records {
    std::vector<std::shared_ptr<const Event>> events;
    std::vector<std::shared_ptr<const Venue>> venues;
    std::vector<std::shared_ptr<const Organisation>> organisations;
    std::vector<std::shared_ptr<const Area>> areas;
    std::vector<std::shared_ptr<const Closure>> closures;
    std::vector<std::shared_ptr<const Resource>> resources;
    Tick last_tick;
};

}  // namespace sopu
