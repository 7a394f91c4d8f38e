#include "server/pages/choices.h"

#include <algorithm>
#include <set>

#include "engine/base/limits.h"
#include "server/service/links.h"

namespace sopu::pages {
namespace {

using words::Data;

std::string said(const http::Request& request, std::string_view name) {
    const auto value = request.query_value(name);
    if (!value || value->size() > limits::short_text_bytes_max) return {};
    return std::string(trim(*value));
}

bool has(const std::vector<std::string>& list, const std::string& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

// Our own words for the usual ones; what somebody made up is shown as it is.
std::string name_of_choice(const Context& context, const Language& language,
                           std::string_view section, const std::string& value) {
    const std::string key = std::string(section) + "." + value;
    return context.messages.has(key) ? context.messages.text(language.code, key) : value;
}

Data options(const Context& context, const Language& language, std::string_view section,
             const std::set<std::string>& values, const std::string& chosen) {
    struct Option {
        std::string key;
        std::string name;
        std::string value;
    };
    std::vector<Option> sorted;
    for (const std::string& value : values) {
        std::string name = name_of_choice(context, language, section, value);
        sorted.push_back({context.collation.sort_key(language.code, name), name, value});
    }
    std::sort(sorted.begin(), sorted.end(),
              [](const Option& a, const Option& b) { return a.key < b.key; });
    Data list{Data::List{}};
    for (Option& option : sorted) {
        Data item;
        item.set("selected", option.value == chosen);
        item.set("value", std::move(option.value));
        item.set("name", std::move(option.name));
        list.add(std::move(item));
    }
    return list;
}

}  // namespace

Choices choices_of(const http::Request& request) {
    return {said(request, "category"), said(request, "audience"), said(request, "language")};
}

void add_choices(http::Pairs& query, const Choices& choices) {
    for (const auto& [name, value] :
         {std::pair{"category", &choices.category}, std::pair{"audience", &choices.audience},
          std::pair{"language", &choices.language}})
        if (!value->empty()) query.emplace_back(name, *value);
}

std::string query_text(const http::Pairs& query) {
    std::string text;
    for (const auto& [name, value] : query) {
        text += text.empty() ? "?" : "&";
        text += service::percent_encoded(name) + "=" + service::percent_encoded(value);
    }
    return text;
}

bool matches(const Choices& choices, const Placed& placed) {
    if (!choices.any()) return true;
    const Event& event = *placed.event;
    // What a busy event is about is nobody's to find (CONFLICTS "Privacy").
    if (event.visibility == Visibility::busy) return false;
    if (!choices.category.empty() && !has(event.categories, choices.category)) return false;
    if (!choices.audience.empty() && !has(event.audiences, choices.audience)) return false;
    if (choices.language.empty()) return true;
    return event.languages.empty() ? event.title.contains(choices.language)
                                   : has(event.languages, choices.language);
}

void offer_choices(Data& data, const Context& context, const Language& language,
                   const Choices& choices, const std::vector<const Placed*>& events) {
    std::set<std::string> categories;
    std::set<std::string> audiences;
    for (const Placed* placed : events) {
        if (placed->event->visibility == Visibility::busy) continue;
        categories.insert(placed->event->categories.begin(), placed->event->categories.end());
        audiences.insert(placed->event->audiences.begin(), placed->event->audiences.end());
    }
    if (!choices.category.empty()) categories.insert(choices.category);
    if (!choices.audience.empty()) audiences.insert(choices.audience);
    std::set<std::string> spoken;
    for (const Language& it : languages) spoken.emplace(it.code);
    data.set("categories", options(context, language, "category", categories, choices.category));
    data.set("audiences", options(context, language, "audience", audiences, choices.audience));
    data.set("event_languages", options(context, language, "language", spoken, choices.language));
    data.set("filtered", choices.any());
}

}  // namespace sopu::pages
