#include <array>

#include "server/api/answer.h"
#include "server/api/api.h"
#include "server/api/draft.h"
#include "server/api/event_answer.h"
#include "server/api/write.h"
#include "server/json/reader.h"
#include "server/json/record.h"
#include "server/json/recurrence_json.h"
#include "server/service/limits.h"
#include "server/service/links.h"

namespace sopu::api {
namespace {

constexpr json::TextRule reason_rule{service::limits::reason_bytes_max, Lines::many};

// What a PUT may say beside the draft, and what its own answer adds: an answer can be sent back.
constexpr std::array<std::string_view, 6> put_fields{"override", "reason",    "verdict",
                                                     "counts",   "conflicts", "dropped_overrides"};

Checked<boost::json::value> body_of(const http::Request& request) {
    return listed(json_body(request));
}

Checked<service::Submit> read_submission(const http::Request& request, const Door& door) {
    const boost::json::value body = SOPU_TRY(body_of(request));
    Event draft = SOPU_TRY(draft_in(body, {}, door, service::Purpose::submission));
    return service::Submit{std::move(draft), door.caller};
}

boost::json::object created_json(const service::Done& done, const service::Caller& caller,
                                 const words::Messages& messages) {
    boost::json::object answer{{"id", done.event->id.text()},
                               {"state", name_of(done.event->state)},
                               {"revision", done.event->revision}};
    add_judgement(answer, done, caller, messages);
    return answer;
}

// Derived from the record as it is now, at a replay too.
void add_secrets(const Context& context, boost::json::object& answer, http::Response& response) {
    const EventId id{std::string(answer["id"].as_string())};
    response.with("Location", "/api/v1/events/" + service::percent_encoded(id.text()));
    const auto world = context.service.snapshot();
    const Placed* placed = world->event(id);
    if (placed == nullptr) return;
    const service::Secrets& secrets = context.service.secrets();
    const std::string token = secrets.edit_token(*placed->event);
    answer["edit_url"] = context.base_url + service::edit_path(id, token);
    answer["edit_token"] = token;
    answer["edit_code"] = secrets.edit_code(*placed->event);
}

// Whether the draft itself says what single occurrences have of their own.
bool says_overrides(const boost::json::value& body) {
    const auto* draft = body.if_object();
    const auto* recurrence = draft != nullptr ? draft->if_contains("recurrence") : nullptr;
    const auto* said = recurrence != nullptr ? recurrence->if_object() : nullptr;
    const auto* overrides = said != nullptr ? said->if_contains("overrides") : nullptr;
    return overrides != nullptr && overrides->is_array();
}

boost::json::array dropped_json(const service::Done& done) {
    boost::json::array items;
    for (const Override& it : done.dropped) items.push_back(json::to_json(it));
    return items;
}

Checked<service::Edit> read_edit(const http::Request& request, const Door& door) {
    const EventId id = path_id(request);
    const Placed* placed = SOPU_TRY(listed(changeable_event(door, id)));
    service::Edit edit;
    edit.id = id;
    edit.caller = door.caller;
    edit.if_match = SOPU_TRY(listed(if_match(request, placed->event->revision)));
    const boost::json::value body = SOPU_TRY(body_of(request));
    auto draft = draft_in(body, put_fields, door, service::Purpose::submission);
    Errors errors;
    if (!draft) errors = draft.error();
    if (const boost::json::object* object = body.if_object()) {
        json::ObjectReader fields(*object, "", json::Origin::outside, errors);
        fields.boolean("override", edit.override_blocking);
        fields.text("reason", edit.reason, reason_rule);
    }
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    edit.draft = std::move(*draft);
    edit.overrides_said = says_overrides(body);
    return edit;
}

struct DecisionBody {
    Action action = Action::publish;
    std::string reason;
    bool accept_conflicts = false;
};

void read_decision_name(json::ObjectReader& fields, Action& action) {
    if (fields.require("decision") == nullptr) return;
    const auto said = fields.string_at("decision");
    if (!said) return;
    const auto named = from_name<Action>(*said);
    const bool decides =
        named == Action::publish || named == Action::request_changes || named == Action::decline;
    if (decides)
        action = *named;
    else
        fields.error("decision", "unknown_value", {{"value", json::ObjectReader::echo(*said)}});
}

// `decides`: the body names the decision. An action's body may be left out altogether.
Checked<DecisionBody> read_act_body(const http::Request& request, bool decides) {
    if (!decides && request.body.empty()) return DecisionBody{};
    const boost::json::value body = SOPU_TRY(body_of(request));
    return json::read_input<DecisionBody>(
        body, [decides](json::ObjectReader& fields, DecisionBody& read) {
            if (decides) {
                read_decision_name(fields, read.action);
                fields.boolean("accept_conflicts", read.accept_conflicts);
            }
            fields.text("reason", read.reason, reason_rule);
        });
}

Checked<service::Act> read_act(const http::Request& request, const Door& door,
                               std::optional<Action> action) {
    service::Act act;
    act.id = path_id(request);
    act.caller = door.caller;
    SOPU_CHECK(listed(changeable_event(door, act.id)));
    DecisionBody body = SOPU_TRY(read_act_body(request, !action));
    act.action = action.value_or(body.action);
    act.accept_conflicts = body.accept_conflicts;
    act.reason = std::move(body.reason);
    return act;
}

// A verdict is told where the claim on the date grew firmer; taking it back raises no question.
bool is_judged(Action action) {
    return action != Action::cancel && action != Action::withdraw && action != Action::release;
}

http::Handler acting(const Context& context, std::optional<Action> action) {
    return serving(context, true,
                   [&context, action](const http::Request& request, const Door& door,
                                      const http::Reply& reply) {
                       auto act = read_act(request, door, action);
                       if (told(act, context, door, reply)) return;
                       Write write;
                       const bool judged = is_judged(act->action);
                       write.render = [&context, caller = door.caller,
                                       judged](const service::Done& done) {
                           boost::json::object answer = changed_json(done, caller);
                           if (judged) add_judgement(answer, done, caller, context.messages);
                           return answer;
                       };
                       write.command = std::move(*act);
                       carry_out(context, request, door, std::move(write), reply);
                   });
}

}  // namespace

http::Handler post_event(const Context& context) {
    return serving(
        context, false,
        [&context](const http::Request& request, const Door& door, const http::Reply& reply) {
            auto submission = read_submission(request, door);
            if (told(submission, context, door, reply)) return;
            Write write;
            write.command = std::move(*submission);
            write.status = 201;
            write.render = [&context, caller = door.caller](const service::Done& done) {
                return created_json(done, caller, context.messages);
            };
            write.finish = [&context](auto& answer, auto& response) {
                add_secrets(context, answer, response);
            };
            carry_out(context, request, door, std::move(write), reply);
        });
}

http::Handler put_event(const Context& context) {
    return serving(
        context, true,
        [&context](const http::Request& request, const Door& door, const http::Reply& reply) {
            auto edit = read_edit(request, door);
            if (told(edit, context, door, reply)) return;
            Write write;
            write.command = std::move(*edit);
            write.render = [&context, caller = door.caller](const service::Done& done) {
                boost::json::object answer = changed_json(done, caller);
                answer["dropped_overrides"] = dropped_json(done);
                add_judgement(answer, done, caller, context.messages);
                return answer;
            };
            carry_out(context, request, door, std::move(write), reply);
        });
}

http::Handler post_action(const Context& context, Action action) {
    return acting(context, action);
}

http::Handler post_decision(const Context& context) {
    return acting(context, std::nullopt);
}

}  // namespace sopu::api
