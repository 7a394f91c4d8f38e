#include <algorithm>
#include <array>
#include <set>

#include "server/api/answer.h"
#include "server/api/api.h"
#include "server/api/conflict_json.h"
#include "server/api/door.h"
#include "server/api/draft.h"
#include "server/api/page.h"
#include "server/api/write.h"
#include "server/http/compression.h"
#include "server/json/reader.h"
#include "server/json/record.h"
#include "server/json/recurrence_json.h"
#include "server/json/when_json.h"
#include "server/json/writer.h"
#include "server/service/explain.h"
#include "server/service/explain_suggestion.h"
#include "server/service/limits.h"
#include "server/service/list_query.h"

namespace sopu::api {
namespace {

// The question's own keys beside the draft's.
constexpr std::array<std::string_view, 1> check_fields{"event"};
constexpr std::array<std::string_view, 3> suggestion_fields{"event", "within_days", "limit"};
// The id of the event that is being edited, if the body says one.
Result<std::optional<EventId>> editing_of(const boost::json::value& body) {
    const boost::json::object* object = body.if_object();
    const boost::json::value* said = object != nullptr ? object->if_contains("event") : nullptr;
    if (said == nullptr || said->is_null()) return std::nullopt;
    if (!said->is_string())
        return tl::make_unexpected(invalid("event", "wrong_type", {{"expected", "string"}}));
    return EventId(std::string(said->get_string()));
}

struct Question {
    Door door;
    std::optional<EventId> editing;
    Event draft;
};

Checked<Question> question_in(const Context& context, const http::Request& request,
                              const boost::json::value& body,
                              std::span<const std::string_view> own_fields) {
    Question asked;
    asked.editing = SOPU_TRY(listed(editing_of(body)));
    // Nothing is written, so a session alone is enough.
    asked.door = SOPU_TRY(listed(open_door(request, context, {asked.editing, false})));
    asked.draft = SOPU_TRY(draft_in(body, own_fields, asked.door, service::Purpose::question));
    // Leaving out an event that the caller may not see would tell of it.
    if (asked.editing && !seen_event(asked.door, *asked.editing))
        return tl::make_unexpected(Errors{invalid("event", "unknown_event")});
    return asked;
}

// Better times or spaces for what was asked; of a series with its repeating.
boost::json::array suggestions_json(const std::vector<Suggestion>& suggestions,
                                    const Question& asked, const words::Messages& messages) {
    boost::json::array items;
    for (const Suggestion& it : suggestions) {
        LocalizedText text;
        for (const char* language : {"fi", "sv", "en"})
            text[language] = service::sentence(language, it, *asked.door.world, messages);
        boost::json::object item{{"when", json::to_json(it.when)},
                                 {"venue", json::id_or_null(it.venue)},
                                 {"reason", name_of(it.reason)},
                                 {"verdict", name_of(it.verdict)},
                                 {"text", json::localized_or_null(text)}};
        if (it.recurrence) item["recurrence"] = json::to_json(*it.recurrence);
        items.push_back(std::move(item));
    }
    return items;
}

// Only what is better than the wish; a clear date needs none.
Checked<std::vector<Suggestion>> better_times(const Context& context, const Question& asked,
                                              Verdict wished) {
    if (wished == Verdict::clear) return std::vector<Suggestion>{};
    auto found = SOPU_TRY(context.service.suggest(asked.draft, asked.door.caller, asked.editing));
    std::erase_if(found,
                  [wished](const Suggestion& it) { return rank(it.verdict) >= rank(wished); });
    return found;
}

Answer check(const Context& context, const http::Request& request) {
    const boost::json::value body = SOPU_TRY(listed(json_body(request)));
    const Question asked = SOPU_TRY(question_in(context, request, body, check_fields));
    const Door& door = asked.door;
    const service::Judgement judgement =
        SOPU_TRY(context.service.check(asked.draft, door.caller, asked.editing));
    const auto better = SOPU_TRY(better_times(context, asked, judgement.verdict));
    return json_answer(
        200,
        boost::json::object{{"verdict", name_of(judgement.verdict)},
                            {"checked", checked_json(judgement.coverage)},
                            {"counts", counts_json(judgement.counts)},
                            {"conflicts", conflicts_json(judgement, *door.world, door.caller,
                                                         context.messages, false)},
                            {"suggestions", suggestions_json(better, asked, context.messages)}});
}

Checked<SuggestionBounds> bounds_of(const boost::json::value& body) {
    SuggestionBounds bounds;
    Errors errors;
    const boost::json::object* object = body.if_object();
    if (object == nullptr) return bounds;  // the draft's reader says so
    json::ObjectReader fields(*object, "", json::Origin::outside, errors);
    std::optional<int> days;
    std::optional<int> count;
    fields.integer("within_days", days, {1, sopu::limits::suggestion_days_max});
    fields.integer("limit", count, {1, static_cast<std::int64_t>(sopu::limits::suggestions_max)});
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    bounds.within_days = days.value_or(bounds.within_days);
    if (count) bounds.count_max = static_cast<std::size_t>(*count);
    return bounds;
}

Answer suggestions(const Context& context, const http::Request& request) {
    const boost::json::value body = SOPU_TRY(listed(json_body(request)));
    const SuggestionBounds bounds = SOPU_TRY(bounds_of(body));
    const Question asked = SOPU_TRY(question_in(context, request, body, suggestion_fields));
    const auto found =
        SOPU_TRY(context.service.suggest(asked.draft, asked.door.caller, asked.editing, bounds));
    return json_answer(
        200, boost::json::object{{"items", suggestions_json(found, asked, context.messages)}});
}

http::Handler answering_question(const Context& context,
                                 Answer (*answer)(const Context&, const http::Request&)) {
    return http::immediate([&context, answer](const http::Request& request) {
        Answer made = answer(context, request);
        if (made) return std::move(*made);
        return problem(made.error(), language_of(request), context.messages);
    });
}

struct Wanted {
    PageQuery page;
    std::optional<Interval> window;
    std::vector<Severity> severities;            // any if empty
    std::vector<service::ConflictState> states;  // any but resolved if empty
    std::optional<std::set<MunicipalityCode>> codes;
};

void read_states(const http::Request& request, Wanted& wanted, Errors& errors) {
    for (const std::string_view said : request.query_values("state")) {
        if (const auto state = from_name<service::ConflictState>(said))
            wanted.states.push_back(*state);
        else
            errors.push_back(invalid("state", "unknown_value", {{"value", std::string(said)}}));
    }
}

void read_severities(const http::Request& request, Wanted& wanted, Errors& errors) {
    for (const std::string_view said : request.query_values("severity")) {
        if (const auto severity = from_name<Severity>(said))
            wanted.severities.push_back(*severity);
        else
            errors.push_back(invalid("severity", "unknown_value", {{"value", std::string(said)}}));
    }
}

void read_areas(const std::vector<std::string>& areas, const Snapshot& world, Wanted& wanted,
                Errors& errors) {
    if (areas.empty()) return;
    wanted.codes.emplace();
    for (const std::string& area : areas) {
        auto codes = world.resolve(area);
        if (codes) {
            wanted.codes->insert(codes->begin(), codes->end());
            continue;
        }
        codes.error().field = "area";
        errors.push_back(std::move(codes).error());
    }
}

Checked<Wanted> read_wanted(const http::Request& request, const Door& door) {
    Wanted wanted;
    Errors errors;
    auto page = read_page(request);
    if (page)
        wanted.page = std::move(*page);
    else
        errors = std::move(page).error();
    const auto list =
        service::read_list_query(request.query, service::Routine::yes, door.world->ground().zones);
    if (list) {
        wanted.window = service::said_window(*list);
        read_areas(list->filter.areas, *door.world, wanted, errors);
    } else {
        errors.insert(errors.end(), list.error().begin(), list.error().end());
    }
    read_severities(request, wanted, errors);
    read_states(request, wanted, errors);
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return wanted;
}

bool lies_in(const std::set<MunicipalityCode>& codes, const EventId& id, const Snapshot& world) {
    const Placed* placed = world.event(id);
    if (placed == nullptr) return false;
    return std::any_of(placed->municipalities.begin(), placed->municipalities.end(),
                       [&codes](const auto& code) { return codes.contains(code); });
}

template <class T>
bool is_one_of(const T& value, const std::vector<T>& any_if_empty) {
    return any_if_empty.empty() ||
           std::find(any_if_empty.begin(), any_if_empty.end(), value) != any_if_empty.end();
}

bool is_wanted(const service::StoredConflict& conflict, const Wanted& wanted,
               const Snapshot& world) {
    const Finding& finding = conflict.finding;
    if (!is_one_of(conflict.standing.state, wanted.states)) return false;
    if (!is_one_of(finding.severity, wanted.severities)) return false;
    if (wanted.codes && !lies_in(*wanted.codes, finding.mine, world) &&
        !lies_in(*wanted.codes, finding.other, world))
        return false;
    const auto& window = wanted.window;
    return !window ||
           std::any_of(finding.clashes.begin(), finding.clashes.end(), [&](const Clash& clash) {
               return found_in(clash.mine.extent, *window) || found_in(clash.other.extent, *window);
           });
}

// By the start of the side that begins first, then the pair; a kind tells two of one pair apart, a
// fact two of one event.
std::string key_of(const Finding& finding, const Snapshot& world) {
    const Placed* mine = world.event(finding.mine);
    const std::string start = mine != nullptr ? api::key_of(*mine) : std::string();
    std::string key = start + " " + finding.other.text() + " " + std::string(name_of(finding.kind));
    if (finding.fact)
        key.append(" ").append(name_of(finding.fact->type)).append(" ").append(finding.fact->id);
    return key;
}

Checked<void> staff_only(const Door& door) {
    if (door.caller.kind == service::Caller::Kind::anonymous)
        return tl::make_unexpected(Errors{Error{Code::unauthorised, "", "unauthorised", {}, {}}});
    if (!door.caller.is_staff())
        return tl::make_unexpected(Errors{Error{Code::forbidden, "", "forbidden", {}, {}}});
    return {};
}

Answer list_of(const Context& context, const http::Request& request, const Door& door) {
    SOPU_CHECK(staff_only(door));
    const Wanted wanted = SOPU_TRY(read_wanted(request, door));
    const auto said = context.service.said_of_conflicts();
    const bool any_state = std::find(wanted.states.begin(), wanted.states.end(),
                                     service::ConflictState::resolved) != wanted.states.end();
    const auto stored = any_state ? service::conflicts_of_any_state(*door.world, door.caller, *said)
                                  : service::stored_conflicts(*door.world, door.caller, *said);
    std::vector<Row> rows;
    for (const service::StoredConflict& conflict : stored) {
        if (!is_wanted(conflict, wanted, *door.world)) continue;
        rows.push_back({key_of(conflict.finding, *door.world),
                        [&conflict, &context, &door]() -> boost::json::value {
                            return conflict_json(conflict, door.world->ground(), context.messages);
                        }});
    }
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.key < b.key; });
    return http::compressed(request, json_answer(200, page_of(rows, wanted.page)));
}

struct SaidBody {
    service::ConflictState state = service::ConflictState::acknowledged;
    std::string reason;
};

void read_said(json::ObjectReader& fields, SaidBody& read) {
    using service::ConflictState;
    if (fields.require("state") != nullptr)
        if (const auto said = fields.string_at("state")) {
            const auto state = from_name<ConflictState>(*said);
            if (state == ConflictState::acknowledged || state == ConflictState::accepted)
                read.state = *state;
            else
                fields.error("state", "unknown_value",
                             {{"value", json::ObjectReader::echo(*said)}});
        }
    fields.text("reason", read.reason, {service::limits::reason_bytes_max, Lines::many});
}

// The conflict of the path among those that the caller may see, and that it is as they saw it.
Checked<service::SayOfConflict> read_word(const Context& context, const http::Request& request,
                                          const Door& door) {
    SOPU_CHECK(staff_only(door));
    const service::ConflictId id{std::string(request.parameter("id"))};
    const auto said = context.service.said_of_conflicts();
    const auto all = service::stored_conflicts(*door.world, door.caller, *said);
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&id](const auto& it) { return it.standing.id == id; });
    if (found == all.end())
        return tl::make_unexpected(Errors{Error{Code::not_found, "", "not_found", {}, {}}});
    service::SayOfConflict word;
    word.id = id;
    word.event = found->finding.mine;
    word.caller = door.caller;
    word.if_match = SOPU_TRY(listed(if_match(request, found->standing.revision)));
    const boost::json::value body = SOPU_TRY(listed(json_body(request)));
    SaidBody read = SOPU_TRY(json::read_input<SaidBody>(body, read_said));
    word.state = read.state;
    word.reason = std::move(read.reason);
    return word;
}

}  // namespace

http::Handler patch_conflict(const Context& context) {
    return serving(
        context, false,
        [&context](const http::Request& request, const Door& door, const http::Reply& reply) {
            auto word = read_word(context, request, door);
            if (told(word, context, door, reply)) return;
            Write write;
            write.command = std::move(*word);
            write.render = [&context](const service::Done& done) {
                return conflict_json(*done.conflict, done.world->ground(), context.messages);
            };
            carry_out(context, request, door, std::move(write), reply);
        });
}

http::Handler post_check(const Context& context) {
    return answering_question(context, check);
}

http::Handler post_suggestions(const Context& context) {
    return answering_question(context, suggestions);
}

http::Handler get_conflicts(const Context& context) {
    return answering(context, [&context](const http::Request& request, const Door& door) {
        return list_of(context, request, door);
    });
}

}  // namespace sopu::api
