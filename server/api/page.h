// What lives here: a page of a list: limit, cursor, and the envelope {"items","next"}.
// What may not: what is listed.
// Invariants: a cursor is the key of the last item given, not a position: what is inserted or taken
// away meanwhile makes no other item come twice or never. Keys sort as the list does.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "engine/world/placed.h"
#include "server/api/limits.h"
#include "server/http/message.h"
#include "server/service/listing.h"

namespace sopu::api {

struct PageLimits {
    std::size_t unsaid = limits::list_default;
    std::size_t max = limits::list_max;
};

struct PageQuery {
    std::size_t limit = limits::list_default;
    std::string after;  // the key of the last item of the page before; "" at the start
};

// Errors, all of them: limit not_a_number, out_of_range; cursor bad_cursor.
Checked<PageQuery> read_page(const http::Request& request, const PageLimits& page_limits = {});

// An item of a list before it is written; only those on the page are.
struct Row {
    std::string key;
    std::function<boost::json::value()> write;
};

// Requires rows sorted by key, keys unique.
boost::json::object page_of(const std::vector<Row>& rows, const PageQuery& page);

// The key of an event's place in a list: by start, then id, undated last.
std::string key_of(const Placed& placed);
// Of an occurrence: by start, id and recurrence-id.
std::string key_of(const service::Listed& listed);

}  // namespace sopu::api
