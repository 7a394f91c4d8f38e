#include "server/api/event_answer.h"

#include <variant>

#include "engine/time/iso.h"
#include "server/api/conflict_json.h"
#include "server/json/event_json.h"
#include "server/json/when_json.h"
#include "server/json/writer.h"
#include "server/service/visible.h"

namespace sopu::api {

boost::json::object event_json(const Placed& placed, const service::Caller& caller) {
    return json::to_json(service::visible(*placed.event, service::detail_for(caller, placed)));
}

boost::json::object occurrence_json(const Placed& placed, const service::Caller& caller) {
    const Event event = service::visible(*placed.event, service::detail_for(caller, placed));
    const Interval extent = placed.times.extent();
    return {{"event", event.id.text()},
            {"recurrence_id", nullptr},
            {"start", format_instant(extent.start())},
            {"end", format_instant(extent.end())},
            {"title", json::localized_or_null(event.title)},
            {"venue", event.venue ? boost::json::value(event.venue->text())
                                  : json::text_or_null(event.venue_text)},
            {"municipality", json::id_or_null(event.municipality)},
            {"state", name_of(event.state)},
            {"takes_place", name_of(event.takes_place)},
            {"all_day", std::holds_alternative<AllDay>(event.when)},
            {"when", json::to_json(event.when)}};
}

void add_judgement(boost::json::object& answer, const service::Done& done,
                   const service::Caller& caller, const words::Messages& messages) {
    answer["verdict"] = name_of(done.judgement.verdict);
    answer["counts"] = counts_json(done.judgement.counts);
    answer["conflicts"] = conflicts_json(done.judgement, *done.world, caller, messages, true);
}

}  // namespace sopu::api
