// What lives here: what of Unicode the engine does not know: sorting names as a language sorts them
// (å, ä and ö last in Finnish and Swedish) and folding a text to the key it is compared by.
// What may not: search and stemming (server/service/search), sentences.
// Invariants: fold(fold(x)) == fold(x); equal sort keys mean that a reader sees no order.
// Thread-safety: fold is pure; a Collation is immutable after load, share it freely as const.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace sopu::words {

// NFC, case-folded (ß as ss), trimmed, a run of white space as one space: the key of a venue that
// is not listed (CONTRACT, "equal LOCATION"). Bytes that are not UTF-8 become U+FFFD.
std::string fold(std::string_view utf8);

class Collation {
  public:
    // Fails with Code::unavailable if ICU has no collation data.
    static Result<Collation> load();

    // Bytes that sort as the texts do; an unknown language sorts as fi. Equal for equal texts only
    // up to what the language tells apart.
    std::string sort_key(std::string_view lang, std::string_view utf8) const;
    bool less(std::string_view lang, std::string_view a, std::string_view b) const;

  private:
    struct Table;
    explicit Collation(std::shared_ptr<const Table> table) : table_(std::move(table)) {}
    std::shared_ptr<const Table> table_;
};

}  // namespace sopu::words
