// What lives here: the query of lists, feeds and `sopu export` (CONTRACT "Feeds"), read from pairs
// of text into a Filter: one reader, so that the same words mean the same everywhere. What may not:
// sockets, pages of a list (limit and cursor: api/), choosing (listing.h). Invariants: every error
// at once, each with the parameter as its field; parameters nobody knows are left alone (links get
// things appended). Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/time/zones.h"
#include "server/service/listing.h"

namespace sopu::service {

using QueryPairs = std::vector<std::pair<std::string, std::string>>;

struct ListQuery {
    Filter filter;  // without a window: who lists decides what an open end means
    std::optional<Instant> from;
    std::optional<Instant> to;
    std::string language = "fi";  // of what is written in one language only
};

// Reads area, except, municipality, venue, organisation, category, audience, routine, q, lang, from
// and to. Errors: unknown_value, bad_instant, year_out_of_range, end_before_start, too_long,
// too_many, with the parameter as the field.
Checked<ListQuery> read_list_query(const QueryPairs& query, Routine routine_default,
                                   const Zones& zones);

// The window said, open ends as far as the calendar reaches; nothing if neither end was said.
std::optional<Interval> said_window(const ListQuery& query);

// CONTRACT's T: RFC 3339, or a date, which is its midnight in the calendar's own zone. A "+" that
// became a space on its way through a form is taken for what it was.
std::optional<Instant> read_time(std::string_view text, const Zones& zones);

bool is_language(std::string_view tag);  // fi, sv or en

}  // namespace sopu::service
