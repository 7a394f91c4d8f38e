// What days are besides dates: holidays, school weeks, elections. Facts that the program was built
// with, for everybody.
#include <set>
#include <string>

#include <boost/json/array.hpp>

#include "engine/time/iso.h"
#include "server/api/answer.h"
#include "server/api/api.h"
#include "server/api/door.h"
#include "server/api/page.h"
#include "server/http/compression.h"
#include "server/json/writer.h"
#include "server/service/list_query.h"

namespace sopu::api {
namespace {

// The municipalities of `municipality` and `area`; every one if neither was said: a list that is
// not narrowed is whole.
Checked<std::vector<MunicipalityCode>> places_of(const service::Filter& filter,
                                                 const Snapshot& world) {
    std::set<MunicipalityCode> codes;
    Errors errors;
    const auto add = [&](const std::vector<std::string>& expressions, const char* field) {
        for (const std::string& expression : expressions) {
            auto resolved = world.resolve(expression);
            if (resolved) {
                codes.insert(resolved->begin(), resolved->end());
                continue;
            }
            resolved.error().field = field;
            errors.push_back(std::move(resolved).error());
        }
    };
    add(filter.municipalities, "municipality");
    add(filter.areas, "area");
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    if (filter.municipalities.empty() && filter.areas.empty())
        for (const Municipality& each : world.ground().gazetteer.municipalities())
            codes.insert(each.code);
    return std::vector(codes.begin(), codes.end());
}

// 600 minutes: "10:00"; the end of a day is "24:00".
std::string clock_text(minutes time) {
    const auto two = [](long value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    return two(time.count() / 60) + ":" + two(time.count() % 60);
}

boost::json::object observed_json(const Observed& observed) {
    const Observance& observance = *observed.observance;
    boost::json::value hours = nullptr;
    if (observance.hours)
        hours = boost::json::object{{"from", clock_text(observance.hours->from)},
                                    {"to", clock_text(observance.hours->to)}};
    boost::json::value municipalities = nullptr;
    if (observance.municipalities) municipalities = json::list(*observance.municipalities);
    return {{"id", observance.id},
            {"kind", name_of(observance.kind)},
            {"name", json::localized_or_null(observance.name)},
            {"first", format_date(observed.first)},
            {"last", format_date(observed.last)},
            {"hours", std::move(hours)},
            {"municipalities", std::move(municipalities)},
            {"firm", observance.firm},
            {"source", observance.source}};
}

}  // namespace

// Those that touch a local day of the window, which is that of the feeds where an end is not said.
http::Handler get_observances(const Context& context) {
    return answering(context, [](const http::Request& request, const Door& door) -> Answer {
        const Ground& ground = door.world->ground();
        const auto query =
            SOPU_TRY(service::read_list_query(request.query, service::Routine::yes, ground.zones));
        const PageQuery page = SOPU_TRY(read_page(request));
        const auto codes = SOPU_TRY(places_of(query.filter, *door.world));
        const Interval window = service::feed_window(*door.world, query.from, query.to);
        std::vector<Row> rows;
        if (window.start() < window.end()) {
            const auto day_of = [&](Instant instant) {
                return date::floor<date::days>(to_local(instant, ground.zones.home()));
            };
            const Date last = day_of(window.end() - seconds(1));
            for (const Observed& each : ground.observances.on(day_of(window.start()), last, codes))
                rows.push_back({format_date(each.first) + each.observance->id,
                                [each]() -> boost::json::value { return observed_json(each); }});
        }
        return http::compressed(request, json_answer(200, page_of(rows, page)));
    });
}

}  // namespace sopu::api
