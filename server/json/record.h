// What lives here: read_record and read_input, the two ways in which a codec reads a whole object:
// one that we wrote (anything wrong is our fault: internal) and one from outside (every error).
// What may not: fields of any record. Thread-safety: pure functions.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "engine/base/result.h"
#include "server/json/reader.h"

namespace sopu::json {

// `read_fields(ObjectReader&, T&)` takes the fields out. Errors: internal, broken_record.
template <class T, class ReadFields>
Result<T> read_record(const boost::json::object& record, const ReadFields& read_fields) {
    T value;
    Errors errors;
    ObjectReader fields(record, "", Origin::ours, errors);
    read_fields(fields, value);
    fields.finish();
    if (errors.empty()) return value;
    return fail(Code::internal, "", "broken_record",
                errors.front().field + ": " + errors.front().reason);
}

// The same for what came from outside: every error, or the value.
template <class T, class ReadFields>
void read_input(const boost::json::value& input, T& value, Errors& errors,
                const ReadFields& read_fields) {
    const boost::json::object* object = input.if_object();
    if (object == nullptr) {
        errors.push_back(invalid("", "wrong_type", {{"expected", "object"}}));
        return;
    }
    ObjectReader fields(*object, "", Origin::outside, errors);
    read_fields(fields, value);
    fields.finish();
}

template <class T, class ReadFields>
Checked<T> read_input(const boost::json::value& input, const ReadFields& read_fields) {
    T value;
    Errors errors;
    read_input(input, value, errors, read_fields);
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return value;
}

}  // namespace sopu::json
