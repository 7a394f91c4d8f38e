#include "server/json/schema_org.h"

#include <array>

#include <boost/json/serialize.hpp>

#include "engine/time/iso.h"
#include "server/json/writer.h"

namespace sopu::json {
namespace {

using boost::json::object;

constexpr const char* schema = "https://schema.org/";

// "+02:00", as on the clocks of the zone then.
std::string offset_text(seconds offset) {
    const auto two = [](long long number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    const long long all = std::abs(offset.count()) / 60;
    return (offset < seconds(0) ? "-" : "+") + two(all / 60) + ":" + two(all % 60);
}

std::string with_offset(LocalTime local, const Zone& zone) {
    return format_local(local) + offset_text(offset_at(to_instant(local, zone), zone));
}

const char* status_of(TakesPlace takes_place) {
    switch (takes_place) {
        case TakesPlace::rescheduled:
            return "EventRescheduled";
        case TakesPlace::postponed:
            return "EventPostponed";
        case TakesPlace::cancelled:
            return "EventCancelled";
        case TakesPlace::moved_online:
            return "EventMovedOnline";
        case TakesPlace::scheduled:
            break;
    }
    return "EventScheduled";
}

const char* attendance_of(AttendanceMode mode) {
    switch (mode) {
        case AttendanceMode::online:
            return "OnlineEventAttendanceMode";
        case AttendanceMode::hybrid:
            return "MixedEventAttendanceMode";
        case AttendanceMode::onsite:
            break;
    }
    return "OfflineEventAttendanceMode";
}

// False where nothing is known that would be true of the start.
bool add_when(object& json, const When& when, const Zones& zones) {
    if (const auto* timed = std::get_if<Timed>(&when)) {
        const Zone* zone = zones.find(timed->zone);
        if (zone == nullptr) zone = &zones.home();
        json["startDate"] = with_offset(timed->start, *zone);
        if (timed->end) json["endDate"] = with_offset(*timed->end, *zone);
        return true;
    }
    if (const auto* days = std::get_if<AllDay>(&when)) {
        json["startDate"] = format_date(days->first);
        json["endDate"] = format_date(days->last);
        return true;
    }
    const auto* vague = std::get_if<Vague>(&when);
    if (vague == nullptr || vague->precision != Precision::day) return false;
    json["startDate"] = format_date(vague->from);
    return true;
}

// Schedule.byDay takes the words of RFC 5545 where a weekday has a place in the month ("2TU").
std::string by_day_text(const recur::ByDay& day) {
    constexpr std::array<const char*, 7> names{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
    return (day.ordinal == 0 ? "" : std::to_string(day.ordinal)) +
           names.at(static_cast<std::size_t>(day.weekday));
}

// ISO 8601, as Schedule.repeatFrequency asks for: "P1W"; "" for what it has no word for.
std::string frequency_text(const recur::Rule& rule) {
    using recur::Frequency;
    const bool days = rule.frequency == Frequency::daily;
    const bool weeks = rule.frequency == Frequency::weekly;
    const bool months = rule.frequency == Frequency::monthly;
    if (!days && !weeks && !months && rule.frequency != Frequency::yearly) return {};
    return "P" + std::to_string(rule.interval) + (days ? "D" : weeks ? "W" : months ? "M" : "Y");
}

std::string day_text(const recur::Moment& moment, const Zone& zone) {
    if (const auto* day = std::get_if<Date>(&moment)) return format_date(*day);
    const auto* local = std::get_if<LocalTime>(&moment);
    const LocalTime time = local ? *local : to_local(std::get<Instant>(moment), zone);
    return format_date(date::floor<date::days>(time));
}

// Nothing for a rule that schema.org has no words for.
std::optional<object> schedule_of(const Event& event, const Zones& zones) {
    if (!event.recurrence || !event.recurrence->rule || !first_date(event.when))
        return std::nullopt;
    const recur::Rule& rule = *event.recurrence->rule;
    const std::string frequency = frequency_text(rule);
    if (frequency.empty() || !rule.by_set_position.empty() || !rule.by_week_number.empty() ||
        !rule.by_year_day.empty())
        return std::nullopt;
    object schedule{{"@type", "Schedule"}, {"repeatFrequency", frequency}};
    schedule["startDate"] = format_date(*first_date(event.when));
    const Zone* zone = &zones.home();
    if (const auto* timed = std::get_if<Timed>(&event.when)) {
        if (const Zone* own = zones.find(timed->zone)) zone = own;
        schedule["startTime"] = format_local(timed->start).substr(11);
        if (timed->end) schedule["endTime"] = format_local(*timed->end).substr(11);
        schedule["scheduleTimezone"] = timed->zone;
    }
    if (rule.until) schedule["endDate"] = day_text(*rule.until, *zone);
    if (rule.count) schedule["repeatCount"] = *rule.count;
    const auto list = [&schedule](const char* name, auto&& values, auto&& text) {
        boost::json::array all;
        for (const auto& value : values) all.emplace_back(text(value));
        if (!all.empty()) schedule[name] = std::move(all);
    };
    const auto number = [](std::int16_t value) { return value; };
    list("byDay", rule.by_day, by_day_text);
    list("byMonth", rule.by_month, number);
    list("byMonthDay", rule.by_month_day, number);
    list("exceptDate", event.recurrence->exceptions,
         [zone](const recur::Moment& moment) { return day_text(moment, *zone); });
    return schedule;
}

void add_text(object& json, const char* name, const std::string& text) {
    if (!text.empty()) json[name] = text;
}

object location_of(const Event& event, const SchemaOrgEvent& said) {
    if (event.attendance_mode == AttendanceMode::online)
        return {{"@type", "VirtualLocation"}, {"url", said.link.empty() ? said.url : said.link}};
    object address{{"@type", "PostalAddress"}, {"addressCountry", "FI"}};
    add_text(address, "addressLocality", said.municipality);
    object place{{"@type", "Place"}, {"address", std::move(address)}};
    add_text(place, "name", said.place.empty() ? said.municipality : said.place);
    if (said.position)
        place["geo"] = object{{"@type", "GeoCoordinates"},
                              {"latitude", kept_digits(*said.position).latitude},
                              {"longitude", kept_digits(*said.position).longitude}};
    return place;
}

std::string within_html(const std::string& json) {
    std::string out;
    for (const char c : json) {
        if (c == '<')
            out += "\\u003c";
        else if (c == '>')
            out += "\\u003e";
        else if (c == '&')
            out += "\\u0026";
        else
            out += c;
    }
    return out;
}

}  // namespace

std::optional<std::string> schema_org_event(const Event& event, const SchemaOrgEvent& said,
                                            const Zones& zones) {
    object json{{"@context", "https://schema.org"}, {"@type", "Event"}, {"name", said.name}};
    if (!add_when(json, said.next.value_or(event.when), zones)) return std::nullopt;
    if (auto schedule = schedule_of(event, zones)) json["eventSchedule"] = std::move(*schedule);
    json["eventStatus"] = std::string(schema) + status_of(event.takes_place);
    json["eventAttendanceMode"] = std::string(schema) + attendance_of(event.attendance_mode);
    json["location"] = location_of(event, said);
    json["url"] = said.url;
    add_text(json, "inLanguage", said.language);
    add_text(json, "description", said.description);
    if (!said.organiser.empty())
        json["organizer"] = object{{"@type", "Organization"}, {"name", said.organiser}};
    return within_html(boost::json::serialize(json));
}

}  // namespace sopu::json
