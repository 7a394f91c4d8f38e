#include "server/words/templates.h"

#include <algorithm>

#include <kainjow/mustache.hpp>

namespace sopu::words {
namespace {

namespace mustache = kainjow::mustache;

tl::unexpected<Error> bad(const std::string& name, std::string detail) {
    return fail(Code::internal, "", "bad_template", name + ": " + std::move(detail));
}

mustache::data converted(const Data& data);

struct Converter {
    mustache::data operator()(bool value) const { return value; }
    // The library takes an empty text for "yes" in a section.
    mustache::data operator()(const std::string& text) const {
        return text.empty() ? mustache::data(false) : mustache::data(text);
    }
    mustache::data operator()(const Data::List& list) const {
        mustache::data out(mustache::data::type::list);
        for (const auto& item : list) out.push_back(converted(item));
        return out;
    }
    mustache::data operator()(const Data::Object& object) const {
        mustache::data out(mustache::data::type::object);
        for (const auto& [key, value] : object) out.set(key, converted(value));
        return out;
    }
};

mustache::data converted(const Data& data) {
    return std::visit(Converter{}, data.value());
}

// The inside of each tag is looked at once: partials are put in their place, tags that would not
// escape are refused. So a rendered template never parses anything again.
class Expander {
  public:
    explicit Expander(const std::map<std::string, std::string>& by_name) : by_name_(by_name) {}

    Result<std::string> expand(const std::string& name, int depth) const {
        if (depth > partial_depth_max) return bad(name, "partials are nested too deep");
        const auto found = by_name_.find(name);
        if (found == by_name_.end()) return bad(name, "there is no such template");
        const std::string& text = found->second;
        std::string out;
        std::size_t at = 0;
        for (;;) {
            const auto open = text.find("{{", at);
            out.append(text, at, open == std::string::npos ? open : open - at);
            if (open == std::string::npos) return out;
            const auto close = text.find("}}", open);
            if (close == std::string::npos) return bad(name, "a tag is not closed");
            const auto tag = trim(std::string_view(text).substr(open + 2, close - open - 2));
            if (!tag.empty() && (tag[0] == '{' || tag[0] == '&' || tag[0] == '='))
                return bad(name, "tags that do not escape are not used");
            at = close + 2;
            if (!tag.empty() && tag[0] == '>')
                out += SOPU_TRY(expand(std::string(trim(tag.substr(1))), depth + 1));
            else if (tag.empty() || tag[0] != '!')
                out.append(text, open, at - open);
            else if (at < text.size() && text[at] == '\n')
                ++at;  // a comment leaves no empty line
        }
    }

  private:
    static std::string_view trim(std::string_view text) {
        const auto first = text.find_first_not_of(" \n\t\r");
        if (first == std::string_view::npos) return {};
        return text.substr(first, text.find_last_not_of(" \n\t\r") - first + 1);
    }

    const std::map<std::string, std::string>& by_name_;
};

}  // namespace

Data& Data::set(std::string key, Data value) {
    if (!std::holds_alternative<Object>(value_)) value_ = Object{};
    std::get<Object>(value_).insert_or_assign(std::move(key), std::move(value));
    return *this;
}

Data& Data::add(Data value) {
    if (!std::holds_alternative<List>(value_)) value_ = List{};
    std::get<List>(value_).push_back(std::move(value));
    return *this;
}

struct Templates::Table {
    std::map<std::string, mustache::mustache, std::less<>> by_name;
};

Result<Templates> Templates::parse(const std::map<std::string, std::string>& by_name) {
    auto table = std::make_shared<Table>();
    const Expander expander(by_name);
    for (const auto& [name, text] : by_name) {
        mustache::mustache parsed(SOPU_TRY(expander.expand(name, 0)));
        if (!parsed.is_valid()) return bad(name, parsed.error_message());
        table->by_name.emplace(name, std::move(parsed));
    }
    return Templates(std::move(table));
}

bool Templates::has(std::string_view name) const {
    return table_->by_name.contains(name);
}

std::string Templates::render(std::string_view name, const Data& data) const {
    const auto found = table_->by_name.find(name);
    if (found == table_->by_name.end()) return "[" + std::string(name) + "]";
    // The library's render is not const, so each call works on a copy of the parsed template.
    mustache::mustache own = found->second;
    return own.render(converted(data));
}

Data page_texts(const Messages& messages, std::string_view lang,
                std::span<const std::string_view> sections) {
    Data out{Data::Object{}};
    std::map<std::string, Data> by_section;
    for (const auto& key : messages.keys(lang)) {
        const auto dot = key.find('.');
        if (dot == std::string::npos || key.find('.', dot + 1) != std::string::npos) continue;
        const auto section = key.substr(0, dot);
        if (std::ranges::find(sections, section) == sections.end()) continue;
        if (!messages.arguments(lang, key).empty()) continue;
        by_section[section].set(key.substr(dot + 1), messages.text(lang, key));
    }
    for (auto& [section, texts] : by_section) out.set(section, std::move(texts));
    return out;
}

}  // namespace sopu::words
