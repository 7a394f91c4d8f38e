#include "server/json/records_json.h"

#include <array>

#include "engine/base/limits.h"
#include "server/json/limits.h"
#include "server/json/record.h"
#include "server/json/writer.h"

namespace sopu::json {

namespace {

constexpr TextRule area_line{limits::area_expression_bytes_max, Lines::one};
constexpr std::array<std::string_view, 1> revision_field{"revision"};

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
            {"keeper", text_or_null(venue.keeper)},
            {"revision", venue.revision}};
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

Checked<Venue> venue_input(const boost::json::value& input) {
    constexpr std::array<std::string_view, 2> world_fields{"spaces", "opening_hours"};
    return from_input<Venue>(input, world_fields);
}
Checked<Organisation> organisation_input(const boost::json::value& input) {
    return from_input<Organisation>(input);
}
Checked<Area> area_input(const boost::json::value& input) {
    return from_input<Area>(input);
}

}  // namespace sopu::json
