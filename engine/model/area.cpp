#include "engine/model/area.h"

#include <algorithm>
#include <array>
#include <set>

#include "engine/base/limits.h"
#include "engine/place/gazetteer.h"

namespace sopu {
namespace {

using Codes = std::set<MunicipalityCode>;

constexpr std::array<std::string_view, 7> except_words{"pl.",     "paitsi", "pois lukien", "utom",
                                                       "förutom", "exkl.",  "except"};
constexpr std::array<std::string_view, 3> and_words{"ja", "och", "and"};

// Whether `word` stands at `at` as a word of its own, in any case.
bool word_at(std::string_view text, std::size_t at, std::string_view word) {
    if (at > 0 && text[at - 1] != ' ' && text[at - 1] != '(') return false;
    const std::size_t end = at + word.size();
    if (end > text.size() || fold_name(text.substr(at, word.size())) != word) return false;
    return end == text.size() || text[end] == ' ' || word.back() == '.';
}

struct Halves {
    std::string_view with;
    std::string_view without;
};

// Splits at the first except-word; one in brackets loses them.
Halves split_except(std::string_view text) {
    for (std::size_t at = 1; at < text.size(); ++at) {
        for (const std::string_view word : except_words) {
            if (!word_at(text, at, word)) continue;
            std::string_view with = trim(text.substr(0, at));
            std::string_view without = trim(text.substr(at + word.size()));
            if (with.ends_with('(') && without.ends_with(')')) {
                with.remove_suffix(1);
                without.remove_suffix(1);
            }
            return {trim(with), trim(without)};
        }
    }
    return {text, {}};
}

// The names between commas, plus signs and and-words, empty ones left out.
std::vector<std::string_view> terms_of(std::string_view text) {
    std::vector<std::string_view> terms;
    const auto add = [&](std::string_view term) {
        if (const auto trimmed = trim(term); !trimmed.empty()) terms.push_back(trimmed);
    };
    std::size_t start = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == ',' || text[at] == '+') {
            add(text.substr(start, at - start));
            start = at + 1;
            continue;
        }
        for (const std::string_view word : and_words)
            if (at > start && word_at(text, at, word)) {
                add(text.substr(start, at - start));
                start = at + word.size();
            }
    }
    add(text.substr(start));
    return terms;
}

// One resolution of an expression. The count of terms runs over all named areas that it opens:
// areas that name areas would otherwise multiply without end.
class Resolver {
  public:
    Resolver(const Gazetteer& gazetteer, const AreaLookup& named)
        : gazetteer_(gazetteer), named_(named) {}

    Result<Codes> expression(std::string_view said) {
        const std::string_view text = trim(said);
        // A named area may have commas, brackets or "ja" in its name. One that is being opened may
        // be named by its own expression ("Kainuu (pl. Kajaani)"): then the expression is meant.
        if (const Area* area = look_up(text); area != nullptr && !is_open(*area)) return name(text);
        const Halves halves = split_except(text);
        Codes codes = SOPU_TRY(terms(halves.with));
        for (const MunicipalityCode& code : SOPU_TRY(terms(halves.without))) codes.erase(code);
        return codes;
    }

  private:
    Result<Codes> terms(std::string_view text) {
        Codes codes;
        for (const std::string_view term : terms_of(text)) codes.merge(SOPU_TRY(name(term)));
        return codes;
    }

    Result<Codes> name(std::string_view text) {
        if (++term_count_ > limits::area_terms_max)
            return tl::make_unexpected(
                invalid("", "too_many_terms", {{"max", std::to_string(limits::area_terms_max)}}));
        if (ascii_lower(text) == "all") return everything();
        if (const Municipality* municipality = gazetteer_.by_name(text))
            return Codes{municipality->code};
        if (const Region* region = gazetteer_.region(text))
            return Codes(region->municipalities.begin(), region->municipalities.end());
        if (const Area* area = look_up(text)) return named_area(*area);
        return tl::make_unexpected(invalid("", "unknown_area", {{"name", std::string(text)}}));
    }

    Result<Codes> named_area(const Area& area) {
        if (is_open(area) || open_.size() >= static_cast<std::size_t>(limits::area_depth_max))
            return tl::make_unexpected(invalid(
                "", "area_too_deep",
                {{"name", area.id.text()}, {"max", std::to_string(limits::area_depth_max)}}));
        open_.push_back(&area);
        Codes codes = SOPU_TRY(expression(area.expression));
        open_.pop_back();
        return codes;
    }

    Codes everything() const {
        Codes codes;
        for (const Municipality& municipality : gazetteer_.municipalities())
            codes.insert(municipality.code);
        return codes;
    }

    const Area* look_up(std::string_view text) const { return named_ ? named_(text) : nullptr; }

    bool is_open(const Area& area) const {
        return std::any_of(open_.begin(), open_.end(),
                           [&](const Area* open) { return open->id == area.id; });
    }

    const Gazetteer& gazetteer_;
    const AreaLookup& named_;
    std::vector<const Area*> open_;  // the named areas that are being resolved, outermost first
    std::size_t term_count_ = 0;
};

}  // namespace

Result<std::vector<MunicipalityCode>> resolve_area(std::string_view expression,
                                                   const Gazetteer& gazetteer,
                                                   const AreaLookup& named) {
    Resolver resolver(gazetteer, named);
    const Codes codes = SOPU_TRY(resolver.expression(expression));
    if (codes.empty())
        return tl::make_unexpected(
            invalid("", "empty_area", {{"name", std::string(trim(expression))}}));
    return std::vector<MunicipalityCode>(codes.begin(), codes.end());
}

}  // namespace sopu
