// PUT of one occurrence of a series, or of it and all later ones: a partial draft; what it does not
// say stays as it is.
#include <array>

#include "server/api/api.h"
#include "server/api/event_answer.h"
#include "server/api/write.h"
#include "server/json/reader.h"
#include "server/json/record.h"
#include "server/json/recurrence_json.h"
#include "server/json/when_json.h"
#include "server/service/limits.h"

namespace sopu::api {
namespace {

constexpr json::TextRule title_rule{sopu::limits::title_bytes_max, Lines::one};
constexpr json::TextRule description_rule{sopu::limits::description_bytes_max, Lines::many};
constexpr json::TextRule reason_rule{service::limits::reason_bytes_max, Lines::many};

// What GET /occurrences says of one beside this: its item can be sent back.
constexpr std::array<std::string_view, 7> item_fields{
    "event", "recurrence_id", "start", "end", "municipality", "state", "all_day"};

void read_text(json::ObjectReader& fields, std::string_view key, std::optional<LocalizedText>& out,
               json::TextRule rule) {
    if (!fields.said(key)) {
        fields.ignore_null({key});
        return;
    }
    LocalizedText text;
    fields.localized(key, text, rule);
    out = std::move(text);
}

// A place is said as a whole: another hall does not keep the room of the first.
void read_place(json::ObjectReader& fields, std::optional<OverridePlace>& out) {
    OverridePlace place;
    const bool said = fields.said("venue") || fields.said("venue_text") || fields.said("position");
    fields.id("venue", place.venue);
    fields.text("venue_text", place.venue_text, json::short_line);
    fields.position("position", place.position);
    if (said) out = std::move(place);
}

void read_change(json::ObjectReader& fields, service::OccurrenceChange& change,
                 const Zones& zones) {
    std::optional<std::string> unused_weekday;
    if (auto when = fields.object("when")) {
        change.when = json::read_when(*when, unused_weekday);
        const bool readable = !fields.has_error_under("when");
        if (readable && !std::holds_alternative<Timed>(*change.when) &&
            !std::holds_alternative<AllDay>(*change.when))
            fields.error("when", "recurrence_needs_time");
        if (readable)
            for (const Error& wrong : check(*change.when, zones))
                fields.error(wrong.field, wrong.reason, wrong.args, wrong.code);
    }
    read_text(fields, "title", change.title, title_rule);
    if (change.title && change.title->empty() && !fields.has_error_under("title"))
        fields.error("title", "missing");
    read_text(fields, "description", change.description, description_rule);
    read_place(fields, change.place);
    fields.choice("claim", change.claim);
    change.cancelled = json::read_cancelled(fields);
}

recur::OverrideRange read_range(const http::Request& request, Errors& errors) {
    const std::string_view said = request.query_value("range").value_or("this");
    if (said == "following") return recur::OverrideRange::this_and_future;
    if (said != "this" && !said.empty())
        errors.push_back(
            invalid("range", "unknown_value", {{"value", json::ObjectReader::echo(said)}}));
    return recur::OverrideRange::this_one;
}

Checked<service::EditOccurrence> read_edit(const http::Request& request, const Door& door) {
    service::EditOccurrence edit;
    edit.id = path_id(request);
    edit.caller = door.caller;
    const Placed* placed = SOPU_TRY(listed(changeable_event(door, edit.id)));
    const auto named = json::parse_moment(request.parameter("recurrence_id"));
    if (!named)
        return tl::make_unexpected(
            Errors{Error{Code::not_found, "recurrence_id", "unknown_occurrence", {}, {}}});
    edit.recurrence_id = *named;
    edit.if_match = SOPU_TRY(listed(if_match(request, placed->event->revision)));
    const boost::json::value body = SOPU_TRY(listed(json_body(request)));
    Errors errors;
    edit.range = read_range(request, errors);
    json::read_input(body, edit, errors,
                     [&door](json::ObjectReader& fields, service::EditOccurrence& read) {
                         read_change(fields, read.change, door.world->ground().zones);
                         fields.boolean("override", read.override_blocking);
                         fields.text("reason", read.reason, reason_rule);
                         fields.ignore(item_fields);
                     });
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return edit;
}

}  // namespace

http::Handler put_occurrence(const Context& context) {
    return serving(
        context, true,
        [&context](const http::Request& request, const Door& door, const http::Reply& reply) {
            auto edit = read_edit(request, door);
            if (told(edit, context, door, reply)) return;
            Write write;
            write.command = std::move(*edit);
            write.render = [&context, caller = door.caller](const service::Done& done) {
                boost::json::object answer = changed_json(done, caller);
                add_judgement(answer, done, caller, context.messages);
                return answer;
            };
            carry_out(context, request, door, std::move(write), reply);
        });
}

}  // namespace sopu::api
