// One event; the page of whoever submitted it, reached by the edit link; and what they do there.
#include <array>
#include <utility>

#include "server/http/status.h"
#include "server/pages/event_view.h"
#include "server/pages/form_fields.h"
#include "server/pages/occurrence.h"
#include "server/pages/pages.h"
#include "server/pages/verdict_view.h"
#include "server/service/links.h"

namespace sopu::pages {
namespace {

using words::Data;

struct ManageAction {
    std::string_view name;  // in the posted form, and of the message event.<name>
    Action action;
    std::string_view kind;  // of the button
};
constexpr std::array<ManageAction, 4> manage_actions{{
    {"confirm", Action::confirm, "second"},
    {"release", Action::release, "second"},
    {"withdraw", Action::withdraw, "danger"},
    {"cancel", Action::cancel, "danger"},
}};

std::string with_token(std::string path, std::string_view token) {
    return path + "?token=" + service::percent_encoded(token);
}

// The event whose edit token was shown; null otherwise.
const Placed* held_event(const Context& context, const Snapshot& world, const EventId& id,
                         std::string_view token) {
    const Placed* placed = world.event(id);
    if (placed == nullptr || !context.service.secrets().is_edit_token(*placed->event, token))
        return nullptr;
    return placed;
}

Data hidden_fields(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
    Data list{Data::List{}};
    for (const auto& [name, value] : fields) {
        Data field;
        field.set("name", name);
        field.set("value", value);
        list.add(std::move(field));
    }
    return list;
}

// The buttons that the state of the event allows.
Data actions_for(const Context& context, const Language& language, const Event& event,
                 std::string_view token) {
    Data list{Data::List{}};
    for (const ManageAction& it : manage_actions) {
        if (!transition(event, it.action, Role::submitter)) continue;
        Data action;
        action.set("href", receipt_path(language, event.id.text()));
        action.set("label", context.messages.text(language.code, "event." + std::string(it.name)));
        action.set("kind", it.kind);
        action.set("hidden", hidden_fields({{"token", token}, {"do", it.name}}));
        list.add(std::move(action));
    }
    return list;
}

// Beside each coming occurrence, as long as the event can be edited.
TimesForm times_form(const Language& language, const Event& event, std::string_view token) {
    if (!transition(event, Action::edit, Role::submitter)) return {};
    return {receipt_path(language, event.id.text()),
            {{"token", std::string(token)}, {"revision", std::to_string(event.revision)}}};
}

http::Response manage_page(const Context& context, const Language& language, const Snapshot& world,
                           const Placed& placed, std::string_view token) {
    const Event& event = *placed.event;
    const std::string id = event.id.text();
    const auto caller = service::Caller::submitter(event.id);
    Data data = event_data(context, language, world, placed, caller, [&](const Language& other) {
        return with_token(receipt_path(other, id), token);
    });
    data.set("manage", true);
    add_times(data, context, language, world, placed, caller, times_form(language, event, token));
    data.set("state",
             context.messages.text(language.code, "state." + std::string(name_of(event.state))));
    data.set("edit_link", context.base_url + with_token(receipt_path(language, id), token));
    data.set("edit_code", context.service.secrets().edit_code(event));
    data.set("edit_href", transition(event, Action::edit, Role::submitter)
                              ? std::string(language.form) +
                                    "?event=" + service::percent_encoded(id) +
                                    "&token=" + service::percent_encoded(token)
                              : std::string());
    data.set("actions", actions_for(context, language, event, token));
    return page(context, 200, "event", data, Caching::none);
}

// Right after a submission (new) or an edit (saved): what was stored, the link, and the answer
// again.
http::Response receipt_page(const Context& context, const Language& language, const Snapshot& world,
                            const Placed& placed, std::string_view token, bool saved) {
    const Event& event = *placed.event;
    const std::string id = event.id.text();
    const auto caller = service::Caller::submitter(event.id);
    Data data = page_data(
        context, language,
        context.messages.text(language.code, saved ? "receipt.saved_title" : "receipt.title"),
        [&](const Language& other) { return with_token(receipt_path(other, id), token); });
    data.set("saved", saved);
    data.set("event_title", title_of(context, language, world, placed, caller).text);
    data.set("when", time_of(context, language, placed, world.ground().zones, today_of(context)));
    add_times(data, context, language, world, placed, caller, times_form(language, event, token));
    data.set("place", place_of(context, language, world, placed));
    data.set("edit_href", context.base_url + with_token(receipt_path(language, id), token));
    data.set("edit_code", saved ? std::string() : context.service.secrets().edit_code(event));
    data.set("code_href", language.code_form);
    data.set("keeper", keeper_of(context, world, placed.space));
    const bool mailed = context.mails && !saved && !event.organiser.email.empty();
    data.set("mailed", mailed ? context.messages.text(language.code, "receipt.mailed") : "");
    data.set("state",
             context.messages.text(language.code, "state." + std::string(name_of(event.state))));
    const service::Judgement judgement =
        service::judge(world, placed, caller, context.service.now());
    data.set("verdict", verdict_data(context, language, judgement, placed, world));
    return page(context, 200, "receipt", data, Caching::none);
}

http::Response refused(const Context& context, const Language& language, const Errors& errors) {
    return error_page(context, language, http::status_of(errors),
                      context.messages.text(language.code, "page.error_title"),
                      words::error_text(context.messages, language.code, errors.front()));
}

void act(const Context& context, const Language& language, const http::Request& request,
         const http::Reply& reply) {
    const auto typed = read_form(request);
    if (!typed) return reply(refused(context, language, {typed.error()}));
    const EventId id{std::string(request.parameter("id"))};
    const std::string token(typed_or_empty(*typed, "token"));
    if (held_event(context, *context.service.snapshot(), id, token) == nullptr)
        return reply(not_found(context, language));
    const auto done = [&context, &language, id, token, reply](const service::Outcome& outcome) {
        if (!outcome) return reply(refused(context, language, outcome.error().errors));
        reply(http::Response::redirect(with_token(receipt_path(language, id.text()), token)));
    };
    const auto caller = service::Caller::submitter(id);
    if (auto command = occurrence_command(*typed, id, caller))
        return context.service.submit(std::move(*command), done);
    for (const ManageAction& it : manage_actions) {
        if (typed_or_empty(*typed, "do") != it.name) continue;
        service::Act command;
        command.id = id;
        command.action = it.action;
        command.caller = caller;
        return context.service.submit(std::move(command), done);
    }
    reply(refused(context, language, {invalid("", "invalid")}));
}

}  // namespace

http::Handler event_page(const Context& context, const Language& language) {
    return http::immediate([&context, &language](const http::Request& request) {
        const auto world = context.service.snapshot();
        const Placed* placed = world->event(EventId(std::string(request.parameter("id"))));
        const auto caller = service::Caller::anonymous();
        if (placed == nullptr || !service::may_see(caller, *placed))
            return not_found(context, language);
        const Data data = event_data(
            context, language, *world, *placed, caller,
            [placed](const Language& other) { return event_path(other, placed->id().text()); });
        http::Response response = page(context, 200, "event", data, Caching::shared);
        if (const auto json = event_json_ld(context, language, *world, *placed))
            add_data_block(response, *json);
        return response;
    });
}

http::Handler receipt(const Context& context, const Language& language) {
    return http::immediate([&context, &language](const http::Request& request) {
        const auto world = context.service.snapshot();
        const std::string token(request.query_value("token").value_or(""));
        const Placed* placed =
            held_event(context, *world, EventId(std::string(request.parameter("id"))), token);
        if (placed == nullptr) return not_found(context, language);
        const bool saved = request.query_value("saved").has_value();
        if (saved || request.query_value("new"))
            return receipt_page(context, language, *world, *placed, token, saved);
        return manage_page(context, language, *world, *placed, token);
    });
}

http::Handler event_action(const Context& context, const Language& language) {
    return [&context, &language](const http::Request& request, const http::Reply& reply) {
        act(context, language, request, reply);
    };
}

}  // namespace sopu::pages
