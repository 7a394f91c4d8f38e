#include "server/outbound/letters.h"

#include "engine/model/lifecycle.h"
#include "server/outbound/digest.h"
#include "server/outbound/letter_parts.h"

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

// What is said beneath a date that is no booking: who lets the room.
std::string no_booking(const Placed& placed, const std::string& language, const Desk& desk) {
    const std::string keeper = keeper_of(desk.world, placed.space, desk.sender.keeper);
    std::string lines = desk.messages.text(language, "always.no_booking") + "\n";
    if (!keeper.empty())
        lines += desk.messages.text(language, "always.booked_by", {{"keeper", keeper}}) + "\n";
    return lines;
}

// A letter to the organiser of an event: `kind`'s subject and lead, the event, what there is to do
// or to keep, and that a date is no booking.
Mail to_organiser(const store::Letter& letter, const std::string& kind, const Placed& placed,
                  const std::string& what_to_do, const Desk& desk) {
    const Event& event = *placed.event;
    const std::string& language = letter.language;
    const auto text = [&](const std::string& key, const words::Args& args = {}) {
        return desk.messages.text(language, key, args);
    };
    const std::string title = title_of(event, language, desk);
    Mail mail = mail_to(event.organiser.email, letter,
                        text("mail." + kind + "_subject", {{"title", title}}), desk);
    mail.body = text("mail." + kind + "_lead") + "\n\n" + title + "\n" +
                when_and_where(placed, language, desk) + "\n\n" + what_to_do + "\n\n" +
                no_booking(placed, language, desk) + "\n" + text("mail.why") + "\n";
    return mail;
}

Mail receipt(const store::Letter& letter, const Placed& placed, const Desk& desk) {
    const auto text = [&](std::string_view key) {
        return desk.messages.text(letter.language, key);
    };
    const Event& event = *placed.event;
    return to_organiser(letter, "receipt", placed,
                        text("receipt.link") + ":\n" + edit_link(event, letter.language, desk) +
                            "\n" + text("receipt.link_hint") + "\n\n" + text("receipt.code") +
                            ": " + desk.secrets.edit_code(event),
                        desk);
}

// Whoever waited is told that they are next; not who went, nor why.
Mail freed(const store::Letter& letter, const Placed& placed, const Desk& desk) {
    return to_organiser(letter, "freed", placed,
                        desk.messages.text(letter.language, "mail.freed_confirm") + "\n" +
                            edit_link(*placed.event, letter.language, desk),
                        desk);
}

}  // namespace

std::optional<Written> write_letter(const store::Letter& letter,
                                    const std::vector<store::Notice>& notices, const Desk& desk) {
    if (letter.kind == store::LetterKind::conflicts) return write_digest(letter, notices, desk);
    const Placed* placed = desk.world.event(letter.event);
    if (placed == nullptr || placed->event->organiser.email.empty()) return std::nullopt;
    if (letter.kind == store::LetterKind::receipt)
        return Written{receipt(letter, *placed, desk), {}};
    // A hold that has gone itself meanwhile waits for nothing.
    if (!can_conflict(*placed->event)) return std::nullopt;
    return Written{freed(letter, *placed, desk), {}};
}

}  // namespace sopu::outbound
