// One event for staff of its municipality, and what they decide.
#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "engine/base/text.h"
#include "server/http/status.h"
#include "server/pages/limits.h"
#include "server/pages/occurrence.h"
#include "server/pages/staff.h"
#include "server/pages/staff_event_view.h"
#include "server/pages/staff_findings.h"
#include "server/service/limits.h"

namespace sopu::pages {
namespace {

using words::Data;

struct Decision {
    std::string_view name;  // in the posted form, and of the message staff.decide_<name>
    Action action;
    std::string_view kind;  // of the button
};
constexpr std::array<Decision, 3> decisions{{
    {"publish", Action::publish, ""},
    {"request_changes", Action::request_changes, "second"},
    {"decline", Action::decline, "danger"},
}};

// One showing of the page: what was typed, what is wrong with it, what has just been done.
struct Showing {
    std::string reason;
    bool accept = false;
    Errors errors;
    std::string told;
};

const Placed* own_event(const StaffDoor& door, const Snapshot& world, const EventId& id) {
    const Placed* placed = world.event(id);
    return placed != nullptr && service::is_staff_of(door.caller, *placed) ? placed : nullptr;
}

Data buttons(const Context& context, const Language& language, const Event& event) {
    Data list{Data::List{}};
    for (const Decision& it : decisions) {
        if (!transition(event, it.action, Role::staff)) continue;
        Data button;
        button.set("value", it.name);
        button.set("kind", it.kind);
        button.set("label",
                   context.messages.text(language.code, "staff.decide_" + std::string(it.name)));
        list.add(std::move(button));
    }
    return list;
}

bool may_be_decided(const Event& event) {
    return std::any_of(decisions.begin(), decisions.end(), [&event](const Decision& it) {
        return transition(event, it.action, Role::staff).has_value();
    });
}

class EventPage {
  public:
    EventPage(const Context& context, const Language& language, const StaffDoor& door,
              const Snapshot& world, const Placed& placed)
        : context_(context),
          language_(language),
          door_(door),
          world_(world),
          placed_(placed),
          event_(*placed.event) {}

    http::Response answer(const Showing& showing, const std::vector<store::Logged>& lines) const {
        const std::string id = event_.id.text();
        Title title = title_of(context_, language_, world_, placed_, door_.caller);
        Data data =
            staff_data(context_, language_, door_, title.text,
                       [&id](const Language& other) { return staff_event_path(other, id); });
        data.set("event_title", std::move(title.text));
        data.set("title_lang", marked_language(title.language, language_));
        data.set("state", text("state." + std::string(name_of(event_.state))));
        data.set("when",
                 time_of(context_, language_, placed_, world_.ground().zones, today_of(context_)));
        add_times(data, context_, language_, world_, placed_, door_.caller, times_form());
        data.set("place", place_of(context_, language_, world_, placed_));
        data.set("municipality", municipalities_of(context_, language_, placed_));
        data.set("organiser", event_.organiser.name);
        data.set("told", showing.told);
        data.set("rows", detail_rows(context_, language_, world_, placed_, door_.caller));
        data.set("public_href", is_public(event_) ? event_path(language_, id) : std::string());
        add_findings(data);
        add_form(data, showing);
        data.set("history", history_rows(context_, language_, world_, lines));
        data.set("has_history", !lines.empty());
        Data texts = decision_texts(context_, language_, world_, placed_, door_.caller, lines);
        data.set("has_texts", !std::get<Data::List>(texts.value()).empty());
        data.set("texts", std::move(texts));
        return staff_page(context_, showing.errors.empty() ? 200 : http::status_of(showing.errors),
                          "staff_event", data);
    }

  private:
    std::string text(const std::string& key, const words::Args& args = {}) const {
        return context_.messages.text(language_.code, key, args);
    }

    // Beside each coming occurrence, as long as staff can edit the event.
    TimesForm times_form() const {
        if (!transition(event_, Action::edit, Role::staff)) return {};
        return {staff_event_path(language_, event_.id.text()),
                {{"csrf", door_.csrf}, {"revision", std::to_string(event_.revision)}}};
    }

    void add_findings(Data& data) const {
        const service::Judgement judgement =
            service::judge(world_, placed_, door_.caller, context_.service.now());
        std::size_t shown = 0;
        data.set("clashes", clash_sections(context_, language_, world_, placed_, judgement,
                                           door_.caller, shown));
        data.set("has_clashes", shown > 0);
        data.set("kind", name_of(judgement.verdict));
        data.set("verdict_word", text("verdict_word." + std::string(name_of(judgement.verdict))));
        data.set("more", more_findings(context_, language_, judgement, shown));
        // What is blocking and certain is published only with somebody's word that it may.
        data.set("must_accept", judgement.verdict == Verdict::blocking);
    }

    void add_form(Data& data, const Showing& showing) const {
        data.set("open", may_be_decided(event_));
        data.set("action", staff_event_path(language_, event_.id.text()));
        data.set("revision", std::to_string(event_.revision));
        data.set("buttons", buttons(context_, language_, event_));
        data.set("reason", showing.reason);
        data.set("accept", showing.accept);
        data.set("has_errors", !showing.errors.empty());
        std::string wrong;
        Data list{Data::List{}};
        for (const Error& error : showing.errors) {
            std::string told = words::error_text(context_.messages, language_.code, error);
            if (error.reason == "blocking_conflict") told = text("staff.accept_needed");
            Data item;
            item.set("href", error.field == "reason" ? "#reason" : "#decision");
            item.set("text", error.field == "reason" ? text("field.reason") + ": " + told : told);
            if (error.field == "reason") wrong = std::move(told);
            list.add(std::move(item));
        }
        data.set("errors", std::move(list));
        data.set("reason_error", std::move(wrong));
    }

    const Context& context_;
    const Language& language_;
    const StaffDoor& door_;
    const Snapshot& world_;
    const Placed& placed_;
    const Event& event_;
};

// The log is read first; the page is of the newest world, whatever was there when it was asked for.
void show(const Context& context, const Language& language, const StaffDoor& door,
          const EventId& id, Showing showing, const http::Reply& reply) {
    if (own_event(door, *door.world, id) == nullptr) return reply(not_found(context, language));
    context.service.history(id.text(), [&context, &language, door, id, showing = std::move(showing),
                                        reply](const service::Service::Lines& lines) {
        const auto world = context.service.snapshot();
        const Placed* placed = own_event(door, *world, id);
        if (placed == nullptr) return reply(not_found(context, language));
        if (!lines) return reply(staff_refusal(context, language, {lines.error()}));
        reply(EventPage(context, language, door, *world, *placed).answer(showing, *lines));
    });
}

const Decision* said_decision(const StaffDoor& door) {
    const std::string_view said = typed_or_empty(door.typed, "do");
    const auto found = std::find_if(decisions.begin(), decisions.end(),
                                    [said](const Decision& it) { return it.name == said; });
    return found == decisions.end() ? nullptr : &*found;
}

// A reason is written in lines, which browsers end with CR LF.
std::string said_reason(const StaffDoor& door) {
    std::string reason(trim(typed_or_empty(door.typed, "reason")));
    std::erase(reason, '\r');
    return reason;
}

Errors errors_of(const std::string& reason) {
    if (reason.size() > service::limits::reason_bytes_max)
        return {invalid("reason", "too_long",
                        {{"max", std::to_string(service::limits::reason_bytes_max)}})};
    if (has_control(reason, Lines::many)) return {invalid("reason", "control_character")};
    return {};
}

// One occurrence is skipped or taken back: the page again, or what stood in the way on it.
void change_occurrence(const Context& context, const Language& language, const StaffDoor& door,
                       service::EditOccurrence command, const http::Reply& reply) {
    const EventId id = command.id;
    context.service.submit(std::move(command), [&context, &language, door, id,
                                                reply](const service::Outcome& outcome) {
        if (outcome) return reply(http::Response::redirect(staff_event_path(language, id.text())));
        Showing showing;
        showing.errors = outcome.error().errors;
        show(context, language, door, id, std::move(showing), reply);
    });
}

void decide(const Context& context, const Language& language, const StaffDoor& door,
            const EventId& id, const http::Reply& reply) {
    if (own_event(door, *door.world, id) == nullptr) return reply(not_found(context, language));
    if (auto command = occurrence_command(door.typed, id, door.caller))
        return change_occurrence(context, language, door, std::move(*command), reply);
    const Decision* decision = said_decision(door);
    if (decision == nullptr)
        return reply(staff_refusal(context, language, {invalid("do", "invalid")}));
    Showing showing;
    showing.reason = said_reason(door);
    showing.accept = !typed_or_empty(door.typed, "accept").empty();
    showing.errors = errors_of(showing.reason);
    if (!showing.errors.empty())
        return show(context, language, door, id, std::move(showing), reply);
    service::Act act;
    act.id = id;
    act.action = decision->action;
    act.accept_conflicts = showing.accept;
    act.reason = showing.reason;
    act.caller = door.caller;
    std::uint32_t revision = 0;  // no record has it: stale
    const std::string_view said = typed_or_empty(door.typed, "revision");
    std::from_chars(said.data(), said.data() + said.size(), revision);
    act.if_match = revision;
    context.service.submit(std::move(act), [&context, &language, door, id, decision, reply,
                                            showing](const service::Outcome& outcome) mutable {
        if (outcome)
            return reply(http::Response::redirect(staff_event_path(language, id.text()) +
                                                  "?done=" + std::string(decision->name)));
        showing.errors = outcome.error().errors;
        show(context, language, door, id, std::move(showing), reply);
    });
}

}  // namespace

http::Handler staff_event(const Context& context, const Language& language) {
    return for_staff(
        context, language,
        [&context, &language](const http::Request& request, const StaffDoor& door,
                              const http::Reply& reply) {
            Showing showing;
            const std::string_view done = request.query_value("done").value_or("");
            for (const Decision& it : decisions)
                if (it.name == done)
                    showing.told =
                        context.messages.text(language.code, "staff.done_" + std::string(it.name));
            show(context, language, door, EventId(std::string(request.parameter("id"))),
                 std::move(showing), reply);
        });
}

http::Handler post_staff_decision(const Context& context, const Language& language) {
    return for_staff(context, language,
                     [&context, &language](const http::Request& request, const StaffDoor& door,
                                           const http::Reply& reply) {
                         decide(context, language, door,
                                EventId(std::string(request.parameter("id"))), reply);
                     });
}

}  // namespace sopu::pages
