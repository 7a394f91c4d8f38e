// What lives here: the content lines of one component as properties: names, parameters and values
// (RFC 5545 3.1, 3.2), with libical as the parser and guards on both sides of it.
// What may not: what a property means; lines of a VTIMEZONE: whoever adds lines keeps them away.
// Invariants: libical gets one property a line, with the parameters that are read
// and a value that it cannot read otherwise than we do, and only where there is something to read:
// a plain line says what it says. One that it answers in any other way than with that property is
// an error or `refused`, never a guess. Thread-safety: one parser, one thread; any number at once.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "ical/libical.h"
#include "ical/split.h"

namespace sopu::ical {

// How a property's value is read (the table is in component.cpp). Where libical's typed value
// cannot be told from another one, it is read as the file wrote it.
enum class Form {
    text,     // libical's, decoded
    address,  // libical's, as it stands (URI, CAL-ADDRESS: RFC 5545 has no escapes in them)
    word,     // libical's: STATUS, TRANSP, CLASS
    // libical takes or refuses it and reads its parameters, the value is as written: libical reads
    // by scanf, so "2026 1 1" is a date to it and 30 February too, and a report names the text.
    time,
    // As written, libical never gets it. GEO and SEQUENCE: atof and atoi make 0 of any nonsense and
    // overflow. DURATION: numbers overflow. CATEGORIES: libical takes the comma of `\n1,` for
    // an escaped one, and stops after 500 values without a word. RRULE, RDATE, EXDATE and
    // RECURRENCE-ID: its code for them crashes and hangs (ICALENDAR 3.3).
    written,
};
struct Property {
    std::string name;  // upper case
    // TZID, CN, VALUE and (of Form::written) RANGE only, each once; several values: comma-joined.
    std::vector<std::pair<std::string, std::string>> parameters;
    std::string value;
    std::size_t line = 0;
    bool refused = false;  // Form::time: libical does not take the value, and the parameters are
                           // lost with it

    // The parameter of that name; null if there is none.
    const std::string* parameter(std::string_view parameter_name) const;
};

// The name a line starts with, upper case, even where the rest is nonsense; "" if there is none.
std::string property_name(std::string_view line);

class ComponentParser {
  public:
    ComponentParser();

    // Errors: bad_line, too_many_parameters, too_many_values; the detail is the name or the line,
    // and the line is left out.
    Result<void> add(const Line& line);

    // What was added, in that order. Error: bad_line, if libical made something else of a line.
    Result<std::vector<Property>> finish();

  private:
    void hand_over(Property& property, const decltype(Property::parameters)& parameters,
                   std::string_view value);

    std::optional<LibicalParser> parser_;  // from the first line that it has to read
    std::vector<Property> properties_;
    struct Handed {
        std::size_t place;  // in properties_
        Form form;
        icalproperty_kind kind;
    };
    std::vector<Handed> handed_;  // what libical has, in order
};

}  // namespace sopu::ical
