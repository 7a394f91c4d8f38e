#include "server/service/freed.h"

#include <set>
#include <tuple>

#include "engine/conflict/detect.h"
#include "engine/model/lifecycle.h"
#include "server/service/notices.h"

namespace sopu::service {
namespace {

bool takes_the_space(const Finding& finding) {
    return finding.kind == Kind::venue_overlap || finding.kind == Kind::venue_related ||
           finding.kind == Kind::regular_slot;
}

// Those whose space and time an event has or wants.
std::set<EventId> rivals(const Snapshot& world, const Placed& placed) {
    std::set<EventId> found;
    for (const Finding& it : detect(world, placed, Weakening::either_side))
        if (takes_the_space(it) && !it.other.empty()) found.insert(it.other);
    return found;
}

bool stays_as_it_is(const Event& before, const Event& after) {
    const auto where_and_when = [](const Event& it) {
        return std::tie(it.when, it.recurrence, it.venue, it.venue_text, it.municipality, it.areas,
                        it.attendance_mode);
    };
    return can_conflict(after) && where_and_when(before) == where_and_when(after);
}

bool is_next(const Snapshot& world, const Placed& waiting) {
    for (const EventId& id : rivals(world, waiting))
        if (is_ahead(*world.event(id)->event, *waiting.event)) return false;
    return true;
}

void tell(store::Commit& commit, const Snapshot& after, const Placed& gone, const EventId& id) {
    const Placed* waiting = after.event(id);
    if (waiting == nullptr) return;
    const Event& event = *waiting->event;
    if (event.organiser.email.empty() || !can_conflict(event) || !has_weak_claim(event)) return;
    if (waiting->times.extent().end() <= commit.at || !is_ahead(*gone.event, event)) return;
    if (!is_next(after, *waiting)) return;
    commit.letters.push_back({"freed." + id.text() + "." + gone.id().text(),
                              id,
                              letter_language(event),
                              commit.at,
                              0,
                              store::LetterKind::freed,
                              {}});
}

}  // namespace

bool is_ahead(const Event& a, const Event& b) {
    return std::tuple(has_weak_claim(a), a.created, a.id) <
           std::tuple(has_weak_claim(b), b.created, b.id);
}

void tell_next_in_line(store::Commit& commit, const Snapshot& before, const Snapshot& after) {
    for (const Change& change : commit.changes) {
        EventId id;
        if (const auto* put = std::get_if<Put<Event>>(&change)) id = put->record->id;
        if (const auto* erase = std::get_if<Erase<Event>>(&change)) id = erase->id;
        const Placed* was = id.empty() ? nullptr : before.event(id);
        if (was == nullptr || was->times.undated() || !can_conflict(*was->event)) continue;
        const Placed* is = after.event(id);
        if (is != nullptr && stays_as_it_is(*was->event, *is->event)) continue;
        const std::set<EventId> still = is == nullptr ? std::set<EventId>{} : rivals(after, *is);
        for (const EventId& rival : rivals(before, *was))
            if (!still.contains(rival)) tell(commit, after, *was, rival);
    }
}

}  // namespace sopu::service
