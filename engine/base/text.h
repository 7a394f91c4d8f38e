// What lives here: what the engine must know of text: is it UTF-8, does it hold control characters,
// and text in several languages. Bytes in, bytes out.
// What may not: collation, case folding of the whole of Unicode, plurals, sentences (server/words).
// Invariants: functions that return text return valid UTF-8 where they were given it.
// Thread-safety: plain values and pure functions.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sopu {

// Text by language tag (BCP 47: "fi", "sv", "en"). Empty when nothing is said.
using LocalizedText = std::map<std::string, std::string, std::less<>>;

// The text in `language`, else in the first of fi, sv, en that is there, else in any; "" if empty.
// `language_out` (if given) is set to the language found, so that a page can mark it with lang=.
std::string_view pick(const LocalizedText& text, std::string_view language,
                      std::string_view* language_out = nullptr);

// Whether the bytes are well-formed UTF-8 (RFC 3629: no overlong forms, surrogates, or > U+10FFFF).
bool is_utf8(std::string_view bytes);

// Where the ASCII that starts at `from` ends, which is most of any text here.
std::size_t ascii_end(std::string_view text, std::size_t from);

enum class Lines { one, many };

// Whether the text has a C0 or C1 control character, U+2028 or U+2029. With Lines::many, LF and TAB
// are allowed (a description); with Lines::one nothing is (a title: no line can be injected).
bool has_control(std::string_view utf8, Lines lines);

// Without leading and trailing ASCII white space.
std::string_view trim(std::string_view text);

// ASCII letters lowered; other bytes as they are. For codes and protocol names, not for words.
std::string ascii_lower(std::string_view text);

// The parts between separators, trimmed; empty parts are left out.
std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace sopu
