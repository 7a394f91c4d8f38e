#include "tests/sim/country.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

namespace sopu::sim {
namespace {

constexpr double municipality_exponent = 0.95;
constexpr double venues_per_municipality = 60;  // on average
constexpr double venues_exponent = 0.75;        // venues grow more slowly than people
constexpr std::size_t venues_min = 4;
constexpr double organisations_in_country = 65'000;  // 60 % of 108 500 registered ones
constexpr std::uint32_t organisations_min = 3;
constexpr double speakers_in_country = 1'450;  // with eight evenings a year each
constexpr std::uint32_t speakers_min = 2;      // in a region
constexpr std::size_t cities = 10;  // built over; the others are a village and its neighbours

// The largest municipalities in about the order of their inhabitants; the others follow in an order
// that chance decided once, Åland's last.
constexpr std::array<std::string_view, 48> largest{
    "091", "049", "837", "092", "564", "853", "179", "297", "398", "609", "286", "167",
    "405", "905", "109", "743", "698", "491", "734", "285", "638", "272", "106", "444",
    "543", "186", "684", "257", "858", "205", "245", "980", "211", "536", "202", "927",
    "740", "694", "710", "153", "680", "790", "678", "098", "851", "753", "418", "140"};

struct Swedish {
    std::string_view region;
    unsigned per_mille;
};
constexpr std::array<Swedish, 5> swedish{{{"ahvenanmaa", 950},
                                          {"pohjanmaa", 500},
                                          {"keski-pohjanmaa", 90},
                                          {"uusimaa", 80},
                                          {"varsinais-suomi", 60}}};
constexpr std::array<std::string_view, 4> wide_regions{"lappi", "kainuu", "pohjois-pohjanmaa",
                                                       "pohjois-karjala"};

std::uint64_t order_of(const Municipality& municipality) {
    const auto at = std::find(largest.begin(), largest.end(), municipality.code.text());
    if (at != largest.end()) return static_cast<std::uint64_t>(at - largest.begin());
    const std::uint64_t by_chance = Chance(0, "rank " + municipality.code.text()).next() >> 2;
    return largest.size() + by_chance + (municipality.region == "ahvenanmaa" ? 1ull << 63 : 0);
}

double rounded(double degrees) {
    return std::round(degrees * 1e5) / 1e5;  // about a metre; hides how a machine rounds its cosine
}

// A point of the disc, all equally likely.
Position near(const Position& centre, int radius_m, Chance& chance) {
    int north = 0;
    int east = 0;
    do {
        north = chance.between(-radius_m, radius_m);
        east = chance.between(-radius_m, radius_m);
    } while (std::int64_t{north} * north + std::int64_t{east} * east >
             std::int64_t{radius_m} * radius_m);
    constexpr double metres_per_degree = 111'195;
    const double width = std::cos(centre.latitude * 3.14159265358979 / 180);
    return {rounded(centre.latitude + north / metres_per_degree),
            rounded(centre.longitude + east / (metres_per_degree * width))};
}

void settle(Town& town, std::size_t rank, Chance chance) {
    const bool city = rank <= cities;
    const bool wide =
        std::find(wide_regions.begin(), wide_regions.end(), town.region) != wide_regions.end();
    const int reach_m = city ? 9'000 : wide ? 30'000 : 15'000;
    const auto others = static_cast<std::size_t>(3 + std::sqrt(town.weight) / 40);
    town.settlements.push_back({town.position, city ? 1'500 : 1'000});
    for (std::size_t i = 0; i < others; ++i)
        town.settlements.push_back({near(town.position, reach_m, chance), city ? 1'200 : 600});
    std::vector<std::uint32_t> weights = zipf_weights(others, 0.5);
    std::uint64_t sum = 0;
    for (const std::uint32_t weight : weights) sum += weight;
    // A quarter of what a city offers is in its centre, of another municipality four ninths.
    weights.insert(weights.begin(), static_cast<std::uint32_t>(city ? sum / 3 : sum * 4 / 5));
    town.settlement_choice = Weighted(weights);
}

void build_venues(Town& town, std::size_t count, Chance chance) {
    while (town.spots.size() < count) {
        const std::size_t n = town.spots.size();
        Spot spot;
        spot.id = VenueId(town.code.text() + "-t" + std::to_string(n));
        spot.position = town.somewhere(chance);
        spot.capacity = n == 0   ? 1000
                        : n == 1 ? 500
                        : n < 8  ? 50 * chance.between(4, 10)
                                 : 10 * chance.between(3, 20);
        const bool hall = n > 0 && chance.per_mille(100);
        town.spots.push_back(spot);
        for (int section = chance.between(2, 3); hall && section > 0; --section) {
            town.spots[n].sections.push_back(town.spots.size());
            Spot part = spot;
            part.id = VenueId(spot.id.text() + static_cast<char>('a' + section - 1));
            part.capacity = spot.capacity / 2;
            part.part_of = n;
            town.spots.push_back(std::move(part));
        }
    }
    town.spot_choice = Weighted(zipf_weights(town.spots.size(), 0.5));
}

std::uint64_t number_of(const MunicipalityCode& code) {
    std::uint64_t number = 0;
    for (const char digit : code.text()) number = number * 10 + static_cast<unsigned>(digit - '0');
    return number;
}

Town town_of(const Municipality& municipality) {
    Town town;
    town.code = municipality.code;
    town.position = municipality.position;
    town.region = municipality.region;
    town.number = number_of(municipality.code);
    for (const Swedish& it : swedish)
        if (it.region == town.region) town.swedish_per_mille = it.per_mille;
    return town;
}

Venue venue_of(const Town& town, const Spot& spot) {
    Venue venue;
    venue.id = spot.id;
    venue.name = {{"fi", "Tila " + spot.id.text()}, {"sv", "Lokal " + spot.id.text()}};
    venue.municipality = town.code;
    venue.position = spot.position;
    venue.capacity = spot.capacity;
    if (spot.part_of) venue.part_of = town.spots[*spot.part_of].id;
    return venue;
}

}  // namespace

Position Town::somewhere(Chance& chance) const {
    const Settlement& settlement = settlements[settlement_choice.pick(chance)];
    return near(settlement.centre, settlement.radius_m, chance);
}

OrganisationId Town::organisation(std::uint32_t of) const {
    return OrganisationId(code.text() + "-j" + std::to_string(of));
}

Country::Country(const Options& options, const Gazetteer& gazetteer) : options_(options) {
    std::vector<std::pair<std::uint64_t, const Municipality*>> ranked;
    for (const Municipality& it : gazetteer.municipalities())
        ranked.emplace_back(order_of(it), &it);
    std::sort(ranked.begin(), ranked.end());
    const auto weights = zipf_weights(ranked.size(), municipality_exponent);
    const auto venue_weights = zipf_weights(ranked.size(), municipality_exponent * venues_exponent);
    std::uint64_t venue_sum = 0;
    for (const std::uint32_t weight : venue_weights) venue_sum += weight;
    for (const std::uint32_t weight : weights) weight_sum_ += weight;
    const double venues =
        venues_per_municipality * static_cast<double>(ranked.size()) * std::min(1.0, options.scale);

    std::uint64_t before = 0;
    std::vector<std::uint32_t> chosen_weights;
    for (std::size_t i = 0; i < ranked.size(); before += weights[i++]) {
        Town town = town_of(*ranked[i].second);
        const auto& regions = options.regions;
        if (!regions.empty() &&
            std::find(regions.begin(), regions.end(), town.region) == regions.end())
            continue;
        town.weight = weights[i];
        town.weight_before = before;
        settle(town, i + 1, Chance(options.seed, "settlements", town.number));
        const double of_venues = venues * venue_weights[i] / static_cast<double>(venue_sum);
        build_venues(town, std::max(venues_min, static_cast<std::size_t>(of_venues)),
                     Chance(options.seed, "venues", town.number));
        town.organisations = std::max(organisations_min, share(town, organisations_in_country));
        chosen_weights.push_back(town.weight);
        towns_.push_back(std::move(town));
    }
    choice_ = Weighted(chosen_weights);
    count_speakers();
}

void Country::count_speakers() {
    std::map<std::string, double> weight_of_region;
    for (const Town& town : towns_) weight_of_region[town.region] += town.weight;
    for (Town& town : towns_) {
        const double in_region = speakers_in_country * options_.scale *
                                 weight_of_region[town.region] / static_cast<double>(weight_sum_);
        town.speakers = std::max(speakers_min, static_cast<std::uint32_t>(in_region));
    }
}

const Town* Country::town(const MunicipalityCode& code) const {
    const auto at = std::find_if(towns_.begin(), towns_.end(),
                                 [&code](const Town& town) { return town.code == code; });
    return at == towns_.end() ? nullptr : &*at;
}

std::uint32_t Country::share(const Town& town, double of_country) const {
    const auto total = static_cast<std::uint64_t>(std::llround(of_country * options_.scale));
    const auto up_to = [&](std::uint64_t weight) { return weight * total / weight_sum_; };
    return static_cast<std::uint32_t>(up_to(town.weight_before + town.weight) -
                                      up_to(town.weight_before));
}

void Country::append_to(Records& records) const {
    for (const Town& town : towns_) {
        for (const Spot& spot : town.spots)
            records.venues.push_back(std::make_shared<const Venue>(venue_of(town, spot)));
        for (std::uint32_t i = 0; i < town.organisations; ++i) {
            Organisation it;
            it.id = town.organisation(i);
            it.name = {{"fi", "Järjestö " + it.id.text()}};
            it.municipality = town.code;
            it.small = i >= 2;  // the first two stand for the municipality and the parish
            records.organisations.push_back(std::make_shared<const Organisation>(std::move(it)));
        }
    }
}

}  // namespace sopu::sim
