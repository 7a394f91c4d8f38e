#include "server/pages/form_fields.h"

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/base/text.h"
#include "engine/time/iso.h"
#include "server/http/target.h"
#include "server/pages/form_repeat.h"
#include "server/pages/limits.h"
#include "server/service/links.h"
#include "server/service/validate.h"
#include "server/words/typed.h"

namespace sopu::pages {
namespace {

constexpr std::array<std::string_view, 4> time_fields{"date", "end_date", "start", "end"};
// What a tap on a suggestion may change.
constexpr std::array<std::string_view, 8> offered_fields{"date",  "end_date", "start", "end",
                                                         "until", "except",   "venue", "own"};

std::string clock_text(LocalTime local) {
    return format_local(local).substr(11, 5);
}

class DraftReader {
  public:
    DraftReader(const Typed& typed, const Event& base, const Language& language,
                const Snapshot& world)
        : typed_(typed), base_(base), language_(language), world_(world) {
        draft_.event = base;
    }

    FormDraft read() {
        when();
        place();
        own_reservations();
        Event& event = draft_.event;
        set_text(event.title, "title");
        event.organiser.name = trim(field("organiser"));
        event.organiser.email = trim(field("email"));
        const std::string& email = event.organiser.email;
        if (email.size() > limits::email_bytes_max || has_control(email, Lines::one))
            error("email", "bad_email");
        for (Error& wrong : service::validate_text(event))
            draft_.errors.push_back(at_field(std::move(wrong), event));
        return std::move(draft_);
    }

  private:
    std::string_view field(std::string_view name) const { return typed_or_empty(typed_, name); }
    bool said(std::string_view name) const { return !trim(field(name)).empty(); }
    void error(std::string_view name, std::string reason) {
        draft_.errors.push_back(invalid(std::string(name), std::move(reason)));
    }

    std::optional<Date> day(std::string_view name) {
        if (!said(name)) return std::nullopt;
        const auto found = words::typed_date(field(name));
        if (!found) error(name, "bad_date");
        return found;
    }
    std::optional<seconds> clock(std::string_view name) {
        if (!said(name)) return std::nullopt;
        const auto found = words::typed_time(field(name));
        if (!found) error(name, "bad_clock");
        return found;
    }

    void when() {
        const auto first = day("date");
        const auto last = day("end_date");
        const auto start = clock("start");
        const auto end = clock("end");
        if (!said("date")) error("date", "missing");
        if (said("end") && !said("start")) error("start", "missing");
        if (said("start") && said("end_date") && !said("end")) error("end", "missing");
        if (!first) return;
        const Zones& zones = world_.ground().zones;
        draft_.event.when = said_time(*first, last, start, end);
        for (Error& wrong : check(draft_.event.when, zones))
            draft_.errors.push_back(at_field(std::move(wrong), draft_.event));
        draft_.event.recurrence = {};
        if (!draft_.errors.empty()) return;  // the series follows from a time that is right
        for (Error& wrong : read_repeat(typed_, base_, draft_.event, zones))
            draft_.errors.push_back(std::move(wrong));
    }

    // Without a clock time: several days are whole days, one day is a day whose time is open.
    static When said_time(Date first, std::optional<Date> last, std::optional<seconds> start,
                          std::optional<seconds> end) {
        const auto local = [](Date day, seconds time) {
            return LocalTime(day.time_since_epoch()) + time;
        };
        if (start) {
            Timed timed;
            timed.start = local(first, *start);
            if (end) timed.end = local(last.value_or(first), *end);
            return timed;
        }
        if (last && *last != first) return AllDay{first, *last};
        return Vague{first, first, Precision::day, std::nullopt, std::nullopt};
    }

    void place() {
        Event& event = draft_.event;
        // An event of an area keeps it, until somebody chooses one municipality.
        event.municipality.reset();
        if (said("municipality")) {
            const Municipality* one =
                world_.ground().gazetteer.by_name(trim(field("municipality")));
            if (one == nullptr) {
                draft_.errors.push_back(invalid("municipality", "unknown_municipality",
                                                {{"value", std::string(field("municipality"))}}));
            } else {
                event.municipality = one->code;
                event.areas.clear();
            }
        }
        event.venue.reset();
        event.venue_text = trim(field("venue"));
        if (event.venue_text.empty() || !event.municipality) return;
        if (const Venue* venue = world_.venue_named(event.venue_text, {*event.municipality})) {
            event.venue = venue->id;
            event.venue_text.clear();
        }
    }

    void own_reservations() {
        std::vector<EventId>& own = draft_.event.own_reservations;
        own.clear();
        for (const std::string_view id : split(field("own"), ',')) {
            if (trim(id).empty()) continue;
            if (own.size() == sopu::limits::list_items_max)
                return draft_.errors.push_back(
                    invalid("own_reservations", "too_many",
                            {{"max", std::to_string(sopu::limits::list_items_max)}}));
            own.emplace_back(std::string(trim(id)));
        }
    }

    void set_text(LocalizedText& text, std::string_view name) {
        if (said(name))
            text[std::string(language_.code)] = trim(field(name));
        else
            text.erase(std::string(language_.code));
    }

    const Typed& typed_;
    const Event& base_;
    const Language& language_;
    const Snapshot& world_;
    FormDraft draft_;
};

}  // namespace

std::string_view typed_or_empty(const Typed& typed, std::string_view name) {
    const auto found = typed.find(name);
    return found == typed.end() ? std::string_view() : std::string_view(found->second);
}

Result<Typed> read_form(const http::Request& request) {
    const std::string type = ascii_lower(
        trim(request.header("content-type").substr(0, request.header("content-type").find(';'))));
    if (type != "application/x-www-form-urlencoded")
        return fail(Code::invalid, "", "unsupported_media_type");
    const auto fields = std::count(request.body.begin(), request.body.end(), '&');
    if (static_cast<std::size_t>(fields) >= limits::form_fields_max)
        return tl::unexpected(
            invalid("", "too_many", {{"max", std::to_string(limits::form_fields_max)}}));
    // A form's body is written as a query is (WHATWG URL, application/x-www-form-urlencoded).
    const http::Target target = SOPU_TRY(http::decode_target("/?" + request.body));
    Typed typed;
    for (const auto& [name, value] : target.query) typed.insert_or_assign(name, value);
    return typed;
}

Typed typed_of(const Event& event, const Language& language, const Snapshot& world) {
    Typed typed;
    if (const auto* timed = std::get_if<Timed>(&event.when)) {
        const Date first = date::floor<date::days>(timed->start);
        typed["date"] = format_date(first);
        typed["start"] = clock_text(timed->start);
        if (timed->end) {
            typed["end"] = clock_text(*timed->end);
            const Date last = date::floor<date::days>(*timed->end);
            if (last != first) typed["end_date"] = format_date(last);
        }
    } else if (const auto first = first_date(event.when)) {
        typed["date"] = format_date(*first);
        if (const auto last = last_date(event.when); last && *last != *first)
            typed["end_date"] = format_date(*last);
    }
    add_repeat(event, language.code, world.ground().zones, typed);
    if (event.municipality) typed["municipality"] = event.municipality->text();
    typed["venue"] = event.venue_text;
    if (event.venue)
        if (const Venue* venue = world.venue(*event.venue))
            typed["venue"] = pick(venue->name, language.code);
    typed["title"] = pick(event.title, language.code);
    for (const EventId& id : event.own_reservations)
        typed["own"] += (typed["own"].empty() ? "" : ",") + id.text();
    typed["organiser"] = event.organiser.name;
    typed["email"] = event.organiser.email;
    return typed;
}

std::string fields_of(const Event& other, const Event& event, const Language& language,
                      const Snapshot& world) {
    const Typed now = typed_of(event, language, world);
    const Typed then = typed_of(other, language, world);
    std::string query;
    const auto add = [&query](std::string_view name, const std::string& value) {
        query.append(query.empty() ? "" : "&").append(name).append("=").append(value);
    };
    for (const std::string_view name : time_fields)
        if (const auto value = typed_or_empty(then, name); !value.empty())
            add(name, std::string(value));  // digits, dashes and colons
    for (const auto& [name, value] : then) {
        const bool is_time =
            std::find(time_fields.begin(), time_fields.end(), name) != time_fields.end();
        if (!is_time && typed_or_empty(now, name) != value)
            add(name, service::percent_encoded(value));
    }
    return query;
}

void use_fields(std::string_view fields, Typed& typed) {
    const auto target = http::decode_target("/?" + std::string(fields));
    if (!target) return;
    const auto said = [&](std::string_view name) {
        return std::any_of(target->query.begin(), target->query.end(),
                           [name](const auto& it) { return it.first == name; });
    };
    // One on days to leave out, or on a space, may change nothing else.
    if (said("date"))
        for (const std::string_view name : time_fields) typed[std::string(name)].clear();
    for (const auto& [name, value] : target->query)
        if (std::find(offered_fields.begin(), offered_fields.end(), name) != offered_fields.end())
            typed[name] = value;
}

FormDraft draft_of(const Typed& typed, const Event& base, const Language& language,
                   const Snapshot& world) {
    return DraftReader(typed, base, language, world).read();
}

Error at_field(Error error, const Event& draft) {
    const bool timed = std::holds_alternative<Timed>(draft.when);
    const std::string& field = error.field;
    if (field.starts_with("title"))
        error.field = "title";
    else if (field == "when.end")
        error.field = "end";
    else if (field == "when.last" || field == "when.to")
        error.field = "end_date";
    else if (field.starts_with("when"))
        error.field = timed && field == "when.start" ? "start" : "date";
    else if (field == "organiser.name")
        error.field = "organiser";
    else if (field == "organiser.email")
        error.field = "email";
    else if (field == "venue" || field == "venue_text")
        error.field = "venue";
    else if (field.starts_with("areas"))
        error.field = "municipality";
    else if (field.starts_with("recurrence"))
        error.field = "repeat";
    else if (std::find(field_names.begin(), field_names.end(), field) == field_names.end())
        error.field.clear();
    return error;
}

}  // namespace sopu::pages
