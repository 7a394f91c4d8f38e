// The stored conflicts of the caller's area, warning or worse, and what staff say of them.
#include <algorithm>
#include <charconv>

#include "engine/base/text.h"
#include "server/http/status.h"
#include "server/pages/limits.h"
#include "server/pages/occurrence.h"
#include "server/pages/staff.h"
#include "server/pages/staff_findings.h"
#include "server/service/explain.h"
#include "server/words/dates.h"

namespace sopu::pages {
namespace {

using words::Data;

// What is over cannot be helped any more.
bool is_over(const service::StoredConflict& conflict, Instant now) {
    const auto& clashes = conflict.finding.clashes;
    return !clashes.empty() &&
           std::all_of(clashes.begin(), clashes.end(), [now](const Clash& clash) {
               return std::max(clash.mine.extent.end(), clash.other.extent.end()) <= now;
           });
}

Instant start_of(const service::StoredConflict& conflict) {
    const auto& clashes = conflict.finding.clashes;
    return clashes.empty() ? Instant{} : clashes.front().overlap.start();
}

std::string mine_when(const Context& context, const Language& language, const StaffDoor& door,
                      const service::StoredConflict& conflict) {
    const Zones& zones = door.world->ground().zones;
    if (const Placed* placed = door.world->event(conflict.mine.event))
        return time_of(context, language, *placed, zones, today_of(context));
    return words::when_text(language.code, conflict.mine.when, zones, today_of(context));
}

// One showing of the page: what was typed of one conflict, what is wrong with it, what was done.
struct Showing {
    service::ConflictId of;
    std::string reason;
    Errors errors;
    std::string told;
};

std::string said_by(const Context& context, const Language& language,
                    const service::Standing& standing) {
    if (standing.by.empty()) return {};
    if (!standing.at) return standing.by;
    return standing.by + ", " + moment_text(context, language, *standing.at);
}

void add_standing(const Context& context, const Language& language,
                  const service::StoredConflict& conflict, const Showing& showing, Data& data) {
    const service::Standing& standing = conflict.standing;
    const std::string state(name_of(standing.state));
    data.set("id", standing.id.text());
    data.set("event", conflict.finding.mine.text());
    data.set("revision", std::to_string(standing.revision));
    data.set("state_text", context.messages.text(language.code, "conflict_state." + state));
    data.set("said_by", said_by(context, language, standing));
    data.set("said", standing.reason);
    const bool typed = showing.of == standing.id;
    data.set("typed", typed ? showing.reason : std::string());
    data.set("wrong",
             typed && !showing.errors.empty()
                 ? words::error_text(context.messages, language.code, showing.errors.front())
                 : std::string());
}

Data row(const Context& context, const Language& language, const StaffDoor& door,
         const service::StoredConflict& conflict, const Showing& showing) {
    Data data = finding_data(context, language, *door.world,
                             service::Judged{conflict.finding, conflict.other, conflict.others},
                             door.caller);
    data.set("title", service::shown_title(language.code, conflict.mine, context.messages));
    data.set("title_href", href_of_other(language, *door.world, conflict.mine.event, door.caller));
    data.set("when", mine_when(context, language, door, conflict));
    const std::string_view listed = pick(conflict.mine.venue_names, language.code);
    data.set("place", listed.empty() ? conflict.mine.venue_name : std::string(listed));
    add_standing(context, language, conflict, showing, data);
    return data;
}

// Of the newest world, whatever was there when it was asked for.
http::Response conflicts_page(const Context& context, const Language& language,
                              const StaffDoor& asked, const Showing& showing) {
    StaffDoor door = asked;
    door.world = context.service.snapshot();
    std::vector<service::StoredConflict> conflicts =
        service::stored_conflicts(*door.world, door.caller, *context.service.said_of_conflicts());
    const Instant now = context.service.now();
    std::erase_if(conflicts, [now](const auto& each) { return is_over(each, now); });
    std::stable_sort(conflicts.begin(), conflicts.end(),
                     [](const auto& a, const auto& b) { return start_of(a) < start_of(b); });
    const std::size_t shown = std::min(conflicts.size(), limits::conflicts_shown_max);
    Data list{Data::List{}};
    for (std::size_t i = 0; i < shown; ++i)
        list.add(row(context, language, door, conflicts.at(i), showing));
    Data data =
        staff_data(context, language, door, context.messages.text(language.code, "staff.conflicts"),
                   [](const Language& other) { return staff_path(StaffPage::conflicts, other); });
    data.set("conflicts", std::move(list));
    data.set("action", staff_path(StaffPage::conflicts, language));
    data.set("told", showing.told);
    data.set("empty", conflicts.empty());
    data.set("more", conflicts.size() > shown
                         ? context.messages.text(
                               language.code, "staff.queue_more",
                               {{"count", static_cast<long long>(conflicts.size() - shown)}})
                         : std::string());
    return staff_page(context, showing.errors.empty() ? 200 : http::status_of(showing.errors),
                      "staff_conflicts", data);
}

std::optional<service::ConflictState> said_state(std::string_view said) {
    const auto state = from_name<service::ConflictState>(said);
    const bool sayable =
        state == service::ConflictState::acknowledged || state == service::ConflictState::accepted;
    return sayable ? state : std::nullopt;
}

void say(const Context& context, const Language& language, const StaffDoor& door,
         const http::Reply& reply) {
    const auto state = said_state(typed_or_empty(door.typed, "do"));
    if (!state) return reply(staff_refusal(context, language, {invalid("do", "invalid")}));
    service::SayOfConflict word;
    word.id = service::ConflictId(std::string(typed_or_empty(door.typed, "conflict")));
    word.event = EventId(std::string(typed_or_empty(door.typed, "event")));
    word.state = *state;
    word.reason = trim(typed_or_empty(door.typed, "reason"));
    word.caller = door.caller;
    const std::string_view seen = typed_or_empty(door.typed, "revision");
    std::from_chars(seen.data(), seen.data() + seen.size(), word.if_match);
    Showing showing{word.id, word.reason, {}, {}};
    if (has_control(word.reason, Lines::one)) {
        showing.errors = {invalid("reason", "control_character")};
        return reply(conflicts_page(context, language, door, showing));
    }
    context.service.submit(std::move(word), [&context, &language, door, reply, showing,
                                             state](const service::Outcome& outcome) mutable {
        if (outcome)
            return reply(http::Response::redirect(staff_path(StaffPage::conflicts, language) +
                                                  "?done=" + std::string(name_of(*state))));
        showing.errors = outcome.error().errors;
        if (showing.errors.front().code == Code::not_found)
            return reply(staff_refusal(context, language, showing.errors));
        reply(conflicts_page(context, language, door, showing));
    });
}

}  // namespace

http::Handler staff_conflicts(const Context& context, const Language& language) {
    return for_staff(context, language,
                     [&context, &language](const http::Request& request, const StaffDoor& door,
                                           const http::Reply& reply) {
                         Showing showing;
                         if (const auto done = said_state(request.query_value("done").value_or("")))
                             showing.told = context.messages.text(
                                 language.code,
                                 "staff.conflict_done_" + std::string(name_of(*done)));
                         reply(conflicts_page(context, language, door, showing));
                     });
}

http::Handler post_conflict(const Context& context, const Language& language) {
    return for_staff(
        context, language,
        [&context, &language](const http::Request&, const StaffDoor& door,
                              const http::Reply& reply) { say(context, language, door, reply); });
}

}  // namespace sopu::pages
