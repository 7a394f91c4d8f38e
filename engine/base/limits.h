// What lives here: every limit of the engine, with its unit in the name and its reason beside it.
// What may not: limits of bodies, queues and files; each floor has a limits.h of its own.
// Invariants: each limit has a test one step past it; exceeding one is an Error, never a silent
// cut.
#pragma once

#include <cstddef>

namespace sopu::limits {

// Text of people. A title is a line, a description a long page.
constexpr std::size_t title_bytes_max = 300;
constexpr std::size_t description_bytes_max = 20'000;
constexpr std::size_t short_text_bytes_max = 500;  // names, addresses, links, prices
constexpr std::size_t id_bytes_max = 255;
constexpr std::size_t uid_bytes_max = 1'000;  // foreign UIDs; RFC 5545 sets no bound

// Lists in one event: more than this is a mistake or an attack.
constexpr std::size_t list_items_max = 100;
constexpr std::size_t area_terms_max = 400;  // more than all 309 municipalities by name
constexpr int area_depth_max = 8;            // named areas that name areas

// Numbers in one event.
constexpr int setup_minutes_max = 2'880;  // two days before, two days after
constexpr int attendance_max = 1'000'000;
constexpr int duration_minutes_max = 527'040;  // a leap year
constexpr int span_days_max = 1'830;           // one event lasts five years at the most

// Years that an event may lie in (ICALENDAR: imports into a calendar).
constexpr int year_min = 1900;
constexpr int year_max = 2100;

// Occurrences of one event: those of a series with an end, all together; those of one without, in
// four years. A daily activity for fifty years fits, one every ten minutes does not.
constexpr std::size_t series_occurrences_max = 20'000;
constexpr std::size_t endless_occurrences_max = 5'000;
constexpr std::size_t overrides_max = 1'000;  // occurrences of one event that differ from it

// Events that are counted to tell how much is known around a question; beyond that "at least".
constexpr std::size_t coverage_events_max = 500;

// Findings listed in one answer; the rest is counted (CONFLICTS, soft score).
constexpr std::size_t findings_listed_max = 50;
// Clashing pairs of occurrences named in one finding; occurrence_count tells how many there are.
constexpr std::size_t finding_occurrences_max = 100;
// Others of one conflict in an answer, those nearest first; others_count says how many they are.
constexpr std::size_t others_listed_max = 20;

// Other times judged for one answer: the deadline of suggestions, counted in work and not in time,
// so that the same question always gets the same answer.
constexpr std::size_t suggestion_candidates_max = 200;
constexpr std::size_t suggestion_candidates_min = 10;       // of the longest series
constexpr std::size_t suggestion_occurrences_max = 12'000;  // of all that are judged together
constexpr std::size_t suggestion_spaces_max = 8;            // other spaces for the same time
constexpr int suggestion_days_max = 366;                    // as far as anyone looks
constexpr std::size_t suggestions_max = 20;                 // in one answer: a page

}  // namespace sopu::limits
