#include "engine/model/lifecycle.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "tests/support/golden.h"

namespace sopu {
namespace {

constexpr std::array<Role, 3> roles{Role::submitter, Role::staff, Role::clock};
constexpr std::array<Claim, 4> claims{Claim::expected, Claim::hold, Claim::tentative,
                                      Claim::confirmed};

// A state as the golden file names it: `cancelled` is a published event that does not take place.
Event event_in(std::string_view state, Claim claim) {
    Event event;
    event.id = EventId{"e"};
    event.claim = claim;
    event.hold_until = Instant{seconds{1}};
    event.when = Timed{};
    if (state == "cancelled") {
        event.state = State::published;
        event.takes_place = TakesPlace::cancelled;
    } else {
        event.state = *from_name<State>(state);
    }
    event.revision = 5;
    event.sequence = 3;
    return event;
}

std::string state_of(const Event& event) {
    return event.takes_place == TakesPlace::cancelled && event.state == State::published
               ? "cancelled"
               : std::string(name_of(event.state));
}

// "published confirmed r+1 s+1", or the error's reason.
std::string outcome(const Event& event, Action action, Role role) {
    const auto next = transition(event, action, role);
    if (!next) {
        CHECK((next.error().code == Code::forbidden) == (next.error().reason == "forbidden"));
        if (next.error().code != Code::forbidden) {
            CHECK(next.error().code == Code::conflict);
            CHECK(next.error().args.at("state") == state_of(event));
        }
        return next.error().reason;
    }
    // Nothing else may move.
    Event same = *next;
    same.state = event.state;
    same.claim = event.claim;
    same.takes_place = event.takes_place;
    same.revision = event.revision;
    same.sequence = event.sequence;
    if (action == Action::confirm) same.hold_until = event.hold_until;
    CHECK(same == event);
    return state_of(*next) + " " + std::string(name_of(next->claim)) + " r+" +
           std::to_string(next->revision - event.revision) + " s+" +
           std::to_string(next->sequence - event.sequence);
}

std::vector<std::string> whole_table() {
    std::vector<std::string> lines;
    for (const std::string_view state : {"draft", "submitted", "changes_requested", "published",
                                         "cancelled", "declined", "withdrawn"})
        for (const Claim claim : claims)
            for (std::size_t i = 0; i < EnumNames<Action>::names.size(); ++i) {
                std::string line = std::string(state) + " | " + std::string(name_of(claim)) +
                                   " | " + std::string(EnumNames<Action>::names[i]);
                for (const Role role : roles)
                    line += " | " + outcome(event_in(state, claim), static_cast<Action>(i), role);
                lines.push_back(line);
            }
    return lines;
}

Event conflicting() {
    Event event = event_in("submitted", Claim::confirmed);
    CHECK(can_conflict(event));
    return event;
}

}  // namespace

TEST_SUITE("engine.lifecycle") {
    TEST_CASE("the whole table is that of the golden file") {
        const std::vector<std::string> found = whole_table();
        const auto wanted = test::golden_lines("tests/golden/lifecycle.txt");
        CHECK(found.size() == wanted.size());
        for (std::size_t i = 0; i < std::min(found.size(), wanted.size()); ++i) {
            std::string line;
            for (const std::string& field : wanted[i].fields)
                line += (line.empty() ? "" : " | ") + field;
            INFO("line " << wanted[i].number);
            CHECK(found[i] == line);
        }
    }

    TEST_CASE("a published event never leaves the public, whatever is done to it") {
        for (const Claim claim : claims)
            for (std::size_t i = 0; i < EnumNames<Action>::names.size(); ++i)
                for (const Role role : roles)
                    for (const char* state : {"published", "cancelled"})
                        if (const auto next =
                                transition(event_in(state, claim), static_cast<Action>(i), role)) {
                            CHECK(next->state == State::published);
                            CHECK(next->sequence == 4);
                        }
    }

    TEST_CASE("a confirmed hold has no end to its holding") {
        const auto next =
            transition(event_in("published", Claim::hold), Action::confirm, Role::submitter);
        REQUIRE(next);
        CHECK_FALSE(next->hold_until);
    }

    TEST_CASE("what feeds show") {
        CHECK(is_public(event_in("published", Claim::hold)));
        CHECK(is_public(event_in("cancelled", Claim::confirmed)));
        Event event = event_in("published", Claim::confirmed);
        event.visibility = Visibility::busy;
        CHECK(is_public(event));
        event.visibility = Visibility::organisers;
        CHECK_FALSE(is_public(event));
        for (const char* state :
             {"draft", "submitted", "changes_requested", "declined", "withdrawn"})
            CHECK_FALSE(is_public(event_in(state, Claim::confirmed)));
    }

    TEST_CASE("what can be in conflict") {
        for (const char* state : {"submitted", "changes_requested", "published"})
            CHECK(can_conflict(event_in(state, Claim::expected)));
        for (const char* state : {"draft", "declined", "withdrawn", "cancelled"})
            CHECK_FALSE(can_conflict(event_in(state, Claim::confirmed)));
        Event event = conflicting();
        event.takes_place = TakesPlace::rescheduled;
        CHECK(can_conflict(event));
        event.takes_place = TakesPlace::moved_online;
        CHECK(can_conflict(event));
        event.takes_place = TakesPlace::postponed;
        CHECK_FALSE(can_conflict(event));
        event = conflicting();
        event.transparent = true;
        CHECK_FALSE(can_conflict(event));
        event = conflicting();
        event.duplicate_of = EventId{"other"};
        CHECK_FALSE(can_conflict(event));
        event = conflicting();
        event.when = Undated{};
        CHECK_FALSE(can_conflict(event));
    }

    TEST_CASE("an unverified submission counts as a hold at most") {
        Event event = event_in("submitted", Claim::confirmed);
        CHECK(effective_claim(event) == Claim::hold);
        event.claim = Claim::expected;
        CHECK(effective_claim(event) == Claim::expected);
        event.claim = Claim::tentative;
        event.verified = true;
        CHECK(effective_claim(event) == Claim::tentative);
        // Publishing says yes to showing it, not who answers for it.
        event = event_in("published", Claim::confirmed);
        CHECK(effective_claim(event) == Claim::hold);
        CHECK(has_weak_claim(event));
        event.verified = true;
        CHECK(effective_claim(event) == Claim::confirmed);
        CHECK_FALSE(has_weak_claim(event));
        event.claim = Claim::tentative;
        CHECK_FALSE(has_weak_claim(event));
        event.claim = Claim::expected;
        CHECK(has_weak_claim(event));
    }
}

}  // namespace sopu
