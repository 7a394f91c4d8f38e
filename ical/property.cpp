#include "ical/property.h"

#include <algorithm>

#include "ical/limits.h"
#include "ical/text.h"

namespace sopu::ical {

namespace {

bool is_name_char(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

std::size_t name_end(std::string_view text, std::size_t from) {
    while (from < text.size() && is_name_char(text[from])) ++from;
    return from;
}

// Reads ";NAME=value,"value"" at `at` (on the semicolon) and moves past it.
Result<void> parse_parameter(std::string_view text, std::size_t& at, Property& property) {
    const std::size_t name_from = at + 1;
    const std::size_t name_to = name_end(text, name_from);
    std::string name = ascii_upper(text.substr(name_from, name_to - name_from));
    at = name_to;
    std::string value;
    if (at < text.size() && text[at] == '=') {
        std::size_t values = 0;
        do {
            ++at;  // the equals sign or a comma
            if (++values > limits::values_max)
                return fail(Code::invalid, "", "too_many_values", property.name);
            const bool quoted = at < text.size() && text[at] == '"';
            const std::size_t from = quoted ? at + 1 : at;
            const std::size_t to = std::min(
                quoted ? text.find('"', from) : text.find_first_of(",;:", from), text.size());
            if (to == text.size()) return fail(Code::invalid, "", "bad_line", property.name);
            if (values > 1) value += ',';
            value += unquote_parameter(text.substr(from, to - from));
            at = quoted ? to + 1 : to;
        } while (at < text.size() && text[at] == ',');
    }
    property.parameters.emplace_back(std::move(name), std::move(value));
    return {};
}

}  // namespace

const std::string* Property::parameter(std::string_view parameter_name) const {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const auto& p) { return p.first == parameter_name; });
    return found == parameters.end() ? nullptr : &found->second;
}

std::string property_name(std::string_view line) {
    return ascii_upper(line.substr(0, name_end(line, 0)));
}

Result<Property> parse_property(const Line& line) {
    const std::string_view text = line.text;
    Property property;
    property.line = line.number;
    property.cut = line.cut;
    std::size_t at = name_end(text, 0);
    property.name = ascii_upper(text.substr(0, at));
    if (at == 0) return fail(Code::invalid, "", "bad_line", one_line(text));
    while (at < text.size() && text[at] == ';') {
        if (property.parameters.size() == limits::parameters_max)
            return fail(Code::invalid, "", "too_many_parameters", property.name);
        SOPU_CHECK(parse_parameter(text, at, property));
    }
    if (at >= text.size() || text[at] != ':')
        return fail(Code::invalid, "", "bad_line", one_line(text));
    property.value = text.substr(at + 1);
    return property;
}

}  // namespace sopu::ical
