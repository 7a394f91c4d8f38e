#include "tests/sim/drafts.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "engine/time/iso.h"

namespace sopu::sim {
namespace {

constexpr int tries = 8;  // as in the year, for a venue that is large enough
constexpr unsigned without_venue_per_mille = 60;

std::string likeness(const Event& event) {
    std::string key = event.municipality->text() + "|" + event.format + "|";
    if (event.venue) key += event.venue->text();
    if (event.position)
        key += std::to_string(event.position->latitude) + "," +
               std::to_string(event.position->longitude);
    for (const std::string& audience : event.audiences) key += "|" + audience;
    key += "|" + format_date(*first_date(event.when)) + "|" + format_date(*last_date(event.when));
    if (const auto* timed = std::get_if<Timed>(&event.when))
        key += format_local(timed->start) + format_local(*timed->end);
    return key;
}

}  // namespace

Event Drafts::next(const Wish& wish) {
    const Town& town = country_->pick(chance_);
    Event draft = draw_one_off(town, chance_, wish);
    draft.id = EventId("d" + std::to_string(count_++));
    draft.uid = draft.id.text() + "@sim";
    const bool placeless =
        std::holds_alternative<Vague>(draft.when) || chance_.per_mille(without_venue_per_mille);
    for (int i = 0; i < tries && !placeless && !draft.venue; ++i) {
        const Spot& spot = town.spots[town.spot_choice.pick(chance_)];
        if (spot.capacity >= draft.expected_attendance.value_or(0)) draft.venue = spot.id;
    }
    if (!draft.venue) draft.position = town.somewhere(chance_);
    return draft;
}

std::size_t stored_among(const std::vector<Event>& drafts, const Year& year) {
    std::unordered_set<std::string> stored;
    for (const auto& event : year.records.events)
        if (!event->routine) stored.insert(likeness(*event));
    return static_cast<std::size_t>(
        std::count_if(drafts.begin(), drafts.end(),
                      [&stored](const Event& draft) { return stored.contains(likeness(draft)); }));
}

}  // namespace sopu::sim
