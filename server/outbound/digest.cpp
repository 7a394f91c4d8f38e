#include "server/outbound/digest.h"

#include <algorithm>

#include "engine/conflict/detect.h"
#include "server/outbound/letter_parts.h"
#include "server/outbound/limits.h"
#include "server/service/explain.h"
#include "server/service/judgement.h"
#include "server/service/notices.h"
#include "server/words/dates.h"

namespace sopu::outbound {
namespace {

using service::Caller;
using service::ConflictState;
using service::Hidden;
using service::StoredConflict;

// One of the letter's that is still to be told.
struct ToTell {
    store::Notice notice;
    StoredConflict conflict;
};

const store::Notice* waiting(const std::vector<store::Notice>& notices,
                             const service::ConflictId& id) {
    const auto found = std::find_if(notices.begin(), notices.end(), [&id](const auto& it) {
        return it.conflict == id && !it.told;
    });
    return found == notices.end() ? nullptr : &*found;
}

std::string told(const StoredConflict& conflict, std::string_view language, const Desk& desk) {
    return service::sentence(language, {conflict.finding, conflict.other, conflict.others},
                             desk.world.ground(), desk.messages);
}

std::vector<ToTell> of_organiser(const Placed& mine, const std::vector<store::Notice>& notices,
                                 const Desk& desk) {
    const Caller reader = Caller::submitter(mine.id());
    std::vector<ToTell> all;
    for (Finding& it : detect(desk.world, mine, Weakening::either_side)) {
        const service::ConflictId id = service::conflict_id(it);
        const store::Notice* notice = waiting(notices, id);
        if (notice == nullptr || !service::worth_telling(it, desk.now)) continue;
        if (!service::may_tell(reader, it, mine.id(), desk.world)) continue;
        StoredConflict conflict = service::shown_conflict(
            std::move(it), service::said_of(desk.said, id), desk.world, reader);
        if (conflict.standing.state != ConflictState::accepted)
            all.push_back({*notice, std::move(conflict)});
    }
    return all;
}

std::vector<ToTell> of_staff(const Caller& reader, const std::vector<store::Notice>& notices,
                             const Desk& desk) {
    std::vector<ToTell> all;
    for (const store::Notice& notice : notices) {
        if (notice.told) continue;
        auto found = service::find_conflict(desk.world, notice.mine, notice.conflict);
        if (!found || !service::worth_telling(*found, desk.now)) continue;
        if (!service::may_see_conflict(reader, *found, desk.world)) continue;
        StoredConflict conflict = service::shown_conflict(
            std::move(*found), service::said_of(desk.said, notice.conflict), desk.world, reader);
        if (conflict.standing.state == ConflictState::open)
            all.push_back({notice, std::move(conflict)});
    }
    std::sort(all.begin(), all.end(), [](const ToTell& a, const ToTell& b) {
        const auto order = [](const ToTell& it) {
            return std::tuple(it.conflict.finding.severity,
                              it.conflict.finding.clashes.front().mine.extent.start(),
                              it.notice.conflict);
        };
        return order(a) < order(b);
    });
    return all;
}

std::vector<store::Notice> notices_of(const std::vector<ToTell>& all) {
    std::vector<store::Notice> notices;
    for (const ToTell& it : all) notices.push_back(it.notice);
    return notices;
}

// Those that another does not say already; they count as told with it.
std::vector<const StoredConflict*> to_say(const std::vector<ToTell>& all) {
    std::vector<const StoredConflict*> said;
    for (const ToTell* it : service::worth_saying(
             all, [](const ToTell& each) -> const Finding& { return each.conflict.finding; }))
        said.push_back(&it->conflict);
    return said;
}

// How to reach the other organiser where they have made that public; "" else.
std::string contact_of(const StoredConflict& conflict, std::string_view language,
                       const Desk& desk) {
    if (conflict.finding.fact || conflict.other.hidden != Hidden::no) return {};
    const Placed* other = desk.world.event(conflict.other.event);
    if (other == nullptr || !other->event->organiser.is_public) return {};
    const Organiser& organiser = other->event->organiser;
    std::string contact = organiser.name;
    for (const std::string& part : {organiser.phone, organiser.email})
        if (!part.empty()) contact += ", " + part;
    return desk.messages.text(language, "mail.conflicts_contact", {{"contact", contact}});
}

words::Args counted(std::size_t count) {
    return {{"count", static_cast<long long>(count)}};
}

Mail to_organiser(const store::Letter& letter, const Placed& mine,
                  const std::vector<const StoredConflict*>& all, const Desk& desk) {
    const std::string& language = letter.language;
    const Event& event = *mine.event;
    const auto text = [&](std::string_view key, const words::Args& args = {}) {
        return desk.messages.text(language, key, args);
    };
    const std::string title = title_of(event, language, desk);
    Mail mail = mail_to(event.organiser.email, letter,
                        text("mail.conflicts_subject", {{"title", title}}), desk);
    mail.body = text("mail.conflicts_lead", counted(all.size())) + "\n\n" + title + "\n" +
                when_and_where(mine, language, desk) + "\n\n";
    bool relay = false;
    const std::size_t listed = std::min(all.size(), limits::digest_findings_max);
    for (std::size_t i = 0; i < listed; ++i) {
        const StoredConflict& conflict = *all[i];
        mail.body += "- " + told(conflict, language, desk) + "\n";
        const std::string contact = contact_of(conflict, language, desk);
        if (!contact.empty()) mail.body += "  " + contact + "\n";
        relay = relay || (!conflict.finding.fact && contact.empty());
    }
    if (listed < all.size())
        mail.body += text("mail.conflicts_more", counted(all.size() - listed)) + "\n";
    mail.body += "\n";
    const std::string& contact = desk.sender.contact;
    if (relay)
        mail.body +=
            text("mail.conflicts_relay", {{"contact", contact.empty() ? "none" : contact}}) +
            "\n\n";
    mail.body += text("mail.conflicts_yours") + "\n" + edit_link(event, language, desk) + "\n\n" +
                 text("mail.conflicts_why") + "\n";
    return mail;
}

Mail to_staff(const store::Letter& letter, const std::string& address,
              const std::vector<const StoredConflict*>& all, const Desk& desk) {
    const std::string& language = letter.language;
    const auto text = [&](std::string_view key, const words::Args& args = {}) {
        return desk.messages.text(language, key, args);
    };
    Mail mail = mail_to(address, letter, text("mail.digest_subject", counted(all.size())), desk);
    mail.body = text("mail.digest_lead", counted(all.size())) + "\n\n";
    const std::size_t listed = std::min(all.size(), limits::digest_findings_max);
    for (std::size_t i = 0; i < listed; ++i) {
        const StoredConflict& conflict = *all[i];
        mail.body += service::shown_title(language, conflict.mine, desk.messages) + ", " +
                     words::when_text(language, conflict.mine.when, desk.world.ground().zones) +
                     "\n- " + told(conflict, language, desk) + "\n\n";
    }
    if (listed < all.size())
        mail.body += text("mail.conflicts_more", counted(all.size() - listed)) + "\n\n";
    if (desk.sender.conflicts_page)
        mail.body +=
            text("mail.digest_page") + "\n" + desk.sender.conflicts_page(language) + "\n\n";
    mail.body += text("mail.digest_why") + "\n";
    return mail;
}

}  // namespace

std::optional<Written> write_digest(const store::Letter& letter,
                                    const std::vector<store::Notice>& notices, const Desk& desk) {
    if (letter.account.empty()) {
        const Placed* mine = desk.world.event(letter.event);
        if (mine == nullptr || mine->event->organiser.email.empty()) return std::nullopt;
        const std::vector<ToTell> all = of_organiser(*mine, notices, desk);
        if (all.empty()) return std::nullopt;
        return Written{to_organiser(letter, *mine, to_say(all), desk), notices_of(all)};
    }
    const auto account = desk.account(letter.account);
    if (!account || account->disabled || account->email.empty()) return std::nullopt;
    const std::vector<ToTell> all = of_staff(Caller::staff(*account, desk.world), notices, desk);
    if (all.empty()) return std::nullopt;
    return Written{to_staff(letter, account->email, to_say(all), desk), notices_of(all)};
}

}  // namespace sopu::outbound
