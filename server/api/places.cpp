// Where events are and who makes them: lists for everybody. Named areas and regions are one list,
// because a feed's address takes either.
#include <algorithm>
#include <set>

#include <boost/json/array.hpp>

#include "server/api/answer.h"
#include "server/api/api.h"
#include "server/api/door.h"
#include "server/api/page.h"
#include "server/api/record_kinds.h"
#include "server/http/compression.h"
#include "server/http/middleware.h"
#include "server/json/writer.h"
#include "server/service/list_query.h"

namespace sopu::api {
namespace {

using Codes = std::set<MunicipalityCode>;

// The municipalities asked for by `municipality` and `area`; nothing if neither was said.
Checked<std::optional<Codes>> places_asked(const http::Request& request, const Snapshot& world) {
    std::optional<Codes> codes;
    Errors errors;
    for (const auto& [name, value] : request.query) {
        if ((name != "area" && name != "municipality") || value.empty()) continue;
        if (!codes) codes.emplace();
        auto resolved = world.resolve(value);
        if (resolved) {
            codes->insert(resolved->begin(), resolved->end());
            continue;
        }
        resolved.error().field = name;
        errors.push_back(std::move(resolved).error());
    }
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return codes;
}

bool has_name(const LocalizedText& name, std::string_view folded, const Ground& ground) {
    return std::any_of(name.begin(), name.end(), [&](const auto& text) {
        return ground.fold(text.second).find(folded) != std::string::npos;
    });
}

struct Sought {
    std::string folded;  // q; "" finds all
    std::optional<Codes> codes;
};

Checked<Sought> read_sought(const http::Request& request, const Snapshot& world) {
    Sought sought;
    sought.codes = SOPU_TRY(places_asked(request, world));
    if (const auto text = request.query_value("q")) sought.folded = world.ground().fold(*text);
    return sought;
}

template <class T>
bool is_sought(const T& record, const Sought& sought, const Snapshot& world) {
    if (!sought.folded.empty() && !has_name(record.name, sought.folded, world.ground()))
        return false;
    if (!sought.codes) return true;
    const auto concerned = RecordKind<T>::concerns(record, world);
    return std::any_of(concerned.begin(), concerned.end(),
                       [&](const auto& code) { return sought.codes->contains(code); });
}

template <class T>
std::vector<Row> rows_of(const Sought& sought, const Snapshot& world) {
    std::vector<Row> rows;
    RecordKind<T>::all(world).for_each([&](auto, const T& record) {
        if (is_sought(record, sought, world))
            rows.push_back({record.id.text(), [&record, &world]() -> boost::json::value {
                                return RecordKind<T>::write(record, world);
                            }});
    });
    return rows;
}

Answer paged(const http::Request& request, std::vector<Row> rows, const PageQuery& page) {
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.key < b.key; });
    return http::compressed(request, json_answer(200, page_of(rows, page)));
}

template <class T>
http::Handler listing(const Context& context) {
    return answering(context, [](const http::Request& request, const Door& door) -> Answer {
        const PageQuery page = SOPU_TRY(read_page(request));
        const Sought sought = SOPU_TRY(read_sought(request, *door.world));
        return paged(request, rows_of<T>(sought, *door.world), page);
    });
}

template <class T>
http::Handler one(const Context& context) {
    return answering(context, [](const http::Request& request, const Door& door) -> Answer {
        const T* record =
            RecordKind<T>::all(*door.world).find(std::string(request.parameter("id")));
        if (record == nullptr)
            return tl::make_unexpected(Errors{Error{Code::not_found, "", "not_found", {}, {}}});
        http::Response response = json_answer(200, RecordKind<T>::write(*record, *door.world));
        response.with("ETag", etag_of(record->revision));
        return http::conditional(request, std::move(response));
    });
}

boost::json::object municipality_json(const Municipality& municipality) {
    return {{"code", municipality.code.text()},
            {"name", json::localized_or_null(municipality.name)},
            {"slug", municipality.slug},
            {"slug_sv", municipality.slug_sv},
            {"region", municipality.region},
            {"position", json::position_or_null(municipality.position)}};
}

// As an area, so that a form can offer both in one list; it has no revision: nobody changes it
// here.
boost::json::object region_json(const Region& region) {
    return {{"id", region.slug},
            {"name", json::localized_or_null(region.name)},
            {"expression", region.slug},
            {"revision", nullptr},
            {"municipalities", json::list(region.municipalities)}};
}

void add_regions(const Sought& sought, const Snapshot& world, std::vector<Row>& rows) {
    for (const Region& region : world.ground().gazetteer.regions()) {
        if (world.areas().find(region.slug) != nullptr) continue;  // a named area speaks for it
        if (!sought.folded.empty() && !has_name(region.name, sought.folded, world.ground()))
            continue;
        const auto& codes = region.municipalities;
        const bool inside =
            !sought.codes || std::any_of(codes.begin(), codes.end(), [&](const auto& code) {
                return sought.codes->contains(code);
            });
        if (inside)
            rows.push_back(
                {region.slug, [&region]() -> boost::json::value { return region_json(region); }});
    }
}

}  // namespace

http::Handler get_municipalities(const Context& context) {
    return answering(context, [](const http::Request& request, const Door& door) -> Answer {
        const PageQuery page =
            SOPU_TRY(read_page(request, {limits::municipalities_max, limits::municipalities_max}));
        const Sought sought = SOPU_TRY(read_sought(request, *door.world));
        const Ground& ground = door.world->ground();
        std::vector<Row> rows;
        for (const Municipality& each : ground.gazetteer.municipalities()) {
            const bool named = sought.folded.empty() || has_name(each.name, sought.folded, ground);
            if (named && (!sought.codes || sought.codes->contains(each.code)))
                rows.push_back({each.code.text(), [&each]() -> boost::json::value {
                                    return municipality_json(each);
                                }});
        }
        return paged(request, std::move(rows), page);
    });
}

http::Handler get_areas(const Context& context) {
    return answering(context, [](const http::Request& request, const Door& door) -> Answer {
        const PageQuery page = SOPU_TRY(read_page(request));
        const Sought sought = SOPU_TRY(read_sought(request, *door.world));
        std::vector<Row> rows = rows_of<Area>(sought, *door.world);
        add_regions(sought, *door.world, rows);
        return paged(request, std::move(rows), page);
    });
}

http::Handler get_area(const Context& context) {
    return one<Area>(context);
}
http::Handler get_venues(const Context& context) {
    return listing<Venue>(context);
}
http::Handler get_venue(const Context& context) {
    return one<Venue>(context);
}
http::Handler get_organisations(const Context& context) {
    return listing<Organisation>(context);
}
http::Handler get_organisation(const Context& context) {
    return one<Organisation>(context);
}
http::Handler get_closures(const Context& context) {
    return listing<Closure>(context);
}
http::Handler get_closure(const Context& context) {
    return one<Closure>(context);
}
http::Handler get_resources(const Context& context) {
    return listing<Resource>(context);
}
http::Handler get_resource(const Context& context) {
    return one<Resource>(context);
}

}  // namespace sopu::api
