// Drafts made for one event of the year: near it in every respect, or in all but one.
#include <algorithm>
#include <array>
#include <utility>

#include "tests/sim/clashes.h"
#include "tests/sim/drafts.h"
#include "tests/sim/formats.h"

namespace sopu::sim {
namespace {

constexpr int tries_each = 400;

bool is_plain(const Event& event) {
    const auto* timed = std::get_if<Timed>(&event.when);
    return timed && timed->end && *timed->end - timed->start >= minutes(60) && !event.routine &&
           event.claim == Claim::confirmed && event.audiences.front() != everyone;
}

// Of the same format and audiences, no larger, at the other's place, from half an hour later.
Event beside(const Event& other, Event draft, Chance& chance) {
    const auto& timed = std::get<Timed>(other.when);
    const seconds length = *timed.end - timed.start;
    draft.when = Timed{timed.start + length / 4, *timed.end + length / 4};
    draft.municipality = other.municipality;
    draft.languages = other.languages;
    draft.audiences = other.audiences;
    draft.categories = other.categories;
    draft.claim = Claim::confirmed;
    draft.hold_until.reset();
    draft.size = static_cast<SizeClass>(chance.between(0, static_cast<int>(*other.size)));
    draft.expected_attendance.reset();
    draft.venue.reset();
    draft.people.clear();
    return draft;
}

Position north_of(const Position& place, double km) {
    return {place.latitude + km / 111.195, place.longitude};
}

const Format& another_format(const std::string& key, Chance& chance) {
    for (;;)
        if (const Format& it = formats[chance.below(formats.size())]; it.key != key) return it;
}

struct Miss {
    const char* why;
    void (*make)(Event& draft, const Event& other, Chance& chance);
};

// Each takes one condition away.
constexpr std::array<Miss, 4> misses{{
    {"for others",
     [](Event& draft, const Event&, Chance& chance) {
         draft.format = another_format(draft.format, chance).key;
         draft.audiences = {std::string(everyone)};
     }},
    {"the other is smaller",
     [](Event& draft, const Event& other, Chance&) {
         const int larger = std::min(3, static_cast<int>(*other.size) + 1);
         draft.size = static_cast<SizeClass>(larger);
     }},
    {"overlapping by a quarter",
     [](Event& draft, const Event& other, Chance&) {
         const auto& timed = std::get<Timed>(other.when);
         const seconds shift = 3 * ((*timed.end - timed.start) / 4);
         draft.when = Timed{timed.start + shift, *timed.end + shift};
     }},
    {"routine", [](Event& draft, const Event&, Chance&) { draft.routine = true; }},
}};

}  // namespace

std::vector<Planted> plant(const Year& year, const Clashes& clashes, int n, std::uint64_t seed) {
    std::vector<Planted> planted;
    Chance chance(seed, "plant");
    Drafts drafts(year.country, mixed(seed + 1));
    const auto& events = year.records.events;
    const auto count_of = [&planted](bool clash) {
        return std::count_if(planted.begin(), planted.end(),
                             [clash](const Planted& it) { return it.clash == clash; });
    };
    for (int i = 0; i < 2 * n * tries_each && !events.empty(); ++i) {
        const bool wants_clash = count_of(true) < n;
        if (!wants_clash && count_of(false) >= n) break;
        const Event& other = *events[chance.below(static_cast<std::uint32_t>(events.size()))];
        if (!is_plain(other)) continue;
        Event draft = beside(other, drafts.next(), chance);
        draft.format = other.format;
        const double reach = clashes.reach_km(draft, other);
        const Position there = clashes.position_of(other);
        Planted it{std::move(draft), other.id, wants_clash, "clash"};
        it.draft.position = north_of(there, reach * 0.3 * chance.below(1000) / 1000);
        if (!wants_clash) {
            const std::size_t miss = chance.below(misses.size() + 1);
            if (miss < misses.size()) {
                it.why = misses[miss].why;
                misses[miss].make(it.draft, other, chance);
            } else {
                it.why = "too far";
                it.draft.position = north_of(there, reach * 0.4);
            }
        }
        if (clashes.of(it.draft).empty() == !wants_clash &&
            clashes.is_true(it.draft, other) == wants_clash)
            planted.push_back(std::move(it));
    }
    return planted;
}

}  // namespace sopu::sim
