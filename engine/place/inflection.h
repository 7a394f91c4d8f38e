// What lives here: the case forms in which a Finnish place name stands in a sentence ("Sotkamoon",
// "Helsingissä"), so that a name found in a text or typed in a form is recognised.
// What may not: sentences made for people: more is generated than a person would say (both
// "Espooseen" and "Espoohon", inner and outer local cases of every name), so this only recognises.
// Invariants: input and output are folded names (fold_name); the name itself is not among them.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sopu {

// Genitive, partitive, inessive, elative, illative, adessive, ablative, allative of a folded name,
// without duplicates, sorted.
std::vector<std::string> inflected_forms(std::string_view folded_name);

}  // namespace sopu
