#include "server/json/records_json.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "engine/base/limits.h"
#include "server/json/limits.h"
#include "server/json/record.h"
#include "server/json/when_json.h"
#include "server/json/writer.h"

namespace sopu::json {

namespace {

constexpr TextRule area_line{limits::area_expression_bytes_max, Lines::one};
constexpr std::array<std::string_view, 1> revision_field{"revision"};

// RFC 5545 names of weekdays, Monday first: bit 0 of OpeningHours::weekdays.
constexpr std::array<std::string_view, 7> weekday_names{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
constexpr int minutes_a_day = 24 * 60;

std::string clock_text(int minute) {
    const std::string hours = std::to_string(minute / 60);
    const std::string rest = std::to_string(minute % 60);
    return (hours.size() == 1 ? "0" : "") + hours + (rest.size() == 1 ? ":0" : ":") + rest;
}

// "08:00" to "24:00".
void read_clock(ObjectReader& fields, std::string_view key, int& minute) {
    fields.require(key);
    const auto text = fields.string_at(key);
    if (!text) return;
    const auto digit = [&](std::size_t at) { return (*text)[at] >= '0' && (*text)[at] <= '9'; };
    const bool shaped =
        text->size() == 5 && digit(0) && digit(1) && (*text)[2] == ':' && digit(3) && digit(4);
    const auto value = [&](std::size_t at) {
        return ((*text)[at] - '0') * 10 + ((*text)[at + 1] - '0');
    };
    if (shaped && value(3) < 60 && value(0) * 60 + value(3) <= minutes_a_day)
        minute = value(0) * 60 + value(3);
    else
        fields.error(key, "bad_clock_time", {{"value", ObjectReader::echo(*text)}});
}

void read_opening_hours(ObjectReader& fields, std::vector<OpeningHours>& out) {
    const boost::json::array* list = fields.array("opening_hours");
    if (list == nullptr) return;
    for (std::size_t i = 0; i < list->size(); ++i) {
        auto item = fields.item("opening_hours", i, (*list)[i]);
        if (!item) continue;
        OpeningHours hours;
        std::vector<std::string> days;
        item->require("weekdays");
        item->text_list("weekdays", days, id_line);
        for (const std::string& day : days) {
            const auto at = std::find(weekday_names.begin(), weekday_names.end(), day);
            if (at == weekday_names.end())
                item->error("weekdays", "unknown_value", {{"value", ObjectReader::echo(day)}});
            else
                hours.weekdays |= 1U << (at - weekday_names.begin());
        }
        read_clock(*item, "from", hours.from_minute);
        read_clock(*item, "to", hours.to_minute);
        if (!item->has_error_under("to") && hours.to_minute <= hours.from_minute)
            item->error("to", "end_before_start");
        item->finish();
        out.push_back(hours);
    }
}

boost::json::array opening_hours_json(const std::vector<OpeningHours>& list) {
    boost::json::array items;
    for (const OpeningHours& hours : list) {
        boost::json::array days;
        for (std::size_t day = 0; day < weekday_names.size(); ++day)
            if ((hours.weekdays >> day & 1U) != 0) days.emplace_back(weekday_names[day]);
        items.push_back(boost::json::object{{"weekdays", std::move(days)},
                                            {"from", clock_text(hours.from_minute)},
                                            {"to", clock_text(hours.to_minute)}});
    }
    return items;
}

// What closes a venue has an end: a time with one, or whole days.
void read_closed_time(ObjectReader& fields, Closure& closure) {
    fields.require("when");
    auto when = fields.object("when");
    if (!when) return;
    std::optional<std::string> weekday;
    closure.when = read_when(*when, weekday);
    when->finish();
    const auto* timed = std::get_if<Timed>(&closure.when);
    const bool bounded = std::holds_alternative<AllDay>(closure.when) || (timed && timed->end);
    if (!bounded && !fields.has_error_under("when")) fields.error("when", "closure_needs_end");
}

void read_fields(ObjectReader& fields, Closure& closure) {
    fields.id("id", closure.id);
    fields.require("venue");
    fields.id("venue", closure.venue);
    fields.localized("name", closure.name, short_line);
    read_closed_time(fields, closure);
}

void read_fields(ObjectReader& fields, Resource& resource) {
    fields.id("id", resource.id);
    fields.localized("name", resource.name, short_line);
    fields.id("municipality", resource.municipality);
    std::optional<int> stock;
    fields.integer("stock", stock, {0, limits::resource_quantity_max});
    resource.stock = stock.value_or(resource.stock);
    fields.text("keeper", resource.keeper, short_line);
}

void read_fields(ObjectReader& fields, Venue& venue) {
    fields.id("id", venue.id);
    fields.localized("name", venue.name, short_line);
    fields.id("municipality", venue.municipality);
    fields.position("position", venue.position);
    fields.integer("capacity", venue.capacity, {0, sopu::limits::attendance_max});
    fields.id("part_of", venue.part_of);
    fields.id_list("shares", venue.shares);
    fields.text_list("aliases", venue.aliases, short_line);
    fields.integer("setup_minutes", venue.setup_minutes, {0, sopu::limits::setup_minutes_max});
    fields.integer("teardown_minutes", venue.teardown_minutes,
                   {0, sopu::limits::setup_minutes_max});
    fields.boolean("buffer_blocks", venue.buffer_blocks);
    read_opening_hours(fields, venue.opening_hours);
    fields.text("keeper", venue.keeper, short_line);
}

void read_fields(ObjectReader& fields, Organisation& organisation) {
    fields.id("id", organisation.id);
    fields.localized("name", organisation.name, short_line);
    fields.id("municipality", organisation.municipality);
    fields.boolean("small", organisation.small);
    fields.boolean("trusted", organisation.trusted);
}

void read_fields(ObjectReader& fields, Area& area) {
    fields.id("id", area.id);
    fields.localized("name", area.name, short_line);
    fields.text("expression", area.expression, area_line);
}

template <class T>
Result<T> from_record(const boost::json::object& record) {
    return read_record<T>(record, [](ObjectReader& fields, T& value) {
        fields.require("id");
        read_fields(fields, value);
        fields.require("revision");
        fields.integer("revision", value.revision);
    });
}

template <class T>
Checked<T> from_input(const boost::json::value& input,
                      std::span<const std::string_view> also_ignored = {}) {
    return read_input<T>(input, [&](ObjectReader& fields, T& value) {
        read_fields(fields, value);
        fields.ignore(revision_field);
        fields.ignore(also_ignored);
    });
}

}  // namespace

boost::json::object to_json(const Venue& venue) {
    return {{"id", venue.id.text()},
            {"name", localized_or_null(venue.name)},
            {"municipality", text_or_null(venue.municipality.text())},
            {"position", position_or_null(venue.position)},
            {"capacity", number_or_null(venue.capacity)},
            {"part_of", id_or_null(venue.part_of)},
            {"shares", list(venue.shares)},
            {"aliases", list(venue.aliases)},
            {"setup_minutes", number_or_null(venue.setup_minutes)},
            {"teardown_minutes", number_or_null(venue.teardown_minutes)},
            {"buffer_blocks", venue.buffer_blocks},
            {"opening_hours", opening_hours_json(venue.opening_hours)},
            {"keeper", text_or_null(venue.keeper)},
            {"revision", venue.revision}};
}

boost::json::object to_json(const Closure& closure) {
    return {{"id", closure.id.text()},
            {"venue", closure.venue.text()},
            {"when", to_json(closure.when)},
            {"name", localized_or_null(closure.name)},
            {"revision", closure.revision}};
}

boost::json::object to_json(const Resource& resource) {
    return {{"id", resource.id.text()},
            {"name", localized_or_null(resource.name)},
            {"municipality", id_or_null(resource.municipality)},
            {"stock", resource.stock},
            {"keeper", text_or_null(resource.keeper)},
            {"revision", resource.revision}};
}

boost::json::object to_json(const Organisation& organisation) {
    return {{"id", organisation.id.text()},
            {"name", localized_or_null(organisation.name)},
            {"municipality", id_or_null(organisation.municipality)},
            {"small", organisation.small},
            {"trusted", organisation.trusted},
            {"revision", organisation.revision}};
}

boost::json::object to_json(const Area& area) {
    return {{"id", area.id.text()},
            {"name", localized_or_null(area.name)},
            {"expression", area.expression},
            {"revision", area.revision}};
}

Result<Venue> venue_from_json(const boost::json::object& record) {
    return from_record<Venue>(record);
}
Result<Organisation> organisation_from_json(const boost::json::object& record) {
    return from_record<Organisation>(record);
}
Result<Area> area_from_json(const boost::json::object& record) {
    return from_record<Area>(record);
}

Result<Closure> closure_from_json(const boost::json::object& record) {
    return from_record<Closure>(record);
}
Result<Resource> resource_from_json(const boost::json::object& record) {
    return from_record<Resource>(record);
}

Checked<Closure> closure_input(const boost::json::value& input) {
    return from_input<Closure>(input);
}
Checked<Resource> resource_input(const boost::json::value& input) {
    return from_input<Resource>(input);
}
Checked<Venue> venue_input(const boost::json::value& input) {
    constexpr std::array<std::string_view, 1> world_fields{"spaces"};
    return from_input<Venue>(input, world_fields);
}
Checked<Organisation> organisation_input(const boost::json::value& input) {
    return from_input<Organisation>(input);
}
Checked<Area> area_input(const boost::json::value& input) {
    return from_input<Area>(input);
}

}  // namespace sopu::json
