#include "server/pages/event_view.h"

#include "engine/model/lifecycle.h"
#include "server/json/schema_org.h"
#include "server/pages/occurrence.h"
#include "server/pages/place.h"
#include "server/service/links.h"
#include "server/service/visible.h"

namespace sopu::pages {
namespace {

using words::Data;

// The lines of a text as paragraphs; empty ones are only space between them.
Data paragraphs_of(std::string_view text) {
    Data list{Data::List{}};
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (const auto line = trim(text.substr(0, end)); !line.empty()) list.add(line);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return list;
}

bool is_web_link(std::string_view link) {
    return link.starts_with("https://") || link.starts_with("http://");
}

// Loud: a heading and what it means, for whoever comes by an old link.
void add_status(Data& data, const Context& context, const Language& language,
                TakesPlace takes_place) {
    const bool loud = takes_place != TakesPlace::scheduled;
    const std::string key = "event.status_" + std::string(name_of(takes_place));
    const auto text = [&](const std::string& of) {
        return loud ? context.messages.text(language.code, of) : std::string();
    };
    data.set("status", text(key));
    data.set("status_text", text(key + "_text"));
    const bool stop = takes_place == TakesPlace::cancelled || takes_place == TakesPlace::postponed;
    data.set("status_kind", stop ? "stop" : "notice");
}

// What nobody has said yet, so that nobody takes silence for an answer.
void add_open_things(Data& data, const Context& context, const Language& language,
                     const Event& event, const std::string& place) {
    Data list{Data::List{}};
    bool any = false;
    const auto add = [&](std::string_view key) {
        list.add(context.messages.text(language.code, key));
        any = true;
    };
    const auto* vague = std::get_if<Vague>(&event.when);
    if (std::holds_alternative<Undated>(event.when) ||
        (vague != nullptr && vague->precision != Precision::day))
        add("event.open_day");
    else if (vague != nullptr)
        add("event.open_time");
    else if (const auto* timed = std::get_if<Timed>(&event.when); timed != nullptr && !timed->end)
        add("event.open_end");
    if (place.empty()) add("event.open_place");
    if (event.takes_place == TakesPlace::cancelled) any = false;
    data.set("open_things", std::move(list));
    data.set("has_open_things", any);
}

// The position of a listed venue is anybody's to know; one that the event itself says is the
// event's.
std::optional<Position> shown_position(const Placed& placed, service::Detail detail,
                                       const Snapshot& world) {
    const bool open = detail != service::Detail::busy || world.venue(placed.space) != nullptr;
    return open ? placed.position : std::nullopt;
}

std::string map_link(const std::optional<Position>& position) {
    if (!position) return {};
    const std::string latitude = std::to_string(position->latitude);
    const std::string longitude = std::to_string(position->longitude);
    return "https://www.openstreetmap.org/?mlat=" + latitude + "&mlon=" + longitude + "#map=16/" +
           latitude + "/" + longitude;
}

// The language of a text, where it is not the page's.
std::string other_language(std::string_view of_text, const Language& language) {
    return of_text == language.code ? std::string() : std::string(of_text);
}

}  // namespace

Data event_data(const Context& context, const Language& language, const Snapshot& world,
                const Placed& placed, const service::Caller& caller, const HrefIn& here) {
    const service::Detail detail = service::detail_for(caller, placed);
    const Event event = service::visible(*placed.event, detail);
    Title title = title_of(context, language, world, placed, caller);
    Data data =
        page_data(context, language, title.text, here,
                  is_public(*placed.event) && caller.kind == service::Caller::Kind::anonymous
                      ? Indexing::open
                      : Indexing::none);
    data.set("event_title", std::move(title.text));
    data.set("title_lang", other_language(title.language, language));
    // The way back is to the calendar of its own place.
    if (placed.municipalities.size() == 1)
        if (const auto own = place_named(world, placed.municipalities.front().text()))
            data.set("home", front_path(*own, language));
    add_status(data, context, language, event.takes_place);
    data.set("provisional", effective_claim(event) != Claim::confirmed);
    data.set("when", time_of(context, language, placed, world.ground().zones, today_of(context)));
    add_times(data, context, language, world, placed, caller);
    std::string place = place_of(context, language, world, placed);
    add_open_things(data, context, language, event, place);
    data.set("place", std::move(place));
    data.set("map_href", map_link(shown_position(placed, detail, world)));
    data.set("municipality", municipalities_of(context, language, placed));
    data.set("organiser", event.organiser.name);
    const bool reachable = event.organiser.is_public;
    data.set("email", reachable ? event.organiser.email : std::string());
    data.set("phone", reachable ? event.organiser.phone : std::string());
    data.set("price", event.price);
    data.set("registration", event.registration);
    data.set("accessibility", event.accessibility);
    data.set("link", is_web_link(event.link) ? event.link : std::string());
    data.set("reason", event.decision_reason);
    std::string_view description_language = language.code;
    const std::string_view description =
        pick(event.description, language.code, &description_language);
    data.set("paragraphs", paragraphs_of(description));
    data.set("description_lang", other_language(description_language, language));
    data.set("has_description", !trim(description).empty());
    data.set("feed_href", is_public(*placed.event)
                              ? "/feeds/events/" + service::percent_encoded(event.id.text()) +
                                    ".ics?lang=" + std::string(language.code)
                              : std::string());
    data.set("manage", false);
    return data;
}

std::optional<std::string> event_json_ld(const Context& context, const Language& language,
                                         const Snapshot& world, const Placed& placed) {
    const auto caller = service::Caller::anonymous();
    const service::Detail detail = service::detail_for(caller, placed);
    if (detail == service::Detail::busy) return std::nullopt;
    const Event event = service::visible(*placed.event, detail);
    const Title title = title_of(context, language, world, placed, caller);
    json::SchemaOrgEvent said;
    said.name = title.text;
    said.language = title.language;
    said.description = std::string(pick(event.description, language.code));
    said.url = context.base_url + event_path(language, event.id.text());
    said.place = place_of(context, language, world, placed);
    said.municipality = municipalities_of(context, language, placed);
    said.position = placed.position;
    said.organiser = event.organiser.name;
    said.link = is_web_link(event.link) ? event.link : std::string();
    said.next = next_when(placed, context.service.now(), world.ground().zones);
    return json::schema_org_event(event, said, world.ground().zones);
}

}  // namespace sopu::pages
