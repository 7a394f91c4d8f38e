#include "ical/read_when.h"

#include <utility>

#include "engine/base/limits.h"
#include "engine/base/text.h"
#include "ical/moment.h"
#include "ical/text.h"
#include "ical/zone_names.h"

namespace sopu::ical {

namespace {

// What one of DTSTART and DTEND says, its zone found.
struct Said {
    Moment moment;
    const Zone* zone = nullptr;  // null for a DATE
    std::string zone_name;

    Instant instant() const { return to_instant(moment.local(), *zone); }
};

tl::unexpected<Error> reject(std::string reason, std::string_view detail) {
    return fail(Code::invalid, "", std::move(reason), one_line(detail));
}

void note(std::vector<Note>& notes, std::string reason, std::string_view detail) {
    notes.push_back({std::move(reason), one_line(detail)});
}

// Where VALUE= and the value differ, the value is believed: "DTSTART:20261024" is a common mistake.
void note_value_type(const Property& property, bool is_date, std::vector<Note>& notes) {
    const std::string* type = property.parameter("VALUE");
    const bool said_date = type != nullptr && ascii_upper(*type) == "DATE";
    if (said_date != is_date) note(notes, "value_type_differs", property.name);
}

Result<Said> read_said(const Property& property, const TimeContext& context,
                       std::vector<Note>& notes) {
    const std::string_view value = trim(property.value);
    Result<Moment> moment = parse_moment(value, context.years);
    // A refused property has lost its TZID: taken alone, its value would be a time of another zone.
    if (!moment || property.refused) {
        const bool bad = moment || moment.error().reason == "bad_time";
        const char* which = property.name == "DTSTART" ? "bad_start" : "bad_end";
        return reject(bad ? which : moment.error().reason, value);
    }
    Said said{*moment, nullptr, {}};
    note_value_type(property, !said.moment.time, notes);
    if (!said.moment.time) return said;

    const std::string* tzid = property.parameter("TZID");
    if (said.moment.utc) {
        // RFC 5545 3.3.5 forbids TZID here, yet real sites send both; the Z is what they mean.
        if (tzid != nullptr) note(notes, "tzid_with_z", *tzid);
        said.zone_name = "UTC";
    } else if (tzid != nullptr) {
        auto name = iana_name(*tzid, context.zones);
        if (!name) return reject("unknown_zone", *tzid);
        said.zone_name = *std::move(name);
    } else {
        said.zone_name = context.floating_zone;
    }
    said.zone = context.zones.find(said.zone_name);
    if (said.zone == nullptr) return reject("unknown_zone", said.zone_name);
    return said;
}

// `exclusive_end` as DTEND says it (RFC 5545 3.6.1).
Result<SaidWhen> all_day(Date first, Date exclusive_end, std::vector<Note>& notes) {
    if (exclusive_end < first) return reject("end_before_start", basic_date(exclusive_end));
    if (exclusive_end == first) {
        note(notes, "dtend_equals_dtstart", basic_date(exclusive_end));
        return SaidWhen{AllDay{first, first}, {}};
    }
    return SaidWhen{AllDay{first, exclusive_end - date::days{1}}, {}};
}

// The second of two equal local times when clocks go back: only UTC can say it. A series cannot be
// turned to UTC, for its later occurrences follow the clock; its length says it instead.
SaidWhen until_a_repeated_time(const Said& start, Instant end, bool repeats) {
    const Instant begin = start.instant();
    if (!repeats)
        return {
            Timed{LocalTime(begin.time_since_epoch()), LocalTime(end.time_since_epoch()), "UTC"},
            {}};
    const LocalTime shown = to_local(end, *start.zone);
    Timed timed{start.moment.local(), std::nullopt, start.zone_name};
    if (to_instant(shown, *start.zone) > begin) timed.end = shown;
    return {timed, recur::Length{0, end - begin}};
}

// An end at the start is how real sites say that the end is not known, so it counts as not said.
Result<SaidWhen> timed_until(const Said& start, Instant end, std::string_view as_written,
                             bool repeats, std::vector<Note>& notes) {
    const Instant begin = start.instant();
    if (end < begin) return reject("end_before_start", as_written);
    if (end == begin) {
        note(notes, "dtend_equals_dtstart", as_written);
        return SaidWhen{Timed{start.moment.local(), std::nullopt, start.zone_name}, {}};
    }
    const LocalTime local = to_local(end, *start.zone);
    if (to_instant(local, *start.zone) == end)
        return SaidWhen{Timed{start.moment.local(), local, start.zone_name}, {}};
    if (!repeats) note(notes, "end_kept_in_utc", as_written);
    return until_a_repeated_time(start, end, repeats);
}

Result<SaidWhen> with_duration(const Said& start, const Property& property, bool repeats,
                               std::vector<Note>& notes) {
    const std::string_view value = trim(property.value);
    const Result<Span> span = parse_span(value);
    if (!span)
        return reject(span.error().reason, span.error().reason == "too_long" ? "DURATION" : value);
    if (!start.moment.time) {
        // RFC 5545 3.6.1 wants days or weeks here; whole days said in hours are understood too.
        const auto whole_days = date::floor<date::days>(span->time);
        if (whole_days != span->time) return reject("bad_duration", value);
        return all_day(start.moment.day, start.moment.day + span->days + whole_days, notes);
    }
    if (span->days.count() < 0 || span->time.count() < 0) return reject("end_before_start", value);
    const LocalTime nominal = start.moment.local() + span->days;
    SaidWhen said = SOPU_TRY(
        timed_until(start, to_instant(nominal, *start.zone) + span->time, value, repeats, notes));
    if (repeats && span->days.count() > 0)
        said.length = recur::Length{span->days.count(), span->time};
    return said;
}

Result<SaidWhen> with_end(const Said& start, const Said& end, std::string_view as_written,
                          bool repeats, std::vector<Note>& notes) {
    if (start.moment.time.has_value() != end.moment.time.has_value())
        return reject("mixed_time_kinds", as_written);
    if (!start.moment.time) return all_day(start.moment.day, end.moment.day, notes);
    // In one zone both are kept as they were said, also where the clock shows a time twice.
    if (start.zone_name == end.zone_name && start.instant() < end.instant())
        return SaidWhen{Timed{start.moment.local(), end.moment.local(), start.zone_name}, {}};
    return timed_until(start, end.instant(), as_written, repeats, notes);
}

Result<SaidWhen> read_unchecked(const SaidTimes& said, const TimeContext& context,
                                std::vector<Note>& notes) {
    if (said.start == nullptr) return reject("no_start", "");
    const Said start = SOPU_TRY(read_said(*said.start, context, notes));
    if (said.end != nullptr) {
        if (said.duration != nullptr) note(notes, "duration_ignored", said.duration->value);
        const Said end = SOPU_TRY(read_said(*said.end, context, notes));
        return with_end(start, end, said.end->value, context.repeats, notes);
    }
    if (said.duration != nullptr)
        return with_duration(start, *said.duration, context.repeats, notes);
    if (!start.moment.time) return SaidWhen{AllDay{start.moment.day, start.moment.day}, {}};
    return SaidWhen{Timed{start.moment.local(), std::nullopt, start.zone_name}, {}};
}

// What check(when) would say of the calendar's years, for others.
bool ends_in(const Years& years, const When& when) {
    const auto last = last_date(when);
    return !last || static_cast<int>(date::year_month_day(*last).year()) <= years.max;
}

}  // namespace

Result<SaidWhen> read_when(const SaidTimes& said, const TimeContext& context,
                           std::vector<Note>& notes) {
    SaidWhen when = SOPU_TRY(read_unchecked(said, context, notes));
    if (context.years.max > calendar_years.max) {
        if (!ends_in(context.years, when.when)) return reject("year_out_of_range", "DTEND");
        return when;
    }
    if (const Errors errors = check(when.when, context.zones); !errors.empty())
        return reject(errors.front().reason, errors.front().field);
    return when;
}

}  // namespace sopu::ical
