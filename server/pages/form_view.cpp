#include "server/pages/form_view.h"

#include <array>

#include "engine/time/iso.h"
#include "server/pages/form_repeat.h"
#include "server/pages/limits.h"
#include "server/pages/occurrence.h"
#include "server/service/links.h"
#include "server/words/typed.h"

namespace sopu::pages {
namespace {

using words::Data;

// A browser's own field for a date or a time shows nothing but its own way of writing.
std::string shown_value(std::string_view name, std::string_view typed) {
    if (name == "date" || name == "end_date" || name == "until") {
        if (const auto day = words::typed_date(typed)) return format_date(*day);
    } else if (name == "start" || name == "end") {
        if (const auto time = words::typed_time(typed))
            return format_local(LocalTime(*time)).substr(11, 5);
    }
    return std::string(typed);
}

Data hidden_fields(const Typed& typed) {
    Data list{Data::List{}};
    for (const std::string_view name : {"key", "event", "token", "revision", "own"}) {
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
        data.set("answer_action", answer_path(language_));
        data.set("hidden", hidden_fields(shown_.typed));
        data.set("errors", error_list());
        data.set("has_errors", !shown_.errors.empty());
        data.set("f", fields());
        data.set("municipalities", municipality_choices(context_, language_, chosen()));
        data.set("venues", venues());
        data.set("repeats", repeats());
        data.set("count_hint", context_.messages.text(language_.code, "form.count_hint",
                                                      {{"max", limits::repeat_times_max}}));
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
            field.set("value", shown_value(name, typed(name)));
            field.set("error", std::move(wrong));
            fields.set(std::string(name), std::move(field));
        }
        return fields;
    }

    // How it may repeat; a rule that the form has no words for can stay as it is.
    Data repeats() const {
        const auto chosen = from_name<Repeat>(trim(typed("repeat"))).value_or(Repeat::none);
        Data list{Data::List{}};
        for (const std::string_view name : EnumNames<Repeat>::names) {
            std::string label;
            if (name != name_of(Repeat::kept))
                label = context_.messages.text(language_.code, "form.repeat_" + std::string(name));
            else if (const std::string own = kept_rule(); !own.empty())
                label =
                    context_.messages.text(language_.code, "form.repeat_kept", {{"repeats", own}});
            if (label.empty()) continue;
            Data item;
            item.set("value", name);
            item.set("name", std::move(label));
            item.set("selected", name == name_of(chosen));
            list.add(std::move(item));
        }
        return list;
    }

    std::string kept_rule() const {
        const auto world = context_.service.snapshot();
        const Placed* placed = world->event(EventId(std::string(typed("event"))));
        const Zones& zones = world->ground().zones;
        if (placed == nullptr || repeat_of(*placed->event, zones) != Repeat::kept) return {};
        return time_of(context_, language_, *placed, zones, today_of(context_));
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

}  // namespace

http::Response answer_alone(const Context& context, const Language& language,
                            const std::optional<Data>& verdict) {
    constexpr std::array<std::string_view, 1> sections{"check"};
    Data data;
    data.set("t", words::page_texts(context.messages, language.code, sections));
    data.set("verdict", verdict.value_or(Data(false)));
    http::Response response = http::Response::text(200, "text/html; charset=utf-8",
                                                   context.templates.render("verdict", data));
    response.with("Cache-Control", "no-store");
    return response;
}

http::Response form_with(const Context& context, const Language& language, Shown shown) {
    if (typed_or_empty(shown.typed, "key").empty()) shown.typed["key"] = context.new_key();
    return FormView(context, language, shown).answer();
}

}  // namespace sopu::pages
