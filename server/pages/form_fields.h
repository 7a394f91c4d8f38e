// What lives here: the form's fields: a posted body taken apart, and from what was typed to a draft
// with every error beside its field.
// What may not: judgement, storing, HTML.
// Invariants: what was typed is kept as it was typed, whatever is wrong with it. A field that is
// not ours is left alone; bytes that are no UTF-8 or hold a NUL are an error of the whole.
// Thread-safety: pure functions.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/model/event.h"
#include "engine/world/snapshot.h"
#include "server/http/message.h"
#include "server/pages/language.h"

namespace sopu::pages {

// Field name -> as typed. Fields: date, end_date, start, end, repeat, until, count, except,
// municipality, venue, title, organiser, email; hidden ones: key, event, token, revision, own (ids
// of busy entries that are the event's own reservations, with commas); the button: do.
using Typed = std::map<std::string, std::string, std::less<>>;

inline constexpr std::array<std::string_view, 13> field_names{
    "date",   "end_date",     "start", "end",   "repeat",    "until", "count",
    "except", "municipality", "venue", "title", "organiser", "email"};

// Errors: invalid with unsupported_media_type, bad_percent, not_utf8, control_character, too_many.
Result<Typed> read_form(const http::Request& request);

// As the form would show it.
Typed typed_of(const Event& event, const Language& language, const Snapshot& world);

// The fields by which the form would say `other` and not `event`: "date=…&venue=…". The date and
// times are all said, and what is not among the fields is as it was typed.
std::string fields_of(const Event& other, const Event& event, const Language& language,
                      const Snapshot& world);
// What was typed, with such fields in it.
void use_fields(std::string_view fields, Typed& typed);

struct FormDraft {
    Event event;
    Errors errors;  // of form; fields are those of Typed
};

// `base` is the event that is edited, or an empty one; what the form does not ask is kept. Texts
// are in `language`.
FormDraft draft_of(const Typed& typed, const Event& base, const Language& language,
                   const Snapshot& world);

// An error of the draft ("when.end", "organiser.name") with the field of the form in its place; ""
// if the form has none for it.
Error at_field(Error error, const Event& draft);

std::string_view typed_or_empty(const Typed& typed, std::string_view name);

}  // namespace sopu::pages
