// What lives here: rapidcheck generators of valid records: any Event that could stand in the store,
// with letters that formats trip over, and the small numbers and dates that limits allow.
// What may not: worlds (which venues exist), expectations.
// Invariants: what it makes passes `check` (engine/time/when.h) and the JSON door.
// Thread-safety: as rapidcheck: one thread.
#pragma once

#include <string>
#include <vector>

#include <rapidcheck.h>

#include "engine/base/limits.h"
#include "engine/model/change.h"
#include "engine/model/event.h"
#include "tests/support/random_series.h"

namespace sopu::test {

// A text of some pieces, never empty, without white space at its ends.
inline std::string random_text(int pieces_max = 6) {
    static const std::vector<std::string> pieces{
        "a", "Ö", "å", "€",     "😀",     "\"", "\\", "<b>", "&amp;", "{{x}}", ";",
        ",", ":", "'", "talvi", "päivä", "1",  "/",  "%",   "é",     "–",     "END:VEVENT"};
    const int count = *rc::gen::inRange(1, pieces_max + 1);
    std::string text;
    for (int i = 0; i < count; ++i) {
        if (i > 0 && *rc::gen::arbitrary<bool>()) text += ' ';
        text += *rc::gen::elementOf(pieces);
    }
    return text;
}

inline std::string maybe_text() {
    return *rc::gen::arbitrary<bool>() ? random_text() : "";
}

inline std::string random_lines() {
    std::string text = random_text();
    if (*rc::gen::arbitrary<bool>()) text += "\n\t" + random_text();
    return text;
}

inline std::string random_id() {
    static const std::vector<std::string> ids{"a", "b-1", "suomussalmen-liikuntahalli", "ä/ö", "7"};
    return *rc::gen::elementOf(ids);
}

template <class Make>
std::vector<std::invoke_result_t<Make>> some(const Make& make, int count_max = 3) {
    std::vector<std::invoke_result_t<Make>> items;
    const int count = *rc::gen::inRange(0, count_max + 1);
    for (int i = 0; i < count; ++i) items.push_back(make());
    return items;
}

template <class Make>
std::optional<std::invoke_result_t<Make>> perhaps(const Make& make) {
    if (!*rc::gen::arbitrary<bool>()) return std::nullopt;
    return make();
}

template <class E>
E random_choice() {
    return static_cast<E>(*rc::gen::inRange(0, static_cast<int>(EnumNames<E>::names.size())));
}

inline int random_number(int from, int to) {
    return *rc::gen::inRange(from, to + 1);
}

inline LocalizedText random_localized(bool lines) {
    LocalizedText text;
    for (const char* language : {"fi", "sv", "en", "sma-NO"})
        if (*rc::gen::arbitrary<bool>()) text[language] = lines ? random_lines() : random_text();
    return text;
}

inline Date random_date() {
    const Date first = date::local_days(date::year(1900) / 1 / 2);
    return first + date::days(random_number(0, 200 * 365));
}

inline Instant random_instant() {
    return Instant(std::chrono::seconds(random_number(0, 2'000'000'000)));
}

inline When random_when() {
    const int kind = random_number(0, 3);
    const Date day = random_date();
    if (kind == 0) {
        Timed timed;
        timed.start = day + std::chrono::seconds(random_number(0, 86'399));
        timed.end = perhaps([&] { return timed.start + minutes(random_number(0, 3'000)); });
        const std::vector<std::string> zones{"Europe/Helsinki", "Europe/Stockholm", "UTC"};
        timed.zone = *rc::gen::elementOf(zones);
        return timed;
    }
    if (kind == 1) return AllDay{day, day + date::days(random_number(0, 30))};
    if (kind == 2) {
        Vague vague{day, day, random_choice<Precision>(), {}, {}};
        if (vague.precision != Precision::day) vague.to += date::days(random_number(0, 365));
        vague.part_of_day = perhaps([] { return random_choice<PartOfDay>(); });
        vague.duration = perhaps([] { return minutes(random_number(1, 600)); });
        return vague;
    }
    return Undated{};
}

inline recur::Moment random_moment() {
    const Date day = random_date();
    if (*rc::gen::arbitrary<bool>()) return day;
    if (*rc::gen::arbitrary<bool>()) return random_instant();
    return day + std::chrono::seconds(random_number(0, 86'399));
}

inline recur::Length random_length() {
    return {random_number(0, 40), seconds(random_number(0, 200'000))};
}

inline recur::ExtraDate random_extra_date() {
    recur::ExtraDate extra{random_moment(), {}};
    if (*rc::gen::arbitrary<bool>()) extra.end = random_length();
    // A start of one kind and an end of another are compared by nobody before there are zones.
    else if (std::holds_alternative<Date>(extra.start) && *rc::gen::arbitrary<bool>())
        extra.end = random_instant();
    return extra;
}

inline recur::Rule random_daily_rule() {
    recur::Rule rule = random_rule(static_cast<recur::Frequency>(random_number(3, 6)));
    if (*rc::gen::arbitrary<bool>())
        rule.count = random_number(1, 60);
    else if (*rc::gen::arbitrary<bool>())
        rule.until = random_moment();
    return recur::parse_rule(recur::format_rule(rule)).value_or(recur::Rule{});
}

inline Position random_position() {
    return {random_number(-900'000'000, 900'000'000) / 1e7,
            random_number(-1'800'000'000, 1'800'000'000) / 1e7};
}

inline Override random_override() {
    Override changed;
    changed.recurrence_id = random_moment();
    if (*rc::gen::arbitrary<bool>()) changed.range = recur::OverrideRange::this_and_future;
    changed.cancelled = *rc::gen::arbitrary<bool>();
    changed.when = perhaps(random_when);
    changed.length = perhaps(random_length);
    changed.title = perhaps([] { return random_localized(false); });
    changed.description = perhaps([] { return random_localized(true); });
    changed.place = perhaps([] {
        return OverridePlace{perhaps([] { return VenueId(random_id()); }), maybe_text(),
                             perhaps(random_position)};
    });
    changed.claim = perhaps([] { return random_choice<Claim>(); });
    changed.transparent = perhaps([] { return *rc::gen::arbitrary<bool>(); });
    return changed;
}

// Its form is right; whether it makes sense is not asked.
inline Boxed<Recurrence> random_recurrence() {
    Recurrence recurrence;
    recurrence.rule = perhaps(random_daily_rule);
    recurrence.dates = some(random_extra_date);
    recurrence.exceptions = some(random_moment);
    recurrence.overrides = some(random_override);
    recurrence.length = perhaps(random_length);
    if (recurrence == Recurrence{}) return {};
    return recurrence;
}

inline Organiser random_organiser() {
    return {maybe_text(), *rc::gen::arbitrary<bool>() ? "etu.suku@kylä.example" : "", maybe_text(),
            *rc::gen::arbitrary<bool>()};
}

// The fields that a person says.
inline Event random_content() {
    Event event;
    event.title = random_localized(false);
    event.description = random_localized(true);
    event.languages = some([] { return *rc::gen::element<std::string>("fi", "sv", "en"); });
    event.when = random_when();
    if (*rc::gen::arbitrary<bool>()) event.recurrence = random_recurrence();
    const auto setup = [] { return random_number(0, limits::setup_minutes_max); };
    event.setup_minutes = perhaps(setup);
    event.teardown_minutes = perhaps(setup);
    event.municipality = perhaps([] { return MunicipalityCode("777"); });
    event.areas = some([] { return random_text(); });
    event.venue = perhaps([] { return VenueId(random_id()); });
    event.venue_text = maybe_text();
    event.position = perhaps(random_position);
    event.attendance_mode = random_choice<AttendanceMode>();
    event.organisation = perhaps([] { return OrganisationId(random_id()); });
    event.organiser = random_organiser();
    event.co_organisers = some([] { return random_text(); });
    event.people = some(random_id);
    event.resources = some([] { return ResourceUse{random_id(), random_number(1, 500)}; });
    event.categories = some(random_id);
    event.format = maybe_text();
    event.audiences = some(random_id);
    event.expected_attendance = perhaps([] { return random_number(0, limits::attendance_max); });
    event.size = perhaps([] { return random_choice<SizeClass>(); });
    event.routine = *rc::gen::arbitrary<bool>();
    event.regular_slot = *rc::gen::arbitrary<bool>();
    event.transparent = *rc::gen::arbitrary<bool>();
    event.claim = random_choice<Claim>();
    event.hold_until = perhaps(random_instant);
    event.visibility = random_choice<Visibility>();
    event.channels = some(random_id);
    event.umbrella = *rc::gen::arbitrary<bool>() ? random_id() : "";
    for (const std::string& id : some(random_id)) event.own_reservations.emplace_back(id);
    event.duplicate_of = perhaps([] { return EventId(random_id()); });
    event.link = *rc::gen::arbitrary<bool>() ? "https://kylä.example/?a=1&b=\"2\"" : "";
    event.price = maybe_text();
    event.registration = *rc::gen::arbitrary<bool>() ? random_lines() : "";
    event.accessibility = maybe_text();
    event.conditions = some(random_id);
    return event;
}

inline Event random_event() {
    Event event = random_content();
    event.id = EventId(random_id());
    event.uid = random_text();
    event.state = random_choice<State>();
    event.takes_place = random_choice<TakesPlace>();
    event.decision_reason = maybe_text();
    event.verified = *rc::gen::arbitrary<bool>();
    event.revision = *rc::gen::arbitrary<std::uint32_t>();
    event.sequence = *rc::gen::arbitrary<std::uint32_t>();
    event.token_generation = *rc::gen::arbitrary<std::uint32_t>();
    event.created = random_instant();
    event.updated = random_instant();
    return event;
}

inline Venue random_venue() {
    Venue venue;
    venue.id = VenueId(random_id());
    venue.name = random_localized(false);
    venue.municipality = MunicipalityCode("777");
    venue.position = perhaps(random_position);
    venue.capacity = perhaps([] { return random_number(0, limits::attendance_max); });
    venue.part_of = perhaps([] { return VenueId(random_id()); });
    venue.shares = some([] { return VenueId(random_id()); });
    venue.aliases = some([] { return random_text(); });
    venue.setup_minutes = perhaps([] { return random_number(0, 600); });
    venue.teardown_minutes = perhaps([] { return random_number(0, 600); });
    venue.buffer_blocks = *rc::gen::arbitrary<bool>();
    venue.keeper = maybe_text();
    venue.revision = *rc::gen::arbitrary<std::uint32_t>();
    return venue;
}

inline Organisation random_organisation() {
    return {OrganisationId(random_id()),
            random_localized(false),
            perhaps([] { return MunicipalityCode("105"); }),
            *rc::gen::arbitrary<bool>(),
            *rc::gen::arbitrary<bool>(),
            *rc::gen::arbitrary<std::uint32_t>()};
}

inline Area random_area() {
    return {AreaId(random_id()), random_localized(false), random_text(),
            *rc::gen::arbitrary<std::uint32_t>()};
}

}  // namespace sopu::test

namespace rc {
template <>
struct Arbitrary<sopu::Event> {
    static Gen<sopu::Event> arbitrary() { return gen::exec(&sopu::test::random_event); }
};
template <>
struct Arbitrary<sopu::Venue> {
    static Gen<sopu::Venue> arbitrary() { return gen::exec(&sopu::test::random_venue); }
};
template <>
struct Arbitrary<sopu::Organisation> {
    static Gen<sopu::Organisation> arbitrary() {
        return gen::exec(&sopu::test::random_organisation);
    }
};
template <>
struct Arbitrary<sopu::Area> {
    static Gen<sopu::Area> arbitrary() { return gen::exec(&sopu::test::random_area); }
};
}  // namespace rc
