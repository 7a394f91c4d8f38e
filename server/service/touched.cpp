#include "server/service/touched.h"

#include "engine/conflict/fact_rules.h"

namespace sopu::service {
namespace {

// As far ahead as anybody plans; beyond it a change of a space tells nobody.
constexpr date::days looked_ahead{3 * 366};

class Touched {
  public:
    Touched(const Snapshot& before, const Snapshot& after, Instant now)
        : before_(before), after_(after), from_now_(now, now + looked_ahead) {}

    void operator()(const Put<Event>& it) { events_.insert(it.record->id); }
    void operator()(const Erase<Event>& it) { events_.insert(it.id); }
    void operator()(const Put<Closure>& it) {
        in_space(it.record->venue);
        closure_before(it.record->id);
    }
    void operator()(const Erase<Closure>& it) { closure_before(it.id); }
    void operator()(const Put<Venue>& it) { in_space(it.record->id); }
    void operator()(const Put<Resource>& it) {
        with_key(Dimension::resource, it.record->id.text());
    }
    void operator()(const Tick& it) { deadlines_near(it.at); }
    template <class Other>
    void operator()(const Other&) {}

    std::set<EventId> take() { return std::move(events_); }

  private:
    void with_key(Dimension dimension, const std::string& key) {
        std::vector<Occurrence> found;
        after_.find(dimension, key, from_now_, found);
        for (const Occurrence& it : found) events_.insert(after_.placed(it.event).id());
    }

    // With all that is part of it.
    void in_space(const VenueId& venue) {
        with_key(Dimension::space, venue.text());
        for (const VenueId& section : after_.venue_tree().sections(venue)) in_space(section);
    }

    void closure_before(const ClosureId& id) {
        if (const Closure* closure = before_.closures().find(id.text())) in_space(closure->venue);
    }

    // Of what says a condition, or expects people, a deadline may have come near.
    void deadlines_near(Instant now) {
        after_.events().for_each([&](EventNumber, const Placed& placed) {
            const Event& event = *placed.event;
            if (event.conditions.empty() && !event.expected_attendance) return;
            if (placed.times.undated() || placed.times.extent().end() <= now) return;
            const Policy& policy = after_.ground().policies.of(placed.municipalities);
            for (const auto& [name, lead] : policy.lead_times) {
                const date::days near{lead.days + policy.lead_time_near_days + 1};
                // Of a series the next occurrence counts: the rule knows which.
                if (placed.times.extent().start() <= now + near && applies(lead, event))
                    events_.insert(placed.id());
            }
        });
    }

    const Snapshot& before_;
    const Snapshot& after_;
    const Interval from_now_;
    std::set<EventId> events_;
};

}  // namespace

std::set<EventId> touched_by(std::span<const Change> changes, const Snapshot& before,
                             const Snapshot& after, Instant now) {
    Touched touched(before, after, now);
    for (const Change& change : changes) std::visit(touched, change);
    return touched.take();
}

}  // namespace sopu::service
