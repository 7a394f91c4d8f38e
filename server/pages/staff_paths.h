// What lives here: the addresses of the pages for staff in each language.
// What may not: which handler answers where (server/routes.cpp).
// Invariants: every page has one address in each language. Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "server/pages/language.h"

namespace sopu::pages {

enum class StaffPage { queue, conflicts, password, sign_in, sign_out };

std::string staff_path(StaffPage page, const Language& language);
// One event, as staff see it; with "{id}" the pattern of its route.
std::string staff_event_path(const Language& language, std::string_view id);
std::string staff_event_pattern(const Language& language);

// Whether an address is one of these, so that somebody who signs in can be sent on to it.
bool is_staff_target(std::string_view target);

}  // namespace sopu::pages
