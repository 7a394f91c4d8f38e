#include "server/api/event_answer.h"

#include <algorithm>
#include <variant>

#include "engine/time/iso.h"
#include "server/api/conflict_json.h"
#include "server/json/event_json.h"
#include "server/json/when_json.h"
#include "server/json/writer.h"
#include "server/service/visible.h"

namespace sopu::api {
namespace {

// The time of one occurrence in the words of its series: local times, or days.
When when_of(const When& series, const Interval& extent, const Zones& zones) {
    if (std::holds_alternative<AllDay>(series)) {
        const auto day = [&zones](Instant it) {
            return Date(date::floor<date::days>(to_local(it, zones.home())));
        };
        const Date first = day(extent.start());
        return AllDay{first, std::max(first, day(extent.end() - seconds{1}))};
    }
    const auto* timed = std::get_if<Timed>(&series);
    const Zone* zone = timed != nullptr ? zones.find(timed->zone) : nullptr;
    if (zone == nullptr) return series;
    Timed then{to_local(extent.start(), *zone), {}, timed->zone};
    if (timed->end) then.end = to_local(extent.end(), *zone);
    return then;
}

}  // namespace

boost::json::object event_json(const Placed& placed, const service::Caller& caller) {
    return json::to_json(service::visible(*placed.event, service::detail_for(caller, placed)));
}

boost::json::object changed_json(const service::Done& done, const service::Caller& caller) {
    return event_json(*done.world->event(done.event->id), caller);
}

boost::json::object occurrence_json(const service::Listed& listed, const service::Caller& caller,
                                    const Zones& zones) {
    const Occurrence& it = listed.occurrence;
    const Placed& then = listed.placed->at(it.override_index);
    const Event event = service::visible(*then.event, service::detail_for(caller, *listed.placed));
    const When when = it.repeats() ? when_of(event.when, it.extent, zones) : event.when;
    return {{"event", event.id.text()},
            {"recurrence_id",
             it.repeats() ? boost::json::value(format_instant(it.recurrence_id)) : nullptr},
            {"start", format_instant(it.extent.start())},
            {"end", format_instant(it.extent.end())},
            {"title", json::localized_or_null(event.title)},
            {"venue", event.venue ? boost::json::value(event.venue->text())
                                  : json::text_or_null(event.venue_text)},
            {"municipality", json::id_or_null(event.municipality)},
            {"state", name_of(event.state)},
            {"takes_place", name_of(event.takes_place)},
            {"all_day", std::holds_alternative<AllDay>(when)},
            {"when", json::to_json(when)}};
}

void add_judgement(boost::json::object& answer, const service::Done& done,
                   const service::Caller& caller, const words::Messages& messages) {
    answer["verdict"] = name_of(done.judgement.verdict);
    answer["counts"] = counts_json(done.judgement.counts);
    answer["conflicts"] =
        conflicts_json(done.judgement, *done.world, caller, messages, true, done.said.get());
}

}  // namespace sopu::api
