// The form with its check: one page that asks, answers and submits; and edits, for whoever holds
// the edit link.
#include <algorithm>
#include <charconv>
#include <memory>

#include "server/http/status.h"
#include "server/pages/form_fields.h"
#include "server/pages/frame.h"
#include "server/pages/limits.h"
#include "server/pages/pages.h"
#include "server/pages/verdict_view.h"
#include "server/service/links.h"
#include "server/service/validate.h"

namespace sopu::pages {
namespace {

using words::Data;

// One showing of the form: what was typed, what is wrong with it, and the answer, if there is one.
struct Shown {
    Typed typed;
    Errors errors;
    std::optional<Data> verdict;
    int status = 200;
};

// Which event is edited, if any, and by whom.
struct Editing {
    const Placed* placed = nullptr;
    service::Caller caller = service::Caller::anonymous();
};

// Nothing if the form names an event that its token does not open.
std::optional<Editing> editing_of(const Context& context, const Snapshot& world,
                                  std::string_view event, std::string_view token) {
    Editing editing;
    if (event.empty()) return editing;
    const EventId id{std::string(event)};
    editing.placed = world.event(id);
    if (editing.placed == nullptr ||
        !context.service.secrets().is_edit_token(*editing.placed->event, token))
        return std::nullopt;
    editing.caller = service::Caller::submitter(id);
    return editing;
}

Data hidden_fields(const Typed& typed) {
    Data list{Data::List{}};
    for (const std::string_view name : {"key", "event", "token", "revision"}) {
        const std::string_view value = typed_or_empty(typed, name);
        if (value.empty()) continue;
        Data field;
        field.set("name", name);
        field.set("value", value);
        list.add(std::move(field));
    }
    return list;
}

class FormView {
  public:
    FormView(const Context& context, const Language& language, const Shown& shown)
        : context_(context), language_(language), shown_(shown) {}

    http::Response answer() const {
        const bool edit = !typed("event").empty();
        const std::string title =
            context_.messages.text(language_.code, edit ? "form.edit_title" : "form.title");
        Data data = page_data(context_, language_, title, [this](const Language& other) {
            return std::string(other.form) + query();
        });
        data.set("edit", edit);
        data.set("action", language_.form);
        data.set("hidden", hidden_fields(shown_.typed));
        data.set("errors", error_list());
        data.set("has_errors", !shown_.errors.empty());
        data.set("f", fields());
        data.set("municipalities", municipality_choices(context_, language_, chosen()));
        data.set("venues", venues());
        data.set("verdict", shown_.verdict.value_or(Data(false)));
        return page(context_, shown_.status, "form", data, Caching::none);
    }

  private:
    std::string_view typed(std::string_view name) const {
        return typed_or_empty(shown_.typed, name);
    }

    // The other languages keep which event is edited; what was typed stays with this page.
    std::string query() const {
        if (typed("event").empty()) return {};
        return "?event=" + service::percent_encoded(typed("event")) +
               "&token=" + service::percent_encoded(typed("token"));
    }

    std::string chosen() const {
        const Municipality* one =
            context_.service.snapshot()->ground().gazetteer.by_name(trim(typed("municipality")));
        return one == nullptr ? std::string() : one->code.text();
    }

    std::string text_of(const Error& error) const {
        return words::error_text(context_.messages, language_.code, error);
    }

    Data error_list() const {
        Data list{Data::List{}};
        for (const Error& error : shown_.errors) {
            Data item;
            std::string text = text_of(error);
            if (!error.field.empty()) text = label_of(error.field) + ": " + text;
            item.set("href", error.field.empty() ? "#content" : "#" + error.field);
            item.set("text", std::move(text));
            list.add(std::move(item));
        }
        return list;
    }

    // As the form itself labels the field.
    std::string label_of(std::string_view field) const {
        const std::string key(field == "title" ? "name" : field);
        return context_.messages.text(language_.code, "form." + key);
    }

    Data fields() const {
        Data fields;
        for (const std::string_view name : field_names) {
            Data field;
            std::string wrong;
            for (const Error& error : shown_.errors)
                if (error.field == name && wrong.empty()) wrong = text_of(error);
            field.set("value", typed(name));
            field.set("error", std::move(wrong));
            fields.set(std::string(name), std::move(field));
        }
        return fields;
    }

    // Of the municipality chosen; else of everywhere, up to a limit.
    Data venues() const {
        const auto world = context_.service.snapshot();
        const std::string code = chosen();
        Data list{Data::List{}};
        std::size_t count = 0;
        world->venues().for_each([&](auto, const Venue& venue) {
            if (count == limits::venue_choices_max) return;
            if (!code.empty() && venue.municipality.text() != code) return;
            ++count;
            Data item;
            item.set("name", pick(venue.name, language_.code));
            list.add(std::move(item));
        });
        return list;
    }

    const Context& context_;
    const Language& language_;
    const Shown& shown_;
};

http::Response form_with(const Context& context, const Language& language, Shown shown) {
    if (typed_or_empty(shown.typed, "key").empty()) shown.typed["key"] = context.new_key();
    return FormView(context, language, shown).answer();
}

// Errors of the draft as the service sees it, beside those of form that it does not repeat.
void add_errors(Errors more, const Event& draft, Errors& errors) {
    for (Error& error : more) {
        Error placed = at_field(std::move(error), draft);
        const bool told = std::any_of(errors.begin(), errors.end(), [&](const Error& it) {
            return !it.field.empty() && it.field == placed.field;
        });
        if (!told) errors.push_back(std::move(placed));
    }
}

// One posted form on its way; lives until the writer has answered.
struct Posting {
    const Context& context;
    const Language& language;
    http::Reply reply;
    std::shared_ptr<const Snapshot> world;
    Editing editing;
    Shown shown;
    Event draft;

    void show_again(int status) {
        shown.status = status;
        reply(form_with(context, language, std::move(shown)));
    }

    void set_verdict(const service::Judgement& judgement) {
        Event event = draft;
        event.state = State::published;
        const Placed placed = world->place(std::make_shared<const Event>(std::move(event)));
        shown.verdict = verdict_data(context, language, judgement, placed, *world);
    }

    void check() {
        add_errors(service::validate(draft, *world, editing.caller, service::Purpose::question),
                   draft, shown.errors);
        if (!shown.errors.empty()) return show_again(422);
        const auto edited = editing.placed != nullptr ? std::optional(editing.placed->id())
                                                      : std::optional<EventId>();
        const auto judgement = context.service.check(draft, editing.caller, edited);
        if (!judgement) {
            add_errors(judgement.error(), draft, shown.errors);
            return show_again(422);
        }
        set_verdict(*judgement);
        show_again(200);
    }

    service::Command command() const {
        if (editing.placed == nullptr) return service::Submit{draft, editing.caller};
        service::Edit edit;
        edit.id = editing.placed->id();
        edit.draft = draft;
        edit.caller = editing.caller;
        const std::string_view revision = typed_or_empty(shown.typed, "revision");
        std::from_chars(revision.data(), revision.data() + revision.size(), edit.if_match);
        return edit;
    }

    void refused(const service::Refusal& refusal) {
        if (refusal.conflicts) set_verdict(refusal.conflicts->judgement);
        add_errors(refusal.errors, draft, shown.errors);
        show_again(http::status_of(refusal.errors));
    }

    void stored(const EventId& id) {
        const auto now_there = context.service.snapshot();
        const Placed* placed = now_there->event(id);
        if (placed == nullptr) return reply(not_found(context, language));
        const std::string token = context.service.secrets().edit_token(*placed->event);
        reply(http::Response::redirect(receipt_path(language, id.text()) +
                                       "?token=" + service::percent_encoded(token) +
                                       (editing.placed == nullptr ? "&new=1" : "&saved=1")));
    }
};

// A form that is sent twice counts once: its key and all that was typed are the same.
std::optional<service::Once> once_of(const Typed& typed) {
    const std::string key(typed_or_empty(typed, "key"));
    if (key.empty()) return std::nullopt;
    std::string all;
    for (const auto& [name, value] : typed) all += name + "=" + value + "\n";
    const std::string hash = service::digest(all);
    return service::Once{"form", service::digest(key) + hash, hash, [](const service::Done& done) {
                             store::Remembered answer;
                             answer.status = 303;
                             answer.body = done.event->id.text();
                             return answer;
                         }};
}

void submit(const std::shared_ptr<Posting>& posting) {
    Posting& it = *posting;
    add_errors(
        service::validate(it.draft, *it.world, it.editing.caller, service::Purpose::submission),
        it.draft, it.shown.errors);
    if (!it.shown.errors.empty()) return it.show_again(422);
    auto once = once_of(it.shown.typed);
    it.context.service.submit(
        it.command(),
        [posting](service::Outcome outcome) {
            if (!outcome) return posting->refused(outcome.error());
            posting->stored(outcome->replayed ? EventId(outcome->replayed->body)
                                              : outcome->event->id);
        },
        std::move(once));
}

void post(const Context& context, const Language& language, const http::Request& request,
          const http::Reply& reply) {
    auto typed = read_form(request);
    if (!typed) {
        const Errors errors{typed.error()};
        return reply(error_page(context, language, http::status_of(errors),
                                context.messages.text(language.code, "page.error_title"),
                                words::error_text(context.messages, language.code, errors[0])));
    }
    auto world = context.service.snapshot();
    auto editing = editing_of(context, *world, typed_or_empty(*typed, "event"),
                              typed_or_empty(*typed, "token"));
    if (!editing) return reply(not_found(context, language));
    Event base;
    base.claim = Claim::tentative;  // "Pencil it in"
    if (editing->placed != nullptr) base = *editing->placed->event;
    FormDraft draft = draft_of(*typed, base, language, *world);
    auto posting = std::make_shared<Posting>(
        Posting{context, language, reply, std::move(world), std::move(*editing),
                Shown{std::move(*typed), std::move(draft.errors), std::nullopt, 200},
                std::move(draft.event)});
    if (typed_or_empty(posting->shown.typed, "do") == "submit")
        submit(posting);
    else
        posting->check();
}

}  // namespace

http::Handler show_form(const Context& context, const Language& language) {
    return http::immediate([&context, &language](const http::Request& request) {
        const auto world = context.service.snapshot();
        const std::string event(request.query_value("event").value_or(""));
        const std::string token(request.query_value("token").value_or(""));
        const auto editing = editing_of(context, *world, event, token);
        if (!editing) return not_found(context, language);
        Shown shown;
        if (editing->placed != nullptr) {
            const Event& record = *editing->placed->event;
            shown.typed = typed_of(record, language, *world);
            shown.typed["event"] = event;
            shown.typed["token"] = token;
            shown.typed["revision"] = std::to_string(record.revision);
        } else {
            // A link may bring a date and a place along.
            for (const std::string_view name : field_names)
                if (const auto value = request.query_value(name))
                    shown.typed[std::string(name)] = *value;
        }
        return form_with(context, language, std::move(shown));
    });
}

http::Handler post_form(const Context& context, const Language& language) {
    return [&context, &language](const http::Request& request, const http::Reply& reply) {
        post(context, language, request, reply);
    };
}

}  // namespace sopu::pages
