#include "server/json/draft_json.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"
#include "engine/time/when.h"
#include "engine/time/zones.h"
#include "server/json/event_json.h"
#include "server/json/record.h"
#include "server/json/when_json.h"

namespace sopu::json {

namespace {

// What answers add to a draft: accepted, so that an answer can be sent back, and not believed.
constexpr std::array<std::string_view, 10> answer_fields{
    "id",       "uid",      "state",    "takes_place", "decision_reason",
    "verified", "revision", "sequence", "created",     "updated"};

// A page links to it, so it must not be javascript: or a path of ours.
bool is_web_link(std::string_view link) {
    const std::string start = ascii_lower(link.substr(0, 8));
    const std::size_t scheme = start.starts_with("https://")  ? 8
                               : start.starts_with("http://") ? 7
                                                              : 0;
    return scheme != 0 && link.size() > scheme && link.find(' ') == std::string_view::npos;
}

// Only so much that a letter can be sent to it and that it cannot add a header to one.
bool is_email(std::string_view address) {
    const std::size_t at = address.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < address.size() &&
           address.find('@', at + 1) == std::string_view::npos &&
           address.find_first_of(" ,;<>\"") == std::string_view::npos;
}

void check_contacts(ObjectReader& fields, const Event& event) {
    if (!event.link.empty() && !is_web_link(event.link)) fields.error("link", "bad_link");
    if (!event.organiser.email.empty() && !is_email(event.organiser.email))
        fields.error("organiser.email", "bad_email");
}

void check_weekday(ObjectReader& fields, const When& when, const std::string& said) {
    const std::optional<date::weekday> weekday = parse_weekday(said);
    if (!weekday) {
        fields.error("when.weekday", "unknown_value", {{"value", ObjectReader::echo(said)}});
        return;
    }
    const std::optional<Date> day = weekday_date(when);
    if (!day || date::weekday(*day) == *weekday) return;
    fields.error("when.weekday", "weekday_mismatch",
                 {{"said", std::string(weekday_key(*weekday))},
                  {"is", std::string(weekday_key(date::weekday(*day)))}});
}

void check_when(ObjectReader& fields, const Draft& draft, const Zones& zones) {
    for (Error& wrong : check(draft.event.when, zones)) {
        const auto* timed = std::get_if<Timed>(&draft.event.when);
        if (wrong.reason == "unknown_zone" && timed != nullptr)
            wrong.args.try_emplace("value", ObjectReader::echo(timed->zone));
        fields.error(wrong.field, wrong.reason, wrong.args, wrong.code);
    }
    if (draft.weekday) check_weekday(fields, draft.event.when, *draft.weekday);
}

}  // namespace

bool Draft::has(std::string_view field) const {
    return std::binary_search(said.begin(), said.end(), field);
}

ReadDraft read_draft(const boost::json::value& input, const Zones& zones,
                     std::span<const std::string_view> also_allowed) {
    ReadDraft read;
    const auto read_fields = [&](ObjectReader& fields, Draft& draft) {
        read_content(fields, draft.event, draft.weekday);
        fields.ignore(answer_fields);
        fields.ignore(also_allowed);
        // Sense is judged only where the form is right: an unreadable date is not also too early.
        const bool when_is_readable = !fields.has_error_under("when");
        if (when_is_readable) check_when(fields, draft, zones);
        check_contacts(fields, draft.event);
        for (const auto& pair : input.get_object())
            if (!pair.value().is_null()) draft.said.emplace_back(pair.key());
        std::sort(draft.said.begin(), draft.said.end());
    };
    read_input(input, read.draft, read.errors, read_fields);
    return read;
}

Checked<Draft> draft_from_json(const boost::json::value& input, const Zones& zones,
                               std::span<const std::string_view> also_allowed) {
    ReadDraft read = read_draft(input, zones, also_allowed);
    if (!read.errors.empty()) return tl::make_unexpected(std::move(read.errors));
    return std::move(read.draft);
}

}  // namespace sopu::json
