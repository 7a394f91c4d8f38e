// What lives here: one event or weekly activity of a municipality, drawn by chance: what, when, for
// whom. The year (year.h) and the drafts (drafts.h) draw from here, so they are alike.
// What may not: which venue is free (year.cpp knows what it has given out).
// Invariants: a drawn event has no id and no venue yet.
// Thread-safety: pure functions of their arguments.
#pragma once

#include <optional>

#include "engine/model/event.h"
#include "tests/sim/country.h"

namespace sopu::sim {

// The simulated year: 52 weeks from Monday 31.8.2026, when clubs begin again.
inline constexpr int year_weeks = 52;
inline constexpr int year_days = 7 * year_weeks;
Date year_first_day();
// Everything was entered before the year began; also the last tick.
Instant year_entered();

// A regular activity: `first`, then again every `every` weeks; `weeks` occurrences in all.
struct WeeklyActivity {
    Event first;
    int weeks = 1;
    int every = 1;
};

// Narrows what is drawn; what is not said is drawn as in the year.
struct Wish {
    std::optional<int> weekday;  // of the first day: 0 is Monday
    std::optional<SizeClass> size;
};

Event draw_one_off(const Town& town, Chance& chance, const Wish& wish = {});
WeeklyActivity draw_weekly(const Town& town, Chance& chance);

// The format and its title, with the number at the end.
void name_event(Event& event, std::size_t format, const std::string& number);

}  // namespace sopu::sim
