// Our feeds read by programs that share no line with us: python3-recurring-ical-events and khal
// find the occurrences that our own expansion has.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "engine/time/iso.h"
#include "tests/ical/series_samples.h"
#include "tests/ical/support.h"
#include "tests/support/process.h"
#include "tests/support/random_recurring.h"
#include "tests/support/tree.h"

using namespace sopu::ical::test;
using sopu::Event;
using sopu::Interval;
using sopu::test::Ran;

namespace {

std::string line_of(const Event& then, const sopu::recur::Occurrence& it) {
    const sopu::Zone& home = zones().home();
    const sopu::LocalTime start = to_local(it.start, home), end = to_local(it.end, home);
    const bool cancelled = then.takes_place == sopu::TakesPlace::cancelled;
    const std::string title =
        (cancelled ? "PERUTTU: " : "") + std::string(sopu::pick(then.title, "fi"));
    if (std::holds_alternative<sopu::AllDay>(then.when))
        return sopu::format_date(date::floor<date::days>(start)) + '\t' +
               sopu::format_date(date::floor<date::days>(end)) + '\t' + title;
    return sopu::format_local(start) + '\t' + sopu::format_local(end) + '\t' + title;
}

std::set<std::string> expected(const std::vector<Event>& events, const Interval& window) {
    std::set<std::string> lines;
    for (const Event& event : events) {
        const auto series = sopu::series_of(event, sopu::seconds{0}, zones());
        for (const auto& it : sopu::occurrences_in(series, window, zones())) {
            const auto index = static_cast<std::size_t>(it.override_index);
            lines.insert(
                line_of(it.override_index < 0
                            ? event
                            : sopu::with_override(event, event.recurrence->overrides[index]),
                        it));
        }
    }
    return lines;
}

std::set<std::string> found_by(const std::string& reader, const std::vector<Event>& events,
                               const Interval& window, const std::string& from,
                               const std::string& to) {
    const sopu::test::TemporaryFolder folder;
    std::ofstream(folder.path("feed.ics"), std::ios::binary) << feed_of(events, window);
    const Ran ran = sopu::test::run({"/usr/bin/python3",
                                     sopu::test::source_path("tests/ical/expand_with_others.py"),
                                     reader, folder.path("feed.ics"), from, to});
    REQUIRE_MESSAGE(ran.exit_code == 0, ran.err);
    std::set<std::string> lines;
    for (std::size_t at = 0; at < ran.out.size();) {
        const std::size_t end = ran.out.find('\n', at);
        lines.insert(ran.out.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::string difference(const std::set<std::string>& found, const std::set<std::string>& ours) {
    std::string text;
    for (const std::string& line : ours)
        if (!found.contains(line)) text += "only ours:   " + line + '\n';
    for (const std::string& line : found)
        if (!ours.contains(line)) text += "only theirs: " + line + '\n';
    return text;
}

Interval window_2026() {
    const auto midnight = [](int year) {
        return to_instant(sopu::LocalTime(sopu::Date(date::year{year} / 1 / 1)), zones().home());
    };
    return {midnight(2026), midnight(2027)};
}

// What these programs are known to read otherwise, whoever writes it:
// - khal 0.10 shows an event without an end as one hour;
// - recurring-ical-events 2.0 repeats times in UTC by the wall clock of X-WR-TIMEZONE.
// What its pytz loses in a fold, behind 2037 and by the offset of DTSTART (ICALENDAR 2.4) is in
// neither feed: UNTIL is written so that it does not matter.
bool is_misread(const Event& event) {
    const auto* timed = std::get_if<sopu::Timed>(&event.when);
    const auto& rule = event.recurrence->rule;
    if (rule && !rule->by_second.empty()) return true;  // khal prints minutes
    return timed != nullptr && (!timed->end || timed->zone == "UTC");
}

// Titles that tell them apart, those of overrides too.
void name_it(Event& event, const std::string& name) {
    event.uid = name + "@example.org";
    event.title = {{"fi", name}};
    sopu::Recurrence recurrence = *event.recurrence;
    for (sopu::Override& it : recurrence.overrides)
        if (it.title) it.title = sopu::LocalizedText{{"fi", name + " toinen"}};
    event.recurrence = recurrence;
}

void compare(const std::vector<Event>& events, const Interval& window, const std::string& from,
             const std::string& to) {
    for (const char* reader : {"recurring", "khal"}) {
        INFO(reader);
        CHECK(difference(found_by(reader, events, window, from, to), expected(events, window)) ==
              "");
    }
}

}  // namespace

TEST_SUITE("ical.other_readers") {
    TEST_CASE("each form of a series is found as we expand it") {
        std::vector<Event> events;
        for (const SeriesSample& it : series_samples()) {
            events.push_back(it.event);
            name_it(events.back(), it.name);
        }
        compare(events, window_2026(), "2026-01-01", "2027-01-01");
    }

    TEST_CASE("a hundred random series are found as we expand them") {
        std::vector<Event> events;
        for (std::uint64_t seed = 1; events.size() < 100; ++seed) {
            const auto make = rc::gen::exec([] { return sopu::test::random_recurring(zones()); });
            Event event = make(rc::Random(seed), 50).value();
            if (!sopu::check_recurrence(event, zones()).empty() || is_misread(event)) continue;
            name_it(event, "n" + std::to_string(seed));
            events.push_back(event);
        }
        const auto midnight = [](int year) {
            return to_instant(sopu::LocalTime(sopu::Date(date::year{year} / 1 / 1)),
                              zones().home());
        };
        compare(events, {midnight(2021), midnight(2022)}, "2021-01-01", "2022-01-01");
    }
}
