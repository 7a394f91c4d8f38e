// What lives here: Place, what a public page is about: everywhere, a municipality or an area; and
// the addresses of the pages about it in each language.
// What may not: events; what a page shows.
// Invariants: a place has one address in each language; slugs of either language find it.
// Thread-safety: plain values, pure functions of a snapshot.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "engine/world/snapshot.h"
#include "server/pages/language.h"
#include "server/service/listing.h"

namespace sopu::pages {

struct Place {
    const Municipality* municipality = nullptr;
    std::string area;     // slug of a region, or id of a named area; "" if it is none
    std::string area_sv;  // the same, as Swedish addresses have it
    LocalizedText name;   // empty: everywhere

    bool everywhere() const { return municipality == nullptr && area.empty(); }
};

using Month = date::year_month;

// A municipality, a region or a named area; nothing if there is none of that name.
std::optional<Place> place_named(const Snapshot& world, std::string_view name);

// "suomussalmi"; "" for everywhere.
std::string slug_of_place(const Place& place, const Language& language);

std::string front_path(const Place& place, const Language& language);
std::string month_path(const Place& place, const Language& language, Month month);
std::string subscribe_path(const Place& place, const Language& language);
// "all", "suomussalmi": what its feeds are called.
std::string feed_subject(const Place& place);

// Lets only events of the place through.
void narrow(service::Filter& filter, const Place& place);

// "2026-12", years of the calendar only.
std::optional<Month> month_of(std::string_view text);
std::string month_text(Month month);

// The last segment of a subscribe page's address: tilaa, prenumerera, subscribe.
std::string_view subscribe_word(const Language& language);

// The plain pages.
enum class Info { accessibility, privacy, about };
inline constexpr std::array<Info, 3> infos{Info::accessibility, Info::privacy, Info::about};
std::string info_path(Info info, const Language& language);

}  // namespace sopu::pages
