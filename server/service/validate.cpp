#include "server/service/validate.h"

#include <algorithm>

#include "engine/base/limits.h"

namespace sopu::service {
namespace {

void check_places(const Event& draft, const Snapshot& world, Errors& errors) {
    if (draft.municipality && !world.ground().gazetteer.by_code(*draft.municipality))
        errors.push_back(invalid("municipality", "unknown_municipality",
                                 {{"value", draft.municipality->text()}}));
    for (std::size_t i = 0; i < draft.areas.size(); ++i)
        if (auto codes = world.resolve(draft.areas[i]); !codes) {
            Error error = std::move(codes).error();
            error.field = "areas[" + std::to_string(i) + "]";
            errors.push_back(std::move(error));
        }
    if (draft.venue && !world.venue(*draft.venue))
        errors.push_back(invalid("venue", "unknown_venue", {{"value", draft.venue->text()}}));
    if (!draft.umbrella.empty() && !world.event(EventId(draft.umbrella)))
        errors.push_back(invalid("umbrella", "unknown_event", {{"value", draft.umbrella}}));
}

// A stranger may say of a busy entry only that it is theirs: nobody is silenced by that who has
// said what they do.
void check_own_reservations(const Event& draft, const Snapshot& world, const Caller& caller,
                            Errors& errors) {
    for (std::size_t i = 0; i < draft.own_reservations.size(); ++i) {
        const EventId& id = draft.own_reservations[i];
        const Placed* entry = world.event(id);
        const bool may =
            entry != nullptr && id != draft.id &&
            (entry->event->visibility == Visibility::busy ? may_see(caller, *entry)
                                                          : is_staff_of(caller, *entry));
        if (!may)
            errors.push_back(invalid("own_reservations[" + std::to_string(i) + "]", "unknown_event",
                                     {{"value", id.text()}}));
    }
}

bool has_place(const Event& draft) {
    return draft.municipality || !draft.areas.empty() ||
           draft.attendance_mode == AttendanceMode::online;
}

// An organisation's name is its own: using its id needs its staff (or the program); a stranger
// writes an organiser instead.
void check_organiser(const Event& draft, const Snapshot& world, const Caller& caller,
                     Errors& errors) {
    if (draft.organisation) {
        if (!world.organisations().find(draft.organisation->text()))
            errors.push_back(invalid("organisation", "unknown_organisation",
                                     {{"value", draft.organisation->text()}}));
        else if (!caller.is_staff())
            errors.push_back(invalid("organisation", "organisation_needs_link"));
        return;
    }
    if (draft.organiser.name.empty()) errors.push_back(invalid("organiser.name", "missing"));
    const std::string& email = draft.organiser.email;
    const auto at = email.find('@');
    if (!email.empty() && (at == 0 || at == std::string::npos || at + 1 == email.size()))
        errors.push_back(invalid("organiser.email", "bad_email"));
}

bool has_text(const LocalizedText& text) {
    return std::any_of(text.begin(), text.end(), [](const auto& it) { return !it.second.empty(); });
}

// A link is shown to everybody, so only web addresses get in.
void check_link(const Event& draft, Errors& errors) {
    const auto is_web = [](const std::string& link) {
        return link.starts_with("https://") || link.starts_with("http://");
    };
    if (!draft.link.empty() && !is_web(draft.link))
        errors.push_back(invalid("link", "not_a_web_address"));
}

void check_line(const std::string& text, const std::string& field, std::size_t bytes_max,
                Lines lines, Errors& errors) {
    if (text.size() > bytes_max)
        errors.push_back(invalid(field, "too_long", {{"max", std::to_string(bytes_max)}}));
    if (!is_utf8(text))
        errors.push_back(invalid(field, "not_utf8"));
    else if (has_control(text, lines))
        errors.push_back(invalid(field, "control_character"));
}

void check_texts(const std::vector<Override>& overrides, Errors& errors) {
    for (const Override& it : overrides) {
        if (it.title)
            for (const auto& [language, text] : *it.title)
                check_line(text, "title." + language, sopu::limits::title_bytes_max, Lines::one,
                           errors);
        if (it.description)
            for (const auto& [language, text] : *it.description)
                check_line(text, "description." + language, sopu::limits::description_bytes_max,
                           Lines::many, errors);
        if (it.place)
            check_line(it.place->venue_text, "venue_text", sopu::limits::short_text_bytes_max,
                       Lines::one, errors);
    }
}

// Before whether the series makes sense: a time that is wrong cannot be expanded.
void check_overrides(const Event& draft, const Snapshot& world, const Caller& caller,
                     Errors& errors) {
    const auto& overrides = draft.recurrence->overrides;
    for (std::size_t i = 0; i < overrides.size(); ++i) {
        const Override& it = overrides[i];
        const std::string field = "recurrence.overrides[" + std::to_string(i) + "].";
        if (it.when)
            for (Error& error : check(*it.when, world.ground().zones)) {
                error.field = field + error.field;
                errors.push_back(std::move(error));
            }
        if (it.place && it.place->venue && !world.venue(*it.place->venue))
            errors.push_back(invalid(field + "place" + ".venue", "unknown_venue",
                                     {{"value", it.place->venue->text()}}));
        if (it.claim == Claim::expected && !caller.is_staff())
            errors.push_back(invalid(field + "claim", "staff_only"));
    }
}

void check_repeating(const Event& draft, const Snapshot& world, const Caller& caller,
                     Errors& errors) {
    if (!draft.recurrence) return;
    const Zones& zones = world.ground().zones;
    const std::size_t before = errors.size();
    check_overrides(draft, world, caller, errors);
    if (errors.size() > before || !check(draft.when, zones).empty()) return;
    Errors wrong = check_recurrence(draft, zones);
    if (wrong.empty() && !has_occurrence(draft, zones))
        wrong.push_back(invalid("recurrence", "no_occurrences"));
    errors.insert(errors.end(), wrong.begin(), wrong.end());
}

}  // namespace

bool has_occurrence(const Event& event, const Zones& zones) {
    if (!event.recurrence) return true;
    const recur::Series series = series_of(event, seconds{0}, zones);
    const Instant start = to_instant(series.start, series.zone ? *series.zone : zones.home());
    const Interval soon(start - date::days{2}, start + date::days{4 * 366});
    return !occurrences_in(series, soon, zones).empty() ||
           !occurrences_in(series, calendar_span(), zones).empty();
}

Errors validate(const Event& draft, const Snapshot& world, const Caller& caller, Purpose purpose) {
    Errors errors = check(draft.when, world.ground().zones);
    check_places(draft, world, errors);
    check_repeating(draft, world, caller, errors);
    if (purpose == Purpose::question) {
        if (std::holds_alternative<Undated>(draft.when))
            errors.push_back(invalid("when", "missing"));
        if (!has_place(draft) && !draft.venue) errors.push_back(invalid("municipality", "missing"));
        return errors;
    }
    if (!has_text(draft.title) && draft.claim != Claim::hold)
        errors.push_back(invalid("title", "missing"));
    if (!has_place(draft)) errors.push_back(invalid("municipality", "missing"));
    check_own_reservations(draft, world, caller, errors);
    check_organiser(draft, world, caller, errors);
    check_link(draft, errors);
    if (draft.claim == Claim::expected && !caller.is_staff())
        errors.push_back(invalid("claim", "staff_only"));
    return errors;
}

Errors validate_text(const Event& event) {
    Errors errors;
    check_line(event.uid, "uid", sopu::limits::uid_bytes_max, Lines::one, errors);
    for (const auto& [language, text] : event.title)
        check_line(text, "title." + language, sopu::limits::title_bytes_max, Lines::one, errors);
    for (const auto& [language, text] : event.description)
        check_line(text, "description." + language, sopu::limits::description_bytes_max,
                   Lines::many, errors);
    check_line(event.venue_text, "venue_text", sopu::limits::short_text_bytes_max, Lines::one,
               errors);
    if (event.recurrence) check_texts(event.recurrence->overrides, errors);
    check_line(event.organiser.name, "organiser.name", sopu::limits::short_text_bytes_max,
               Lines::one, errors);
    check_line(event.link, "link", sopu::limits::short_text_bytes_max, Lines::one, errors);
    return errors;
}

}  // namespace sopu::service
