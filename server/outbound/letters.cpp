#include "server/outbound/letters.h"

#include "server/service/links.h"
#include "server/words/dates.h"
#include "server/words/repeats.h"

namespace sopu::outbound {
namespace {

// Its own keeper, that of the whole it is a part of, else the configured one.
std::string keeper_of(const Snapshot& world, const VenueId& space, const std::string& otherwise) {
    for (const Venue* venue = world.venue(space); venue != nullptr;) {
        if (!venue->keeper.empty()) return venue->keeper;
        venue = venue->part_of ? world.venue(*venue->part_of) : nullptr;
    }
    return otherwise;
}

std::string place_of(const Snapshot& world, const Placed& placed, std::string_view language) {
    if (const Venue* venue = world.venue(placed.space))
        return std::string(pick(venue->name, language));
    return placed.event->venue_text;
}

}  // namespace

std::optional<Mail> mail_of(const store::Letter& letter, const Snapshot& world,
                            const service::Secrets& secrets, const words::Messages& messages,
                            const Sender& sender) {
    const Placed* placed = world.event(letter.event);
    if (placed == nullptr || placed->event->organiser.email.empty()) return std::nullopt;
    const Event& event = *placed->event;
    const std::string& language = letter.language;
    const auto text = [&](std::string_view key, const words::Args& args = {}) {
        return messages.text(language, key, args);
    };
    std::string title(pick(event.title, language));
    if (title.empty()) title = text("title.none");
    const Zones& zones = world.ground().zones;
    std::string when =
        event.recurrence
            ? words::repeat_text(language, event.when, *event.recurrence, {zones, messages, {}, {}})
            : words::when_text(language, event.when, zones);
    const std::string place = place_of(world, *placed, language);
    if (!place.empty()) when += ", " + place;
    const std::string prefix = language == "fi" ? "" : "/" + language;
    const std::string link =
        sender.base_url + prefix + service::edit_path(event.id, secrets.edit_token(event));
    const std::string keeper = keeper_of(world, placed->space, sender.keeper);

    Mail mail;
    mail.from = sender.from;
    mail.to = event.organiser.email;
    mail.id = letter.id;
    mail.subject = text("mail.receipt_subject", {{"title", title}});
    mail.body = text("mail.receipt_lead") + "\n\n" + title + "\n" + when + "\n\n" +
                text("receipt.link") + ":\n" + link + "\n" + text("receipt.link_hint") + "\n\n" +
                text("receipt.code") + ": " + secrets.edit_code(event) + "\n\n" +
                text("always.no_booking") + "\n";
    if (!keeper.empty()) mail.body += text("always.booked_by", {{"keeper", keeper}}) + "\n";
    mail.body += "\n" + text("mail.why") + "\n";
    return mail;
}

}  // namespace sopu::outbound
