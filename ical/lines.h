// What lives here: content lines out: name, parameters and value, folded (RFC 5545 3.1).
// What may not: which properties there are; escaping (text.h): values come in ready.
// Invariants: every line ends in CRLF and has at most 75 octets, never cut inside a UTF-8 sequence,
// a backslash escape or a caret escape (some readers decode before they unfold).
// Thread-safety: one writer per feed; no shared state.
#pragma once

#include <string>
#include <string_view>

namespace sopu::ical {

constexpr std::size_t fold_octets_max = 75;

// One content line with its folds and its CRLF. `line` must have no control character; those it
// has are left out, so that even a mistake of ours makes no line of its own.
std::string folded(std::string_view line);

class LineWriter {
  public:
    void add(std::string_view name, std::string_view value);  // NAME:value; the value as it stands
    void add_text(std::string_view name, std::string_view text);  // escaped; nothing if it is empty
    void add_lines(std::string_view lines) { text_ += lines; }    // already folded
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

}  // namespace sopu::ical
