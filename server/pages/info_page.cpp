// The plain pages: accessibility statement, privacy, about the data. Their texts are messages that
// the names of the configuration are put into; a name that is not said has its own sentence.
#include <array>
#include <span>
#include <utility>

#include "server/pages/frame.h"
#include "server/pages/pages.h"

namespace sopu::pages {
namespace {

using words::Data;

struct Part {
    std::string_view heading;  // a message; "" goes on without one
    std::string_view text;     // a message; each of its lines is a paragraph
};

constexpr std::array<Part, 6> accessibility_parts{{
    {"", "info.accessibility_lead"},
    {"info.accessibility_level_title", "info.accessibility_level"},
    {"info.accessibility_how_title", "info.accessibility_how"},
    {"info.accessibility_lacks_title", "info.accessibility_lacks"},
    {"info.feedback_title", "info.feedback"},
    {"info.supervision_title", "info.supervision"},
}};
constexpr std::array<Part, 6> privacy_parts{{
    {"", "info.privacy_lead"},
    {"info.privacy_what_title", "info.privacy_what"},
    {"info.privacy_who_title", "info.privacy_who"},
    {"info.privacy_long_title", "info.privacy_long"},
    {"info.privacy_cookies_title", "info.privacy_cookies"},
    {"info.privacy_rights_title", "info.privacy_rights"},
}};
constexpr std::array<Part, 5> about_parts{{
    {"", "info.about_lead"},
    {"info.about_from_title", "info.about_from"},
    {"info.about_check_title", "info.about_check"},
    {"info.about_use_title", "info.about_use"},
    {"info.about_places_title", "info.about_places"},
}};

std::span<const Part> parts_of(Info info) {
    if (info == Info::accessibility) return accessibility_parts;
    if (info == Info::privacy) return privacy_parts;
    return about_parts;
}

constexpr std::array<std::string_view, 3> titles{"info.accessibility_title", "info.privacy_title",
                                                 "info.about_title"};

Data paragraphs(std::string_view text) {
    Data list{Data::List{}};
    for (const std::string_view line : split(text, '\n')) list.add(line);
    return list;
}

}  // namespace

http::Handler info_page(const Context& context, const Language& language, Info info) {
    return http::immediate([&context, &language, info](const http::Request&) {
        const auto text = [&](std::string_view key, const words::Args& args = {}) {
            return context.messages.text(language.code, key, args);
        };
        const auto named = [&](const std::string& name, std::string_view else_key) {
            return name.empty() ? text(else_key) : name;
        };
        const words::Args args{
            {"site", site_name(context, language)},
            {"operator", named(context.site.operator_name, "info.operator_unnamed")},
            {"contact", named(context.contact, "info.contact_unnamed")},
            {"authority", named(context.site.authority, "info.authority_unnamed")}};
        const std::string title = text(titles.at(static_cast<std::size_t>(info)));
        Data data = page_data(
            context, language, title,
            [info](const Language& other) { return info_path(info, other); }, Indexing::open);
        Data parts{Data::List{}};
        for (const Part& part : parts_of(info)) {
            Data item;
            item.set("heading", part.heading.empty() ? std::string() : text(part.heading));
            item.set("paragraphs", paragraphs(text(part.text, args)));
            parts.add(std::move(item));
        }
        data.set("heading", title);
        data.set("parts", std::move(parts));
        return page(context, 200, "info", data, Caching::shared);
    });
}

}  // namespace sopu::pages
