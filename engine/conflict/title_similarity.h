// What lives here: how alike two titles are, 0-1, for "may be one event told twice": by the words
// they share, whatever the case, the inflection, the order or, of common words, the language
// ("Joulumyyjäiset 2026" and "Julbasar"). Numbers, weekdays and months do not count: they are told
// by the time. What may not: times and places, a threshold (policy), dictionaries: the words of
// the table are those that make the names of events.
// Invariants: symmetric; 1 for a title with itself; 0 where no word is shared.
// Thread-safety: pure functions.
#pragma once

#include <string_view>

#include "engine/base/text.h"

namespace sopu {

double title_similarity(std::string_view a, std::string_view b);

// The most alike of all languages of one with all of the other; 0 where one has no title.
double title_similarity(const LocalizedText& a, const LocalizedText& b);

}  // namespace sopu
