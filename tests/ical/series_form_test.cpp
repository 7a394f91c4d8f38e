// What a feed says of a series against the series itself: the VEVENTs are put back together by
// UID, as any subscriber does, and expanded.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "engine/time/iso.h"
#include "ical/portable_rule.h"
#include "ical/series_form.h"
#include "tests/ical/support.h"
#include "tests/support/random_recurring.h"

namespace ical = sopu::ical;
using namespace sopu::ical::test;
using sopu::Event;
using sopu::Instant;
using sopu::Interval;

namespace {

// Start, end and title of an occurrence.
using Shown = std::tuple<Instant, Instant, std::string>;

std::string title_of(const Event& event) {
    return std::string(sopu::pick(event.title, "fi"));
}

Event as_event(const ical::Vevent& vevent) {
    Event event = *vevent.event;
    event.when = vevent.when;
    event.recurrence = {};
    return event;
}

// One calendar component set with the same UID, read back into the model.
Event joined(const std::vector<const ical::Vevent*>& same_uid) {
    const ical::Vevent& master = *same_uid.front();
    Event event = as_event(master);
    sopu::Recurrence recurrence;
    recurrence.rule = master.rule;
    recurrence.length = master.duration;
    const auto moment = [&master](sopu::LocalTime local) {
        return master.form.all_day ? sopu::recur::Moment(date::floor<date::days>(local)) : local;
    };
    for (const sopu::LocalTime local : master.dates)
        recurrence.dates.push_back({moment(local), {}});
    for (const sopu::LocalTime local : master.exceptions)
        recurrence.exceptions.push_back(moment(local));
    for (std::size_t i = 1; i < same_uid.size(); ++i) {
        sopu::Override changed;
        RC_ASSERT(same_uid[i]->recurrence_id.has_value());
        changed.recurrence_id = moment(*same_uid[i]->recurrence_id);
        changed.when = same_uid[i]->when;
        changed.length = same_uid[i]->duration;
        changed.title = same_uid[i]->event->title;
        recurrence.overrides.push_back(changed);
    }
    event.recurrence = recurrence;
    return event;
}

std::vector<Shown> shown(const Event& event, const Interval& window) {
    std::vector<Shown> list;
    const auto series = sopu::series_of(event, sopu::seconds{0}, zones());
    for (const auto& it : sopu::occurrences_in(series, window, zones())) {
        const Event then =
            it.override_index < 0
                ? event
                : sopu::with_override(
                      event,
                      event.recurrence->overrides[static_cast<std::size_t>(it.override_index)]);
        list.emplace_back(it.start, it.end, title_of(then));
    }
    return list;
}

std::vector<Shown> told(const ical::SeriesForm& form, const Interval& window) {
    std::map<std::string, std::vector<const ical::Vevent*>> by_uid;
    for (const ical::Vevent& vevent : form.vevents) by_uid[vevent.uid].push_back(&vevent);
    std::vector<Shown> list;
    for (const auto& [uid, same] : by_uid)
        for (const Shown& it : shown(joined(same), window)) list.push_back(it);
    std::sort(list.begin(), list.end());
    return list;
}

// The first occurrence that only one of them has; "" if there is none.
std::string difference(const std::vector<Shown>& told, const std::vector<Shown>& expected) {
    for (std::size_t i = 0; i < std::max(told.size(), expected.size()); ++i) {
        const bool same = i < told.size() && i < expected.size() && told[i] == expected[i];
        if (same) continue;
        const bool missing = i >= told.size() || (i < expected.size() && expected[i] < told[i]);
        const auto& [start, end, title] = missing ? expected[i] : told[i];
        return (missing ? "missing " : "too many ") + sopu::format_instant(start) + " to " +
               sopu::format_instant(end) + ' ' + title;
    }
    return {};
}

// One of those that a single master must tell.
bool is_simple(const Event& event, sopu::LocalTime start) {
    const sopu::Recurrence& said = *event.recurrence;
    const auto rule = said.rule ? ical::portable_rule(*said.rule, start) : std::nullopt;
    const bool no_range = std::all_of(
        said.overrides.begin(), said.overrides.end(),
        [](const sopu::Override& it) { return it.range == sopu::recur::OverrideRange::this_one; });
    return rule && !rule->until && no_range && ical::begins_with(*rule, start);
}

}  // namespace

TEST_SUITE("ical.series_form") {
    TEST_CASE("what a feed says of a series has the occurrences of the series") {
        int masters = 0, singles = 0;
        const bool holds = rc::check("series", [&] {
            const Event event = sopu::test::random_recurring(zones());
            RC_PRE(sopu::check_recurrence(event, zones()).empty());
            const auto* timed = std::get_if<sopu::Timed>(&event.when);
            const auto* days = std::get_if<sopu::AllDay>(&event.when);
            const sopu::LocalTime start = timed ? timed->start : sopu::LocalTime(days->first);
            const Instant begin =
                Instant(start.time_since_epoch()) + date::days{*rc::gen::inRange(-30, 200)};
            const Interval window(begin, begin + date::days{400});
            const auto form = ical::series_form({&event, "", {}, ""}, window, zones());
            std::vector<Shown> expected = shown(event, window);
            std::sort(expected.begin(), expected.end());
            for (const auto& it : form.vevents) (it.rule ? masters : singles) += 1;
            if (event.recurrence->rule)
                RC_LOG() << sopu::recur::format_rule(*event.recurrence->rule) << '\n';
            for (const auto& it : form.vevents)
                if (it.rule) RC_LOG() << it.uid << ' ' << format_rule(*it.rule) << '\n';
            if (is_simple(event, start))
                RC_ASSERT(form.vevents.front().rule && form.vevents.front().uid == event.uid);
            RC_ASSERT(difference(told(form, window), expected) == "");
        });
        CHECK(holds);
        CHECK(masters > 0);
        CHECK(singles > 0);
    }

    TEST_CASE("a rule begins with its first occurrence and with no other day") {
        const bool holds = rc::check("begins", [] {
            const auto rule = sopu::test::ordinary_rule();
            const auto start = sopu::test::random_start();
            const auto portable = ical::portable_rule(rule, start);
            RC_PRE(portable.has_value());
            // DTSTART is always an occurrence, so ask a series that began periods earlier: one of
            // the same phase, with the parts that DTSTART would lend it said.
            RC_PRE(!rule.by_day.empty() || !rule.by_month_day.empty());
            sopu::recur::Series earlier;
            earlier.rule = rule;
            earlier.rule->interval = 1;
            earlier.start = start - date::days{800};
            const Instant at(start.time_since_epoch());
            earlier.zone = zones().find("UTC");
            const auto found = sopu::occurrences_in(earlier, {at, at + sopu::seconds{1}}, zones());
            RC_ASSERT(ical::begins_with(*portable, start) == !found.empty());
        });
        CHECK(holds);
    }
}
