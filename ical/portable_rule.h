// What lives here: which recurrence rules every subscriber understands (docs/decisions/
// 0011-series-in-feeds.md): those of Outlook's templates (MS-OXCICAL 2.1.3.2.2).
// What may not: dates, exceptions and overrides (series_form.h).
// Invariants: the rule that comes out has the occurrences of the one that went in.
// Thread-safety: pure functions.
#pragma once

#include <optional>

#include "engine/recur/rule.h"

namespace sopu::ical {

// The rule as a feed says it; nothing if some subscriber would not show what it means. COUNT and
// UNTIL go through as they are.
std::optional<recur::Rule> portable_rule(const recur::Rule& rule, LocalTime start);

// Whether DTSTART is an occurrence of the rule itself. Where it is not RFC 5545 3.8.5.3 leaves open
// what it means. Requires a rule that portable_rule gave.
bool begins_with(const recur::Rule& rule, LocalTime start);

// Outlook reads three digits of COUNT.
constexpr std::int64_t portable_count_max = 999;

}  // namespace sopu::ical
