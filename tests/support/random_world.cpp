#include "tests/support/random_world.h"

#include <algorithm>

#include "tests/support/gazetteer.h"
#include "tests/support/zones.h"

namespace sopu::test {
namespace {

constexpr int venue_count = 7;
const char* const municipalities[] = {"777", "765", "205", "698"};
const char* const people[] = {"puhuja-1", "puhuja-2", "bändi"};
const char* const halls[] = {"Kylätalo", "kylätalo", "Tori", "Sali 1"};
const char* const zone_names[] = {"Europe/Helsinki", "Europe/Helsinki", "UTC", "America/New_York"};

std::string venue_id(int number) {
    return "v" + std::to_string(number);
}

template <class T>
void put_in(std::vector<std::shared_ptr<const T>>& list, const std::shared_ptr<const T>& record) {
    const auto same = [&](const auto& it) { return it->id == record->id; };
    const auto at = std::find_if(list.begin(), list.end(), same);
    if (at == list.end())
        list.push_back(record);
    else
        *at = record;
}

template <class T, class IdType>
void take_out(std::vector<std::shared_ptr<const T>>& list, const IdType& id) {
    std::erase_if(list, [&](const auto& it) { return it->id == id; });
}

struct Apply {
    Records& records;
    void operator()(const Put<Event>& it) const { put_in(records.events, it.record); }
    void operator()(const Erase<Event>& it) const { take_out(records.events, it.id); }
    void operator()(const Put<Venue>& it) const { put_in(records.venues, it.record); }
    void operator()(const Erase<Venue>& it) const { take_out(records.venues, it.id); }
    void operator()(const Put<Organisation>& it) const { put_in(records.organisations, it.record); }
    void operator()(const Erase<Organisation>& it) const { take_out(records.organisations, it.id); }
    void operator()(const Put<Area>& it) const { put_in(records.areas, it.record); }
    void operator()(const Erase<Area>& it) const { take_out(records.areas, it.id); }
    void operator()(const Put<Closure>& it) const { put_in(records.closures, it.record); }
    void operator()(const Erase<Closure>& it) const { take_out(records.closures, it.id); }
    void operator()(const Put<Resource>& it) const { put_in(records.resources, it.record); }
    void operator()(const Erase<Resource>& it) const { take_out(records.resources, it.id); }
    void operator()(const Tick& it) const { records.last_tick = it; }
};

}  // namespace

const Ground& test_ground() {
    static const Policies policy;
    static const Ground ground{test_zones(), test_gazetteer(), test_observances(), policy,
                               [](std::string_view text) { return fold_name(trim(text)); }};
    return ground;
}

int RandomWorld::below(int bound) {
    return static_cast<int>(random_() % static_cast<std::uint64_t>(bound));
}

// Around the night when the clocks go back, so that offsets differ within a world.
When RandomWorld::when() {
    const Date day = date::local_days(date::year{2026} / 10 / 21) + date::days(below(7));
    const LocalTime start = day + minutes(15 * below(96));
    switch (below(8)) {
        case 0:
            return AllDay{day, day + date::days(below(3))};
        case 1:
            return Vague{day, day, Precision::day, std::nullopt, std::nullopt};
        case 2:
            return Vague{day, day, Precision::day, static_cast<PartOfDay>(below(3)), minutes(90)};
        case 3:
            return Vague{day, day + date::days(below(5)), Precision::window, std::nullopt,
                         minutes(60 * (1 + below(40)))};
        case 4:
            return Timed{start, std::nullopt, one_of(zone_names)};
        case 5:
            return chance(20) ? When(Undated{}) : When(Timed{start, start, one_of(zone_names)});
        default:
            return Timed{start, start + minutes(15 * (1 + below(24))), one_of(zone_names)};
    }
}

// A few weeks of an evening, or a monthly one without end; some of it skipped, moved or elsewhere.
Recurrence RandomWorld::recurrence(const When& first) {
    Recurrence said;
    said.rule.emplace();
    const bool endless = chance(15);
    said.rule->frequency =
        endless ? recur::Frequency::monthly : static_cast<recur::Frequency>(3 + below(2));
    said.rule->interval = 1 + below(2);
    if (!endless) said.rule->count = 1 + below(8);
    const Date day = *first_date(first);
    if (chance(30)) said.dates.push_back({day + date::days(below(9)), {}});
    if (chance(30)) said.exceptions.emplace_back(day + date::days(7 * below(3)));
    if (!chance(50)) return said;
    Override changed;
    changed.recurrence_id = day + date::days(7 * below(3));
    changed.cancelled = chance(25);
    if (chance(20)) changed.range = recur::OverrideRange::this_and_future;
    if (chance(60)) {
        const auto* timed = std::get_if<Timed>(&first);
        const Date other = day + date::days(below(16));
        const LocalTime start = other + minutes(15 * below(80));
        if (timed != nullptr)
            changed.when = Timed{start, start + minutes(15 * (1 + below(9))), timed->zone};
        else
            changed.when = AllDay{other, other + date::days(below(2))};
    }
    if (chance(40))
        changed.place = OverridePlace{VenueId(venue_id(below(venue_count))), "", std::nullopt};
    if (chance(20)) changed.claim = static_cast<Claim>(below(4));
    if (chance(10)) changed.transparent = true;
    said.overrides.push_back(std::move(changed));
    return said;
}

void RandomWorld::place(Event& event) {
    if (chance(90)) event.municipality = MunicipalityCode(one_of(municipalities));
    if (chance(10)) event.areas = {"Kainuu (pl. Kajaani)"};
    if (chance(8)) event.areas = {"oma-alue"};
    if (chance(60))
        event.venue = VenueId(venue_id(below(venue_count)));
    else if (chance(60))
        event.venue_text = one_of(halls);
    if (chance(10)) event.attendance_mode = AttendanceMode::online;
}

Event RandomWorld::event() {
    Event event;
    event.id = EventId("e" + std::to_string(next_event_++));
    event.uid = event.id.text() + "@test";
    event.title = {{"fi", "Tapahtuma " + event.id.text()}};
    event.when = when();
    const bool may_repeat =
        std::holds_alternative<Timed>(event.when) || std::holds_alternative<AllDay>(event.when);
    if (may_repeat && chance(25)) event.recurrence = recurrence(event.when);
    place(event);
    if (chance(40)) event.setup_minutes = 15 * below(6);
    if (chance(40)) event.teardown_minutes = 15 * below(6);
    if (chance(40)) event.people = {one_of(people)};
    if (chance(10)) event.people.push_back(one_of(people));
    event.organiser.name = "Yhdistys " + std::to_string(below(4));
    event.state = chance(75) ? State::published : static_cast<State>(below(6));
    event.takes_place = chance(85) ? TakesPlace::scheduled : static_cast<TakesPlace>(below(5));
    event.claim = static_cast<Claim>(below(4));
    event.verified = chance(80);
    event.transparent = chance(5);
    event.routine = chance(20);
    if (chance(8) && next_event_ > 1) event.umbrella = "e" + std::to_string(below(next_event_));
    event.updated = Instant(seconds(1'790'000'000 + below(1'000'000)));
    return event;
}

// v1 and v2 are sections of v0, v3 of v2; v4 and v5 share the exclusive v6.
Venue RandomWorld::venue(int number) {
    Venue venue;
    venue.id = VenueId(venue_id(number));
    venue.name = {{"fi", "Tila " + std::to_string(number)}};
    venue.municipality = MunicipalityCode(municipalities[number % 4]);
    if (number == 1 || number == 2) venue.part_of = VenueId("v0");
    if (number == 3) venue.part_of = VenueId("v2");
    if (number == 4 || number == 5) venue.shares = {VenueId("v6")};
    if (chance(30)) venue.setup_minutes = 15 * below(5);
    if (chance(30)) venue.teardown_minutes = 15 * below(5);
    if (chance(30)) venue.aliases = {one_of(halls)};
    venue.buffer_blocks = chance(20);
    return venue;
}

Records RandomWorld::records(int events) {
    Records records;
    for (int i = 0; i < venue_count; ++i)
        records.venues.push_back(std::make_shared<const Venue>(venue(i)));
    Area area{AreaId("oma-alue"), {{"fi", "Oma alue"}}, "Suomussalmi, Sotkamo", 1};
    records.areas.push_back(std::make_shared<const Area>(area));
    for (int i = 0; i < events; ++i)
        records.events.push_back(std::make_shared<const Event>(event()));
    return records;
}

Change RandomWorld::change() {
    const int kind = below(20);
    if (kind < 8) return Put<Event>{std::make_shared<const Event>(event())};
    if (kind < 13 && next_event_ > 0) {  // an edit: another content under an id that may be there
        Event edited = event();
        edited.id = EventId("e" + std::to_string(below(next_event_)));
        // One UID, one event: a new UID is one that no other event has.
        edited.uid = chance(10) ? edited.uid + ".moved" : edited.id.text() + "@test";
        return Put<Event>{std::make_shared<const Event>(edited)};
    }
    if (kind < 15 && next_event_ > 0)
        return Erase<Event>{EventId("e" + std::to_string(below(next_event_)))};
    if (kind == 15) return Put<Venue>{std::make_shared<const Venue>(venue(below(venue_count)))};
    if (kind == 16) return Erase<Venue>{VenueId(venue_id(below(venue_count)))};
    if (kind == 17) {
        Area area{AreaId("oma-alue"), {{"fi", "Oma alue"}}, chance(50) ? "Kuhmo" : "Sotkamo", 1};
        return Put<Area>{std::make_shared<const Area>(area)};
    }
    if (kind == 18) return Erase<Area>{AreaId("oma-alue")};
    // Some years on now and then: endless series are kept in other years then.
    return Tick{Instant(seconds(1'790'000'000 + below(1'000'000)) +
                        date::days(400) * (chance(30) ? below(8) : 0))};
}

std::vector<Change> RandomWorld::changes(int count) {
    std::vector<Change> list;
    for (int i = 0; i < count; ++i) list.push_back(change());
    return list;
}

Records applied(Records records, const std::vector<Change>& changes) {
    for (const Change& change : changes) std::visit(Apply{records}, change);
    return records;
}

}  // namespace sopu::test
