// What lives here: the part of the form that says how an event repeats, from what was typed to a
// Recurrence and back.
// What may not: the rest of the form (form_fields.h), rules that a form has no words for: those are
// kept as they are.
// Invariants: a rule made here follows from the first date, so that moving the date moves the
// series; a series of the form ends. What single occurrences have of their own stays with their
// day, as long as the series has it.
// Thread-safety: pure functions.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/model/event.h"
#include "engine/time/zones.h"
#include "server/pages/form_fields.h"

namespace sopu::pages {

enum class Repeat { none, daily, weekly, biweekly, monthly, yearly, yearly_weekday, kept };

// Sets event.recurrence from the fields repeat, until, count and except; `event.when` is what the
// form says, `base` the event that is edited. Errors have the form's fields.
Errors read_repeat(const Typed& typed, const Event& base, Event& event, const Zones& zones);

// What the form can say of it; kept for a rule that it cannot.
Repeat repeat_of(const Event& event, const Zones& zones);

// The fields repeat, until, count and except of an event.
void add_repeat(const Event& event, std::string_view language, const Zones& zones, Typed& typed);

}  // namespace sopu::pages

template <>
struct sopu::EnumNames<sopu::pages::Repeat> {
    static constexpr std::array<std::string_view, 8> names{
        "none", "daily", "weekly", "biweekly", "monthly", "yearly", "yearly_weekday", "kept"};
};
