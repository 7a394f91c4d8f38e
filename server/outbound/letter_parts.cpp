#include "server/outbound/letter_parts.h"

#include "server/service/links.h"
#include "server/words/dates.h"
#include "server/words/repeats.h"

namespace sopu::outbound {
namespace {

std::string place_of(const Snapshot& world, const Placed& placed, std::string_view language) {
    if (const Venue* venue = world.venue(placed.space))
        return std::string(pick(venue->name, language));
    return placed.event->venue_text;
}

}  // namespace

std::string title_of(const Event& event, std::string_view language, const Desk& desk) {
    std::string title(pick(event.title, language));
    return title.empty() ? desk.messages.text(language, "title.none") : title;
}

std::string when_and_where(const Placed& placed, std::string_view language, const Desk& desk) {
    const Event& event = *placed.event;
    const Zones& zones = desk.world.ground().zones;
    std::string when = event.recurrence
                           ? words::repeat_text(language, event.when, *event.recurrence,
                                                {zones, desk.messages, {}, {}})
                           : words::when_text(language, event.when, zones);
    const std::string place = place_of(desk.world, placed, language);
    return place.empty() ? when : when + ", " + place;
}

std::string edit_link(const Event& event, std::string_view language, const Desk& desk) {
    const std::string prefix = language == "fi" ? "" : "/" + std::string(language);
    return desk.sender.base_url + prefix +
           service::edit_path(event.id, desk.secrets.edit_token(event));
}

Mail mail_to(const std::string& address, const store::Letter& letter, std::string subject,
             const Desk& desk) {
    Mail mail;
    mail.from = desk.sender.from;
    mail.to = address;
    // A digest goes out again and again under one id: each is a letter of its own.
    mail.id = letter.id;
    if (letter.kind != store::LetterKind::receipt)
        mail.id += "." + std::to_string(letter.due.time_since_epoch().count());
    mail.subject = std::move(subject);
    return mail;
}

}  // namespace sopu::outbound
