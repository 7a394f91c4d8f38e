// What lives here: the style sheet made from a municipality's own colour.
// What may not: other looks (web/static/sopu.css); files.
// Invariants: text in the colour, and white upon it, is at least 4.5:1 (WCAG 2.1, 1.4.3) on a light
// page; for dark pages the colour is mixed with white until it is. Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace sopu::pages {

// From "#0b5394". Errors: invalid with field color and reason bad_color (not six hex digits) or
// color_too_light.
Result<std::string> theme_css(std::string_view color);

}  // namespace sopu::pages
