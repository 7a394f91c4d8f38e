// What lives here: dates and times as people write them in Finnish, in Finland's Swedish and in
// English: "la 24.10. klo 10.30–15", "lö 24.10 kl. 10.30–15", "Sat 24 Oct, 10:30–15:00".
// What may not: machine formats (engine/time/iso.h), clocks (`today` is handed in).
// Invariants: own tables, so the bytes do not change with a library's version. Monday is the first
// day and weeks are ISO 8601's. The year is left out only where `today` is given, the date is of
// the same year and lies within a month before and six months after it: nobody has to work it out.
// Thread-safety: pure functions. An unknown language is written as Finnish.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/time/interval.h"
#include "engine/time/when.h"
#include "engine/time/zones.h"

namespace sopu::words {

// What an event says of its time. A time in UTC is nobody's wall clock and is shown in the
// calendar's own zone; one in a zone whose clock differs from it then is followed by its name.
std::string when_text(std::string_view lang, const When& when, const Zones& zones,
                      std::optional<Date> today = std::nullopt);

// An instant span on the clocks of a zone, as a timed event is written.
std::string interval_text(std::string_view lang, const Interval& interval, const Zone& zone,
                          std::optional<Date> today = std::nullopt);

// "la 24.10.2026" · "lö 24.10.2026" · "Sat 24 Oct 2026"
std::string date_text(std::string_view lang, Date day, std::optional<Date> today = std::nullopt);

// "20.–21.6.2026", both inclusive; one day is written as date_text.
std::string dates_text(std::string_view lang, Date first, Date last,
                       std::optional<Date> today = std::nullopt);

// Without a weekday: "24.12." · "24.12" · "24 Dec".
std::string short_date_text(std::string_view lang, Date day, std::optional<Date> today);

// The same of days that come every year: "6.12.", "10.–12.7.".
std::string yearly_text(std::string_view lang, Date first, Date last);

// "klo 18–20" · "kl. 18–20" · "18:00–20:00"; of an end that is days later only the start is said.
std::string hours_text(std::string_view lang, LocalTime start, std::optional<LocalTime> end);

// "klo 9.15" · "kl. 9.15" · "9:15"
std::string time_text(std::string_view lang, LocalTime local);

std::string_view weekday_short(std::string_view lang, Date day);  // la · lö · Sat
std::string_view weekday_long(std::string_view lang, Date day);   // lauantai · lördag · Saturday
std::string_view month_name(std::string_view lang, unsigned month);  // 1-12: tammikuu · januari

// ISO 8601: the week that has most days of the year; 1-53.
int week_number(Date day);
// "vk 43" · "v. 43" · "week 43"
std::string week_text(std::string_view lang, Date day);

}  // namespace sopu::words
