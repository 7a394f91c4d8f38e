#include "server/words/collate.h"

#include <map>
#include <vector>

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "engine/base/invariant.h"

namespace sopu::words {
namespace {

icu::UnicodeString utf16(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

icu::UnicodeString normalized(const icu::Normalizer2& form, const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    auto out = form.normalize(text, status);
    INVARIANT(U_SUCCESS(status), "ICU normalises any text it could read");
    return out;
}

icu::UnicodeString with_single_spaces(const icu::UnicodeString& text) {
    icu::UnicodeString out;
    bool space_due = false;
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 c = text.char32At(i);
        if (u_isUWhiteSpace(c)) {
            space_due = !out.isEmpty();
            continue;
        }
        if (space_due) out.append(u' ');
        space_due = false;
        out.append(c);
    }
    return out;
}

}  // namespace

std::string fold(std::string_view utf8) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* nfc = icu::Normalizer2::getNFCInstance(status);
    const auto* nfd = icu::Normalizer2::getNFDInstance(status);
    INVARIANT(U_SUCCESS(status), "ICU's normalisation data is compiled into the library");
    // The Unicode Standard 3.13, D145: decomposed before and after folding, for canonical caseless
    // matching; composed only at the end.
    auto text = normalized(*nfd, utf16(utf8));
    text.foldCase();
    text = normalized(*nfd, text);
    text.foldCase();
    std::string out;
    normalized(*nfc, with_single_spaces(text)).toUTF8String(out);
    return out;
}

struct Collation::Table {
    std::map<std::string, std::unique_ptr<const icu::Collator>, std::less<>> by_language;

    const icu::Collator& of(std::string_view lang) const {
        const auto found = by_language.find(lang);
        return found == by_language.end() ? *by_language.find("fi")->second : *found->second;
    }
};

Result<Collation> Collation::load() {
    auto table = std::make_shared<Table>();
    for (const char* lang : {"fi", "sv", "en"}) {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<const icu::Collator> collator(
            icu::Collator::createInstance(icu::Locale(lang), status));
        if (U_FAILURE(status) || !collator)
            return fail(Code::unavailable, "", "no_collation", u_errorName(status));
        table->by_language.emplace(lang, std::move(collator));
    }
    return Collation(std::move(table));
}

std::string Collation::sort_key(std::string_view lang, std::string_view utf8) const {
    const auto text = utf16(utf8);
    const auto& collator = table_->of(lang);
    std::vector<std::uint8_t> key(utf8.size() * 4 + 16);
    auto size = collator.getSortKey(text, key.data(), static_cast<int32_t>(key.size()));
    if (static_cast<std::size_t>(size) > key.size()) {
        key.resize(static_cast<std::size_t>(size));
        size = collator.getSortKey(text, key.data(), size);
    }
    // ICU ends a key with a zero byte, which std::string does not need.
    const auto length = size > 0 ? static_cast<std::size_t>(size) - 1 : 0;
    return {reinterpret_cast<const char*>(key.data()), length};
}

bool Collation::less(std::string_view lang, std::string_view a, std::string_view b) const {
    UErrorCode status = U_ZERO_ERROR;
    const auto order =
        table_->of(lang).compareUTF8({a.data(), static_cast<int32_t>(a.size())},
                                     {b.data(), static_cast<int32_t>(b.size())}, status);
    return U_SUCCESS(status) ? order == UCOL_LESS : a < b;
}

}  // namespace sopu::words
