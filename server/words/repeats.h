// What lives here: how an event repeats, as a sentence: "joka tiistai klo 18–20,
// 3.11.2026–30.4.2027, paitsi 24.12. ja 31.12."; and lists of days within sentences.
// What may not: occurrences (the caller says which come next), whole sentences about conflicts.
// Invariants: a rule is said in few words or not at all: one that has no short name says that the
// event repeats and when next. Weekdays and months are inflected by tables (web/messages), names
// never. What is long is cut and the rest counted.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/recurrence.h"
#include "engine/time/zones.h"
#include "server/words/messages.h"

namespace sopu::words {

// How often and at what time; or that with the first and last day and what is left out.
enum class RepeatDetail { pattern, whole };

struct RepeatContext {
    const Zones& zones;
    const Messages& messages;
    std::optional<Date> today = {};  // what is over is not told, near years are left out
    std::vector<Date> next = {};     // of a rule without a short name: when it comes next
};

// Requires `when` to be timed or all-day. "" for a pattern that has no short name.
std::string repeat_text(std::string_view lang, const When& when, const Recurrence& recurrence,
                        const RepeatContext& context, RepeatDetail detail = RepeatDetail::whole);

// "ti 3.11., ti 10.11. ja ti 17.11."; beyond a limit "… ja 8 muuta".
std::string days_listed(std::string_view lang, const std::vector<Date>& days,
                        const Messages& messages, std::optional<Date> today, std::size_t count = 0);

}  // namespace sopu::words
