#include "server/pages/frame.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "server/pages/place.h"
#include "server/pages/staff_paths.h"
#include "server/service/judgement.h"

namespace sopu::pages {
namespace {

using words::Data;

constexpr std::array<std::string_view, 11> sections{"site",      "form",    "check", "list",
                                                    "event",     "receipt", "page",  "month",
                                                    "subscribe", "info",    "code"};
// More names than this say less than the area's own.
constexpr std::size_t municipalities_named_max = 3;

Data language_links(const Context& context, const Language& current, const HrefIn& here) {
    Data links{Data::List{}};
    for (const Language& language : languages) {
        Data link;
        link.set("code", language.code);
        link.set("name",
                 context.messages.text(language.code, "language." + std::string(language.code)));
        link.set("href", here(language));
        link.set("current", language.code == current.code);
        links.add(std::move(link));
    }
    return links;
}

// Plain pages at the foot of every page.
Data info_links(const Context& context, const Language& language) {
    constexpr std::array<std::string_view, 3> keys{"info.accessibility_title", "info.privacy_title",
                                                   "info.about_title"};
    Data links{Data::List{}};
    for (const Info info : infos) {
        Data link;
        link.set("href", info_path(info, language));
        link.set("name",
                 context.messages.text(language.code, keys.at(static_cast<std::size_t>(info))));
        links.add(std::move(link));
    }
    return links;
}

std::string name_in(const LocalizedText& name, const Language& language) {
    return std::string(pick(name, language.code));
}

}  // namespace

std::string site_name(const Context& context, const Language& language) {
    if (!context.site.name.empty()) return context.site.name;
    return context.messages.text(language.code, "site.name");
}

Data page_data(const Context& context, const Language& language, std::string title,
               const HrefIn& here, Indexing indexing) {
    Data data;
    const bool open = indexing == Indexing::open;
    Data alternates{Data::List{}};
    for (const Language& other : languages) {
        Data link;
        link.set("code", other.code);
        link.set("href", context.base_url + here(other));
        if (open) alternates.add(std::move(link));
    }
    data.set("open", open);
    data.set("canonical", context.base_url + here(language));
    data.set("alternates", std::move(alternates));
    data.set("site_name", site_name(context, language));
    data.set("logo", context.site.logo.empty() ? std::string() : "/static/" + context.site.logo);
    data.set("theme", !context.site.theme.empty());
    data.set("infos", info_links(context, language));
    data.set("staff_href", staff_path(StaffPage::queue, language));
    data.set("lang", language.code);
    data.set("title", std::move(title));
    data.set("home", language.home);
    data.set("form_href", language.form);
    data.set("languages", language_links(context, language, here));
    data.set("t", words::page_texts(context.messages, language.code, sections));
    return data;
}

http::Response page(const Context& context, int status, std::string_view name, const Data& data,
                    Caching caching) {
    http::Response response = http::Response::text(status, "text/html; charset=utf-8",
                                                   context.templates.render(name, data));
    response.with("Cache-Control", caching == Caching::none ? "no-store" : "public, max-age=60");
    return response;
}

void add_data_block(http::Response& response, std::string_view json) {
    constexpr std::string_view end_of_head = "</head>";
    // Templates escape for elements and attributes, which a block of data is not; so it is put in
    // afterwards. A title cannot bring the first "</head>": it is escaped.
    std::string html = *response.body;
    const std::size_t at = html.find(end_of_head);
    if (at == std::string::npos) return;
    html.insert(at, "<script type=\"application/ld+json\">" + std::string(json) + "</script>\n");
    response.body = std::make_shared<const std::string>(std::move(html));
}

http::Response error_page(const Context& context, const Language& language, int status,
                          std::string heading, std::string message) {
    Data data = page_data(context, language, heading,
                          [](const Language& other) { return std::string(other.home); });
    data.set("heading", std::move(heading));
    data.set("message", std::move(message));
    return page(context, status, "error", data, Caching::none);
}

http::Response not_found(const Context& context, const Language& language) {
    return error_page(context, language, 404,
                      context.messages.text(language.code, "page.not_found_title"),
                      context.messages.text(language.code, "error.not_found"));
}

const Language& language_of_path(std::string_view path) {
    for (const Language& language : languages)
        if (!language.prefix.empty() &&
            (path == language.prefix || path.starts_with(language.home)))
            return language;
    return languages[0];
}

Date today_of(const Context& context) {
    const Zone& home = context.service.snapshot()->ground().zones.home();
    return date::floor<date::days>(to_local(context.service.now(), home));
}

Title title_of(const Context& context, const Language& language, const Snapshot& world,
               const Placed& placed, const service::Caller& caller) {
    const service::Shown shown = service::shown(world, placed.id(), caller);
    if (shown.hidden == service::Hidden::busy)
        return {context.messages.text(language.code, "hidden.busy"), std::string(language.code)};
    if (shown.hidden == service::Hidden::provisional)
        return {context.messages.text(language.code, "hidden.title"), std::string(language.code)};
    std::string_view found = language.code;
    // Its own title: `placed` may be what holds for one occurrence of a series.
    const std::string_view title = pick(placed.event->title, language.code, &found);
    if (title.empty())
        return {context.messages.text(language.code, "title.none"), std::string(language.code)};
    return {std::string(title), std::string(found)};
}

std::string place_of(const Context& context, const Language& language, const Snapshot& world,
                     const Placed& placed) {
    if (placed.event->attendance_mode == AttendanceMode::online)
        return context.messages.text(language.code, "place.online");
    if (const Venue* venue = world.venue(placed.space)) return name_in(venue->name, language);
    return placed.event->venue_text;
}

std::string municipalities_of(const Context& context, const Language& language,
                              const Placed& placed) {
    const Gazetteer& gazetteer = context.service.snapshot()->ground().gazetteer;
    std::string text;
    const auto add = [&text](std::string_view name) {
        if (!text.empty()) text += ", ";
        text += name;
    };
    if (placed.municipalities.size() > municipalities_named_max && !placed.event->areas.empty()) {
        for (const std::string& area : placed.event->areas) {
            const Municipality* one = gazetteer.by_code(MunicipalityCode(area));
            add(one ? name_in(one->name, language) : area);
        }
        return text;
    }
    for (const MunicipalityCode& code : placed.municipalities)
        if (const Municipality* one = gazetteer.by_code(code)) add(name_in(one->name, language));
    return text;
}

namespace {

struct Choice {
    std::string key;
    std::string name;
    std::string code;
};

std::vector<Choice> sorted_municipalities(const Context& context, const Language& language) {
    std::vector<Choice> choices;
    for (const Municipality& it : context.service.snapshot()->ground().gazetteer.municipalities()) {
        std::string name = name_in(it.name, language);
        std::string key = context.collation.sort_key(language.code, name);
        choices.push_back({std::move(key), std::move(name), it.code.text()});
    }
    std::sort(choices.begin(), choices.end(),
              [](const Choice& a, const Choice& b) { return a.key < b.key; });
    return choices;
}

}  // namespace

Data municipality_names(const Context& context, const Language& language) {
    Data list{Data::List{}};
    for (Choice& choice : sorted_municipalities(context, language)) {
        Data item;
        item.set("name", std::move(choice.name));
        list.add(std::move(item));
    }
    return list;
}

Data municipality_choices(const Context& context, const Language& language,
                          std::string_view chosen) {
    Data list{Data::List{}};
    for (Choice& choice : sorted_municipalities(context, language)) {
        Data item;
        item.set("selected", choice.code == chosen);
        item.set("code", std::move(choice.code));
        item.set("name", std::move(choice.name));
        list.add(std::move(item));
    }
    return list;
}

}  // namespace sopu::pages
