// What lives here: Filter, the one way in which feeds, lists and exports choose events (CONTRACT
// "Feeds"), and the listing itself.
// What may not: query strings (floor 4 reads them), rendering.
// Invariants: repeated values are alternatives, different ones all hold; the order is by start,
// then id, undated last; the same snapshot and filter give the same list. Thread-safety: pure
// functions of a snapshot.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/world/snapshot.h"
#include "server/service/caller.h"

namespace sopu::service {

enum class Routine { no, yes, only };

struct Filter {
    std::vector<std::string> areas;   // area expressions; alternatives
    std::vector<std::string> except;  // taken out of them
    std::vector<std::string> municipalities;
    std::vector<std::string> venues;
    std::vector<std::string> organisations;
    std::vector<std::string> categories;
    std::vector<std::string> audiences;
    Routine routine = Routine::yes;
    std::string text;                // q: words that title or description must have
    std::optional<Interval> window;  // only dated events that it finds
    bool undated = true;             // without a window: undated ones too
    bool published_only = true;      // else all that the caller may see
};

// Errors: invalid with field area, except or municipality and reason unknown_area.
Result<std::vector<const Placed*>> select(const Snapshot& world, const Filter& filter,
                                          const Caller& caller);

// One occurrence of an event that was chosen.
struct Listed {
    const Placed* placed;   // the event
    Occurrence occurrence;  // `placed->at(occurrence.override_index)` is what holds for it
};

// Every occurrence in the window that matches, of what select() chooses, by start, id,
// recurrence-id. Requires filter.window.
Result<std::vector<Listed>> select_occurrences(const Snapshot& world, const Filter& filter,
                                               const Caller& caller);

// The window of a feed: from 3 months before to 18 months after the day of the last tick, local
// days (CONTRACT "Feeds"); `from` and `to` where said.
Interval feed_window(const Snapshot& world, std::optional<Instant> from, std::optional<Instant> to);

}  // namespace sopu::service
