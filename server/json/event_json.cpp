#include "server/json/event_json.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "engine/time/iso.h"
#include "server/json/limits.h"
#include "server/json/record.h"
#include "server/json/recurrence_json.h"
#include "server/json/when_json.h"
#include "server/json/writer.h"

namespace sopu::json {

namespace {

constexpr TextRule title_rule{sopu::limits::title_bytes_max, Lines::one};
constexpr TextRule description_rule{sopu::limits::description_bytes_max, Lines::many};
constexpr TextRule short_lines{sopu::limits::short_text_bytes_max, Lines::many};
constexpr TextRule area_line{limits::area_expression_bytes_max, Lines::one};
constexpr TextRule email_line{limits::email_bytes_max, Lines::one};
constexpr TextRule tag_line{limits::language_tag_bytes_max, Lines::one};

boost::json::array written(const std::vector<ResourceUse>& resources) {
    boost::json::array items;
    for (const ResourceUse& use : resources)
        items.push_back(boost::json::object{{"id", use.id}, {"quantity", use.quantity}});
    return items;
}

boost::json::object written(const Organiser& organiser) {
    return {{"name", text_or_null(organiser.name)},
            {"email", text_or_null(organiser.email)},
            {"phone", text_or_null(organiser.phone)},
            {"public", organiser.is_public}};
}

void read_organiser(ObjectReader& fields, Organiser& organiser) {
    auto inner = fields.object("organiser");
    if (!inner) return;
    inner->text("name", organiser.name, short_line);
    inner->text("email", organiser.email, email_line);
    inner->text("phone", organiser.phone, short_line);
    inner->boolean("public", organiser.is_public);
    inner->finish();
}

void read_resources(ObjectReader& fields, std::vector<ResourceUse>& resources) {
    const boost::json::array* items = fields.array("resources");
    if (items == nullptr) return;
    for (std::size_t i = 0; i < items->size(); ++i) {
        auto inner = fields.item("resources", i, (*items)[i]);
        if (!inner) continue;
        ResourceUse use;
        std::optional<int> quantity;
        inner->require("id");
        inner->text("id", use.id, id_line);
        inner->integer("quantity", quantity, {1, limits::resource_quantity_max});
        inner->finish();
        use.quantity = quantity.value_or(1);
        resources.push_back(std::move(use));
    }
}

boost::json::value written(const Boxed<Recurrence>& recurrence) {
    return recurrence ? boost::json::value(to_json(*recurrence)) : nullptr;
}

void read_repeating(ObjectReader& fields, Event& event) {
    if (auto inner = fields.object("recurrence")) event.recurrence = read_recurrence(*inner);
    // A rain date comes with an issue of its own; until then it is refused by name.
    if (fields.find("rain_date") != nullptr)
        fields.error("rain_date", "rain_date_unsupported", {}, Code::unsupported);
}

void read_where(ObjectReader& fields, Event& event) {
    fields.id("municipality", event.municipality);
    fields.text_list("areas", event.areas, area_line);
    fields.id("venue", event.venue);
    fields.text("venue_text", event.venue_text, short_line);
    fields.position("position", event.position);
    fields.choice("attendance_mode", event.attendance_mode);
}

void read_who(ObjectReader& fields, Event& event) {
    fields.id("organisation", event.organisation);
    read_organiser(fields, event.organiser);
    fields.text_list("co_organisers", event.co_organisers, short_line);
    fields.text_list("people", event.people, id_line);
    read_resources(fields, event.resources);
}

void read_kind(ObjectReader& fields, Event& event) {
    fields.text_list("categories", event.categories, id_line);
    fields.text("format", event.format, id_line);
    fields.text_list("audiences", event.audiences, id_line);
    fields.integer("expected_attendance", event.expected_attendance,
                   {0, sopu::limits::attendance_max});
    fields.choice("size", event.size);
    fields.boolean("routine", event.routine);
    fields.boolean("regular_slot", event.regular_slot);
    fields.boolean("transparent", event.transparent);
}

// What an answer adds, apart from the id and the uid.
void read_decided(ObjectReader& fields, Event& event) {
    fields.require("state");
    fields.choice("state", event.state);
    fields.choice("takes_place", event.takes_place);
    fields.text("decision_reason", event.decision_reason, description_rule);
    fields.boolean("verified", event.verified);
    fields.require("revision");
    fields.integer("revision", event.revision);
    fields.integer("sequence", event.sequence);
    fields.integer("token_generation", event.token_generation);
    fields.require("created");
    fields.instant("created", event.created);
    fields.require("updated");
    fields.instant("updated", event.updated);
}

}  // namespace

void read_content(ObjectReader& fields, Event& event, std::optional<std::string>& weekday) {
    fields.localized("title", event.title, title_rule);
    fields.localized("description", event.description, description_rule);
    fields.text_list("language", event.languages, tag_line);
    if (auto when = fields.object("when")) event.when = read_when(*when, weekday);
    read_repeating(fields, event);
    fields.integer("setup_minutes", event.setup_minutes, {0, sopu::limits::setup_minutes_max});
    fields.integer("teardown_minutes", event.teardown_minutes,
                   {0, sopu::limits::setup_minutes_max});
    read_where(fields, event);
    read_who(fields, event);
    read_kind(fields, event);
    fields.choice("claim", event.claim);
    fields.instant("hold_until", event.hold_until);
    fields.choice("visibility", event.visibility);
    fields.text_list("channels", event.channels, id_line);
    fields.text("umbrella", event.umbrella, id_line);
    fields.id_list("own_reservations", event.own_reservations);
    fields.id("duplicate_of", event.duplicate_of);
    fields.text("link", event.link, short_line);
    fields.text("price", event.price, short_line);
    fields.text("registration", event.registration, short_lines);
    fields.text("accessibility", event.accessibility, short_lines);
    fields.text_list("conditions", event.conditions, id_line);
}

boost::json::object to_json(const Event& event) {
    return {{"id", event.id.text()},
            {"uid", event.uid},
            {"title", localized_or_null(event.title)},
            {"description", localized_or_null(event.description)},
            {"language", list(event.languages)},
            {"when", to_json(event.when)},
            {"recurrence", written(event.recurrence)},
            {"rain_date", nullptr},
            {"setup_minutes", number_or_null(event.setup_minutes)},
            {"teardown_minutes", number_or_null(event.teardown_minutes)},
            {"municipality", id_or_null(event.municipality)},
            {"areas", list(event.areas)},
            {"venue", id_or_null(event.venue)},
            {"venue_text", text_or_null(event.venue_text)},
            {"position", position_or_null(event.position)},
            {"organiser", written(event.organiser)},
            {"organisation", id_or_null(event.organisation)},
            {"co_organisers", list(event.co_organisers)},
            {"people", list(event.people)},
            {"resources", written(event.resources)},
            {"categories", list(event.categories)},
            {"format", text_or_null(event.format)},
            {"audiences", list(event.audiences)},
            {"expected_attendance", number_or_null(event.expected_attendance)},
            {"size", event.size ? boost::json::value(name_of(*event.size)) : nullptr},
            {"routine", event.routine},
            {"regular_slot", event.regular_slot},
            {"transparent", event.transparent},
            {"attendance_mode", name_of(event.attendance_mode)},
            {"claim", name_of(event.claim)},
            {"hold_until", instant_or_null(event.hold_until)},
            {"visibility", name_of(event.visibility)},
            {"channels", list(event.channels)},
            {"umbrella", text_or_null(event.umbrella)},
            {"own_reservations", list(event.own_reservations)},
            {"duplicate_of", id_or_null(event.duplicate_of)},
            {"link", text_or_null(event.link)},
            {"price", text_or_null(event.price)},
            {"registration", text_or_null(event.registration)},
            {"accessibility", text_or_null(event.accessibility)},
            {"conditions", list(event.conditions)},
            {"state", name_of(event.state)},
            {"takes_place", name_of(event.takes_place)},
            {"decision_reason", text_or_null(event.decision_reason)},
            {"verified", event.verified},
            {"revision", event.revision},
            {"sequence", event.sequence},
            {"created", format_instant(event.created)},
            {"updated", format_instant(event.updated)}};
}

boost::json::object to_record(const Event& event) {
    boost::json::object record = to_json(event);
    record["token_generation"] = event.token_generation;
    return record;
}

Result<Event> event_from_json(const boost::json::object& record) {
    return read_record<Event>(record, [](ObjectReader& fields, Event& event) {
        fields.require("id");
        fields.id("id", event.id);
        fields.require("uid");
        fields.text("uid", event.uid, {sopu::limits::uid_bytes_max, Lines::one});
        std::optional<std::string> unused_weekday;
        read_content(fields, event, unused_weekday);
        read_decided(fields, event);
    });
}

}  // namespace sopu::json
