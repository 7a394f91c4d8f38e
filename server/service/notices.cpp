#include "server/service/notices.h"

#include <algorithm>
#include <array>
#include <set>

#include "engine/conflict/detect.h"
#include "server/service/freed.h"
#include "server/service/judgement.h"
#include "server/service/touched.h"

namespace sopu::service {
namespace {

using store::Letter;
using store::LetterKind;
using store::Notice;

constexpr std::array<std::string_view, 3> languages{"fi", "sv", "en"};

bool is_ours(std::string_view language) {
    return std::find(languages.begin(), languages.end(), language) != languages.end();
}

// A stranger must not make us write to others: of a pair the one that came later is verified.
bool may_be_told_yet(const Finding& finding, const Snapshot& world) {
    const Placed* mine = world.event(finding.mine);
    if (finding.other.empty()) return mine->event->verified;
    const Placed* other = world.event(finding.other);
    if (other == nullptr) return false;
    const auto& [later, earlier] = mine->event->created < other->event->created
                                       ? std::pair(other, mine)
                                       : std::pair(mine, other);
    const bool at_once = later->event->created == earlier->event->created;
    return later->event->verified && (!at_once || earlier->event->verified);
}

// As one reads it who holds the event's edit link.
bool organiser_may_know(const Finding& finding, const EventId& side, const Snapshot& world) {
    return may_tell(Caller::submitter(side), finding, side, world);
}

// One run over one commit: what is found is laid beside what has been told.
class Teller {
  public:
    Teller(store::Commit& commit, const Telling& telling) : commit_(commit), telling_(telling) {}

    void tell_all_about(const EventId& id) {
        for (Notice& it : telling_.known(id)) {
            Key key(it.conflict, it.letter);
            known_.try_emplace(std::move(key), std::move(it));
        }
        const Placed* placed = telling_.after.event(id);
        if (placed == nullptr) return;
        for (const Finding& it : detect(telling_.after, *placed, Weakening::either_side))
            if (worth_telling(it, commit_.at) && may_be_told_yet(it, telling_.after)) tell(it);
    }

    // What waits or was told and is found no more: should it come back, it is told anew.
    void finish() {
        for (auto& [key, notice] : known_)
            if (!found_.contains(key)) commit_.notices_gone.push_back(std::move(notice));
    }

  private:
    using Key = std::pair<ConflictId, std::string>;

    void tell(const Finding& finding) {
        for (const EventId& side : {finding.mine, finding.other}) {
            const Placed* placed = side.empty() ? nullptr : telling_.after.event(side);
            if (placed == nullptr) continue;
            const Event& event = *placed->event;
            if (event.organiser.email.empty() || !event.verified) continue;
            if (!organiser_may_know(finding, side, telling_.after)) continue;
            note(finding, {digest_id(side),
                           side,
                           letter_language(event),
                           due(),
                           0,
                           LetterKind::conflicts,
                           {}});
        }
        for (const auto& [id, account] : telling_.accounts) {
            if (account.email.empty() || account.disabled) continue;
            const Caller caller = Caller::staff(account, telling_.after);
            if (!may_see_conflict(caller, finding, telling_.after)) continue;
            const std::string language = is_ours(account.language) ? account.language : "fi";
            note(finding,
                 {digest_id(id), EventId(), language, due(), 0, LetterKind::conflicts, id});
        }
    }

    void note(const Finding& finding, Letter letter) {
        Key key(conflict_id(finding), letter.id);
        const bool again = !found_.insert(key).second;
        const auto known = known_.find(key);
        const bool worse = known == known_.end() || finding.severity < known->second.severity;
        if (!worse && !reopened(key.first)) return;
        if (again && !worse) return;
        Notice notice{key.first,        letter.id,         finding.mine, finding.other,
                      finding.severity, last_end(finding), false};
        known_[key] = notice;
        std::erase_if(commit_.notices, [&](const Notice& it) {
            return it.conflict == notice.conflict && it.letter == notice.letter;
        });
        commit_.notices.push_back(std::move(notice));
        const auto same = [&](const Letter& it) { return it.id == letter.id; };
        if (std::none_of(commit_.letters.begin(), commit_.letters.end(), same))
            commit_.letters.push_back(std::move(letter));
    }

    static Instant last_end(const Finding& finding) {
        Instant last{};
        for (const Clash& it : finding.clashes) last = std::max(last, it.mine.extent.end());
        return last;
    }

    // An acceptance has lapsed: it is as if the conflict were new.
    bool reopened(const ConflictId& id) const {
        return std::any_of(commit_.conflicts.begin(), commit_.conflicts.end(),
                           [&id](const SaidOfConflict& it) {
                               return it.id == id && it.state == ConflictState::open;
                           });
    }

    Instant due() const {
        return next_digest(commit_.at, telling_.ports.digest_at,
                           telling_.after.ground().zones.home());
    }

    store::Commit& commit_;
    const Telling& telling_;
    std::map<Key, Notice> known_;
    std::set<Key> found_;
};

// Of a whole file or calendar it is worth asking first whether anybody reads letters at all.
constexpr std::size_t bulk_changes_min = 100;

bool nobody_reads(const Telling& telling) {
    for (const auto& [id, account] : telling.accounts)
        if (!account.email.empty() && !account.disabled) return false;
    bool nobody = true;
    telling.after.events().for_each([&nobody](EventNumber, const Placed& placed) {
        nobody = nobody && placed.event->organiser.email.empty();
    });
    return nobody;
}

}  // namespace

void add_notices(store::Commit& commit, const Telling& telling) {
    if (commit.changes.empty()) return;
    if (commit.changes.size() >= bulk_changes_min && nobody_reads(telling)) return;
    const std::set<EventId> touched =
        touched_by(commit.changes, telling.before, telling.after, commit.at);
    Teller teller(commit, telling);
    for (const EventId& id : touched) teller.tell_all_about(id);
    teller.finish();
    tell_next_in_line(commit, telling.before, telling.after);
    for (const Change& change : commit.changes)
        if (std::holds_alternative<Tick>(change)) commit.forget_notices_before = commit.at;
}

std::string digest_id(const EventId& event) {
    return "conflicts." + event.text();
}

std::string digest_id(const UserId& account) {
    return "digest." + account.text();
}

bool worth_telling(const Finding& finding, Instant now) {
    if (finding.certainty != Certainty::certain || finding.severity > Severity::warning)
        return false;
    return std::any_of(finding.clashes.begin(), finding.clashes.end(),
                       [now](const Clash& it) { return it.mine.extent.end() > now; });
}

std::string letter_language(const Event& event) {
    if (event.title.size() == 1 && is_ours(event.title.begin()->first))
        return event.title.begin()->first;
    for (const std::string& language : event.languages)
        if (is_ours(language)) return language;
    return "fi";
}

Instant next_digest(Instant now, std::optional<minutes> digest_at, const Zone& home) {
    if (!digest_at) return now;
    const Date today = date::floor<date::days>(to_local(now, home));
    const auto on = [&](Date day) { return to_instant(LocalTime(day) + *digest_at, home); };
    const Instant at = on(today);
    return at > now ? at : on(today + date::days{1});
}

}  // namespace sopu::service
