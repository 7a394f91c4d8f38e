// What lives here: iCalendar's basic formats of time: DATE, DATE-TIME and DURATION values (RFC 5545
// 3.3.4-3.3.6), read strictly and written in one spelling.
// What may not: zones and what an event means by them (read_when.h).
// Invariants: a moment that was read is a real date, of one of the years asked for.
// Thread-safety: plain values, pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/limits.h"
#include "engine/base/result.h"
#include "engine/recur/limits.h"
#include "engine/time/instant.h"

namespace sopu::ical {

struct Moment {
    Date day{};
    std::optional<seconds> time;  // of the day; nothing for a DATE
    bool utc = false;             // a trailing Z

    LocalTime local() const { return LocalTime(day) + time.value_or(seconds{0}); }
};

// Weeks and days are nominal (local days), the rest is exact (RFC 5545 3.3.6).
struct Span {
    date::days days{0};
    seconds time{0};
};

// Inclusive. An event of the calendar has the first, an occurrence the second.
struct Years {
    int min = 0;
    int max = 0;
};
inline constexpr Years calendar_years{sopu::limits::year_min, sopu::limits::year_max};
inline constexpr Years recurrence_years{recur::limits::year_min, recur::limits::year_max};

// Errors: bad_time, year_out_of_range.
Result<Moment> parse_moment(std::string_view value, const Years& years = calendar_years);
// A UTC DATE-TIME; nothing else.
std::optional<Instant> parse_utc(std::string_view value);
// Errors: bad_duration, too_long (limits::span_days_max).
Result<Span> parse_span(std::string_view value);

std::string basic_date(Date day);          // 20261024
std::string basic_local(LocalTime local);  // 20261024T100000
std::string basic_utc(Instant instant);    // 20261024T070000Z

}  // namespace sopu::ical
