// What lives here: the limits of the pages, with the reason beside each.
// What may not: limits of drafts and bodies.
// Invariants: each has a test one step past it. Thread-safety: constants.
#pragma once

#include <cstddef>

namespace sopu::pages::limits {

// Days that the list of coming events looks ahead at a time, and how many events end it earlier (at
// the end of a day): a page that a phone can take.
constexpr int list_days = 28;
constexpr std::size_t list_events = 150;
// Fields in one posted form: ours has a dozen.
constexpr std::size_t form_fields_max = 40;
// Venues offered in the form's list.
constexpr std::size_t venue_choices_max = 500;
// Findings told on a page; the rest is counted (CONFLICTS: a tool that always warns is not used).
constexpr std::size_t findings_shown_max = 10;
constexpr std::size_t email_bytes_max = 254;  // RFC 5321 section 4.5.3.1.3

}  // namespace sopu::pages::limits
