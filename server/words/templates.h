// What lives here: HTML templates (web/templates/*.mustache) and the plain data they are filled
// with. The template library is kept behind this header.
// What may not: HTTP, sentences of our own (messages.h), what a page says (server/pages).
// Invariants: everything put in is HTML-escaped. The tags that would not escape ({{{x}}}, {{&x}})
// and those that change the delimiters are refused when templates are parsed, so that no page can
// forget. Escaping is for element text and quoted attributes; a link must be checked to be http(s)
// before it is put into an href.
// Thread-safety: Templates is immutable after parse, rendering is const; share it freely.
#pragma once

#include <concepts>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/result.h"
#include "server/words/messages.h"

namespace sopu::words {

// What a template sees: a text, a list, an object or yes/no. In a section, an empty text, an empty
// list and `false` are all "no".
class Data {
  public:
    using List = std::vector<Data>;
    using Object = std::map<std::string, Data, std::less<>>;

    Data() : value_(false) {}
    template <std::same_as<bool> Bool>  // not from whatever converts to bool, such as a pointer
    Data(Bool value) : value_(value) {}
    Data(std::string text) : value_(std::move(text)) {}
    Data(std::string_view text) : value_(std::string(text)) {}
    Data(const char* text) : value_(std::string(text)) {}
    Data(List list) : value_(std::move(list)) {}
    Data(Object object) : value_(std::move(object)) {}
    // A number is written by words (number_text in a message, dates.h), not here.
    Data(int) = delete;
    Data(long long) = delete;
    Data(double) = delete;

    // Makes this an object if it is none, and puts the value at the key.
    Data& set(std::string key, Data value);
    // Makes this a list if it is none, and adds the value.
    Data& add(Data value);

    const std::variant<bool, std::string, List, Object>& value() const { return value_; }

  private:
    std::variant<bool, std::string, List, Object> value_;
};

// Partials inside partials; deeper is a cycle in all but name.
constexpr int partial_depth_max = 8;

class Templates {
  public:
    // From each template's name ("form") and text. `{{> head}}` puts another in its place, here,
    // once. Errors: internal with reason bad_template; `detail` names the template.
    static Result<Templates> parse(const std::map<std::string, std::string>& by_name);

    bool has(std::string_view name) const;

    // The page. A name that is not there gives "[name]": seen at once, and failing tests.
    std::string render(std::string_view name, const Data& data) const;

  private:
    struct Table;
    explicit Templates(std::shared_ptr<const Table> table) : table_(std::move(table)) {}
    std::shared_ptr<const Table> table_;
};

// The messages of the sections that need no argument, as templates name them: {{t.form.title}} is
// the message "form.title". Put it into a page's data as "t".
Data page_texts(const Messages& messages, std::string_view lang,
                std::span<const std::string_view> sections);

}  // namespace sopu::words
