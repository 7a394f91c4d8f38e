#include "tests/sim/event_draw.h"

#include <algorithm>
#include <array>

#include "tests/sim/formats.h"

namespace sopu::sim {
namespace {

// The lengths of the middle of each twentieth of a lognormal distribution with median 120 minutes
// and sigma 0.6, cut to 30-480 minutes and rounded to a quarter: a table is the same everywhere.
constexpr std::array<int, 20> one_off_minutes{30,  45,  60,  75,  75,  90,  90,  105, 105, 120,
                                              120, 135, 150, 150, 165, 195, 210, 240, 285, 390};
constexpr std::array<int, 8> weekly_minutes{45, 60, 60, 60, 90, 90, 90, 120};

const Weighted& one_off_weekdays() {
    static const Weighted table({10, 10, 10, 10, 20, 20, 20});
    return table;
}
const Weighted& weekly_weekdays() {
    static const Weighted table({19, 20, 20, 19, 8, 8, 6});
    return table;
}
const Weighted& one_off_formats() {
    static const Weighted table(zipf_weights(formats.size(), 1.0));
    return table;
}
const Weighted& weekly_format_choice() {
    static const Weighted table(zipf_weights(weekly_formats.size(), 1.0));
    return table;
}
const Weighted& specific_audiences() {
    static const Weighted table({22, 18, 15, 15, 15, 8, 7});
    return table;
}
const Weighted& sizes() {
    static const Weighted table({50, 30, 15, 5});
    return table;
}

Date day_of(int week, std::size_t weekday) {
    return year_first_day() + date::days(7 * week + static_cast<int>(weekday));
}

// On the hour six times of ten, on the half hour three.
int minute_of_hour(Chance& chance) {
    const std::uint32_t drawn = chance.below(10);
    return drawn < 6 ? 0 : drawn < 9 ? 30 : chance.per_mille(500) ? 15 : 45;
}

Timed one_off_time(Date day, std::size_t weekday, Chance& chance) {
    const bool evening = weekday < 4 && chance.per_mille(700);
    const int last = weekday < 4 && !evening ? 16 : 18;
    const int hour = chance.between(evening ? 17 : 10, last);
    const LocalTime start = day + minutes(60 * hour + minute_of_hour(chance));
    return {start, start + minutes(one_off_minutes[chance.below(one_off_minutes.size())])};
}

Vague vague_time(Date day, Chance& chance) {
    Vague vague{day, day, Precision::day, std::nullopt, std::nullopt};
    if (chance.per_mille(100)) {
        vague.precision = Precision::window;
        vague.to = day + date::days(chance.between(6, 30));
    }
    if (chance.per_mille(500)) vague.part_of_day = static_cast<PartOfDay>(chance.between(0, 2));
    if (chance.per_mille(500)) vague.duration = minutes(60 * chance.between(1, 4));
    return vague;
}

// Sets `when`, and the format of what hangs on a wall for days.
void draw_time(Event& event, std::size_t& format, const Wish& wish, Chance& chance) {
    const int week = chance.between(0, year_weeks - 1);
    const std::size_t weekday =
        wish.weekday ? static_cast<std::size_t>(*wish.weekday) : one_off_weekdays().pick(chance);
    const Date day = day_of(week, weekday);
    const std::uint32_t kind = chance.below(1000);
    if (kind < 21) {
        const int days = kind == 0 ? chance.between(28, 31) : chance.between(1, 10);
        event.when = AllDay{day, day + date::days(days - 1)};
        if (days >= 4) format = exhibition;
    } else if (kind < 41) {
        event.when = AllDay{day, day};
    } else if (kind < 61) {
        event.when = vague_time(day, chance);
    } else {
        event.when = one_off_time(day, weekday, chance);
    }
}

void draw_claim(Event& event, Chance& chance) {
    const std::uint32_t drawn = chance.below(100);
    if (drawn < 5) event.claim = Claim::tentative;
    if (drawn < 5 || drawn >= 8) return;
    event.claim = Claim::hold;
    event.hold_until = Instant(first_date(event.when)->time_since_epoch()) - date::days(7);
}

void draw_audiences(Event& event, Chance& chance) {
    if (chance.per_mille(300)) {
        event.audiences.emplace_back(everyone);
        return;
    }
    const std::size_t first = specific_audiences().pick(chance);
    event.audiences.emplace_back(audiences[first]);
    if (!chance.per_mille(250)) return;
    const std::size_t second = specific_audiences().pick(chance);
    if (second != first) event.audiences.emplace_back(audiences[second]);
}

void draw_attendance(Event& event, Chance& chance) {
    if (!chance.per_mille(600)) return;
    constexpr std::array<int, 4> least{5, 20, 100, 400};
    const int from = least[static_cast<std::size_t>(*event.size)];
    event.expected_attendance = 5 * chance.between(from / 5, from / 2);
}

void draw_languages(Event& event, const Town& town, Chance& chance) {
    const bool swedish = chance.per_mille(town.swedish_per_mille);
    if (!swedish || chance.per_mille(300)) event.languages.emplace_back("fi");
    if (swedish) event.languages.emplace_back("sv");
}

Event base_of(const Town& town, Chance& chance) {
    Event event;
    draw_languages(event, town, chance);
    event.municipality = town.code;
    event.organisation = town.organisation(chance.below(town.organisations));
    draw_audiences(event, chance);
    event.state = State::published;
    event.verified = true;
    event.created = event.updated = year_entered();
    return event;
}

}  // namespace

Date year_first_day() {
    return Date(date::year{2026} / 8 / 31);
}

Instant year_entered() {
    return Instant(year_first_day().time_since_epoch()) - std::chrono::hours(24);
}

void name_event(Event& event, std::size_t format, const std::string& number) {
    const Format& it = formats[format];
    event.format = it.key;
    event.title.clear();
    for (const std::string& language : event.languages)
        event.title[language] = std::string(language == "sv" ? it.sv : it.fi) + " " + number;
}

Event draw_one_off(const Town& town, Chance& chance, const Wish& wish) {
    Event event = base_of(town, chance);
    std::size_t format = one_off_formats().pick(chance);
    draw_time(event, format, wish, chance);
    event.size = wish.size ? *wish.size : static_cast<SizeClass>(sizes().pick(chance));
    draw_attendance(event, chance);
    draw_claim(event, chance);
    const AllDay* days = std::get_if<AllDay>(&event.when);
    const bool hangs = days && days->last - days->first >= date::days(3);
    event.categories.emplace_back(hangs ? "exhibition" : formats[format].category);
    name_event(event, format, std::to_string(chance.below(1000)));
    if (chance.per_mille(100)) event.setup_minutes = event.teardown_minutes = 30;
    if (chance.per_mille(20))
        event.people.push_back("puhuja-" + town.region + "-" +
                               std::to_string(chance.below(town.speakers)));
    return event;
}

WeeklyActivity draw_weekly(const Town& town, Chance& chance) {
    WeeklyActivity activity;
    activity.first = base_of(town, chance);
    Event& event = activity.first;
    const std::size_t format = weekly_formats[weekly_format_choice().pick(chance)];
    event.routine = true;
    event.regular_slot = chance.per_mille(300);
    event.size = chance.per_mille(900) ? SizeClass::club : SizeClass::village;
    event.categories.emplace_back(formats[format].category);
    name_event(event, format, std::to_string(chance.below(1000)));

    const std::uint32_t kind = chance.below(100);
    int from = chance.between(0, 3);
    if (kind < 65) {  // from the schools' autumn to their spring
        activity.weeks = chance.between(36, 40);
    } else if (kind < 90) {
        from = 0;
        activity.weeks = year_weeks;
    } else if (kind < 95) {
        activity.every = 2;
        activity.weeks = chance.between(16, 20);
    } else {  // a short course
        from = chance.between(0, 40);
        activity.weeks = chance.between(6, 12);
    }
    const std::size_t weekday = weekly_weekdays().pick(chance);
    const bool evening = weekday < 5 && chance.per_mille(750);
    const int hour = chance.between(evening ? 16 : 9, evening ? 20 : 15);
    const LocalTime start = day_of(from, weekday) + minutes(60 * hour + 30 * chance.between(0, 1));
    event.when = Timed{start, start + minutes(weekly_minutes[chance.below(weekly_minutes.size())])};
    return activity;
}

}  // namespace sopu::sim
