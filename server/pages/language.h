// What lives here: the three languages of the pages and the address of each page in each.
// What may not: which handler answers where (server/routes.cpp).
// Invariants: Finnish has no prefix; every page has one address in each language.
// Thread-safety: constants and pure functions.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace sopu::pages {

struct Language {
    std::string_view code;
    std::string_view prefix;  // of every address in it
    std::string_view home;
    std::string_view form;
    std::string_view code_form;  // where the code of a receipt opens the event
};

inline constexpr std::array<Language, 3> languages{{
    {"fi", "", "/", "/ilmoita", "/koodi"},
    {"sv", "/sv", "/sv/", "/sv/anmal", "/sv/kod"},
    {"en", "/en", "/en/", "/en/submit", "/en/code"},
}};

// Finnish where none of them has the code.
const Language& language_of(std::string_view code);

std::string event_path(const Language& language, std::string_view id);
// Where the form asks while somebody types.
std::string answer_path(const Language& language);
std::string receipt_path(const Language& language, std::string_view id);
std::string municipality_path(const Language& language, std::string_view slug);

}  // namespace sopu::pages
