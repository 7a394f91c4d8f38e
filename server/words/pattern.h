// What lives here: one message pattern as an immutable tree, compiled from the syntax of ICU
// MessageFormat (icu::MessagePattern is the parser). icu::MessageFormat itself is not used to
// write: it makes its number formats and plural rules lazily behind const, so one object cannot
// be shared by threads, and a copy for each sentence costs more than the sentence.
// What may not: keys, files; see messages.h. Internal to this folder.
// Invariants: only {name}, {name, plural, …} without offset, and {name, select, …}; anything else
// is refused by `compile`. A plural and a select always have an `other`; a select takes an empty
// text for "none".
// Thread-safety: immutable after compile.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "server/words/messages.h"

namespace sopu::words {

struct Piece;
using Pattern = std::vector<Piece>;

struct Piece {
    enum class Kind { literal, argument, number_sign, plural, select };
    Kind kind = Kind::literal;
    std::string text;                      // of a literal; else the argument's name
    std::map<long long, Pattern> exactly;  // plural: =0{…}
    std::map<std::string, Pattern, std::less<>> cases;
};

// Errors: internal with reason bad_messages and what the parser said.
Result<Pattern> compile(std::string_view pattern);

// The plural category ("one", "other" …) of a number in the language written.
using PluralOf = std::function<std::string(long long)>;

std::string write(const Pattern& pattern, const Args& args, std::string_view lang,
                  const PluralOf& plural_of);

void collect_arguments(const Pattern& pattern, std::set<std::string>& into);

// Digits in groups of three from five digits on: 12 000 with a no-break space, 12,000 in English.
std::string number_text(std::string_view lang, long long number);

}  // namespace sopu::words
