#include "tests/support/random_world.h"

#include <algorithm>

#include "tests/support/gazetteer.h"
#include "tests/support/zones.h"

namespace sopu::test {
namespace {

constexpr int venue_count = 7;
const char* const municipalities[] = {"777", "765", "205", "698"};
const char* const people[] = {"puhuja-1", "puhuja-2", "bändi"};
const char* const organisations[] = {"seura", "kunta"};
const char* const audiences[] = {"families", "youth", "everyone"};
const char* const formats[] = {"concert", "bazaar"};
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

// Whom it is for, how large it is, and what it asks for.
void RandomWorld::wishes(Event& event) {
    if (chance(30)) event.organisation = OrganisationId(one_of(organisations));
    if (chance(30)) event.resources.push_back({"tables", 1 + below(8)});
    if (chance(15)) event.resources.push_back({"stage", 1});
    if (chance(60)) event.audiences = {one_of(audiences)};
    if (chance(20)) event.audiences.push_back(one_of(audiences));
    if (chance(40)) event.format = one_of(formats);
    if (chance(50)) event.size = static_cast<SizeClass>(below(4));
    if (chance(30)) event.expected_attendance = 20 * below(10);
    if (chance(40)) event.position = Position{64.0 + 0.05 * below(9), 28.0 + 0.1 * below(9)};
    event.regular_slot = chance(20);
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
    wishes(event);
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
    if (chance(40)) venue.position = Position{64.0 + 0.05 * below(9), 28.0 + 0.1 * below(9)};
    if (chance(50)) venue.capacity = 20 * below(8);
    if (chance(25)) {
        venue.opening_hours.push_back({0b0011111, 8 * 60, 21 * 60});
        venue.opening_hours.push_back({0b0100000, 10 * 60, 15 * 60 + 30});
        if (chance(50)) venue.opening_hours.push_back({0b1100000, 15 * 60, 24 * 60});
    }
    return venue;
}

Closure RandomWorld::closure(int number) {
    Closure closure;
    closure.id = ClosureId("c" + std::to_string(number));
    closure.venue = VenueId(venue_id(below(venue_count)));
    const Date day = date::local_days(date::year{2026} / 10 / 21) + date::days(below(12));
    const LocalTime start = day + minutes(15 * below(60));
    if (chance(50))
        closure.when = AllDay{day, day + date::days(below(3))};
    else
        closure.when = Timed{start, start + minutes(15 * (1 + below(40))), "Europe/Helsinki"};
    return closure;
}

Records RandomWorld::records(int events) {
    Records records;
    for (int i = 0; i < venue_count; ++i)
        records.venues.push_back(std::make_shared<const Venue>(venue(i)));
    Area area{AreaId("oma-alue"), {{"fi", "Oma alue"}}, "Suomussalmi, Sotkamo", 1};
    records.areas.push_back(std::make_shared<const Area>(area));
    for (int i = 0; i < 3; ++i)
        records.closures.push_back(std::make_shared<const Closure>(closure(i)));
    for (const char* id : organisations) {
        Organisation organisation;
        organisation.id = OrganisationId(id);
        organisation.small = std::string_view(id) == "seura";
        records.organisations.push_back(std::make_shared<const Organisation>(organisation));
    }
    for (const auto& [id, stock] : {std::pair("tables", 9), std::pair("stage", 1)}) {
        Resource resource;
        resource.id = ResourceId(id);
        resource.stock = stock;
        records.resources.push_back(std::make_shared<const Resource>(resource));
    }
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
