#include "server/service/carry_out.h"

#include <algorithm>
#include <array>

#include "engine/base/invariant.h"
#include "server/service/import_events.h"
#include "server/service/limits.h"
#include "server/service/say_of_conflict.h"
#include "server/service/validate.h"

namespace sopu::service {
namespace {

tl::unexpected<Refusal> refuse(Errors errors) {
    return tl::unexpected(Refusal{std::move(errors), std::nullopt});
}

tl::unexpected<Refusal> refuse(Code code, std::string reason) {
    return refuse(Errors{Error{code, "", std::move(reason), {}, {}}});
}

std::string new_id(const Snapshot& world, const Ports& ports) {
    constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    for (;;) {
        std::array<std::byte, 16> bytes{};
        ports.random_bytes(bytes);
        std::string id = "e";
        for (const std::byte b : bytes)
            id.push_back(alphabet[std::to_integer<std::size_t>(b) % alphabet.size()]);
        if (!world.event(EventId(id))) return id;
    }
}

// Content from the draft; identity, state and stamps from the record that is there.
Event with_content_of(const Event& record, Event draft) {
    draft.id = record.id;
    draft.uid = record.uid;
    draft.state = record.state;
    draft.takes_place = record.takes_place;
    draft.decision_reason = record.decision_reason;
    draft.verified = record.verified;
    draft.revision = record.revision;
    draft.sequence = record.sequence;
    draft.token_generation = record.token_generation;
    draft.duplicate_of = record.duplicate_of;
    draft.created = record.created;
    draft.updated = record.updated;
    return draft;
}

// Whether both say the same length, as clocks and days show it.
bool same_length(const When& a, const When& b) {
    if (const auto* days = std::get_if<AllDay>(&a)) {
        const auto* other = std::get_if<AllDay>(&b);
        return other != nullptr && days->last - days->first == other->last - other->first;
    }
    const auto* one = std::get_if<Timed>(&a);
    const auto* other = std::get_if<Timed>(&b);
    if (one == nullptr || other == nullptr || one->end.has_value() != other->end.has_value())
        return false;
    return !one->end || *one->end - one->start == *other->end - other->start;
}

Planned plan_of(const Snapshot& world, Event event, const Caller& caller, std::string action,
                std::string reason, Instant now) {
    event.updated = now;
    if (event.claim == Claim::hold && !event.hold_until)
        event.hold_until = now + limits::hold_default;
    auto record = std::make_shared<const Event>(std::move(event));
    Planned planned;
    planned.commit.at = now;
    planned.commit.changes.push_back(Put<Event>{record});
    planned.commit.audit.push_back(
        {caller.name(), std::move(action), record->id.text(), std::move(reason)});
    planned.done.event = record;
    planned.done.judgement = judge(world, world.place(record), caller, now);
    return planned;
}

// Whether policy lets it out without anybody's review (decision 0006): staff of its area submit it
// for an organisation that is trusted, and nothing certain and blocking stands in the way.
bool publishes_at_once(const Event& event, const Caller& caller, const Snapshot& world) {
    if (!world.ground().policy().trusted_publish_without_review || !event.organisation)
        return false;
    const Organisation* organisation = world.organisations().find(event.organisation->text());
    if (organisation == nullptr || !organisation->trusted) return false;
    Event shown = event;
    shown.state = State::published;
    const Placed placed = world.place(std::make_shared<const Event>(std::move(shown)));
    return is_staff_of(caller, placed) && gained_blocking(world, nullptr, placed).empty();
}

// The submitter of what was just stored sees it as such; before that there was nobody to know it.
Plan submit(const Submit& command, const Snapshot& world, const Ports& ports) {
    if (Errors errors = validate(command.draft, world, command.caller, Purpose::submission);
        !errors.empty())
        return refuse(std::move(errors));
    const Instant now = ports.now();
    Event event = command.draft;
    event.id = EventId(new_id(world, ports));
    event.uid = event.id.text() + "@sopu";
    event.state = State::submitted;
    event.takes_place = TakesPlace::scheduled;
    event.verified = command.caller.is_staff();
    event.revision = 1;
    event.sequence = 0;
    event.created = now;
    const bool at_once = publishes_at_once(event, command.caller, world);
    if (at_once) event.state = State::published;
    Planned planned = plan_of(world, std::move(event), command.caller, "submit", "", now);
    if (at_once)
        planned.commit.audit.push_back({command.caller.name(), "publish_trusted",
                                        planned.done.event->id.text(),
                                        planned.done.event->organisation->text()});
    const Event& stored = *planned.done.event;
    if (!command.mail_language.empty() && !stored.organiser.email.empty())
        planned.commit.letters.push_back(
            {"receipt." + stored.id.text(), stored.id, command.mail_language, now, 0});
    return planned;
}

// What the caller may do at all; a stranger is told that it is not there.
struct Found {
    const Placed* placed;
    Role role;
};

tl::expected<Found, Refusal> find(const EventId& id, const Snapshot& world, const Caller& caller) {
    const Placed* placed = world.event(id);
    if (!placed) return refuse(Code::not_found, "not_found");
    const auto role = role_for(caller, *placed);
    if (!role)
        return may_see(caller, *placed) ? refuse(Code::forbidden, "forbidden")
                                        : refuse(Code::not_found, "not_found");
    return Found{placed, *role};
}

// Where a published event would gain a certain blocking conflict that nobody answers for.
std::optional<Refusal> stands_in_the_way(const Snapshot& world, const Placed* before,
                                         const Event& after, bool answered_for,
                                         const Caller& caller, Instant now) {
    if (after.state != State::published || answered_for) return std::nullopt;
    const Placed placed = world.place(std::make_shared<const Event>(after));
    if (gained_blocking(world, before, placed).empty()) return std::nullopt;
    Done conflicts;
    conflicts.judgement = judge(world, placed, caller, now);
    return Refusal{{Error{Code::conflict, "", "blocking_conflict", {}, {}}}, std::move(conflicts)};
}

// The event that is edited, if the caller may edit it, has seen it as it is and may override.
template <class EditCommand>
tl::expected<Found, Refusal> find_to_edit(const EditCommand& command, const Snapshot& world) {
    auto found = find(command.id, world, command.caller);
    if (!found) return found;
    if (command.if_match != found->placed->event->revision) return refuse(Code::stale, "stale");
    if (command.override_blocking && (found->role != Role::staff || command.reason.empty()))
        return refuse({invalid(found->role == Role::staff ? "reason" : "override",
                               found->role == Role::staff ? "missing" : "staff_only")});
    return found;
}

// Content that is valid becomes the event's, unless something stands in the way.
template <class EditCommand>
Plan plan_edit(const EditCommand& command, const Found& found, const Event& content,
               std::string action, const Snapshot& world, const Ports& ports) {
    auto next = transition(content, Action::edit, found.role);
    if (!next) return refuse({std::move(next).error()});
    const Instant now = ports.now();
    if (auto refusal = stands_in_the_way(world, found.placed, *next, command.override_blocking,
                                         command.caller, now))
        return tl::unexpected(std::move(*refusal));
    return plan_of(world, std::move(*next), command.caller, std::move(action), command.reason, now);
}

// What a draft cannot say, or has not said, of a series that it edits. A length that only the
// record knows (a day that is 23 hours long) stays while the draft's own times are as long.
void keep_repeating(const Event& record, bool overrides_said, Event& content) {
    if (!record.recurrence || !content.recurrence) return;
    Recurrence recurrence = *content.recurrence;
    if (!overrides_said) recurrence.overrides = record.recurrence->overrides;
    if (!recurrence.length || recurrence.length == record.recurrence->length)
        recurrence.length =
            same_length(record.when, content.when) ? record.recurrence->length : std::nullopt;
    content.recurrence = std::move(recurrence);
}

Plan edit(const Edit& command, const Snapshot& world, const Ports& ports) {
    auto found = find_to_edit(command, world);
    if (!found) return tl::unexpected(std::move(found).error());
    const Event& record = *found->placed->event;
    Event content = with_content_of(record, command.draft);
    keep_repeating(record, command.overrides_said, content);
    if (Errors errors = validate(content, world, command.caller, Purpose::submission);
        !errors.empty())
        return refuse(std::move(errors));
    const Zones& zones = world.ground().zones;
    std::vector<Override> dropped = drop_orphans(record, content, zones);
    if (!has_occurrence(content, zones)) return refuse({invalid("recurrence", "no_occurrences")});
    Plan plan = plan_edit(command, *found, content, "edit", world, ports);
    if (plan) plan->done.dropped = std::move(dropped);
    return plan;
}

// What is wrong with the change itself, in the words of its own fields.
Errors check_change(const OccurrenceChange& change, const Snapshot& world, const Caller& caller) {
    Errors errors;
    if (change.when) errors = check(*change.when, world.ground().zones);
    if (change.when && !std::holds_alternative<Timed>(*change.when) &&
        !std::holds_alternative<AllDay>(*change.when))
        errors.push_back(invalid("when", "recurrence_needs_time"));
    if (change.place && change.place->venue && !world.venue(*change.place->venue))
        errors.push_back(
            invalid("venue", "unknown_venue", {{"value", change.place->venue->text()}}));
    if (change.claim == Claim::expected && !caller.is_staff())
        errors.push_back(invalid("claim", "staff_only"));
    return errors;
}

Plan edit_occurrence(const EditOccurrence& command, const Snapshot& world, const Ports& ports) {
    auto found = find_to_edit(command, world);
    if (!found) return tl::unexpected(std::move(found).error());
    if (Errors errors = check_change(command.change, world, command.caller); !errors.empty())
        return refuse(std::move(errors));
    auto content = with_changed_occurrence(*found->placed->event, command.recurrence_id,
                                           command.range, command.change, world.ground().zones);
    if (!content) return refuse({std::move(content).error()});
    if (Errors errors = validate(*content, world, command.caller, Purpose::submission);
        !errors.empty())
        return refuse(std::move(errors));
    return plan_edit(command, *found, *content, "edit_occurrence", world, ports);
}

bool is_decision(Action action) {
    return action == Action::publish || action == Action::request_changes ||
           action == Action::decline;
}

Plan act(const Act& command, const Snapshot& world, const SaidOfConflicts& said,
         const Ports& ports) {
    if (command.reason.size() > limits::reason_bytes_max)
        return refuse(
            {invalid("reason", "too_long", {{"max", std::to_string(limits::reason_bytes_max)}})});
    auto found = find(command.id, world, command.caller);
    if (!found) return tl::unexpected(std::move(found).error());
    if (is_decision(command.action) && command.action != Action::publish && command.reason.empty())
        return refuse({invalid("reason", "missing")});
    if (command.if_match && *command.if_match != found->placed->event->revision)
        return refuse(Code::stale, "stale");
    auto next = transition(*found->placed->event, command.action, found->role);
    if (!next) return refuse({std::move(next).error()});
    // A decision is staff's word that this organiser is who they say.
    if (command.action == Action::publish) next->verified = true;
    if (!command.reason.empty()) next->decision_reason = command.reason;
    const Instant now = ports.now();
    const bool may_gain = command.action == Action::publish || command.action == Action::confirm;
    // Publishing is judged from nothing: what stands in the way must be accepted, old or new.
    const Placed* before = command.action == Action::publish ? nullptr : found->placed;
    const bool answered_for = !may_gain || (command.accept_conflicts && found->role == Role::staff);
    if (auto refusal = stands_in_the_way(world, before, *next, answered_for, command.caller, now))
        return tl::unexpected(std::move(*refusal));
    Planned planned = plan_of(world, std::move(*next), command.caller,
                              std::string(name_of(command.action)), command.reason, now);
    // A program that publishes is nobody who could answer for it.
    const bool accepts = command.accept_conflicts && command.caller.account.has_value();
    if (command.action == Action::publish && accepts)
        accept_conflicts_of(planned.commit, world.place(planned.done.event), command, world, said);
    if (command.only_without_findings && planned.done.judgement.needs_a_person)
        return refuse(Code::conflict, "has_findings");
    return planned;
}

Plan put_records(const PutRecords& command, const Snapshot& world, const Ports& ports) {
    if (command.still_right)
        if (auto right = command.still_right(world); !right)
            return refuse(Errors{std::move(right).error()});
    Planned planned;
    planned.commit.at = ports.now();
    planned.commit.changes = command.changes;
    planned.commit.accounts = command.accounts;
    planned.commit.audit.push_back({command.caller.name(), command.what, "", ""});
    return planned;
}

// Holds that have run out are withdrawn, old replays forgotten, and the tick itself is stored.
Plan tick(const Snapshot& world, const Ports& ports) {
    Planned planned;
    const Instant now = ports.now();
    planned.commit.at = now;
    world.events().for_each([&](EventNumber, const Placed& placed) {
        const Event& event = *placed.event;
        if (event.claim != Claim::hold || !event.hold_until || *event.hold_until > now) return;
        auto next = transition(event, Action::expire, Role::clock);
        if (!next) return;  // already withdrawn, declined or cancelled
        next->updated = now;
        planned.commit.changes.push_back(
            Put<Event>{std::make_shared<const Event>(std::move(*next))});
        planned.commit.audit.push_back({"clock", "expire", event.id.text(), ""});
    });
    planned.commit.changes.push_back(Tick{now});
    planned.commit.forget_remembered_before = now - limits::idempotency_kept;
    return planned;
}

}  // namespace

Plan carry_out(const Command& command, const Snapshot& world, const SaidOfConflicts& said,
               const Ports& ports) {
    struct Visitor {
        const Snapshot& world;
        const SaidOfConflicts& said;
        const Ports& ports;
        Plan operator()(const Submit& it) const { return submit(it, world, ports); }
        Plan operator()(const Edit& it) const { return edit(it, world, ports); }
        Plan operator()(const EditOccurrence& it) const {
            return edit_occurrence(it, world, ports);
        }
        Plan operator()(const Act& it) const { return act(it, world, said, ports); }
        Plan operator()(const SayOfConflict& it) const {
            return say_of_conflict(it, world, said, ports.now());
        }
        Plan operator()(const Import& it) const {
            return Plan(import_events(it, world, ports.now()));
        }
        Plan operator()(const PutRecords& it) const { return put_records(it, world, ports); }
        Plan operator()(const KeepLetters& it) const {
            Planned planned;
            planned.commit.at = ports.now();
            planned.commit.letters = it.again;
            planned.commit.letters_done = it.done;
            planned.commit.notices_told = it.told;
            return planned;
        }
        Plan operator()(const TickNow&) const { return tick(world, ports); }
    };
    return std::visit(Visitor{world, said, ports}, command);
}

}  // namespace sopu::service
