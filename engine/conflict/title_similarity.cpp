#include "engine/conflict/title_similarity.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/place/gazetteer.h"

namespace sopu {
namespace {

// Stems as slugs, with the English word that stands for all of them. Finnish and Swedish join them
// into one word ("joulumyyjäiset", "julbasar"), so words are taken apart by this table.
struct Stem {
    std::string_view stem;
    std::string_view meaning;
};
constexpr std::array<Stem, 84> stems{{
    {"joulu", "christmas"},
    {"jul", "christmas"},
    {"christmas", "christmas"},
    {"paasiai", "easter"},
    {"pask", "easter"},
    {"easter", "easter"},
    {"juhannu", "midsummer"},
    {"midsommar", "midsummer"},
    {"midsummer", "midsummer"},
    {"kevat", "spring"},
    {"kevaa", "spring"},
    {"var", "spring"},
    {"spring", "spring"},
    {"kesa", "summer"},
    {"sommar", "summer"},
    {"summer", "summer"},
    {"syksy", "autumn"},
    {"syys", "autumn"},
    {"host", "autumn"},
    {"autumn", "autumn"},
    {"talvi", "winter"},
    {"talve", "winter"},
    {"vinter", "winter"},
    {"winter", "winter"},
    {"ystava", "friend"},
    {"van", "friend"},
    {"friend", "friend"},
    {"myyjai", "bazaar"},
    {"basar", "bazaar"},
    {"basaari", "bazaar"},
    {"bazaar", "bazaar"},
    {"markkin", "market"},
    {"marknad", "market"},
    {"market", "market"},
    {"kirpputori", "flea"},
    {"lopptorg", "flea"},
    {"loppis", "flea"},
    {"konsert", "concert"},
    {"concert", "concert"},
    {"tanssi", "dance"},
    {"dans", "dance"},
    {"dance", "dance"},
    {"juhl", "fest"},
    {"fest", "fest"},
    {"kyla", "village"},
    {"by", "village"},
    {"village", "village"},
    {"paiv", "day"},
    {"dag", "day"},
    {"day", "day"},
    {"ilta", "evening"},
    {"kvall", "evening"},
    {"evening", "evening"},
    {"aamiai", "breakfast"},
    {"frukost", "breakfast"},
    {"breakfast", "breakfast"},
    {"lasten", "children"},
    {"barn", "children"},
    {"children", "children"},
    {"perhe", "family"},
    {"familje", "family"},
    {"family", "family"},
    {"nuor", "youth"},
    {"ungdom", "youth"},
    {"youth", "youth"},
    {"nayttely", "exhibition"},
    {"utstallning", "exhibition"},
    {"exhibition", "exhibition"},
    {"teatteri", "theatre"},
    {"teater", "theatre"},
    {"theatre", "theatre"},
    {"luento", "lecture"},
    {"forelasning", "lecture"},
    {"lecture", "lecture"},
    {"kokou", "meeting"},
    {"mote", "meeting"},
    {"meeting", "meeting"},
    {"talko", "working bee"},
    {"laulu", "song"},
    {"sang", "song"},
    {"song", "song"},
    {"hyvinvointi", "wellbeing"},
    {"valbefinnande", "wellbeing"},
    {"wellbeing", "wellbeing"},
}};

// Said by the time, or by nobody.
constexpr std::array<std::string_view, 45> unsaid{
    "ja",        "och",       "and",         "the",     "of",        "in",       "at",
    "i",         "pa",        "ry",          "rf",      "klo",       "kl",       "ma",
    "ti",        "ke",        "to",          "pe",      "la",        "su",       "mandag",
    "tisdag",    "onsdag",    "torsdag",     "fredag",  "lordag",    "sondag",   "monday",
    "tuesday",   "wednesday", "thursday",    "friday",  "saturday",  "sunday",   "vuoden",
    "maanantai", "tiistai",   "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai",
    "arets",     "annual",    "vuosi"};

// Letters that may follow a stem before the next one or the end: a case ending or a binding letter.
// A short stem is too easily the beginning of another word.
std::size_t ending_max(std::string_view stem) {
    return stem.size() <= 3 ? 1 : 4;
}

// What a word is made of, last part first; nothing if the table does not know a part.
using Parts = std::optional<std::vector<std::string_view>>;

Parts parts_of(std::string_view word) {
    std::vector<Parts> from(word.size() + 1);  // of the word from there on
    from[word.size()].emplace();
    for (std::size_t at = word.size(); at-- > 0;)
        for (const Stem& stem : stems) {
            if (from[at] || !word.substr(at).starts_with(stem.stem)) continue;
            const std::size_t end = at + stem.stem.size();
            const std::size_t last = std::min(word.size(), end + ending_max(stem.stem));
            for (std::size_t next = end; next <= last && !from[at]; ++next)
                if (from[next]) {
                    from[at] = from[next];
                    from[at]->push_back(stem.meaning);
                }
        }
    return from[0];
}

// A word, or a part of one: the parts of a word weigh together as much as a word.
struct Word {
    std::string text;
    double weight = 1;
};

std::vector<Word> words_of(std::string_view title) {
    std::string spaced(title);
    for (char& c : spaced)  // a slug drops these, and would join the words
        if (c == '.' || c == ',' || c == ':' || c == '(' || c == '&' || c == '+') c = ' ';
    const std::string slug = slug_of(spaced);
    std::vector<Word> words;
    for (const std::string_view word : split(slug, '-')) {
        const bool number = word.find_first_of("0123456789") != std::string_view::npos;
        if (number || std::find(unsaid.begin(), unsaid.end(), word) != unsaid.end()) continue;
        const Parts parts = parts_of(word);
        if (!parts) {
            words.push_back({std::string(word)});
            continue;
        }
        const double weight = 1 / static_cast<double>(parts->size());
        for (const std::string_view part : *parts) words.push_back({std::string(part), weight});
    }
    return words;
}

// One word in two cases: a long beginning in common, and short endings.
bool alike(std::string_view a, std::string_view b) {
    constexpr std::size_t beginning_min = 5;
    constexpr std::size_t ending_max_bytes = 3;
    const auto apart = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    const auto common = static_cast<std::size_t>(apart.first - a.begin());
    return common >= beginning_min && a.size() - common <= ending_max_bytes &&
           b.size() - common <= ending_max_bytes;
}

}  // namespace

double title_similarity(std::string_view a, std::string_view b) {
    if (b < a) return title_similarity(b, a);  // likeness is not transitive: one order, one answer
    std::vector<Word> mine = words_of(a);
    std::vector<Word> other = words_of(b);
    double all = 0;
    for (const Word& word : mine) all += word.weight;
    for (const Word& word : other) all += word.weight;
    // Titles of nothing but numbers are alike only to the letter.
    if (mine.empty() || other.empty())
        return !trim(a).empty() && fold_name(trim(a)) == fold_name(trim(b)) ? 1 : 0;
    double shared = 0;
    const auto take = [&](const auto& same) {
        const auto paired = [&](const Word& word) {
            const auto found = std::find_if(other.begin(), other.end(), [&](const auto& it) {
                return same(word.text, it.text);
            });
            if (found == other.end()) return false;
            shared += word.weight + found->weight;
            other.erase(found);
            return true;
        };
        mine.erase(std::remove_if(mine.begin(), mine.end(), paired), mine.end());
    };
    take([](std::string_view x, std::string_view y) { return x == y; });
    take(alike);
    return std::min(1.0, shared / all);
}

double title_similarity(const LocalizedText& a, const LocalizedText& b) {
    double most = 0;
    for (const auto& [language, mine] : a)
        for (const auto& [other_language, other] : b)
            most = std::max(most, title_similarity(mine, other));
    return most;
}

}  // namespace sopu
