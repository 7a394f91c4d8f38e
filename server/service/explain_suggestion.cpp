#include "server/service/explain_suggestion.h"

#include <cstdlib>

#include "server/words/dates.h"
#include "server/words/repeats.h"

namespace sopu::service {
namespace {

// Of a series another time is another series: how it would repeat, and from when.
std::string time_text(std::string_view language, const Suggestion& suggestion, const Zones& zones,
                      const words::Messages& messages, std::optional<Date> today) {
    const When& when = suggestion.when;
    std::string pattern;
    if (suggestion.recurrence)
        pattern = words::repeat_text(language, when, *suggestion.recurrence,
                                     {zones, messages, today, {}}, words::RepeatDetail::pattern);
    if (pattern.empty()) return words::when_text(language, when, zones, today);
    const std::string from = words::short_date_text(language, *first_date(when), today);
    return pattern + ", " + messages.text(language, "repeat.from", {{"date", from}});
}

std::string why_text(std::string_view language, const Suggestion& suggestion,
                     const words::Messages& messages) {
    std::string key = "suggestion.why." + std::string(name_of(suggestion.reason));
    const bool moves =
        suggestion.reason == Reason::same_weekday || suggestion.reason == Reason::other_day;
    if (moves) key += suggestion.days > 0 ? "_later" : "_earlier";
    const long long days = std::abs(suggestion.days);
    const std::string why = messages.text(language, key, {{"days", days}, {"weeks", days / 7}});
    if (!suggestion.recurrence) return why;
    return messages.text(language, "suggestion.whole_series", {{"why", why}});
}

}  // namespace

std::string offered_text(std::string_view language, const Suggestion& suggestion,
                         const Snapshot& world, const words::Messages& messages,
                         std::optional<Date> today) {
    const Venue* venue = suggestion.venue ? world.venue(*suggestion.venue) : nullptr;
    if (is_elsewhere(suggestion.reason) && venue != nullptr)
        return std::string(pick(venue->name, language));
    return time_text(language, suggestion, world.ground().zones, messages, today);
}

std::string sentence(std::string_view language, const Suggestion& suggestion, const Snapshot& world,
                     const words::Messages& messages, std::optional<Date> today) {
    const std::string what =
        messages.text(language, "suggestion.because",
                      {{"what", offered_text(language, suggestion, world, messages, today)},
                       {"why", why_text(language, suggestion, messages)}});
    return messages.text(language, "suggestion." + std::string(name_of(suggestion.verdict)),
                         {{"when", what}});
}

}  // namespace sopu::service
