// What lives here: When <-> JSON (CONTRACT "A draft"), and the day of the week that a person may
// say beside a date so that a slip of the date is noticed. What may not: instants: a When says
// local time (engine/time/when.h). Invariants: reading what was written gives the same When.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <date/date.h>
#include <boost/json/object.hpp>

#include "engine/time/when.h"
#include "server/json/reader.h"

namespace sopu::json {

boost::json::object to_json(const When& when);

// Reads the object's form. Errors: unknown_field (also a field of another kind of When), missing,
// bad_date, bad_time, unknown_value, wrong_type, out_of_range. Whether the times make sense is for
// check (engine/time/when.h). `weekday` gets what was said of it, unread.
When read_when(ObjectReader& fields, std::optional<std::string>& weekday);

// "la", "lauantai", "lauantaina", "lö", "lördag", "Sat", "Saturday", with or without a full stop.
std::optional<date::weekday> parse_weekday(std::string_view said);
// The key of a weekday, for programs and messages: "mon" … "sun".
std::string_view weekday_key(date::weekday day);
// The date whose weekday can be verified; none for an undated or a coarser event.
std::optional<Date> weekday_date(const When& when);

}  // namespace sopu::json
