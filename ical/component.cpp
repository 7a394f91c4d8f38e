#include "ical/component.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/base/text.h"
#include "ical/limits.h"
#include "ical/text.h"

namespace sopu::ical {

namespace {

// Those that are read. VALUE is read as written and not given to libical, which takes it out where
// the value contradicts it: the very mistake that has to be noted. It tells a DATE from a DATE-TIME
// by their lengths, as we do. RANGE belongs to a property that libical never sees.
constexpr std::array<std::string_view, 4> read_parameters{"TZID", "VALUE", "CN", "RANGE"};

struct Known {
    std::string_view name;
    Form form;
    icalproperty_kind kind;  // libical's
    bool is_sure = true;     // that libical takes values of that form for it
};

// clang-format off
constexpr auto known_properties = std::to_array<Known>({
    {"UID", Form::text, ICAL_UID_PROPERTY},
    {"DTSTAMP", Form::time, ICAL_DTSTAMP_PROPERTY},
    {"DTSTART", Form::time, ICAL_DTSTART_PROPERTY},
    {"DTEND", Form::time, ICAL_DTEND_PROPERTY},
    {"DURATION", Form::written, ICAL_DURATION_PROPERTY},
    {"SUMMARY", Form::text, ICAL_SUMMARY_PROPERTY},
    {"DESCRIPTION", Form::text, ICAL_DESCRIPTION_PROPERTY},
    {"LOCATION", Form::text, ICAL_LOCATION_PROPERTY},
    {"GEO", Form::written, ICAL_GEO_PROPERTY},
    {"ORGANIZER", Form::address, ICAL_ORGANIZER_PROPERTY},
    {"CATEGORIES", Form::written, ICAL_CATEGORIES_PROPERTY},
    {"URL", Form::address, ICAL_URL_PROPERTY},
    {"STATUS", Form::word, ICAL_STATUS_PROPERTY},
    {"TRANSP", Form::word, ICAL_TRANSP_PROPERTY},
    {"CLASS", Form::word, ICAL_CLASS_PROPERTY},
    {"SEQUENCE", Form::written, ICAL_SEQUENCE_PROPERTY},
    {"CREATED", Form::time, ICAL_CREATED_PROPERTY},
    {"LAST-MODIFIED", Form::time, ICAL_LASTMODIFIED_PROPERTY},
    {"RRULE", Form::written, ICAL_RRULE_PROPERTY},
    {"RDATE", Form::written, ICAL_RDATE_PROPERTY},
    {"EXDATE", Form::written, ICAL_EXDATE_PROPERTY},
    {"RECURRENCE-ID", Form::written, ICAL_RECURRENCEID_PROPERTY},
});
// clang-format on

// Any other property is read as a text; finish() refuses it if it is none to libical.
Known known(const std::string& name) {
    const char first = name.front();  // tells most of them apart
    const auto* found =
        std::find_if(known_properties.begin(), known_properties.end(),
                     [&](const Known& it) { return it.name.front() == first && it.name == name; });
    if (found != known_properties.end()) return *found;
    const bool extension = name.starts_with("X-");
    return {name, Form::text,
            extension ? ICAL_X_PROPERTY : icalproperty_string_to_kind(name.c_str()), extension};
}

bool is_name_char(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

std::size_t name_end(std::string_view text, std::size_t from) {
    while (from < text.size() && is_name_char(text[from])) ++from;
    return from;
}

using Parameters = decltype(Property::parameters);

const std::string* find(const Parameters& parameters, std::string_view name) {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const auto& p) { return p.first == name; });
    return found == parameters.end() ? nullptr : &found->second;
}

// Where the parts of a line lie: what the caps have to know before libical sees the line, and what
// a value "as written" is.
struct Outline {
    Parameters parameters;  // those that are read, without quotes, still encoded (RFC 6868)
    std::string_view value;
};

// Reads ";NAME=value,"value"" at `at` (on the semicolon) and moves past it.
Result<void> pass_parameter(std::string_view text, std::size_t& at, std::string_view property,
                            Parameters& wanted) {
    const std::size_t name_to = name_end(text, at + 1);
    std::string name = ascii_upper(text.substr(at + 1, name_to - at - 1));
    at = name_to;
    std::string value;
    if (at < text.size() && text[at] == '=') {
        std::size_t values = 0;
        do {
            ++at;  // the equals sign or a comma
            if (++values > limits::values_max)
                return fail(Code::invalid, "", "too_many_values", std::string(property));
            const bool quoted = at < text.size() && text[at] == '"';
            const std::size_t from = quoted ? at + 1 : at;
            const std::size_t to = std::min(
                quoted ? text.find('"', from) : text.find_first_of(",;:", from), text.size());
            if (to == text.size())
                return fail(Code::invalid, "", "bad_line", std::string(property));
            if (values > 1) value += ',';
            value += text.substr(from, to - from);
            at = quoted ? to + 1 : to;
        } while (at < text.size() && text[at] == ',');
    }
    const bool is_read =
        std::find(read_parameters.begin(), read_parameters.end(), name) != read_parameters.end();
    if (is_read && find(wanted, name) == nullptr)
        wanted.emplace_back(std::move(name), std::move(value));
    return {};
}

Result<Outline> outline_of(std::string_view text, std::string_view name) {
    Outline outline;
    std::size_t at = name.size();
    // To libical BEGIN and END are no properties, with parameters or without.
    if (at == 0 || name == "BEGIN" || name == "END")
        return fail(Code::invalid, "", "bad_line", one_line(text));
    for (std::size_t count = 0; at < text.size() && text[at] == ';'; ++count) {
        if (count == limits::parameters_max)
            return fail(Code::invalid, "", "too_many_parameters", std::string(name));
        SOPU_CHECK(pass_parameter(text, at, name, outline.parameters));
    }
    if (at >= text.size() || text[at] != ':')
        return fail(Code::invalid, "", "bad_line", one_line(text));
    outline.value = text.substr(at + 1);
    return outline;
}

// libical's lines end at a NUL, so it gets another control character, which the cleaning of texts
// takes out and notes in the same way.
void replace_nul(std::string& text) {
    for (std::size_t at = text.find('\0'); at != std::string::npos; at = text.find('\0', at))
        text[at] = '\x01';
}

// libical strips white space from the ends of a value, and takes a backslash before any other
// letter than its own for a space: so white space at an end is given to it as an escape.
std::string_view escape_of(char space) {
    switch (space) {
        case ' ':
            return "\\s";
        case '\t':
            return "\\t";
        case '\r':
            return "\\r";
        case '\f':
            return "\\f";
        case '\v':
            return "\x01";
        default:
            return {};
    }
}

// A TEXT value that libical decodes to what unescape() makes of `value`: backslashes that mean
// nothing in RFC 5545 3.3.11 stand for themselves (Windows paths), where libical would make a tab,
// a form feed or a space of them.
std::string text_for_libical(std::string_view value) {
    std::string out;
    out.reserve(value.size() + 8);
    const std::string_view front = value.empty() ? "" : escape_of(value.front());
    out += front;
    std::size_t from = front.empty() ? 0 : 1;
    while (from < value.size()) {
        const std::size_t backslash = std::min(value.find('\\', from), value.size());
        out += value.substr(from, backslash - from);
        if (backslash == value.size()) break;
        const char next = backslash + 1 < value.size() ? value[backslash + 1] : '\0';
        const bool known =
            next != '\0' && std::string_view("nN\\;,\"").find(next) != std::string_view::npos;
        if (known)
            out += value.substr(backslash, 2);
        else if (next != ':')
            out += "\\\\";
        from = backslash + (known ? 2 : 1);
    }
    if (const std::string_view back = out.empty() ? "" : escape_of(out.back()); !back.empty()) {
        out.pop_back();
        out += back;
    }
    return out;
}

// Always quoted, so that no character of the value ends it. A backslash before the closing quote
// would hide that from libical; the space after it is trimmed off by whoever reads the parameter.
std::string parameter_for_libical(const std::string& name, std::string_view value) {
    std::string out = ';' + name + "=\"";
    for (const char c : value) {
        if (c == '"')
            out += "^'";
        else
            out += c;
    }
    if (out.back() == '\\') out += ' ';
    return out + '"';
}

bool has_ascii_control(std::string_view text) {
    bool found = false;  // without leaving early: so many bytes at a time
    for (const char c : text) found |= static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    return found;
}

// Whether a text is read alike by everybody: no white space at its ends, which libical strips, no
// control characters, and a backslash only before what RFC 5545 3.3.11 says.
bool is_plain_text(std::string_view text) {
    if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
    for (std::size_t at = text.find('\\'); at < text.size(); at = text.find('\\', at + 2))
        if (at + 1 == text.size() ||
            std::string_view("nN,;\\").find(text[at + 1]) == std::string_view::npos)
            return false;
    return !has_ascii_control(text);
}

// The same where nothing is escaped (addresses) or something else is (parameters: RFC 6868).
bool is_bare_text(std::string_view text) {
    return text.find_first_of("\\\"^") == std::string_view::npos && is_plain_text(text);
}

// 20261024, 20261024T100000 or 20261024T070000Z; libical takes any such digits but a year 0.
bool is_plain_time(std::string_view text) {
    if (text.size() != 8 && text.size() != 15 && text.size() != 16) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (i == 8 || i == 15 ? c != (i == 8 ? 'T' : 'Z') : c < '0' || c > '9') return false;
    }
    return text.front() != '0';
}

// The values of RFC 5545 3.8.1.3, 3.8.1.11 and 3.8.2.7 that mean something for events.
constexpr std::array<std::string_view, 8> plain_words{"CONFIRMED", "TENTATIVE",   "CANCELLED",
                                                      "OPAQUE",    "TRANSPARENT", "PUBLIC",
                                                      "PRIVATE",   "CONFIDENTIAL"};

// Whether libical could only answer with this very line: then it is not asked.
// tests/ical/component_test.cpp asks it nevertheless.
bool is_plain(const Known& how, const Outline& outline) {
    if (!how.is_sure) return false;
    for (const auto& [name, value] : outline.parameters)
        if (name != "VALUE" && !is_bare_text(value)) return false;
    switch (how.form) {
        case Form::text:
            return is_plain_text(outline.value);
        case Form::address:
            return is_bare_text(outline.value);
        case Form::word:
            return std::find(plain_words.begin(), plain_words.end(), outline.value) !=
                   plain_words.end();
        case Form::time:
            return is_plain_time(outline.value);
        case Form::written:
            break;
    }
    return false;
}

// Empty if there is nothing to give to libical: it drops properties without a value.
std::string value_for_libical(Form form, std::string_view value) {
    switch (form) {
        case Form::text:
            return text_for_libical(value);
        case Form::address:
        case Form::word:
            return std::string(trim(value));
        case Form::time:
            // With a colon in the value libical looks for the end of TZID elsewhere. No time of
            // ours has one.
            if (value.find(':') != std::string_view::npos) return {};
            return ascii_upper(trim(value));
        case Form::written:
            break;
    }
    return {};
}

// Nothing if the property holds another type of value than its form says.
std::optional<std::string> value_of(Form form, icalproperty* property) {
    const icalvalue* value = icalproperty_get_value(property);
    switch (icalvalue_isa(value)) {
        case ICAL_TEXT_VALUE:
            return or_empty(icalvalue_get_text(value));
        case ICAL_X_VALUE:
            return or_empty(icalvalue_get_x(value));
        case ICAL_URI_VALUE:
            return or_empty(icalvalue_get_uri(value));
        case ICAL_CALADDRESS_VALUE:
            return or_empty(icalvalue_get_caladdress(value));
        default:
            if (form != Form::word) return std::nullopt;
            return or_empty(LibicalText(icalproperty_get_value_as_string_r(property)).get());
    }
}

void read_parameters_of(icalproperty* parsed, Parameters& out) {
    if (auto* tzid = icalproperty_get_first_parameter(parsed, ICAL_TZID_PARAMETER))
        out.emplace_back("TZID", or_empty(icalparameter_get_tzid(tzid)));
    if (auto* name = icalproperty_get_first_parameter(parsed, ICAL_CN_PARAMETER))
        out.emplace_back("CN", or_empty(icalparameter_get_cn(name)));
}

// Whether libical's answer to a property is that property, filled in.
bool fill(Property& property, Form form, icalproperty* parsed) {
    read_parameters_of(parsed, property.parameters);
    if (form == Form::time) return true;  // as written
    auto value = value_of(form, parsed);
    if (value) property.value = *std::move(value);
    return value.has_value();
}

// Of a value, not of a name or parameter.
bool is_refusal(icalproperty* error) {
    icalparameter* type = icalproperty_get_first_parameter(error, ICAL_XLICERRORTYPE_PARAMETER);
    return type != nullptr &&
           icalparameter_get_xlicerrortype(type) == ICAL_XLICERRORTYPE_VALUEPARSEERROR;
}

}  // namespace

const std::string* Property::parameter(std::string_view parameter_name) const {
    return find(parameters, parameter_name);
}

std::string property_name(std::string_view line) {
    return ascii_upper(line.substr(0, name_end(line, 0)));
}

ComponentParser::ComponentParser() {
    properties_.reserve(known_properties.size());
}

Result<void> ComponentParser::add(const Line& line) {
    Property property;
    property.name = property_name(line.text);
    property.line = line.number;
    Outline outline = SOPU_TRY(outline_of(line.text, property.name));
    const Known how = known(property.name);
    if (is_plain(how, outline)) {
        property.value =
            how.form == Form::text ? unescape(outline.value) : std::string(outline.value);
        property.parameters = std::move(outline.parameters);
    } else if (const std::string value = value_for_libical(how.form, outline.value);
               !value.empty()) {
        hand_over(property, outline.parameters, value);
        handed_.push_back({properties_.size(), how.form, how.kind});
        if (how.form == Form::time) property.value = outline.value;
    } else {
        property.value = outline.value;
        property.refused = how.form == Form::time;
        if (how.form == Form::written) property.parameters = std::move(outline.parameters);
    }
    properties_.push_back(std::move(property));
    return {};
}

void ComponentParser::hand_over(Property& property, const Parameters& parameters,
                                std::string_view value) {
    std::string line = property.name;
    line.reserve(value.size() + 32);
    for (const auto& [name, text] : parameters) {
        if (name == "VALUE")
            property.parameters.emplace_back(name, text);
        else if (name != "RANGE")
            line += parameter_for_libical(name, text);
    }
    line += ':';
    line += value;
    replace_nul(line);
    if (!parser_) parser_.emplace().add("BEGIN:VEVENT");
    parser_->add(std::move(line));
}

// libical keeps properties in the order of their lines, and leaves an X-LIC-ERROR in the place of
// one whose value it refuses.
Result<std::vector<Property>> ComponentParser::finish() {
    const auto bad = [this](std::size_t count) {
        return fail(
            Code::invalid, "", "bad_line",
            count < handed_.size() ? properties_[handed_[count].place].name : std::string());
    };
    if (handed_.empty()) return std::move(properties_);
    const LibicalComponent component = parser_->add("END:VEVENT");
    icalerror_clear_errno();
    if (component == nullptr) return bad(0);
    std::size_t count = 0;
    for (icalproperty* parsed =
             icalcomponent_get_first_property(component.get(), ICAL_ANY_PROPERTY);
         parsed != nullptr;
         parsed = icalcomponent_get_next_property(component.get(), ICAL_ANY_PROPERTY), ++count) {
        if (count == handed_.size()) return bad(count);
        const Handed& handed = handed_[count];
        Property& property = properties_[handed.place];
        const icalproperty_kind kind = icalproperty_isa(parsed);
        if (kind == ICAL_XLICERROR_PROPERTY && handed.form == Form::time && is_refusal(parsed))
            property.refused = true;
        else if (kind != handed.kind || !fill(property, handed.form, parsed))
            return bad(count);
    }
    if (count != handed_.size()) return bad(count);
    return std::move(properties_);
}

}  // namespace sopu::ical
