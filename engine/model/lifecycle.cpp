#include "engine/model/lifecycle.h"

#include <algorithm>

namespace sopu {
namespace {

bool may(Action action, Role role) {
    switch (role) {
        case Role::clock:
            return action == Action::expire;
        case Role::staff:
            return action != Action::expire;
        case Role::submitter:
            return action == Action::edit || action == Action::cancel ||
                   action == Action::withdraw || action == Action::confirm ||
                   action == Action::release;
    }
    return false;
}

bool is_cancelled(const Event& event) {
    return event.takes_place == TakesPlace::cancelled;
}

// Withdrawn, declined or cancelled: it claims no date any more.
bool is_over(const Event& event) {
    return event.state == State::withdrawn || event.state == State::declined || is_cancelled(event);
}

tl::unexpected<Error> wrong_state(const Event& event, std::string reason = "wrong_state") {
    Error error{Code::conflict, "", std::move(reason), {}, {}};
    error.args["state"] = is_cancelled(event) ? "cancelled" : name_of(event.state);
    return tl::unexpected<Error>(std::move(error));
}

// The event one revision on; subscribers are told by a higher SEQUENCE only of what they can have
// seen (RFC 5545 3.8.7.4), that is of a published event.
Event moved(const Event& event) {
    Event next = event;
    ++next.revision;
    if (event.state == State::published) ++next.sequence;
    return next;
}

Result<Event> edited(const Event& event, Role role) {
    const bool allowed = event.state != State::withdrawn && !is_cancelled(event) &&
                         (event.state != State::declined || role == Role::staff);
    if (!allowed) return wrong_state(event);
    Event next = moved(event);
    if (role == Role::submitter && event.state == State::changes_requested)
        next.state = State::submitted;
    return next;
}

Result<Event> cancelled(const Event& event) {
    if (event.state != State::published || is_cancelled(event)) return wrong_state(event);
    Event next = moved(event);
    next.takes_place = TakesPlace::cancelled;
    return next;
}

Result<Event> withdrawn(const Event& event) {
    if (event.state == State::withdrawn || is_cancelled(event)) return wrong_state(event);
    if (event.state == State::published) return wrong_state(event, "published_is_cancelled");
    Event next = moved(event);
    next.state = State::withdrawn;
    return next;
}

Result<Event> confirmed(const Event& event) {
    if (is_over(event) || event.claim == Claim::confirmed) return wrong_state(event);
    Event next = moved(event);
    next.claim = Claim::confirmed;
    next.hold_until.reset();
    return next;
}

// A released or expired hold. One that feeds have shown does not vanish: it says CANCELLED.
Result<Event> given_up(const Event& event) {
    if (is_over(event) || event.claim != Claim::hold) return wrong_state(event);
    return event.state == State::published ? cancelled(event) : withdrawn(event);
}

Result<Event> decided(const Event& event, Action action) {
    const bool submitted = event.state == State::submitted;
    const bool changes_requested = event.state == State::changes_requested;
    const bool declined = event.state == State::declined;
    bool allowed = submitted;
    State to = State::changes_requested;
    if (action == Action::publish) {
        allowed = submitted || changes_requested || declined;
        to = State::published;
    } else if (action == Action::decline) {
        allowed = submitted || changes_requested;
        to = State::declined;
    }
    if (!allowed || is_cancelled(event)) return wrong_state(event);
    Event next = moved(event);
    next.state = to;
    return next;
}

}  // namespace

Result<Event> transition(const Event& event, Action action, Role role) {
    if (!may(action, role))
        return fail(Code::forbidden, "", "forbidden", std::string(name_of(action)));
    switch (action) {
        case Action::edit:
            return edited(event, role);
        case Action::cancel:
            return cancelled(event);
        case Action::withdraw:
            return withdrawn(event);
        case Action::confirm:
            return confirmed(event);
        case Action::release:
        case Action::expire:
            return given_up(event);
        case Action::publish:
        case Action::request_changes:
        case Action::decline:
            return decided(event, action);
    }
    return wrong_state(event);
}

bool is_public(const Event& event) {
    return event.state == State::published && event.visibility != Visibility::organisers;
}

bool can_conflict(const Event& event) {
    const bool shown = event.state == State::submitted || event.state == State::changes_requested ||
                       event.state == State::published;
    // A postponed event that has its new time is `rescheduled`.
    const bool on = !is_cancelled(event) && event.takes_place != TakesPlace::postponed;
    return shown && on && !event.transparent && !event.duplicate_of &&
           !std::holds_alternative<Undated>(event.when);
}

Claim effective_claim(const Event& event) {
    return event.verified ? event.claim : std::min(event.claim, Claim::hold);
}

bool has_weak_claim(const Event& event) {
    const Claim claim = effective_claim(event);
    return claim == Claim::expected || claim == Claim::hold;
}

}  // namespace sopu
