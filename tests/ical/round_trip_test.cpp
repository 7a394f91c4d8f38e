// Random events out and in again: by our own reader, and by libical, which shares no line with it.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "engine/base/text.h"
#include "ical/libical.h"
#include "ical/moment.h"
#include "ical/read.h"
#include "ical/write.h"
#include "tests/ical/support.h"

namespace ical = sopu::ical;
using namespace sopu::ical::test;
using sopu::Event;

namespace {

// Words with everything that has a meaning somewhere in the format.
std::string any_text(int words_max) {
    static const std::vector<std::string> words{
        "kylä",
        "\\",
        ";",
        ",",
        ":",
        "\"",
        "^n",
        "\\n",
        "päivä ja yö",
        "€",
        "END:VEVENT",
        "=",
        "ö",
        "a b",
        "http://x.fi/?a=1;b",
        "😀",
        "pitkähkö-sana-joka-venyy-ja-venyy-kunnes-rivi-katkeaa"};
    std::string text;
    for (int i = *rc::gen::inRange(0, words_max + 1); i > 0; --i)
        text += *rc::gen::elementOf(words) + (*rc::gen::arbitrary<bool>() ? " " : "");
    return std::string(sopu::trim(text));
}

sopu::When any_when() {
    const sopu::Date day(date::year{2026} / 1 / 1);
    const sopu::Date first = day + date::days{*rc::gen::inRange(-3000, 20'000)};
    const date::days length{*rc::gen::inRange(0, 20)};
    const std::string zone =
        *rc::gen::element<std::string>("Europe/Helsinki", "UTC", "America/New_York", "Asia/Tokyo");
    switch (*rc::gen::inRange(0, 3)) {
        case 0:
            return sopu::AllDay{first, first + length};
        case 1:
            return sopu::Vague{first, first + length, sopu::Precision::day,
                               *rc::gen::element<std::optional<sopu::PartOfDay>>(
                                   std::nullopt, sopu::PartOfDay::morning),
                               std::chrono::minutes(*rc::gen::inRange(1, 600))};
        default: {
            const auto start = sopu::LocalTime(first) + sopu::seconds{*rc::gen::inRange(0, 86'400)};
            sopu::Timed timed{start, std::nullopt, zone};
            // Three hours at least: no change of clocks makes that nothing.
            if (*rc::gen::arbitrary<bool>())
                timed.end = start + std::chrono::minutes(*rc::gen::inRange(180, 5000));
            return timed;
        }
    }
}

Event any_event(int number) {
    Event event;
    event.uid = "uid-" + std::to_string(number) + any_text(2);
    if (std::string title = any_text(5); !title.empty()) event.title["fi"] = title;
    if (std::string text = any_text(40) + '\n' + any_text(4); sopu::trim(text).size() > 0)
        event.description["fi"] = text;
    event.when = any_when();
    event.venue_text = "Talo" + any_text(3);
    event.organiser.name = any_text(3);
    event.claim = *rc::gen::element(sopu::Claim::tentative, sopu::Claim::confirmed);
    event.takes_place = *rc::gen::element(sopu::TakesPlace::scheduled, sopu::TakesPlace::cancelled);
    event.transparent =
        !std::holds_alternative<sopu::Vague>(event.when) && *rc::gen::arbitrary<bool>();
    event.sequence = *rc::gen::inRange(0U, 9U);
    event.updated = sopu::Instant(std::chrono::seconds(*rc::gen::inRange(1, 2'000'000'000)));
    event.created = event.updated - std::chrono::hours(1);
    if (*rc::gen::arbitrary<bool>()) event.position = sopu::Position{64.125, -28.5};
    return event;
}

std::vector<Event> any_events() {
    std::vector<Event> events;
    const int count = *rc::gen::inRange(1, 6);
    for (int i = 0; i < count; ++i) events.push_back(any_event(i));
    return events;
}

std::string written(const std::vector<Event>& events) {
    ical::Feed feed{
        "Syöte; \"x\"",      "", "fi", {"PERUTTU: ", "kellonaika avoin", "varattu", "Järjestäjä"},
        "-//Sopu//test//FI", {}};
    for (const Event& event : events)
        feed.items.push_back({&event, event.venue_text, event.position, event.link});
    return ical::write(feed, zones());
}

// A cancelled event's claim is not told by STATUS.
Event as_told(Event event) {
    if (event.takes_place == sopu::TakesPlace::cancelled) event.claim = sopu::Claim::confirmed;
    return event;
}

void compare_with_libical(const Event& event, icalcomponent* theirs) {
    const bool cancelled = event.takes_place == sopu::TakesPlace::cancelled;
    const std::string title =
        std::string(cancelled ? "PERUTTU: " : "") + std::string(sopu::pick(event.title, "fi"));
    RC_ASSERT(ical::or_empty(icalcomponent_get_uid(theirs)) == event.uid);
    RC_ASSERT(ical::or_empty(icalcomponent_get_summary(theirs)) == std::string(sopu::trim(title)));
    RC_ASSERT(ical::or_empty(icalcomponent_get_location(theirs)) == event.venue_text);
    RC_ASSERT(icalcomponent_get_sequence(theirs) == static_cast<int>(event.sequence));
    icalproperty* start = icalcomponent_get_first_property(theirs, ICAL_DTSTART_PROPERTY);
    RC_ASSERT(static_cast<bool>(start));
    const std::string value = ical::or_empty(icalproperty_get_value_as_string(start));
    if (const auto* timed = std::get_if<sopu::Timed>(&event.when)) {
        const bool utc = timed->zone == "UTC";
        RC_ASSERT(value == ical::basic_local(timed->start) + (utc ? "Z" : ""));
        const std::string tzid =
            ical::or_empty(icalproperty_get_parameter_as_string(start, "TZID"));
        RC_ASSERT(tzid == (utc ? "" : timed->zone));
    } else {
        RC_ASSERT(value == ical::basic_date(*sopu::first_date(event.when)));
    }
}

}  // namespace

TEST_SUITE("ical.round_trip") {
    TEST_CASE("what is written is read as it was, and written again byte for byte") {
        const bool holds = rc::check("own reader", [] {
            const std::vector<Event> events = any_events();
            const std::string first = written(events);
            const auto calendar = ical::read(first, zones(), {});
            RC_ASSERT(calendar.has_value());
            RC_ASSERT(calendar->rejected.empty());
            RC_ASSERT(calendar->taken.size() == events.size());
            std::vector<Event> again;
            for (std::size_t i = 0; i < events.size(); ++i) {
                RC_ASSERT(calendar->taken[i].event == as_told(events[i]));
                again.push_back(calendar->taken[i].event);
            }
            RC_ASSERT(written(again) == first);
        });
        CHECK(holds);
    }

    TEST_CASE("libical reads the same from it") {
        const bool holds = rc::check("libical", [] {
            const std::vector<Event> events = any_events();
            const ical::LibicalComponent calendar = ical::libical_parse(written(events));
            RC_ASSERT(static_cast<bool>(calendar));
            RC_ASSERT(icalcomponent_count_errors(calendar.get()) == 0);
            std::vector<icalcomponent*> found;
            for (icalcomponent* it =
                     icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
                 it != nullptr;
                 it = icalcomponent_get_next_component(calendar.get(), ICAL_VEVENT_COMPONENT))
                found.push_back(it);
            RC_ASSERT(found.size() == events.size());
            for (std::size_t i = 0; i < events.size(); ++i)
                compare_with_libical(events[i], found[i]);
        });
        CHECK(holds);
    }
}
