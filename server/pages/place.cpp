#include "server/pages/place.h"

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/time/iso.h"
#include "server/service/links.h"

namespace sopu::pages {
namespace {

// Words of addresses, in the order of `languages`.
using Words = std::array<std::string_view, 3>;
constexpr Words subscribe_words{"tilaa", "prenumerera", "subscribe"};
constexpr std::array<Words, 3> info_words{{
    {"saavutettavuus", "tillganglighet", "accessibility"},
    {"tietosuoja", "dataskydd", "privacy"},
    {"tiedoista", "om-uppgifterna", "about-the-data"},
}};

std::string_view in(const Words& words, const Language& language) {
    for (std::size_t i = 0; i < languages.size(); ++i)
        if (languages[i].code == language.code) return words[i];
    return words[0];
}

std::string below(const Place& place, const Language& language, std::string_view segment) {
    if (place.everywhere()) return std::string(language.prefix) + "/" + std::string(segment);
    return front_path(place, language) + "/" + std::string(segment);
}

}  // namespace

std::optional<Place> place_named(const Snapshot& world, std::string_view name) {
    const Gazetteer& gazetteer = world.ground().gazetteer;
    Place place;
    if (const Municipality* municipality = gazetteer.by_name(name)) {
        place.municipality = municipality;
        place.name = municipality->name;
        return place;
    }
    if (const Area* area = world.areas().find(std::string(name))) {
        place.area = place.area_sv = area->id.text();
        place.name = area->name;
        return place;
    }
    if (const Region* region = gazetteer.region(name)) {
        place.area = region->slug;
        place.area_sv = region->slug_sv;
        place.name = region->name;
        return place;
    }
    return std::nullopt;
}

std::string slug_of_place(const Place& place, const Language& language) {
    const bool swedish = language.code == "sv";
    if (place.municipality != nullptr)
        return swedish ? place.municipality->slug_sv : place.municipality->slug;
    return swedish ? place.area_sv : place.area;
}

std::string front_path(const Place& place, const Language& language) {
    if (place.everywhere()) return std::string(language.home);
    return municipality_path(language, slug_of_place(place, language));
}

std::string month_path(const Place& place, const Language& language, Month month) {
    return below(place, language, month_text(month));
}

std::string subscribe_path(const Place& place, const Language& language) {
    return below(place, language, subscribe_word(language));
}

std::string feed_subject(const Place& place) {
    return place.everywhere() ? "all" : slug_of_place(place, languages[0]);
}

void narrow(service::Filter& filter, const Place& place) {
    if (place.municipality != nullptr)
        filter.municipalities.push_back(place.municipality->code.text());
    else if (!place.area.empty())
        filter.areas.push_back(place.area);
}

std::optional<Month> month_of(std::string_view text) {
    constexpr std::size_t length = 7;
    if (text.size() != length) return std::nullopt;
    const auto day = parse_date(std::string(text) + "-01");
    if (!day) return std::nullopt;
    const date::year_month_day ymd(*day);
    if (ymd.year() < date::year(limits::year_min) || ymd.year() > date::year(limits::year_max))
        return std::nullopt;
    return ymd.year() / ymd.month();
}

std::string month_text(Month month) {
    constexpr std::size_t length = 7;
    return format_date(Date(month / 1)).substr(0, length);
}

std::string_view subscribe_word(const Language& language) {
    return in(subscribe_words, language);
}

std::string info_path(Info info, const Language& language) {
    return std::string(language.prefix) + "/" +
           std::string(in(info_words.at(static_cast<std::size_t>(info)), language));
}

}  // namespace sopu::pages
