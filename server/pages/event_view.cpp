#include "server/pages/event_view.h"

#include "server/service/links.h"
#include "server/service/visible.h"
#include "server/words/dates.h"

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

}  // namespace

Data event_data(const Context& context, const Language& language, const Snapshot& world,
                const Placed& placed, const service::Caller& caller, const HrefIn& here) {
    const Event event = service::visible(*placed.event, service::detail_for(caller, placed));
    Title title = title_of(context, language, world, placed, caller);
    Data data = page_data(context, language, title.text, here);
    data.set("event_title", std::move(title.text));
    data.set("title_lang", std::move(title.language));
    data.set("cancelled", event.takes_place == TakesPlace::cancelled);
    data.set("postponed", event.takes_place == TakesPlace::postponed);
    data.set("provisional", effective_claim(event) != Claim::confirmed);
    data.set("when",
             words::when_text(language.code, event.when, world.ground().zones, today_of(context)));
    data.set("place", place_of(context, language, world, placed));
    data.set("municipality", municipalities_of(context, language, placed));
    data.set("organiser", event.organiser.name);
    data.set("price", event.price);
    data.set("registration", event.registration);
    data.set("accessibility", event.accessibility);
    data.set("link", is_web_link(event.link) ? event.link : std::string());
    data.set("reason", event.decision_reason);
    std::string_view description_language = language.code;
    const std::string_view description =
        pick(event.description, language.code, &description_language);
    data.set("paragraphs", paragraphs_of(description));
    data.set("description_lang", description_language);
    data.set("has_description", !trim(description).empty());
    data.set("feed_href", is_public(*placed.event)
                              ? "/feeds/events/" + service::percent_encoded(event.id.text()) +
                                    ".ics?lang=" + std::string(language.code)
                              : std::string());
    data.set("manage", false);
    return data;
}

}  // namespace sopu::pages
