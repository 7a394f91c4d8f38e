#include "server/api/door.h"

#include <algorithm>
#include <charconv>

#include "engine/base/text.h"
#include "server/api/answer.h"
#include "server/json/parse.h"
#include "server/service/list_query.h"

namespace sopu::api {
namespace {

constexpr std::string_view session_cookie = "sopu_session";

bool changes_something(http::Method method) {
    return method != http::Method::get && method != http::Method::head &&
           method != http::Method::options;
}

Result<service::Caller> caller_of(const http::Request& request, const Context& context,
                                  const Snapshot& world, const Knock& knock) {
    const std::string_view token = bearer_token(request);
    if (!token.empty()) {
        const Placed* placed = knock.event ? world.event(*knock.event) : nullptr;
        if (placed != nullptr && context.service.secrets().is_edit_token(*placed->event, token))
            return service::Caller::submitter(*knock.event);
        return service::Caller::anonymous();
    }
    const auto session = request.cookie(session_cookie);
    if (!session) return service::Caller::anonymous();
    auto staff = context.service.caller_of_session(*session);
    if (!staff) return service::Caller::anonymous();
    if (knock.csrf_needed && changes_something(request.method) &&
        !context.service.secrets().is_csrf_token(*session, request.header("x-csrf-token")))
        return fail(Code::forbidden, "", "csrf");
    return *staff;
}

// The weight of one item of Accept-Language in thousandths; what is not understood counts as 0.
int weight_of(const std::vector<std::string_view>& parts) {
    for (const std::string_view part : parts) {
        if (!part.starts_with("q=")) continue;
        double weight = 0;
        const auto read = std::from_chars(part.data() + 2, part.data() + part.size(), weight);
        return read.ec == std::errc() && weight >= 0 && weight <= 1
                   ? static_cast<int>(weight * 1'000)
                   : 0;
    }
    return 1'000;
}

std::string accepted_language(std::string_view header) {
    std::string best;
    int best_weight = 0;
    for (const std::string_view item : split(header, ',')) {
        const auto parts = split(item, ';');
        if (parts.empty()) continue;
        std::string tag = ascii_lower(parts[0].substr(0, parts[0].find('-')));
        const int weight = weight_of(parts);
        if (!service::is_language(tag) || weight <= best_weight) continue;
        best = std::move(tag);
        best_weight = weight;
    }
    return best.empty() ? "fi" : best;
}

// "\"r3\"", or "\"r3-gz\"" as a compressed answer had it.
std::optional<std::uint32_t> revision_of(std::string_view tag) {
    if (tag.size() < 4 || !tag.starts_with("\"r") || !tag.ends_with('"')) return std::nullopt;
    tag = tag.substr(2, tag.size() - 3);
    if (tag.ends_with("-gz")) tag.remove_suffix(3);
    std::uint32_t revision = 0;
    const auto [end, problem] = std::from_chars(tag.data(), tag.data() + tag.size(), revision);
    if (problem != std::errc() || end != tag.data() + tag.size()) return std::nullopt;
    return revision;
}

std::optional<EventId> event_of_path(const http::Request& request, bool of_event) {
    return of_event ? std::optional(path_id(request)) : std::nullopt;
}

http::Handler answering_as(const Context& context, bool of_event, Answering answer) {
    return serving(
        context, of_event,
        [&context, answer = std::move(answer)](const http::Request& request, const Door& door,
                                               const http::Reply& reply) {
            Answer made = answer(request, door);
            reply(made ? std::move(*made) : problem(made.error(), door.language, context.messages));
        });
}

}  // namespace

std::string language_of(const http::Request& request) {
    const auto said = request.query_value("lang");
    if (said && service::is_language(*said)) return std::string(*said);
    return accepted_language(request.header("accept-language"));
}

std::string_view bearer_token(const http::Request& request) {
    constexpr std::string_view scheme = "bearer ";
    const std::string_view header = request.header("authorization");
    // The scheme's name is case-insensitive (RFC 9110 11.1).
    if (ascii_lower(header.substr(0, scheme.size())) != scheme) return {};
    return trim(header.substr(scheme.size()));
}

Result<Door> open_door(const http::Request& request, const Context& context, const Knock& knock) {
    Door door;
    door.world = context.service.snapshot();
    door.language = language_of(request);
    door.caller = SOPU_TRY(caller_of(request, context, *door.world, knock));
    return door;
}

Result<boost::json::value> json_body(const http::Request& request) {
    const std::string_view type = request.header("content-type");
    if (ascii_lower(trim(type.substr(0, type.find(';')))) != "application/json")
        return fail(Code::invalid, "", "unsupported_media_type");
    return json::parse_json(request.body);
}

Result<std::uint32_t> if_match(const http::Request& request, std::uint32_t current) {
    std::optional<std::uint32_t> first;
    bool said = false;
    for (const auto& [name, line] : request.headers) {
        if (name != "if-match") continue;
        for (const std::string_view tag : split(line, ',')) {
            said = true;
            if (tag == "*") return current;
            const auto revision = revision_of(tag);
            if (revision == current) return current;
            if (!first) first = revision;
        }
    }
    if (!said) return fail(Code::precondition_required, "", "precondition_required");
    return first.value_or(0);  // no record has revision 0: stale
}

Result<const Placed*> seen_event(const Door& door, const EventId& id) {
    const Placed* placed = door.world->event(id);
    if (placed == nullptr || !service::may_see(door.caller, *placed))
        return fail(Code::not_found, "", "not_found");
    return placed;
}

Result<const Placed*> changeable_event(const Door& door, const EventId& id) {
    const Placed* placed = SOPU_TRY(seen_event(door, id));
    if (door.caller.kind == service::Caller::Kind::anonymous)
        return fail(Code::unauthorised, "", "unauthorised");
    if (!service::role_for(door.caller, *placed)) return fail(Code::forbidden, "", "forbidden");
    return placed;
}

http::Handler serving(const Context& context, bool of_event, Serving serve) {
    return [&context, of_event, serve = std::move(serve)](const http::Request& request,
                                                          const http::Reply& reply) {
        const auto door = open_door(request, context, {event_of_path(request, of_event), true});
        if (door) return serve(request, *door, reply);
        reply(problem({door.error()}, language_of(request), context.messages));
    };
}

http::Handler answering(const Context& context, Answering answer) {
    return answering_as(context, false, std::move(answer));
}

http::Handler answering_of_event(const Context& context, Answering answer) {
    return answering_as(context, true, std::move(answer));
}

EventId path_id(const http::Request& request) {
    return EventId(std::string(request.parameter("id")));
}

}  // namespace sopu::api
