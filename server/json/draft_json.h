// What lives here: the door for events that people and programs send: JSON -> Draft, with every
// error of form at once. Behind it nobody sees a raw string.
// What may not: what needs the world or the caller (does the municipality exist, is a title
// required, may this organisation be used): the service.
// Invariants: a Draft's event passes `check` (engine/time/when.h), its texts are UTF-8 without
// control characters and within limits. A GET answer sent back is a draft of the same content.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "engine/base/result.h"
#include "engine/model/event.h"

namespace sopu {
class Zones;
}

namespace sopu::json {

struct Draft {
    Event event;                         // what was not said has the default; no id, no state
    std::optional<std::string> weekday;  // as said, verified where the date has one
    std::vector<std::string> said;       // names of the top-level fields that are not null, sorted

    bool has(std::string_view field) const;
};

// `also_allowed` are keys of the request that the caller reads itself ("event", "override").
// Errors: the reasons of reader.h and when_json.h, those of check (when.h), and weekday_mismatch
// (args: said, is), bad_link, bad_email, those of recurrence_json.h, and rain_date_unsupported
// (Code::unsupported). The fields that answers add (id, state, revision …) are ignored.
Checked<Draft> draft_from_json(const boost::json::value& input, const Zones& zones,
                               std::span<const std::string_view> also_allowed = {});

// The same, with what could be read beside the errors: whoever knows the world can then say what
// else is wrong, and a person is told of everything at once.
struct ReadDraft {
    Draft draft;
    Errors errors;
};
ReadDraft read_draft(const boost::json::value& input, const Zones& zones,
                     std::span<const std::string_view> also_allowed = {});

}  // namespace sopu::json
