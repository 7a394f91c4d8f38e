#include "server/pages/event_list.h"

#include <algorithm>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "engine/model/lifecycle.h"
#include "server/pages/occurrence.h"
#include "server/words/dates.h"

namespace sopu::pages {

using words::Data;

std::vector<Day> by_day(const std::vector<service::Listed>& occurrences, Date from,
                        const Zone& home) {
    std::vector<Day> days;
    std::vector<std::tuple<Date, const service::Listed*>> dated;
    for (const service::Listed& it : occurrences) {
        const Instant begins = it.occurrence.extent.start();
        const Date start = date::floor<date::days>(to_local(begins, home));
        dated.emplace_back(std::max(start, from), &it);
    }
    std::stable_sort(dated.begin(), dated.end(), [](const auto& a, const auto& b) {
        return std::get<Date>(a) < std::get<Date>(b);
    });
    for (const auto& [day, listed] : dated) {
        if (days.empty() || days.back().date != day) days.push_back({day, {}, {}});
        const bool routine = listed->placed->event->routine;
        (routine ? days.back().routine : days.back().events).push_back(*listed);
    }
    return days;
}

std::vector<const Placed*> events_of(const std::vector<service::Listed>& occurrences) {
    std::vector<const Placed*> events;
    std::unordered_set<const Placed*> seen;
    for (const service::Listed& it : occurrences)
        if (seen.insert(it.placed).second) events.push_back(it.placed);
    return events;
}

Instant midnight(Date day, const Zone& home) {
    return to_instant(LocalTime(day.time_since_epoch()), home);
}

Data row_data(const Context& context, const Language& language, const Snapshot& world,
              const service::Listed& listed, Date today) {
    // What holds for this occurrence: its own name and place, if it has them.
    const Placed& placed = listed.placed->at(listed.occurrence.override_index);
    const Event& event = *placed.event;
    const When when = when_of(*listed.placed, listed.occurrence.extent,
                              listed.occurrence.override_index, world.ground().zones);
    const bool busy = event.visibility == Visibility::busy;
    Title title = title_of(context, language, world, placed, service::Caller::anonymous());
    Data data;
    data.set("href", event_path(language, event.id.text()));
    data.set("title", std::move(title.text));
    data.set("title_lang",
             title.language == language.code ? std::string() : std::move(title.language));
    data.set("when", words::when_text(language.code, when, world.ground().zones, today));
    data.set("place", place_of(context, language, world, placed));
    data.set("municipality", municipalities_of(context, language, placed));
    data.set("organiser", busy ? std::string() : event.organiser.name);
    data.set("cancelled", event.takes_place == TakesPlace::cancelled);
    data.set("postponed", event.takes_place == TakesPlace::postponed);
    data.set("rescheduled", event.takes_place == TakesPlace::rescheduled);
    data.set("online", event.takes_place == TakesPlace::moved_online);
    data.set("provisional", effective_claim(event) != Claim::confirmed);
    return data;
}

}  // namespace sopu::pages
