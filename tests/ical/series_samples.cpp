#include "tests/ical/series_samples.h"

#include "tests/ical/support.h"

namespace sopu::ical::test {

namespace {

Date day(int year, int month, int number) {
    return Date(date::year{year} / month / number);
}

LocalTime at(int month, int number, int hour, int minute = 0) {
    return LocalTime(day(2026, month, number)) + std::chrono::hours(hour) +
           std::chrono::minutes(minute);
}

recur::Rule rule(std::string_view text) {
    return recur::parse_rule(text).value();
}

Event series(const std::string& name, const When& when, std::string_view rrule) {
    Event event;
    event.uid = name + "@example.org";
    event.title["fi"] = "Kansalaisopiston kurssi";
    event.when = when;
    event.venue_text = "Koulu";
    event.updated = Instant(std::chrono::seconds(1'767'225'600));
    event.created = event.updated;
    event.sequence = 1;
    Recurrence recurrence;
    if (!rrule.empty()) recurrence.rule = rule(rrule);
    event.recurrence = recurrence;
    return event;
}

// Mondays of the spring, across the change of clocks on 29 March.
Event mondays(const std::string& name) {
    return series(name, Timed{at(3, 2, 18), at(3, 2, 19, 30)}, "FREQ=WEEKLY;COUNT=8");
}

template <class Change>
Event changed(Event event, const Change& change) {
    Recurrence recurrence = *event.recurrence;
    change(recurrence);
    event.recurrence = recurrence;
    return event;
}

Override of(recur::Moment id) {
    Override made;
    made.recurrence_id = id;
    return made;
}

std::vector<SeriesSample> rules() {
    Event days = series("yearly", AllDay{day(2026, 6, 19), day(2026, 6, 20)}, "FREQ=YEARLY");
    Event last = series("by-position", Timed{at(1, 27, 17), at(1, 27, 19)},
                        "FREQ=MONTHLY;UNTIL=20261231;BYDAY=-1TU");
    // 4 January is a Sunday: it counts and is not of the rule.
    Event out_of_step =
        series("out-of-step", Timed{at(1, 4, 12), at(1, 4, 13)}, "FREQ=WEEKLY;COUNT=5;BYDAY=MO,WE");
    Event workdays = series("workdays", Timed{at(5, 4, 9), at(5, 4, 9, 30)},
                            "FREQ=DAILY;UNTIL=20260515T060000Z;BYDAY=MO,TU,WE,TH,FR");
    Event week_numbers = series("unmappable", Timed{at(1, 15, 10), at(1, 15, 12)},
                                "FREQ=YEARLY;BYDAY=TH;BYWEEKNO=3,20,40");
    Event last_day_said =
        series("day-31", AllDay{day(2026, 1, 31), day(2026, 1, 31)}, "FREQ=MONTHLY;COUNT=4");
    Event nominal =
        series("nominal-days", Timed{at(3, 27, 12), at(3, 28, 12)}, "FREQ=WEEKLY;COUNT=3");
    nominal = changed(std::move(nominal), [](Recurrence& it) {
        it.length = recur::Length{1, seconds{0}};
    });
    return {{"all_day_yearly", days},     {"monthly_by_position", last},
            {"out_of_step", out_of_step}, {"workdays", workdays},
            {"unmappable", week_numbers}, {"month_without_day_31", last_day_said},
            {"nominal_days", nominal}};
}

std::vector<SeriesSample> single_changes() {
    Event skipped = changed(mondays("skipped"), [](Recurrence& it) {
        it.exceptions = {at(4, 6, 18), Instant(std::chrono::seconds(1'773'676'800))};
    });
    Event moved = changed(mondays("moved"), [](Recurrence& it) {
        Override other = of(at(3, 30, 18));
        other.when = Timed{at(3, 31, 17), at(3, 31, 19)};
        it.overrides = {other};
    });
    Event elsewhere = changed(mondays("elsewhere"), [](Recurrence& it) {
        Override other = of(at(3, 9, 18));
        other.title = LocalizedText{{"fi", "Kurssi; vieraana \"kuoro\""}};
        other.place = OverridePlace{{}, "Kirjasto, sali", Position{64.5, 28.25}};
        other.claim = Claim::tentative;
        it.overrides = {other};
    });
    Event cancelled = changed(mondays("cancelled"), [](Recurrence& it) {
        Override other = of(at(3, 16, 18));
        other.cancelled = true;
        it.overrides = {other};
    });
    Event none = mondays("none");
    none.takes_place = TakesPlace::cancelled;
    return {{"weekly_with_exdate", skipped},
            {"override_moved", moved},
            {"override_other_place", elsewhere},
            {"cancelled_occurrence", cancelled},
            {"cancelled_series", none}};
}

std::vector<SeriesSample> larger_changes() {
    Event later = changed(mondays("following"), [](Recurrence& it) {
        Override from = of(at(3, 23, 18));
        from.range = recur::OverrideRange::this_and_future;
        from.when = Timed{at(3, 23, 17), at(3, 23, 19)};
        from.title = LocalizedText{{"fi", "Kurssi aiemmin"}};
        Override own = of(at(4, 13, 18));
        own.when = Timed{at(4, 14, 18), at(4, 14, 19)};
        Override off = of(at(4, 6, 18));
        off.cancelled = true;
        it.overrides = {from, own, off};
    });
    Event other_day = changed(mondays("following-other-day"), [](Recurrence& it) {
        Override from = of(at(4, 6, 18));
        from.range = recur::OverrideRange::this_and_future;
        from.when = Timed{at(4, 7, 18), at(4, 7, 19, 30)};
        it.overrides = {from};
    });
    Event ended = changed(mondays("ended"), [](Recurrence& it) {
        Override from = of(at(4, 6, 18));
        from.range = recur::OverrideRange::this_and_future;
        from.cancelled = true;
        it.overrides = {from};
    });
    Event dates = changed(mondays("dates"), [](Recurrence& it) {
        it.dates = {{at(3, 12, 18), {}},                                        // within the rule
                    {at(6, 1, 18), {}},                                         // behind its end
                    {at(3, 14, 10), recur::Length{0, std::chrono::hours(6)}}};  // a PERIOD
    });
    Event only_dates = series("only-dates", Timed{at(2, 7, 10), at(2, 7, 14)}, "");
    only_dates = changed(std::move(only_dates), [](Recurrence& it) {
        it.dates = {{at(3, 7, 10), {}}, {at(4, 11, 10), {}}};
    });
    Event abroad = changed(mondays("abroad"), [](Recurrence& it) {
        Override other = of(at(3, 9, 18));
        other.when = Timed{at(3, 9, 18), at(3, 9, 19), "Europe/Stockholm"};
        it.overrides = {other};
    });
    return {{"this_and_future", later},
            {"this_and_future_other_day", other_day},
            {"ended_early", ended},
            {"rdate", dates},
            {"rdate_without_rule", only_dates},
            {"override_other_zone", abroad}};
}

}  // namespace

std::vector<SeriesSample> series_samples() {
    std::vector<SeriesSample> all = rules();
    for (const auto& part : {single_changes(), larger_changes()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

Interval sample_window() {
    return {date::sys_days(date::year{2026} / 1 / 1), date::sys_days(date::year{2027} / 1 / 1)};
}

std::string feed_of(const std::vector<Event>& events, const Interval& window) {
    Feed feed{.name = "Suomussalmi",
              .description = "Tapahtumat",
              .language = "fi",
              .words = {"PERUTTU: ", "kellonaika avoin", "varattu", "Järjestäjä"},
              .product = "-//Sopu//Sopu 0.1//FI",
              .items = {},
              .window = window};
    for (const Event& event : events)
        feed.items.push_back({&event, event.venue_text, event.position, event.link});
    return write(feed, zones());
}

}  // namespace sopu::ical::test
