// What lives here: random events that repeat, for rapidcheck: rules that programs write and some
// that none does, with added dates, exceptions and overrides that meet the rule's occurrences.
// What may not: expectations.
// Invariants: what it makes passes check_recurrence (engine/world/series.h).
// Thread-safety: as rapidcheck: within a property only.
#pragma once

#include <optional>
#include <vector>

#include "engine/world/series.h"
#include "tests/support/random_series.h"

namespace sopu::test {

// What people and calendar programs write.
inline recur::Rule ordinary_rule() {
    using recur::Frequency;
    recur::Rule rule;
    rule.interval = one_in(2) ? 1 : pick(1, 3);
    switch (pick(0, 5)) {
        case 0:
            rule.frequency = Frequency::daily;
            if (one_in(3)) rule.by_day = {{1, 0}, {2, 0}, {3, 0}, {4, 0}, {5, 0}};
            break;
        case 1:
        case 2:
            rule.frequency = Frequency::weekly;
            if (one_in(2)) rule.by_day = some_days(0);
            break;
        case 3:
            rule.frequency = Frequency::monthly;
            if (one_in(2)) rule.by_month_day = {static_cast<std::int16_t>(one_in(4) ? -1 : 12)};
            break;
        case 4:
            rule.frequency = Frequency::monthly;
            rule.by_day = {{static_cast<std::int16_t>(pick(0, 6)),
                            static_cast<std::int16_t>(one_in(3) ? -1 : pick(1, 5))}};
            break;
        default:
            rule.frequency = Frequency::yearly;
            if (one_in(2)) rule.by_month = {static_cast<std::int16_t>(pick(1, 12))};
            if (!rule.by_month.empty() && one_in(2)) {
                rule.by_day = {{1, 0}, {2, 0}};
                rule.by_set_position = {static_cast<std::int16_t>(one_in(2) ? 1 : -1)};
            }
    }
    return rule;
}

inline void end_rule(recur::Rule& rule, LocalTime start) {
    const LocalTime last = start + date::days{pick(0, 500)};
    switch (pick(0, 4)) {
        case 0:
            rule.count = pick(1, 30);
            break;
        case 1:
            rule.until = date::floor<date::days>(last);
            break;
        case 2:
            rule.until = Instant(last.time_since_epoch());
            break;
        default:
            break;
    }
}

inline Override random_override(const Event& event, recur::Moment id, LocalTime at) {
    Override made;
    made.recurrence_id = id;
    if (one_in(5)) made.range = recur::OverrideRange::this_and_future;
    if (one_in(5)) {
        made.cancelled = true;
        return made;
    }
    if (one_in(2)) made.title = LocalizedText{{"fi", "Toinen"}};
    if (one_in(3)) made.place = OverridePlace{{}, "Muualla", {}};
    if (one_in(3)) return made;
    const auto* said = std::get_if<Timed>(&event.when);
    // Days are those of the calendar's own zone: only there does a series turn into them and back.
    const bool may_turn = said == nullptr || said->zone == home_zone;
    const bool all_day = said == nullptr;
    if (all_day == !(may_turn && one_in(6))) {
        const Date day = date::floor<date::days>(at) + date::days{one_in(2) ? 0 : pick(-3, 3)};
        made.when = AllDay{day, day + date::days{pick(0, 2)}};
    } else {
        const LocalTime moved = at + minutes{pick(-8, 8) * 30};
        Timed when{moved, moved + minutes{pick(6, 10) * 30}, said ? said->zone : "UTC"};
        if (one_in(6)) when.zone = "America/New_York";
        made.when = when;
        if (one_in(6)) made.length = recur::Length{1, seconds{1800}};
    }
    return made;
}

// A moment in one of the forms in which files write it.
inline recur::Moment in_some_form(LocalTime local, bool all_day) {
    if (all_day || one_in(8)) return date::floor<date::days>(local);
    return local;
}

inline Event random_recurring(const Zones& zones) {
    Event event;
    event.uid = "sarja@example.org";
    event.title = {{"fi", "Sarja"}};
    const LocalTime start = random_start();
    const bool all_day = one_in(3);
    const Date day = date::floor<date::days>(start);
    const std::string zone =
        *rc::gen::element<std::string>("Europe/Helsinki", "UTC", "America/New_York");
    if (all_day)
        event.when = AllDay{day, day + date::days{pick(0, 2)}};
    else
        event.when = Timed{start, start + minutes{pick(6, 300) * 30}, zone};
    if (auto* timed = std::get_if<Timed>(&event.when); timed && one_in(5)) timed->end.reset();
    Recurrence recurrence;
    if (!one_in(8)) {
        recurrence.rule =
            one_in(3) ? random_rule(static_cast<recur::Frequency>(pick(3, 6))) : ordinary_rule();
        end_rule(*recurrence.rule, start);
    }
    if (one_in(5)) recurrence.length = recur::Length{all_day ? 2 : pick(0, 2), seconds{0}};
    event.recurrence = recurrence;
    const Interval soon(Instant(start.time_since_epoch()) - date::days{1},
                        Instant(start.time_since_epoch()) + date::days{700});
    const auto series = series_of(event, seconds{0}, zones);
    const Zone& its_zone = series.zone ? *series.zone : zones.home();
    for (const recur::Occurrence& it : occurrences_in(series, soon, zones)) {
        const LocalTime at = to_local(it.start, its_zone);
        if (one_in(12)) recurrence.exceptions.push_back(in_some_form(at, all_day));
        if (one_in(12))
            recurrence.overrides.push_back(random_override(
                event, all_day ? recur::Moment(date::floor<date::days>(at)) : at, at));
        if (one_in(20)) {
            const LocalTime extra = at + date::days{pick(0, 3)};
            recurrence.dates.push_back(
                {all_day ? recur::Moment(date::floor<date::days>(extra)) : recur::Moment(extra),
                 {}});
            if (!all_day && one_in(4)) recurrence.dates.back().end = recur::Length{0, seconds{900}};
        }
        if (recurrence.overrides.size() > 5 || recurrence.exceptions.size() > 5) break;
    }
    event.recurrence = recurrence;
    return event;
}

}  // namespace sopu::test
