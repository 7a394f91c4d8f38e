#include "engine/place/inflection.h"

#include <algorithm>
#include <array>
#include <cstddef>

// How it works. A Finnish noun has a strong and a weak vowel stem; the illative and the partitive
// stand on the strong one ("lahte-en"), the genitive and the other local cases on the weak one
// ("lahde-ssa"). The stems are found, in this order, from a table of whole names that follow no
// rule, from the last part of a compound ("-järvi", "-mäki"), and from the ending, with the
// gradation of the last consonants (kk:k, nk:ng, t:d …). Vowel harmony follows the last part that
// has one.

namespace sopu {
namespace {

constexpr std::size_t case_count = 8;
// In the order: genitive, partitive, inessive, elative, illative, adessive, ablative, allative.
using Forms = std::array<std::string, case_count>;

enum class Harmony { front, back };

struct Stem {
    std::string weak;
    std::string strong;
    std::string partitive;  // whole; "" where it is the strong stem with its ending
    Harmony harmony;
    std::string genitive = {};  // whole; "" where it is the weak stem with an n
};

struct Pattern {
    std::string_view name;
    std::string_view weak;
    std::string_view strong;
    std::string_view partitive;
};

// Last parts of compounds, and names by themselves, whose stem is not seen from the ending. A part
// with only e and i in it has front vowels in its endings whatever stands before it.
constexpr std::array<Pattern, 13> last_parts{{
    {"järvi", "järve", "järve", ""},
    {"joki", "joe", "joke", ""},
    {"koski", "koske", "koske", ""},
    {"niemi", "nieme", "nieme", ""},
    {"salmi", "salme", "salme", ""},
    {"mäki", "mäe", "mäke", ""},
    {"lampi", "lamme", "lampe", ""},
    {"nummi", "numme", "numme", ""},
    {"saari", "saare", "saare", "saarta"},
    {"lahti", "lahde", "lahte", ""},
    {"vesi", "vede", "vete", "vettä"},
    {"taipale", "taipalee", "taipalee", "taipaletta"},
    {"laidun", "laitume", "laitume", "laidunta"},
}};

// Whole names that follow no rule here: e-ending names that do not lengthen, -s names of either
// kind, plurals, names of Åland whose consonants do not grade. A name may stand on several lines.
constexpr std::array<Pattern, 18> irregular{{
    {"raahe", "raahe", "raahe", ""},
    {"muurame", "muurame", "muurame", ""},
    {"pedersöre", "pedersöre", "pedersöre", ""},
    {"kumlinge", "kumlinge", "kumlinge", ""},
    {"geta", "geta", "geta", ""},
    {"loppi", "lope", "loppe", ""},
    {"alavus", "alavude", "alavute", "alavutta"},
    {"varkaus", "varkaude", "varkaute", "varkautta"},
    {"kannus", "kannukse", "kannukse", "kannusta"},
    {"muhos", "muhokse", "muhokse", "muhosta"},
    {"nurmes", "nurmekse", "nurmekse", "nurmesta"},
    {"pihtipudas", "pihtiputaa", "pihtiputaa", "pihtipudasta"},
    {"virrat", "virroi", "virtoi", "virtoja"},
    {"virrat", "virtai", "virtoi", "virtoja"},  // Virtain kaupunki
    {"kangasala", "kangasala", "kangasala", ""},
    {"kangasala", "kangasa", "kangasala", ""},  // Kangasalla, Kangasalta, Kangasalle
    {"juuka", "juua", "juuka", ""},
    {"ii", "ii", "ii", "iitä"},
}};

// A first part that is inflected together with the last one: Uudessakaupungissa, Isossakyrössä.
constexpr std::array<Pattern, 2> first_parts{{
    {"uusi", "uude", "uute", "uutta"},
    {"iso", "iso", "iso", "isoa"},
}};

constexpr std::array<std::string_view, 8> vowels{"a", "e", "i", "o", "u", "y", "ä", "ö"};

// The last letter of a folded name as it is written (ä and ö are two bytes).
std::string_view last_letter(std::string_view text) {
    std::size_t at = text.size();
    while (at > 0) {
        --at;
        if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) break;
    }
    return text.substr(at);
}

bool is_vowel(std::string_view letter) {
    return std::find(vowels.begin(), vowels.end(), letter) != vowels.end();
}

std::string_view without_last(std::string_view text) {
    return text.substr(0, text.size() - last_letter(text).size());
}

bool ends_with_long_vowel(std::string_view text) {
    const std::string_view last = last_letter(text);
    return is_vowel(last) && last_letter(without_last(text)) == last;
}

Harmony harmony_of(std::string_view text) {
    for (std::string_view rest = text; !rest.empty(); rest = without_last(rest)) {
        const std::string_view letter = last_letter(rest);
        if (letter == "a" || letter == "o" || letter == "u") return Harmony::back;
        if (letter == "ä" || letter == "ö" || letter == "y") return Harmony::front;
    }
    return Harmony::front;
}

// The weak grade of a stem that ends in a single vowel: "helsinki" -> "helsingi".
std::string weakened(std::string_view stem) {
    struct Grade {
        std::string_view strong;
        std::string_view weak;
    };
    static constexpr std::array<Grade, 14> grades{{{"kk", "k"},
                                                   {"pp", "p"},
                                                   {"tt", "t"},
                                                   {"nk", "ng"},
                                                   {"nt", "nn"},
                                                   {"mp", "mm"},
                                                   {"lt", "ll"},
                                                   {"rt", "rr"},
                                                   {"ht", "hd"},
                                                   {"rk", "r"},
                                                   {"lk", "l"},
                                                   {"lp", "lv"},
                                                   {"rp", "rv"},
                                                   {"t", "d"}}};
    const std::string_view vowel = last_letter(stem);
    const std::string_view body = without_last(stem);
    for (const Grade& grade : grades) {
        if (!body.ends_with(grade.strong)) continue;
        const std::string_view before = body.substr(0, body.size() - grade.strong.size());
        // A single t grades only between vowels: "lieto", not "kustavi" or "kotka".
        if (grade.strong.size() == 1 && !is_vowel(last_letter(before))) break;
        return std::string(before) + std::string(grade.weak) + std::string(vowel);
    }
    return std::string(stem);
}

Stem from_pattern(const Pattern& pattern, std::string_view before) {
    const auto with = [&](std::string_view part) {
        return part.empty() ? std::string{} : std::string(before) + std::string(part);
    };
    return {with(pattern.weak), with(pattern.strong), with(pattern.partitive),
            harmony_of(pattern.name)};
}

std::vector<Stem> from_tables(std::string_view name) {
    std::vector<Stem> found;
    for (const Pattern& pattern : irregular)
        if (name == pattern.name) found.push_back(from_pattern(pattern, ""));
    if (!found.empty()) return found;
    for (const Pattern& pattern : last_parts)
        if (name.ends_with(pattern.name))
            return {from_pattern(pattern, name.substr(0, name.size() - pattern.name.size()))};
    return {};
}

Stem from_ending(std::string_view name) {
    const std::string whole(name);
    const Harmony harmony = harmony_of(name);
    const std::string_view last = last_letter(name);
    // Names of Swedish form take an i: Sundissa, Finströmissä.
    if (!is_vowel(last)) return {whole + "i", whole + "i", "", harmony};
    if (ends_with_long_vowel(name)) return {whole, whole, "", harmony};
    if (last == "e")  // Tampereella, Tamperetta
        return {whole + "e", whole + "e", whole + (harmony == Harmony::back ? "tta" : "ttä"),
                harmony};
    return {weakened(name), whole, "", harmony};
}

// Singular and plural of a name in -nen: Kaustisella, Ikaalisissa, Ikaalisten kaupunki.
std::vector<Stem> from_nen(std::string_view name) {
    const std::string body(name.substr(0, name.size() - 3));
    const Harmony harmony = harmony_of(name);
    const std::string a = harmony == Harmony::back ? "a" : "ä";
    return {{body + "se", body + "se", body + "st" + a, harmony},
            {body + "si", body + "si", body + "si" + a, harmony, body + "sten"}};
}

std::vector<Stem> stems_of(std::string_view name) {
    if (auto stems = from_tables(name); !stems.empty()) return stems;
    if (name.ends_with("nen")) return from_nen(name);
    return {from_ending(name)};
}

// After a long vowel there are two illatives in use, by the length of the word: Espooseen,
// Järvenpäähän. Which one a name takes is not seen from its ending, so both are known.
std::vector<std::string> illatives(const std::string& strong) {
    const std::string vowel(last_letter(strong));
    if (strong.ends_with("oi")) return {strong + "hin"};  // the plural: Virtoihin
    if (!ends_with_long_vowel(strong)) return {strong + vowel + "n"};
    return {strong + "seen", strong + "h" + vowel + "n"};
}

std::vector<Forms> forms_of(const Stem& stem) {
    const std::string a = stem.harmony == Harmony::back ? "a" : "ä";
    const std::string partitive =
        !stem.partitive.empty() ? stem.partitive
                                : stem.strong + (ends_with_long_vowel(stem.strong) ? "t" : "") + a;
    const std::string genitive = stem.genitive.empty() ? stem.weak + "n" : stem.genitive;
    std::vector<Forms> forms;
    for (const std::string& illative : illatives(stem.strong))
        forms.push_back({genitive, partitive, stem.weak + "ss" + a, stem.weak + "st" + a, illative,
                         stem.weak + "ll" + a, stem.weak + "lt" + a, stem.weak + "lle"});
    return forms;
}

void add_forms(std::string_view name, std::string_view tail, std::vector<std::string>& found) {
    for (const Stem& stem : stems_of(name))
        for (const Forms& forms : forms_of(stem))
            for (const std::string& form : forms) found.push_back(form + std::string(tail));
}

// Uusi|kaupunki: both parts in the same case.
void add_double_forms(std::string_view name, std::vector<std::string>& found) {
    for (const Pattern& first : first_parts) {
        if (!name.starts_with(first.name) || name.size() == first.name.size()) continue;
        const Forms heads = forms_of(from_pattern(first, "")).front();
        for (const Stem& stem : stems_of(name.substr(first.name.size())))
            for (const Forms& forms : forms_of(stem))
                for (std::size_t i = 0; i < case_count; ++i) found.push_back(heads[i] + forms[i]);
    }
}

}  // namespace

std::vector<std::string> inflected_forms(std::string_view folded_name) {
    std::vector<std::string> found;
    // "Koski Tl": the first word is inflected.
    const std::size_t space = folded_name.find(' ');
    const std::string_view name = folded_name.substr(0, space);
    if (name.size() < 2) return found;
    add_forms(name, folded_name.substr(name.size()), found);
    if (space == std::string_view::npos) add_double_forms(name, found);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    std::erase(found, folded_name);
    return found;
}

}  // namespace sopu
