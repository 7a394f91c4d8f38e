#include "server/service/visible.h"

namespace sopu::service {
namespace {

Event without_contacts(Event event) {
    if (!event.organiser.is_public) {
        event.organiser.email.clear();
        event.organiser.phone.clear();
    }
    event.people.clear();
    event.decision_reason.clear();
    return event;
}

// When and where an occurrence differs; not what it is called.
Recurrence only_times(const Recurrence& recurrence) {
    Recurrence busy{
        recurrence.rule, recurrence.dates, recurrence.exceptions, {}, recurrence.length};
    for (const Override& it : recurrence.overrides) {
        Override kept;
        kept.recurrence_id = it.recurrence_id;
        kept.range = it.range;
        kept.cancelled = it.cancelled;
        kept.when = it.when;
        kept.length = it.length;
        if (it.place) kept.place = OverridePlace{it.place->venue, it.place->venue_text, {}};
        kept.claim = it.claim;
        kept.transparent = it.transparent;
        busy.overrides.push_back(std::move(kept));
    }
    return busy;
}

// Built from nothing rather than by taking out, so that a field added later is hidden until
// somebody decides otherwise.
Event only_busy(const Event& event) {
    Event busy;
    busy.id = event.id;
    busy.uid = event.uid;
    busy.when = event.when;
    if (event.recurrence) busy.recurrence = only_times(*event.recurrence);
    busy.municipality = event.municipality;
    busy.areas = event.areas;
    busy.venue = event.venue;
    busy.venue_text = event.venue_text;
    busy.attendance_mode = event.attendance_mode;
    busy.transparent = event.transparent;
    busy.claim = event.claim;
    busy.visibility = event.visibility;
    busy.state = event.state;
    busy.takes_place = event.takes_place;
    busy.verified = event.verified;
    busy.revision = event.revision;
    busy.sequence = event.sequence;
    busy.created = event.created;
    busy.updated = event.updated;
    return busy;
}

}  // namespace

Detail detail_for(const Caller& caller, const Placed& placed) {
    if (may_see_all(caller, placed)) return Detail::whole;
    return placed.event->visibility == Visibility::busy ? Detail::busy : Detail::open;
}

Event visible(const Event& event, Detail detail) {
    switch (detail) {
        case Detail::whole:
            return event;
        case Detail::open:
            return without_contacts(event);
        case Detail::busy:
            break;
    }
    return only_busy(event);
}

}  // namespace sopu::service
