// What lives here: what tells venues, organisations, areas, closures and resources apart for the
// API: where they are kept, how they are read, what makes one wrong, who may change one, whether
// one is in use. What may not: the handlers, the same for all (records.cpp, places.cpp).
// Invariants: whoever changes a record is staff of every municipality that it concerns, before and
// after; one that concerns none, or the whole country, is for staff of everywhere. Thread-safety:
// pure functions of a snapshot.
#pragma once

#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "engine/world/snapshot.h"
#include "server/service/caller.h"

namespace sopu::api {

// Specialised for Venue, Organisation, Area, Closure and Resource.
template <class T>
struct RecordKind;

template <>
struct RecordKind<Venue> {
    static constexpr std::string_view path = "/api/v1/venues/";
    static const Catalogue<Venue>& all(const Snapshot& world) { return world.venues(); }
    static Checked<Venue> read(const boost::json::value& body);
    static boost::json::object write(const Venue& venue, const Snapshot& world);
    static Errors check(const Venue& venue, const Snapshot& world);
    static std::vector<MunicipalityCode> concerns(const Venue& venue, const Snapshot& world);
    static bool in_use(const Venue& venue, const Snapshot& world);
};

template <>
struct RecordKind<Organisation> {
    static constexpr std::string_view path = "/api/v1/organisations/";
    static const Catalogue<Organisation>& all(const Snapshot& world) {
        return world.organisations();
    }
    static Checked<Organisation> read(const boost::json::value& body);
    static boost::json::object write(const Organisation& organisation, const Snapshot& world);
    static Errors check(const Organisation& organisation, const Snapshot& world);
    static std::vector<MunicipalityCode> concerns(const Organisation& organisation,
                                                  const Snapshot& world);
    static bool in_use(const Organisation& organisation, const Snapshot& world);
};

template <>
struct RecordKind<Area> {
    static constexpr std::string_view path = "/api/v1/areas/";
    static const Catalogue<Area>& all(const Snapshot& world) { return world.areas(); }
    static Checked<Area> read(const boost::json::value& body);
    static boost::json::object write(const Area& area, const Snapshot& world);
    static Errors check(const Area& area, const Snapshot& world);
    static std::vector<MunicipalityCode> concerns(const Area& area, const Snapshot& world);
    static bool in_use(const Area& area, const Snapshot& world);
};

template <>
struct RecordKind<Closure> {
    static constexpr std::string_view path = "/api/v1/closures/";
    static const Catalogue<Closure>& all(const Snapshot& world) { return world.closures(); }
    static Checked<Closure> read(const boost::json::value& body);
    static boost::json::object write(const Closure& closure, const Snapshot& world);
    static Errors check(const Closure& closure, const Snapshot& world);
    static std::vector<MunicipalityCode> concerns(const Closure& closure, const Snapshot& world);
    static bool in_use(const Closure& closure, const Snapshot& world);
};

template <>
struct RecordKind<Resource> {
    static constexpr std::string_view path = "/api/v1/resources/";
    static const Catalogue<Resource>& all(const Snapshot& world) { return world.resources(); }
    static Checked<Resource> read(const boost::json::value& body);
    static boost::json::object write(const Resource& resource, const Snapshot& world);
    static Errors check(const Resource& resource, const Snapshot& world);
    static std::vector<MunicipalityCode> concerns(const Resource& resource, const Snapshot& world);
    static bool in_use(const Resource& resource, const Snapshot& world);
};

bool may_change(const service::Caller& caller, const std::vector<MunicipalityCode>& concerned);

}  // namespace sopu::api
