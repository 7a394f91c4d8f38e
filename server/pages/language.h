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
};

inline constexpr std::array<Language, 3> languages{{
    {"fi", "", "/", "/ilmoita"},
    {"sv", "/sv", "/sv/", "/sv/anmal"},
    {"en", "/en", "/en/", "/en/submit"},
}};

std::string event_path(const Language& language, std::string_view id);
std::string receipt_path(const Language& language, std::string_view id);
std::string municipality_path(const Language& language, std::string_view slug);

}  // namespace sopu::pages
