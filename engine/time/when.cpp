#include "engine/time/when.h"

#include <string>

#include "engine/base/limits.h"
#include "engine/time/zones.h"

namespace sopu {
namespace {

constexpr date::days span_max{limits::span_days_max};
constexpr minutes duration_max{limits::duration_minutes_max};

bool year_in_range(Date day) {
    const int year{date::year_month_day{day}.year()};
    return limits::year_min <= year && year <= limits::year_max;
}

Error year_out_of_range(const char* field) {
    return invalid(
        field, "year_out_of_range",
        {{"min", std::to_string(limits::year_min)}, {"max", std::to_string(limits::year_max)}});
}

Error too_many_days(const char* field) {
    return invalid(field, "too_long", {{"days", std::to_string(limits::span_days_max)}});
}

Error too_many_minutes(const char* field) {
    return invalid(field, "too_long", {{"minutes", std::to_string(limits::duration_minutes_max)}});
}

// Of two dates, both inclusive: the years, the order, and the length, which only dates in range and
// in order can have.
Errors check_days(Date first, Date last, const char* first_field, const char* last_field) {
    Errors errors;
    if (!year_in_range(first)) errors.push_back(year_out_of_range(first_field));
    if (!year_in_range(last)) errors.push_back(year_out_of_range(last_field));
    if (last < first)
        errors.push_back(invalid(last_field, "end_before_start"));
    else if (errors.empty() && last - first + date::days{1} > span_max)
        errors.push_back(too_many_days(last_field));
    return errors;
}

// A start in a gap of the clock is moved on by it (RFC 5545 3.3.5), so an end inside the gap can
// come to lie before the start though the clock reads more: instants decide, where they are known.
bool ends_before_start(LocalTime start, LocalTime end, const Zone* zone) {
    if (end < start) return true;
    return zone != nullptr && to_instant(end, *zone) < to_instant(start, *zone);
}

Errors check_one(const Timed& timed, const Zones& zones) {
    Errors errors;
    const bool start_in_range = year_in_range(date::floor<date::days>(timed.start));
    if (!start_in_range) errors.push_back(year_out_of_range("when.start"));
    const Zone* zone = zones.find(timed.zone);
    if (zone == nullptr)
        errors.push_back(invalid("when.zone", "unknown_zone", {{"zone", timed.zone}}));
    if (!timed.end) return errors;
    const bool end_in_range = year_in_range(date::floor<date::days>(*timed.end));
    if (!end_in_range) errors.push_back(year_out_of_range("when.end"));
    if (!start_in_range || !end_in_range) return errors;
    if (ends_before_start(timed.start, *timed.end, zone))
        errors.push_back(invalid("when.end", "end_before_start"));
    else if (*timed.end - timed.start > duration_max)
        errors.push_back(too_many_minutes("when.end"));
    return errors;
}

Errors check_one(const AllDay& all_day, const Zones&) {
    return check_days(all_day.first, all_day.last, "when.first", "when.last");
}

Errors check_one(const Vague& vague, const Zones&) {
    Errors errors = check_days(vague.from, vague.to, "when.from", "when.to");
    if (vague.duration && *vague.duration <= minutes{0})
        errors.push_back(invalid("when.duration_minutes", "not_positive"));
    if (vague.duration && *vague.duration > duration_max)
        errors.push_back(too_many_minutes("when.duration_minutes"));
    return errors;
}

Errors check_one(const Undated&, const Zones&) {
    return {};
}

// A timed event that ends at midnight does not speak of the day that begins there.
Date last_day(const Timed& timed) {
    const LocalTime end = timed.end.value_or(timed.start);
    return date::floor<date::days>(end > timed.start ? end - seconds{1} : end);
}

}  // namespace

Errors check(const When& when, const Zones& zones) {
    return std::visit([&](const auto& said) { return check_one(said, zones); }, when);
}

std::optional<Date> first_date(const When& when) {
    if (const auto* timed = std::get_if<Timed>(&when)) return date::floor<date::days>(timed->start);
    if (const auto* all_day = std::get_if<AllDay>(&when)) return all_day->first;
    if (const auto* vague = std::get_if<Vague>(&when)) return vague->from;
    return std::nullopt;
}

std::optional<Date> last_date(const When& when) {
    if (const auto* timed = std::get_if<Timed>(&when)) return last_day(*timed);
    if (const auto* all_day = std::get_if<AllDay>(&when)) return all_day->last;
    if (const auto* vague = std::get_if<Vague>(&when)) return vague->to;
    return std::nullopt;
}

}  // namespace sopu
