// What lives here: one content line as a name, parameters and a raw value (RFC 5545 3.1, 3.2).
// What may not: what a name means, unescaping of values.
// Invariants: names are upper case ASCII; parameter values are decoded (RFC 6868), the value is
// not. Thread-safety: plain values, pure functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "ical/split.h"

namespace sopu::ical {

struct Property {
    std::string name;
    std::vector<std::pair<std::string, std::string>> parameters;  // several values: comma-joined
    std::string value;
    std::size_t line = 0;
    bool cut = false;

    // The first parameter of that name; null if there is none.
    const std::string* parameter(std::string_view parameter_name) const;
};

// The name a line starts with, upper case, even where the rest is nonsense; "" if there is none.
std::string property_name(std::string_view line);

// Errors: bad_line, too_many_parameters, too_many_values; the detail is the name or the line.
Result<Property> parse_property(const Line& line);

}  // namespace sopu::ical
