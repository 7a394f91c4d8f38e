// What lives here: the formats and audiences of the simulated year, as tables.
// What may not: how often each is drawn (event_draw.cpp).
// Thread-safety: constants.
#pragma once

#include <array>
#include <string_view>

namespace sopu::sim {

struct Format {
    std::string_view key;
    std::string_view fi;
    std::string_view sv;
    std::string_view category;
};

// The most common first.
inline constexpr std::array<Format, 30> formats{{
    {"concert", "Konsertti", "Konsert", "music"},
    {"market", "Myyjäiset", "Basar", "market"},
    {"lecture", "Luento", "Föreläsning", "learning"},
    {"workshop", "Työpaja", "Verkstad", "crafts"},
    {"meeting", "Kokous", "Möte", "associations"},
    {"tournament", "Turnaus", "Turnering", "sports"},
    {"trip", "Retki", "Utfärd", "nature"},
    {"meal", "Ruokailu", "Måltid", "food"},
    {"theatre", "Teatteri", "Teater", "culture"},
    {"dance", "Tanssit", "Dans", "dance"},
    {"course", "Kurssi", "Kurs", "learning"},
    {"film", "Elokuva", "Film", "culture"},
    {"training", "Harjoitus", "Träning", "sports"},
    {"fair", "Messut", "Mässa", "market"},
    {"working_bee", "Talkoot", "Talko", "village"},
    {"festival", "Festivaali", "Festival", "music"},
    {"fete", "Kyläjuhla", "Byafest", "village"},
    {"match", "Ottelu", "Match", "sports"},
    {"open_doors", "Avoimet ovet", "Öppet hus", "municipality"},
    {"reading", "Lukupiiri", "Läsecirkel", "culture"},
    {"show", "Näytös", "Föreställning", "culture"},
    {"singalong", "Yhteislaulu", "Allsång", "music"},
    {"bingo", "Bingo", "Bingo", "games"},
    {"quiz", "Tietovisa", "Frågesport", "games"},
    {"flea_market", "Kirpputori", "Loppis", "market"},
    {"exhibition", "Näyttely", "Utställning", "culture"},
    {"race", "Juoksukisa", "Lopp", "sports"},
    {"choir", "Kuoroilta", "Körkväll", "music"},
    {"parade", "Kulkue", "Parad", "village"},
    {"camp", "Leiri", "Läger", "families"},
}};
inline constexpr std::size_t exhibition = 25;

inline constexpr std::string_view everyone = "everyone";
inline constexpr std::array<std::string_view, 7> audiences{
    "families", "adults", "youth", "seniors", "children", "associations", "students"};

// What goes on every week.
inline constexpr std::array<std::size_t, 8> weekly_formats{12, 10, 27, 3, 9, 19, 4, 5};

}  // namespace sopu::sim
