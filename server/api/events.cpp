#include <algorithm>

#include "server/api/answer.h"
#include "server/api/api.h"
#include "server/api/door.h"
#include "server/api/event_answer.h"
#include "server/api/page.h"
#include "server/http/compression.h"
#include "server/http/middleware.h"
#include "server/service/list_query.h"

namespace sopu::api {
namespace {

struct Wanted {
    service::ListQuery list;
    PageQuery page;
    std::vector<State> states;  // any if empty
};

std::vector<State> read_states(const http::Request& request, Errors& errors) {
    std::vector<State> states;
    for (const std::string_view said : request.query_values("state")) {
        if (said.empty()) continue;
        if (const auto state = from_name<State>(said))
            states.push_back(*state);
        else
            errors.push_back(invalid("state", "unknown_value", {{"value", std::string(said)}}));
    }
    return states;
}

// Every error of the query at once.
Checked<Wanted> read_wanted(const http::Request& request, const Door& door) {
    auto list =
        service::read_list_query(request.query, service::Routine::yes, door.world->ground().zones);
    auto page = read_page(request);
    Errors errors;
    if (!list) errors = std::move(list).error();
    if (!page) errors.insert(errors.end(), page.error().begin(), page.error().end());
    std::vector<State> states = read_states(request, errors);
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    // Staff coordinate: theirs is what waits for them too. Others see what is published.
    list->filter.published_only = !door.caller.is_staff();
    return Wanted{std::move(*list), std::move(*page), std::move(states)};
}

bool in_state(const Wanted& wanted, const Placed& placed) {
    const auto& states = wanted.states;
    return states.empty() ||
           std::find(states.begin(), states.end(), placed.event->state) != states.end();
}

Answer events_of(const http::Request& request, const Door& door, const Wanted& wanted) {
    const auto found =
        SOPU_TRY(listed(service::select(*door.world, wanted.list.filter, door.caller)));
    std::vector<Row> rows;
    rows.reserve(found.size());
    for (const Placed* placed : found)
        if (in_state(wanted, *placed))
            rows.push_back({key_of(*placed), [placed, &door]() -> boost::json::value {
                                return event_json(*placed, door.caller);
                            }});
    return http::compressed(request, json_answer(200, page_of(rows, wanted.page)));
}

Answer occurrences_of(const http::Request& request, const Door& door, const Wanted& wanted) {
    const auto found =
        SOPU_TRY(listed(service::select_occurrences(*door.world, wanted.list.filter, door.caller)));
    std::vector<Row> rows;
    rows.reserve(found.size());
    for (const service::Listed& it : found)
        if (in_state(wanted, *it.placed))
            rows.push_back({key_of(it), [&it, &door]() -> boost::json::value {
                                return occurrence_json(it, door.caller, door.world->ground().zones);
                            }});
    return http::compressed(request, json_answer(200, page_of(rows, wanted.page)));
}

}  // namespace

http::Handler get_events(const Context& context) {
    return answering(context, [](const http::Request& request, const Door& door) -> Answer {
        Wanted wanted = SOPU_TRY(read_wanted(request, door));
        wanted.list.filter.window = service::said_window(wanted.list);
        return events_of(request, door, wanted);
    });
}

// Without an end said it is the window of the feeds: what lies years ahead is asked for by name.
http::Handler get_occurrences(const Context& context) {
    return answering(context, [](const http::Request& request, const Door& door) -> Answer {
        Wanted wanted = SOPU_TRY(read_wanted(request, door));
        wanted.list.filter.window =
            service::feed_window(*door.world, wanted.list.from, wanted.list.to);
        return occurrences_of(request, door, wanted);
    });
}

http::Handler get_event(const Context& context) {
    return answering_of_event(
        context, [](const http::Request& request, const Door& door) -> Answer {
            const Placed* placed = SOPU_TRY(listed(seen_event(door, path_id(request))));
            http::Response response = json_answer(200, event_json(*placed, door.caller));
            response.with("ETag", etag_of(placed->event->revision));
            return http::conditional(request, std::move(response));
        });
}

}  // namespace sopu::api
