// The form with its check: one page that asks, answers and submits; and edits, for whoever holds
// the edit link. A date and a municipality in the address are checked at once.
#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <set>

#include "server/http/status.h"
#include "server/http/target.h"
#include "server/pages/form_view.h"
#include "server/pages/pages.h"
#include "server/pages/verdict_view.h"
#include "server/service/links.h"
#include "server/service/validate.h"
#include "server/words/dates.h"

namespace sopu::pages {
namespace {

using words::Data;

// Which event is edited, if any, and by whom.
struct Editing {
    const Placed* placed = nullptr;
    service::Caller caller = service::Caller::anonymous();
};

// Nothing if the form names an event that its token does not open.
std::optional<Editing> editing_of(const Context& context, const Snapshot& world,
                                  std::string_view event, std::string_view token) {
    Editing editing;
    if (event.empty()) return editing;
    const EventId id{std::string(event)};
    editing.placed = world.event(id);
    if (editing.placed == nullptr ||
        !context.service.secrets().is_edit_token(*editing.placed->event, token))
        return std::nullopt;
    editing.caller = service::Caller::submitter(id);
    return editing;
}

// Errors of the draft as the service sees it, beside those of form that it does not repeat.
void add_errors(Errors more, const Event& draft, Errors& errors) {
    for (Error& error : more) {
        Error placed = at_field(std::move(error), draft);
        const bool told = std::any_of(errors.begin(), errors.end(), [&](const Error& it) {
            return !it.field.empty() && it.field == placed.field;
        });
        if (!told) errors.push_back(std::move(placed));
    }
}

std::optional<EventId> edited_event(const Editing& editing) {
    if (editing.placed == nullptr) return std::nullopt;
    return editing.placed->id();
}

// What the form does not ask is kept from the event that is edited.
Event base_of(const Editing& editing) {
    if (editing.placed != nullptr) return *editing.placed->event;
    Event base;
    base.claim = Claim::tentative;  // "Pencil it in"
    return base;
}

// Whether the form, with the fields of a suggestion in it, says just that: it has no words for
// every series, and two spaces may have one name.
bool can_be_typed(const Suggestion& it, const Event& draft, const Event& base, const Typed& typed,
                  const Language& language, const Snapshot& world) {
    const Event offered = with_suggestion(draft, it);
    Typed then = typed;
    use_fields(fields_of(offered, draft, language, world), then);
    const Event read = draft_of(then, base, language, world).event;
    return read.when == offered.when && read.recurrence == offered.recurrence &&
           read.venue == offered.venue;
}

// What is better than what was asked; nothing where it is clear already.
std::vector<Suggestion> better_ones(const Context& context, const Language& language,
                                    const Snapshot& world, const Event& draft,
                                    const Editing& editing, Verdict asked, const Typed& typed) {
    if (asked == Verdict::clear) return {};
    auto found = context.service.suggest(draft, editing.caller, edited_event(editing));
    if (!found) return {};
    const Event base = base_of(editing);
    std::erase_if(*found, [&](const Suggestion& it) {
        return rank(it.verdict) >= rank(asked) ||
               !can_be_typed(it, draft, base, typed, language, world);
    });
    return std::move(*found);
}

// Where leaving out the occurrences that clash makes the rest better, those; judged by asking
// again.
Skip smallest_change(const Context& context, const Language& language, const Event& draft,
                     const Editing& editing, const service::Judgement& judgement,
                     std::string_view typed) {
    if (!draft.recurrence || judgement.verdict == Verdict::clear) return {};
    const Zone& home = context.service.snapshot()->ground().zones.home();
    std::set<Instant> hit;
    for (const service::Judged& judged : judgement.findings) {
        const Finding& finding = judged.finding;
        if (finding.severity > Severity::warning) continue;
        if (finding.occurrence_count > finding.clashes.size()) return {};
        for (const Clash& clash : finding.clashes)
            if (clash.mine.recurrence_id) hit.insert(*clash.mine.recurrence_id);
    }
    if (hit.empty()) return {};
    Skip skip;
    Recurrence rest = *draft.recurrence;
    skip.field = trim(typed);
    for (const Instant instant : hit) {
        const Date day = date::floor<date::days>(to_local(instant, home));
        skip.days.push_back(day);
        if (std::holds_alternative<AllDay>(draft.when))
            rest.exceptions.emplace_back(day);
        else
            rest.exceptions.emplace_back(instant);
        skip.field += (skip.field.empty() ? "" : ", ") +
                      words::short_date_text(language.code, day, std::nullopt);
    }
    Event without = draft;
    without.recurrence = std::move(rest);
    const auto again = context.service.check(without, editing.caller, edited_event(editing));
    if (!again || rank(again->verdict) >= rank(judgement.verdict)) return {};
    return skip;
}

// As it is said to whoever asks, or every error of the draft.
Checked<Data> answer_to(const Context& context, const Language& language, const Snapshot& world,
                        const Editing& editing, const Event& draft, const Typed& typed) {
    const auto judgement = context.service.check(draft, editing.caller, edited_event(editing));
    if (!judgement) return tl::unexpected(judgement.error());
    Event event = draft;
    event.state = State::published;
    const Placed placed = world.place(std::make_shared<const Event>(std::move(event)));
    return verdict_data(
        context, language, *judgement, placed, world,
        better_ones(context, language, world, draft, editing, judgement->verdict, typed),
        smallest_change(context, language, draft, editing, *judgement,
                        typed_or_empty(typed, "except")));
}

// One posted form on its way; lives until the writer has answered.
struct Posting {
    const Context& context;
    const Language& language;
    http::Reply reply;
    std::shared_ptr<const Snapshot> world;
    Editing editing;
    Shown shown;
    Event draft;

    void show_again(int status) {
        shown.status = status;
        reply(form_with(context, language, std::move(shown)));
    }

    void check() {
        add_errors(service::validate(draft, *world, editing.caller, service::Purpose::question),
                   draft, shown.errors);
        if (!shown.errors.empty()) return show_again(422);
        auto answer = answer_to(context, language, *world, editing, draft, shown.typed);
        if (!answer) {
            add_errors(answer.error(), draft, shown.errors);
            return show_again(422);
        }
        shown.verdict = std::move(*answer);
        show_again(200);
    }

    service::Command command() const {
        if (editing.placed == nullptr)
            return service::Submit{draft, editing.caller,
                                   std::string(context.mails ? language.code : "")};
        service::Edit edit;
        edit.id = editing.placed->id();
        edit.draft = draft;
        edit.overrides_said = true;  // form_repeat.h has moved them with their days
        edit.caller = editing.caller;
        const std::string_view revision = typed_or_empty(shown.typed, "revision");
        std::from_chars(revision.data(), revision.data() + revision.size(), edit.if_match);
        return edit;
    }

    void refused(const service::Refusal& refusal) {
        if (refusal.conflicts) {
            const Placed placed = world->place(std::make_shared<const Event>(draft));
            const service::Judgement& judgement = refusal.conflicts->judgement;
            shown.verdict =
                verdict_data(context, language, judgement, placed, *world,
                             better_ones(context, language, *world, draft, editing,
                                         judgement.verdict, shown.typed),
                             smallest_change(context, language, draft, editing, judgement,
                                             typed_or_empty(shown.typed, "except")));
        }
        add_errors(refusal.errors, draft, shown.errors);
        show_again(http::status_of(refusal.errors));
    }

    void stored(const EventId& id) {
        const auto now_there = context.service.snapshot();
        const Placed* placed = now_there->event(id);
        if (placed == nullptr) return reply(not_found(context, language));
        const std::string token = context.service.secrets().edit_token(*placed->event);
        reply(http::Response::redirect(receipt_path(language, id.text()) +
                                       "?token=" + service::percent_encoded(token) +
                                       (editing.placed == nullptr ? "&new=1" : "&saved=1")));
    }
};

// A form that is sent twice counts once: its key and all that was typed are the same.
std::optional<service::Once> once_of(const Typed& typed) {
    const std::string key(typed_or_empty(typed, "key"));
    if (key.empty()) return std::nullopt;
    std::string all;
    for (const auto& [name, value] : typed) all += name + "=" + value + "\n";
    const std::string hash = service::digest(all);
    return service::Once{"form", service::digest(key) + hash, hash, [](const service::Done& done) {
                             store::Remembered answer;
                             answer.status = 303;
                             answer.body = done.event->id.text();
                             return answer;
                         }};
}

void submit(const std::shared_ptr<Posting>& posting) {
    Posting& it = *posting;
    add_errors(
        service::validate(it.draft, *it.world, it.editing.caller, service::Purpose::submission),
        it.draft, it.shown.errors);
    if (!it.shown.errors.empty()) return it.show_again(422);
    auto once = once_of(it.shown.typed);
    it.context.service.submit(
        it.command(),
        [posting](service::Outcome outcome) {
            if (!outcome) return posting->refused(outcome.error());
            posting->stored(outcome->replayed ? EventId(outcome->replayed->body)
                                              : outcome->event->id);
        },
        std::move(once));
}

// A tap on a suggestion: it takes the place of the dates, times or space that were typed.
void use_suggestion(Typed& typed) {
    const auto chosen = typed.find("use");
    if (chosen == typed.end()) return;
    const std::string fields = chosen->second;
    typed.erase(chosen);
    typed["do"] = "check";
    use_fields(fields, typed);
}

// What was typed as a draft; null if it names an event that its token does not open.
std::shared_ptr<Posting> posting_of(const Context& context, const Language& language, Typed typed,
                                    const http::Reply& reply) {
    auto world = context.service.snapshot();
    auto editing =
        editing_of(context, *world, typed_or_empty(typed, "event"), typed_or_empty(typed, "token"));
    if (!editing) return nullptr;
    FormDraft draft = draft_of(typed, base_of(*editing), language, *world);
    return std::make_shared<Posting>(
        Posting{context, language, reply, std::move(world), std::move(*editing),
                Shown{std::move(typed), std::move(draft.errors), std::nullopt, 200},
                std::move(draft.event)});
}

void post(const Context& context, const Language& language, const http::Request& request,
          const http::Reply& reply) {
    auto typed = read_form(request);
    if (!typed) {
        const Errors errors{typed.error()};
        return reply(error_page(context, language, http::status_of(errors),
                                context.messages.text(language.code, "page.error_title"),
                                words::error_text(context.messages, language.code, errors[0])));
    }
    use_suggestion(*typed);
    const auto posting = posting_of(context, language, std::move(*typed), reply);
    if (posting == nullptr) return reply(not_found(context, language));
    if (typed_or_empty(posting->shown.typed, "do") == "submit")
        submit(posting);
    else
        posting->check();
}

// The answer while somebody types: nothing until what is asked is whole and right.
http::Response live_answer(const Context& context, const Language& language,
                           const http::Request& request) {
    auto typed = read_form(request);
    if (!typed) return answer_alone(context, language, std::nullopt);
    const auto posting = posting_of(context, language, std::move(*typed), {});
    if (posting == nullptr || !posting->shown.errors.empty())
        return answer_alone(context, language, std::nullopt);
    auto answer = answer_to(context, language, *posting->world, posting->editing, posting->draft,
                            posting->shown.typed);
    if (!answer) return answer_alone(context, language, std::nullopt);
    return answer_alone(context, language, std::move(*answer));
}

void show(const Context& context, const Language& language, const http::Request& request,
          const http::Reply& reply) {
    const auto world = context.service.snapshot();
    const std::string event(request.query_value("event").value_or(""));
    const std::string token(request.query_value("token").value_or(""));
    const auto editing = editing_of(context, *world, event, token);
    if (!editing) return reply(not_found(context, language));
    Shown shown;
    if (editing->placed != nullptr) {
        const Event& record = *editing->placed->event;
        shown.typed = typed_of(record, language, *world);
        shown.typed["event"] = event;
        shown.typed["token"] = token;
        shown.typed["revision"] = std::to_string(record.revision);
        return reply(form_with(context, language, std::move(shown)));
    }
    // A link may bring a date and a place along; where it brings both it is a question.
    for (const std::string_view name : field_names)
        if (const auto value = request.query_value(name)) shown.typed[std::string(name)] = *value;
    if (!shown.typed.contains("date") || !shown.typed.contains("municipality"))
        return reply(form_with(context, language, std::move(shown)));
    posting_of(context, language, std::move(shown.typed), reply)->check();
}

}  // namespace

http::Handler show_form(const Context& context, const Language& language) {
    return [&context, &language](const http::Request& request, const http::Reply& reply) {
        show(context, language, request, reply);
    };
}

http::Handler post_form(const Context& context, const Language& language) {
    return [&context, &language](const http::Request& request, const http::Reply& reply) {
        post(context, language, request, reply);
    };
}

http::Handler form_answer(const Context& context, const Language& language) {
    return http::immediate([&context, &language](const http::Request& request) {
        return live_answer(context, language, request);
    });
}

}  // namespace sopu::pages
