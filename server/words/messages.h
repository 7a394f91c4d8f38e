// What lives here: every sentence that people read, by key, language and arguments. The texts are
// ICU MessageFormat patterns in web/messages/{fi,sv,en}.json: {name}, plural and select.
// What may not: HTML (a text is inserted verbatim and escaped at output), dates (dates.h writes
// them), the choice of what to say.
// Invariants: patterns are compiled once by `parse`; a bad pattern is an error then, never later.
// Names of people, places and events are never inflected: a sentence is built around them.
// Thread-safety: immutable after parse; share freely as const.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/result.h"

namespace sopu::words {

// Numbers are written as the language writes them (12 000, 12,000); texts as they are.
using Args = std::map<std::string, std::variant<std::string, long long>, std::less<>>;

class Messages {
  public:
    // From the text of each language's file (flat JSON, key -> pattern). Errors: internal with
    // reason bad_messages; `detail` names the language and key.
    static Result<Messages> parse(const std::map<std::string, std::string>& json_by_language);

    // The text of a key; an unknown language is read as fi. A key that is not there gives
    // "[key]", an argument that is not given "{name}": seen at once, and failing tests.
    std::string text(std::string_view lang, std::string_view key, const Args& args = {}) const;

    // Whether every language has the key.
    bool has(std::string_view key) const;

    // All keys of a language, sorted, and the names of the arguments of one, sorted.
    std::vector<std::string> keys(std::string_view lang) const;
    std::vector<std::string> arguments(std::string_view lang, std::string_view key) const;
    std::vector<std::string> languages() const;

  private:
    struct Table;
    explicit Messages(std::shared_ptr<const Table> table) : table_(std::move(table)) {}
    std::shared_ptr<const Table> table_;
};

// What went wrong, as a sentence: error.<reason> with the error's args; where the error lacks one,
// error.<reason>.plain; for a reason that has no sentence, error.<code>.
std::string error_text(const Messages& messages, std::string_view lang, const Error& error);

// What people call a draft field: "resources[0].quantity" is field.resources.quantity, "title.fi"
// is field.title; a path that has no name is given back as it is.
std::string field_text(const Messages& messages, std::string_view lang, std::string_view path);

}  // namespace sopu::words
