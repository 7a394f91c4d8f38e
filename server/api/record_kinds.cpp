#include "server/api/record_kinds.h"

#include <algorithm>

#include <boost/json/array.hpp>

#include "engine/world/venue_tree.h"
#include "server/json/records_json.h"
#include "server/json/writer.h"

namespace sopu::api {
namespace {

void check_name(const LocalizedText& name, Errors& errors) {
    if (pick(name, "fi").empty()) errors.push_back(invalid("name", "missing"));
}

void check_municipality(const MunicipalityCode& code, const Snapshot& world, Errors& errors) {
    if (world.ground().gazetteer.by_code(code) == nullptr)
        errors.push_back(invalid("municipality", "unknown_municipality", {{"value", code.text()}}));
}

void check_parts(const Venue& venue, const Snapshot& world, Errors& errors) {
    std::vector<const Venue*> others;
    world.venues().for_each([&others](auto, const Venue& other) { others.push_back(&other); });
    if (venue.part_of && world.venue(*venue.part_of) == nullptr && *venue.part_of != venue.id)
        errors.push_back(invalid("part_of", "unknown_venue", {{"value", venue.part_of->text()}}));
    else if (makes_cycle(venue, others))
        errors.push_back(invalid("part_of", "venue_cycle"));
    for (std::size_t i = 0; i < venue.shares.size(); ++i)
        if (world.venue(venue.shares[i]) == nullptr || venue.shares[i] == venue.id)
            errors.push_back(invalid("shares[" + std::to_string(i) + "]", "unknown_venue",
                                     {{"value", venue.shares[i].text()}}));
}

// Whether any event that could still matter stands on it.
template <class Test>
bool any_event(const Snapshot& world, const Test& test) {
    bool found = false;
    world.events().for_each(
        [&](auto, const Placed& placed) { found = found || test(*placed.event); });
    return found;
}

}  // namespace

Checked<Venue> RecordKind<Venue>::read(const boost::json::value& body) {
    return json::venue_input(body);
}

boost::json::object RecordKind<Venue>::write(const Venue& venue, const Snapshot& world) {
    boost::json::object written = json::to_json(venue);
    written["spaces"] = json::list(world.venue_tree().sections(venue.id));
    return written;
}

Errors RecordKind<Venue>::check(const Venue& venue, const Snapshot& world) {
    Errors errors;
    check_name(venue.name, errors);
    if (venue.municipality.empty())
        errors.push_back(invalid("municipality", "missing"));
    else
        check_municipality(venue.municipality, world, errors);
    check_parts(venue, world, errors);
    return errors;
}

std::vector<MunicipalityCode> RecordKind<Venue>::concerns(const Venue& venue, const Snapshot&) {
    return {venue.municipality};
}

bool RecordKind<Venue>::in_use(const Venue& venue, const Snapshot& world) {
    bool shared = !world.venue_tree().sections(venue.id).empty();
    world.venues().for_each([&](auto, const Venue& other) {
        shared = shared || std::find(other.shares.begin(), other.shares.end(), venue.id) !=
                               other.shares.end();
    });
    bool closed = false;  // by a closure that would be left without its venue
    world.closures().for_each(
        [&](auto, const Closure& it) { closed = closed || it.venue == venue.id; });
    return shared || closed ||
           any_event(world, [&](const Event& event) { return event.venue == venue.id; });
}

Checked<Organisation> RecordKind<Organisation>::read(const boost::json::value& body) {
    return json::organisation_input(body);
}

boost::json::object RecordKind<Organisation>::write(const Organisation& organisation,
                                                    const Snapshot&) {
    return json::to_json(organisation);
}

Errors RecordKind<Organisation>::check(const Organisation& organisation, const Snapshot& world) {
    Errors errors;
    check_name(organisation.name, errors);
    if (organisation.municipality) check_municipality(*organisation.municipality, world, errors);
    return errors;
}

std::vector<MunicipalityCode> RecordKind<Organisation>::concerns(const Organisation& organisation,
                                                                 const Snapshot&) {
    if (!organisation.municipality) return {};
    return {*organisation.municipality};
}

bool RecordKind<Organisation>::in_use(const Organisation& organisation, const Snapshot& world) {
    return any_event(world,
                     [&](const Event& event) { return event.organisation == organisation.id; });
}

Checked<Area> RecordKind<Area>::read(const boost::json::value& body) {
    return json::area_input(body);
}

boost::json::object RecordKind<Area>::write(const Area& area, const Snapshot& world) {
    boost::json::object written = json::to_json(area);
    const auto codes = world.resolve(area.expression);
    written["municipalities"] =
        codes ? boost::json::value(json::list(*codes)) : boost::json::value(nullptr);
    return written;
}

// Resolved in the world as it would be, so that an area that names itself, straight or through
// another, is noticed.
Errors RecordKind<Area>::check(const Area& area, const Snapshot& world) {
    Errors errors;
    check_name(area.name, errors);
    if (trim(area.expression).empty()) {
        errors.push_back(invalid("expression", "missing"));
        return errors;
    }
    const std::vector<Change> put{Put<Area>{std::make_shared<const Area>(area)}};
    auto codes = world.after(put, world.version())->resolve(area.id.text());
    if (codes) return errors;
    codes.error().field = "expression";
    errors.push_back(std::move(codes).error());
    return errors;
}

std::vector<MunicipalityCode> RecordKind<Area>::concerns(const Area& area, const Snapshot& world) {
    return world.resolve(area.expression).value_or(std::vector<MunicipalityCode>{});
}

bool RecordKind<Area>::in_use(const Area& area, const Snapshot& world) {
    const std::vector<Change> erase{Erase<Area>{area.id}};
    const auto without = world.after(erase, world.version());
    const auto breaks = [&](const std::string& expression) {
        return world.resolve(expression) && !without->resolve(expression);
    };
    bool named = false;
    without->areas().for_each(
        [&](auto, const Area& other) { named = named || breaks(other.expression); });
    return named || any_event(world, [&](const Event& event) {
               return std::any_of(event.areas.begin(), event.areas.end(), breaks);
           });
}

Checked<Closure> RecordKind<Closure>::read(const boost::json::value& body) {
    return json::closure_input(body);
}

boost::json::object RecordKind<Closure>::write(const Closure& closure, const Snapshot&) {
    return json::to_json(closure);
}

Errors RecordKind<Closure>::check(const Closure& closure, const Snapshot& world) {
    Errors errors = sopu::check(closure.when, world.ground().zones);
    check_name(closure.name, errors);
    if (world.venue(closure.venue) == nullptr)
        errors.push_back(invalid("venue", "unknown_venue", {{"value", closure.venue.text()}}));
    return errors;
}

// That of its venue: whoever keeps the hall closes it.
std::vector<MunicipalityCode> RecordKind<Closure>::concerns(const Closure& closure,
                                                            const Snapshot& world) {
    const Venue* venue = world.venue(closure.venue);
    if (venue == nullptr) return {};
    return {venue->municipality};
}

// Nothing refers to a closure: a venue can always be opened again.
bool RecordKind<Closure>::in_use(const Closure&, const Snapshot&) {
    return false;
}

Checked<Resource> RecordKind<Resource>::read(const boost::json::value& body) {
    return json::resource_input(body);
}

boost::json::object RecordKind<Resource>::write(const Resource& resource, const Snapshot&) {
    return json::to_json(resource);
}

Errors RecordKind<Resource>::check(const Resource& resource, const Snapshot& world) {
    Errors errors;
    check_name(resource.name, errors);
    if (resource.municipality) check_municipality(*resource.municipality, world, errors);
    return errors;
}

std::vector<MunicipalityCode> RecordKind<Resource>::concerns(const Resource& resource,
                                                             const Snapshot&) {
    if (!resource.municipality) return {};
    return {*resource.municipality};
}

bool RecordKind<Resource>::in_use(const Resource& resource, const Snapshot& world) {
    return any_event(world, [&](const Event& event) {
        return std::any_of(event.resources.begin(), event.resources.end(),
                           [&](const ResourceUse& use) { return use.id == resource.id.text(); });
    });
}

bool may_change(const service::Caller& caller, const std::vector<MunicipalityCode>& concerned) {
    if (!service::has_role(caller, service::StaffRole::coordinator) &&
        !service::has_role(caller, service::StaffRole::admin))
        return false;
    if (caller.everywhere) return true;
    return !concerned.empty() &&
           std::all_of(concerned.begin(), concerned.end(), [&caller](const auto& code) {
               return std::binary_search(caller.area.begin(), caller.area.end(), code);
           });
}

}  // namespace sopu::api
