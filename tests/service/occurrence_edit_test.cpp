// Occurrences changed one by one or with all later ones: properties over random series, and what
// becomes of the changes when the series is edited.
#include "server/service/occurrence_edit.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>

#include "engine/base/limits.h"
#include "engine/world/series.h"
#include "server/service/validate.h"
#include "tests/support/random_series.h"
#include "tests/support/service_fixture.h"
#include "tests/support/zones.h"

namespace sopu::service {
namespace {

using recur::OverrideRange;
using test::draft;
using test::one_in;
using test::pick;
using test::ServiceFixture;

// An event that repeats in some eight weeks, over a change of the clocks; sometimes whole days.
Event random_series_event() {
    Event event = draft("Kerho", 10);
    const Date day = Date(date::year{2026} / 10 / 1) + date::days{pick(0, 40)};
    if (one_in(3))
        event.when = AllDay{day, day + date::days{pick(0, 2)}};
    else
        event.when = Timed{day + std::chrono::hours(pick(0, 23)),
                           day + std::chrono::hours(pick(24, 26)), "Europe/Helsinki"};
    Recurrence recurrence;
    recur::Rule rule;
    rule.frequency = one_in(2) ? recur::Frequency::daily : recur::Frequency::weekly;
    rule.interval = pick(1, 3);
    rule.count = pick(2, 9);
    recurrence.rule = rule;
    if (one_in(3)) recurrence.exceptions = {day + date::days{7}};
    event.recurrence = recurrence;
    return event;
}

std::vector<recur::Occurrence> all_of(const Event& event) {
    return occurrences_in(series_of(event, seconds{0}, test::test_zones()), calendar_span(),
                          test::test_zones());
}

// A time near an occurrence, of the series' own kind.
When moved_from(const Event& event, Instant id) {
    const LocalTime local = to_local(id, test::test_zones().home());
    const Date day = date::floor<date::days>(local) + date::days{pick(-1, 1)};
    if (std::holds_alternative<AllDay>(event.when))
        return AllDay{day, day + date::days{pick(0, 1)}};
    const LocalTime start = day + std::chrono::hours(pick(5, 20));
    return Timed{start, start + std::chrono::hours(pick(1, 3)), "Europe/Helsinki"};
}

OccurrenceChange random_change(const Event& event, Instant id) {
    OccurrenceChange change;
    if (one_in(2)) change.when = moved_from(event, id);
    if (one_in(3)) change.title = LocalizedText{{"fi", one_in(2) ? "Vieras" : "Ilta"}};
    if (one_in(4)) change.place = OverridePlace{VenueId("halli"), "", {}};
    if (one_in(4)) change.claim = Claim::tentative;
    return change;
}

OverrideRange random_range() {
    return one_in(3) ? OverrideRange::this_and_future : OverrideRange::this_one;
}

// A change that can be carried out; the event itself where there is nothing left to change.
Event changed(const Event& event, Instant id, OverrideRange range, const OccurrenceChange& change) {
    auto made = with_changed_occurrence(event, id, range, change, test::test_zones());
    if (!made) RC_FAIL(made.error().reason);
    return *made;
}

Event with_some_changes(Event event) {
    for (int i = pick(0, 4); i > 0; --i) {
        const auto occurrences = all_of(event);
        if (occurrences.size() < 2) break;
        const auto& it = occurrences[static_cast<std::size_t>(
            pick(0, static_cast<int>(occurrences.size()) - 1))];
        OccurrenceChange change = random_change(event, it.recurrence_id);
        if (one_in(5)) change.cancelled = true;
        event = changed(event, it.recurrence_id, random_range(), change);
    }
    return event;
}

Instant some_id(const std::vector<recur::Occurrence>& occurrences) {
    return occurrences[static_cast<std::size_t>(pick(0, static_cast<int>(occurrences.size()) - 1))]
        .recurrence_id;
}

// What holds for an occurrence, as text: when, title, hall, claim.
std::map<Instant, std::string> told(const Event& event) {
    std::map<Instant, std::string> lines;
    for (const recur::Occurrence& it : all_of(event)) {
        Event then = event;
        if (it.override_index >= 0)
            then = with_override(
                event, event.recurrence->overrides[static_cast<std::size_t>(it.override_index)]);
        lines[it.recurrence_id] = std::to_string(it.start.time_since_epoch().count()) + " " +
                                  std::to_string(it.end.time_since_epoch().count()) + " " +
                                  then.title.at("fi") + " " +
                                  (then.venue ? then.venue->text() : then.venue_text) + " " +
                                  std::string(name_of(then.claim));
    }
    return lines;
}

Outcome changed(ServiceFixture& fixture, const Done& done, int day, OccurrenceChange change) {
    EditOccurrence edit;
    edit.id = done.event->id;
    edit.recurrence_id =
        Date(date::year{2026} / 10 / 24) + date::days{day} + std::chrono::hours(10);
    edit.change = std::move(change);
    edit.if_match = fixture.service().snapshot()->event(edit.id)->event->revision;
    edit.caller = Caller::submitter(edit.id);
    return fixture.service().submit_and_wait(std::move(edit));
}

Event daily(int count) {
    Event event = draft("Kerho", 10);
    Recurrence recurrence;
    recurrence.rule = recur::parse_rule("FREQ=DAILY;COUNT=" + std::to_string(count)).value();
    event.recurrence = recurrence;
    return event;
}

TEST_SUITE("service.occurrence_edit") {
    TEST_CASE("a skip that is taken back leaves the event as it was") {
        CHECK(rc::check([] {
            const Event event = with_some_changes(random_series_event());
            const auto occurrences = all_of(event);
            RC_PRE(!occurrences.empty());
            const Instant id = some_id(occurrences);
            OccurrenceChange skip;
            skip.cancelled = true;
            const Event skipped = changed(event, id, OverrideRange::this_one, skip);
            auto without = told(event);
            without.erase(id);
            RC_ASSERT(told(skipped) == without);
            OccurrenceChange back;
            back.cancelled = false;
            // What people see is as it was; an override that said what the series says is gone.
            RC_ASSERT(told(changed(skipped, id, OverrideRange::this_one, back)) == told(event));
        }));
    }

    TEST_CASE("a change of one occurrence is of that one and does what it says") {
        CHECK(rc::check([] {
            const Event event = with_some_changes(random_series_event());
            const auto occurrences = all_of(event);
            RC_PRE(!occurrences.empty());
            const Instant id = some_id(occurrences);
            const OccurrenceChange change = random_change(event, id);
            const Event after = changed(event, id, OverrideRange::this_one, change);
            auto before = told(event);
            auto then = told(after);
            RC_ASSERT(then.contains(id));
            if (change.title) RC_ASSERT(then[id].find(change.title->at("fi")) != std::string::npos);
            if (change.place) RC_ASSERT(then[id].find("halli") != std::string::npos);
            before.erase(id);
            then.erase(id);
            RC_ASSERT(then == before);
            // Said again it changes nothing more.
            RC_ASSERT(changed(after, id, OverrideRange::this_one, change) == after);
        }));
    }

    TEST_CASE("a change of this and following leaves what was before and moves the rest alike") {
        CHECK(rc::check([] {
            const Event event = random_series_event();
            const auto occurrences = all_of(event);
            RC_PRE(!occurrences.empty());
            const Instant id = some_id(occurrences);
            const OccurrenceChange change = random_change(event, id);
            const Event after = changed(event, id, OverrideRange::this_and_future, change);
            const auto before = told(event);
            const auto then = told(after);
            RC_ASSERT(then.size() == before.size());
            RC_ASSERT(after.recurrence->overrides.size() <= 1);
            const Zone& home = test::test_zones().home();
            std::optional<seconds> shift;
            for (const recur::Occurrence& it : all_of(after)) {
                if (it.recurrence_id < id) {
                    RC_ASSERT(then.at(it.recurrence_id) == before.at(it.recurrence_id));
                    continue;
                }
                if (change.title)
                    RC_ASSERT(then.at(it.recurrence_id).find(change.title->at("fi")) !=
                              std::string::npos);
                // By the same local time, but where a clock skips or repeats an hour.
                const LocalTime moved = to_local(it.start, home);
                if (kind_of(moved, home) != LocalKind::unique) continue;
                const seconds by = moved - to_local(it.recurrence_id, home);
                if (!shift) shift = by;
                RC_ASSERT(by - *shift <= std::chrono::hours(1));
                RC_ASSERT(*shift - by <= std::chrono::hours(1));
            }
        }));
    }

    TEST_CASE("after other changes too nothing before this and following changes") {
        CHECK(rc::check([] {
            const Event event = with_some_changes(random_series_event());
            const auto occurrences = all_of(event);
            RC_PRE(!occurrences.empty());
            const Instant id = some_id(occurrences);
            const OccurrenceChange change = random_change(event, id);
            const Event after = changed(event, id, OverrideRange::this_and_future, change);
            const auto before = told(event);
            const auto then = told(after);
            RC_ASSERT(then.size() == before.size());
            for (const auto& [named, line] : before) {
                RC_ASSERT(then.contains(named));
                if (named < id) RC_ASSERT(then.at(named) == line);
            }
            // This one becomes what a change of it alone would make of it.
            const Event alone = changed(event, id, OverrideRange::this_one, change);
            RC_ASSERT(then.at(id) == told(alone).at(id));
        }));
    }

    TEST_CASE("this and following cancelled and taken back is as it was") {
        CHECK(rc::check([] {
            const Event event = random_series_event();
            const auto occurrences = all_of(event);
            RC_PRE(!occurrences.empty());
            const Instant id = some_id(occurrences);
            OccurrenceChange skip;
            skip.cancelled = true;
            const Event skipped = changed(event, id, OverrideRange::this_and_future, skip);
            for (const auto& it : all_of(skipped)) RC_ASSERT(it.recurrence_id < id);
            OccurrenceChange back;
            back.cancelled = false;
            RC_ASSERT(changed(skipped, id, OverrideRange::this_and_future, back) == event);
        }));
    }

    TEST_CASE("an orphan is an occurrence of its own that no edit loses") {
        Event event = daily(3);
        Recurrence recurrence = *event.recurrence;
        Override orphan;
        orphan.recurrence_id = Date(date::year{2026} / 12 / 1) + std::chrono::hours(10);
        recurrence.overrides = {orphan};
        event.recurrence = recurrence;
        Event edited = event;
        edited.recurrence = daily(2).recurrence;
        Recurrence shorter = *edited.recurrence;
        shorter.overrides = {orphan};
        edited.recurrence = shorter;
        CHECK(drop_orphans(event, edited, test::test_zones()).empty());
        CHECK(all_of(edited).size() == 3);
        OccurrenceChange nothing;
        nothing.title = event.title;
        const auto same = with_changed_occurrence(
            event, orphan.recurrence_id, OverrideRange::this_one, nothing, test::test_zones());
        REQUIRE(same);
        CHECK(*same == event);
    }

    TEST_CASE("a series may differ in so many occurrences and not in one more") {
        ServiceFixture fixture;
        Event event = daily(1'500);
        Recurrence recurrence = *event.recurrence;
        const auto max = static_cast<int>(limits::overrides_max);
        for (int day = 0; day < max; ++day) {
            Override skip;
            skip.recurrence_id =
                Date(date::year{2026} / 10 / 24) + date::days{day} + std::chrono::hours(10);
            skip.cancelled = true;
            recurrence.overrides.push_back(skip);
        }
        event.recurrence = recurrence;
        const Done done = fixture.submitted(event);
        const Placed& placed = *fixture.service().snapshot()->event(done.event->id);
        CHECK(placed.series->kept.size() == 500);
        OccurrenceChange skip;
        skip.cancelled = true;
        const Outcome refused = changed(fixture, done, max, skip);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().errors.front().reason == "too_many_overrides");
        OccurrenceChange back;
        back.cancelled = false;
        REQUIRE(changed(fixture, done, 0, back));
        CHECK(changed(fixture, done, max, skip));
    }

    TEST_CASE("the last occurrence is not skipped but the event cancelled") {
        ServiceFixture fixture;
        const Done done = fixture.submitted(daily(2));
        OccurrenceChange skip;
        skip.cancelled = true;
        REQUIRE(changed(fixture, done, 0, skip));
        const Outcome refused = changed(fixture, done, 1, skip);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().errors.front().reason == "no_occurrences");
    }

    TEST_CASE("a hold of a whole series runs out as that of one event") {
        ServiceFixture fixture;
        Event event = daily(5);
        event.claim = Claim::hold;
        const Done done = fixture.submitted(event);
        REQUIRE(done.event->hold_until);
        fixture.set_now(*done.event->hold_until);
        REQUIRE(fixture.service().submit_and_wait(TickNow{}));
        const auto after = fixture.service().snapshot()->event(done.event->id)->event;
        CHECK(after->state == State::withdrawn);
        CHECK(after->recurrence == done.event->recurrence);
    }

    TEST_CASE("a file's series is refused where the calendar cannot hold it") {
        ServiceFixture fixture;
        Event event = daily(5);
        event.uid = "a";
        Event hourly = event;
        hourly.uid = "b";
        Recurrence recurrence;
        recurrence.rule = recur::parse_rule("FREQ=HOURLY;COUNT=3").value();
        hourly.recurrence = recurrence;
        const Outcome outcome =
            fixture.service().submit_and_wait(Import{{event, hourly}, Caller::program(), false});
        REQUIRE(outcome);
        CHECK(outcome->import.added == 1);
        REQUIRE(outcome->import.refused.size() == 1);
        CHECK(outcome->import.refused[0].first == "b");
        CHECK(outcome->import.refused[0].second.reason == "rule_sub_daily");
    }
}

}  // namespace
}  // namespace sopu::service
