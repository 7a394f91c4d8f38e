// What lives here: the limits of the pages, with the reason beside each.
// What may not: limits of drafts and bodies.
// Invariants: each has a test one step past it. Thread-safety: constants.
#pragma once

#include <cstddef>

namespace sopu::pages::limits {

// Days that the list of coming events looks ahead at a time, and how many events end it earlier (at
// the end of a day): a page that a phone can take.
constexpr int list_days = 28;
constexpr std::size_t list_events = 40;
// Of one day in that list; the rest is counted, and stands in the list of the day.
constexpr std::size_t day_events = 12;
// Of one day in its own list, a page at a time.
constexpr std::size_t day_events_page = 100;
// So far into a day its list can go; more events than any calendar holds.
constexpr std::size_t day_skip_max = 100'000;
// An event that lasts longer is not in a month's table but below it: an exhibition would fill it.
constexpr int month_event_days = 7;
constexpr std::size_t month_open_shown = 20;
// A topic is offered to subscribers if an event of so many days has it: a whole country's calendar
// is not read for a list of words.
constexpr int offered_days = 92;
// Events in the site map; with three languages each it stays under the 50 000 that readers take.
constexpr std::size_t sitemap_events_max = 10'000;
// Coming occurrences told on the page of a series; the rest is counted.
constexpr std::size_t times_shown = 6;
constexpr std::size_t times_named = 3;  // where a rule has no short name
// So far ahead the occurrences of an endless series are looked for: a yearly one has its six.
constexpr int times_ahead_days = 7 * 366;
// Times that one series of the form has: each change of a field checks them all.
constexpr int repeat_times_max = 366;
// Fields in one posted form: ours has a dozen.
constexpr std::size_t form_fields_max = 40;
// Venues offered in the form's list.
constexpr std::size_t venue_choices_max = 500;
// Findings told on a page; the rest is counted (CONFLICTS: a tool that always warns is not used).
constexpr std::size_t findings_shown_max = 10;
constexpr std::size_t warnings_named_max = 3;  // of those; the rest is counted too
constexpr std::size_t email_bytes_max = 254;   // RFC 5321 section 4.5.3.1.3

// Staff: events of the queue that are judged for one page, the earliest; those beyond are counted.
constexpr std::size_t queue_judged_max = 500;
// Published in one batch: with its token the form stays below form_fields_max, and a person can
// have read so many.
constexpr std::size_t batch_events_max = 30;
constexpr std::size_t queue_findings_max = 3;  // told under one event of the queue
constexpr std::size_t weeks_shown_max = 5;  // other events with which a week is laid side by side
constexpr std::size_t week_cell_max = 8;    // other events told in one day of such a week
constexpr std::size_t conflicts_shown_max = 200;  // stored conflicts on the page of staff

}  // namespace sopu::pages::limits
